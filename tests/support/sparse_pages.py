"""Data folders with little in them: one commune's families in some years, and nothing of anybody else."""

from __future__ import annotations

from pathlib import Path

from submissions import submission, title_row

from etl.publish import publish
from warehouse.store import Store

COMMUNE = "15064"  # xã Lam Sơn, of the district 389; its neighbour 388 reports nothing
SILENT = "388"


def build_sparse_store(root: Path, *years: int) -> Store:
    """Return a store in which one commune counted its families in some years."""
    events = []
    for year in years:
        counts = title_row(COMMUNE, year, "gia_dinh", total=1000, recognised=500 + year - 2000)
        event = submission(f"NOP-{year}", title_count=[counts])
        event.payload["submission"] |= {"year": year}
        events.append(event)
    store = Store(root)
    publish(store, events)
    return store

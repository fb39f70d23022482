"""The store: lock, append, copy, apply, check, rename, point; readers pin one snapshot."""

from warehouse.ledger import Event, Ledger, NewEvent, Receipt
from warehouse.store.core import Store
from warehouse.store.refusals import refusal_findings, refused_of
from warehouse.store.snapshot import Snapshot
from warehouse.store.types import (
    PlaceTables,
    Problem,
    Publication,
    PublicationSource,
    Refused,
    Statement,
    Written,
)

__all__ = [
    "Event",
    "Ledger",
    "NewEvent",
    "PlaceTables",
    "Problem",
    "Publication",
    "PublicationSource",
    "Receipt",
    "Refused",
    "Snapshot",
    "Statement",
    "Store",
    "Written",
    "refusal_findings",
    "refused_of",
]

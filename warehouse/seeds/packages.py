"""Read the two public packages that the seeds are built from: facts only, no coordinates."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.place_names import clean, modern_tone

Fact = tuple[str, str, str]
"""Level, full name, code of the parent."""

TYPE_CASE = {"Thị Trấn ": "Thị trấn ", "Thị Xã ": "Thị xã ", "Thành Phố ": "Thành phố "}


@dataclass(frozen=True)
class Package:
    """What vietnamadminunits holds: old rows, new rows, and its crosswalk by keys."""

    legacy: list[sqlite3.Row]
    new: list[sqlite3.Row]
    converter: dict[str, Any]


def tidy(name: str) -> str:
    """Return the name with single spaces, one tone style and a small second word in its prefix."""
    tidied = modern_tone(clean(name))
    for written, meant in TYPE_CASE.items():
        if tidied.startswith(written):
            return meant + tidied[len(written) :]
    return tidied


def read_old(folder: Path) -> dict[str, Fact]:
    """Return code -> (level, name, parent) of October 2019."""
    data = folder / "json_data" if (folder / "json_data").is_dir() else folder
    units: dict[str, Fact] = {}
    for file, level, parent in (
        ("provinces", "province", ""),
        ("districts", "district", "province_code"),
        ("wards", "commune", "district_code"),
    ):
        for row in json.loads((data / f"{file}.json").read_text(encoding="utf-8")):
            units[row["code"]] = (level, tidy(row["name"]), row[parent] if parent else "VN")
    return units


def _read_table(database: Path, query: str) -> list[sqlite3.Row]:
    """Return the rows of a query on the package's database, opened read-only."""
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def read_package(database: Path) -> Package:
    """Return the facts of dataset.db and of converter_2025.json beside it."""
    legacy, new = "select * from admin_units_legacy", "select * from admin_units"
    converter = json.loads(database.with_name("converter_2025.json").read_text(encoding="utf-8"))
    return Package(_read_table(database, legacy), _read_table(database, new), converter)


def legacy_units(package: Package) -> dict[str, Fact]:
    """Return code -> (level, name, parent) of June 2025."""
    units: dict[str, Fact] = {}
    for row in package.legacy:
        units[row["provinceCode"]] = ("province", tidy(row["province"]), "VN")
        units[row["districtCode"]] = ("district", tidy(row["district"]), row["provinceCode"])
        if row["wardCode"]:
            units[row["wardCode"]] = ("commune", tidy(row["ward"]), row["districtCode"])
    return units


def crosswalk(package: Package) -> list[tuple[str, str]]:
    """Return (old code, new code) pairs of 1 July 2025, joined by the package's own keys.

    An island district without communes stands for itself. The main target of a divided commune comes first.
    """
    old_code = {}
    for row in package.legacy:
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        old_code[key] = row["wardCode"] or row["districtCode"]
    new_code = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in package.new}
    pairs = [
        (old_code[key], new_code[province, ward])
        for province, wards in package.converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for ward, keys in wards.items()
        for key in keys
    ]
    for province, divided in package.converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, targets in divided.items():
            ordered = sorted(targets, key=lambda target: not target["isDefaultNewWard"])
            pairs += [(old_code[key], new_code[province, target["newWardKey"]]) for target in ordered]
    return pairs


def merged_provinces(package: Package) -> list[tuple[str, str]]:
    """Return (code that ended, code that took it over) of the provinces merged on 1 July 2025."""
    code_of = {row["provinceKey"]: row["provinceCode"] for row in (*package.legacy, *package.new)}
    kept = {row["provinceCode"] for row in package.new}
    return [
        (code_of[key], code_of[target])
        for target, sources in package.converter["DICT_PROVINCE"].items()
        for key in sources
        if code_of[key] not in kept
    ]

"""Every column is accounted for: purpose, basis, class, retention, and whether it travels."""

import tomllib
from pathlib import Path

from kiosk.store.opening import Role, open_db
from kiosk.store.schema import TABLES
from tests.rules import ROOT

ENTRY = {"purpose", "basis", "class", "retention", "synced"}
CLASSES = {"technical", "operational", "pseudonymous", "sensitive"}


def _map() -> dict[str, dict[str, dict[str, object]]]:
    return tomllib.loads((ROOT / "docs/data-map.toml").read_text("utf-8"))


def test_every_column_has_an_entry_and_every_entry_a_column(tmp_path: Path) -> None:
    db = open_db(tmp_path / "kiosk.db", Role.WRITER)
    columns = {(table, row[1]) for table in db.table_names() for row in db.execute(f"PRAGMA table_info({table})")}
    mapped = {(table, column) for table, entries in _map().items() for column in entries}
    assert columns == mapped


def test_every_entry_is_whole() -> None:
    for table, entries in _map().items():
        for column, entry in entries.items():
            assert entry.keys() == ENTRY, f"{table}.{column}"
            assert entry["class"] in CLASSES, f"{table}.{column}"
            assert entry["basis"] in {"e", "f"}, f"{table}.{column}"
            assert all(entry[name] for name in ("purpose", "retention")), f"{table}.{column}"


def test_nothing_sensitive_travels() -> None:
    told = [
        f"{table}.{column}"
        for table, entries in _map().items()
        for column, entry in entries.items()
        if entry["class"] == "sensitive" and entry["synced"]
    ]
    assert told == []


def test_the_list_of_tables_is_closed_and_every_table_strict(tmp_path: Path) -> None:
    db = open_db(tmp_path / "kiosk.db", Role.WRITER)
    tables = {row[1]: row[5] for row in db.execute("PRAGMA table_list") if row[0] == "main" and row[2] == "table"}
    tables.pop("sqlite_schema")
    assert set(tables) == TABLES
    assert all(tables.values()), f"not STRICT: {[name for name, strict in tables.items() if not strict]}"

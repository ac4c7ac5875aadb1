"""Every column of the hub is accounted for, on both databases: purpose, basis, class, retention."""

import tomllib

from kiosk.hub.opening import open_store
from kiosk.hub.schema import TABLES
from kiosk.hub.store import HubStore
from tests.rules import ROOT

ENTRY = {"purpose", "basis", "class", "retention"}
CLASSES = {"technical", "operational", "pseudonymous"}


def _map() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((ROOT / "docs/data-map-hub.toml").read_text("utf-8"))


def _columns(store: HubStore, database: str) -> set[tuple[str, str]]:
    if "://" in database:
        sql = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        return {(row[0], row[1]) for row in store.read(lambda session: session.rows(sql))}
    sql = "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'"
    return {(row[0], row[1]) for row in store.read(lambda session: session.rows(sql))}


def test_every_column_has_an_entry_and_every_entry_a_column(store: HubStore, database: str) -> None:
    mapped = {(table, column) for table, entries in _map().items() for column in entries}
    assert _columns(store, database) == mapped
    assert {table for table, _ in mapped} == set(TABLES)


def test_every_entry_is_whole() -> None:
    for table, entries in _map().items():
        for column, entry in entries.items():
            assert entry.keys() == ENTRY, f"{table}.{column}"
            assert entry["class"] in CLASSES, f"{table}.{column}"
            assert all(entry.values()), f"{table}.{column}"


def test_a_database_that_is_there_is_opened_again(store: HubStore, database: str) -> None:
    open_store(database).close()

"""Which database `--database` names."""

from pathlib import Path

from kiosk.hub.schema import VERSION
from kiosk.hub.store import HubError, HubStore, Session


def open_store(database: str) -> HubStore:
    """`postgresql://…` or the path of a file. Raises HubError with what is wrong, StoreUnavailable when it is away."""
    store: HubStore
    if database.startswith(("postgresql://", "postgres://")):
        from kiosk.hub.postgres_store import PostgresStore

        store = PostgresStore(database)
    elif "://" in database:
        raise HubError(f"{database.partition(':')[0]}: hanya postgresql://… atau nama berkas yang dikenal.")
    else:
        from kiosk.hub.sqlite_store import SqliteStore

        store = SqliteStore(Path(database))
    found = store.write(_version)
    if found != VERSION:
        store.close()
        raise HubError(f"Basis data ini untuk susunan tabel {found}, program ini untuk {VERSION}.")
    return store


def _version(session: Session) -> str:
    session.run("INSERT INTO hub_meta (name, value) VALUES ('schema', ?) ON CONFLICT DO NOTHING", (VERSION,))
    return str(session.rows("SELECT value FROM hub_meta WHERE name = 'schema'")[0][0])

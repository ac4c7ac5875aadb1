"""Which database `--database` names, and whether this program may use what lies there."""

from pathlib import Path

from kiosk.hub.schema import VERSION
from kiosk.hub.store import HubError, HubStore, Session


def open_store(database: str) -> HubStore:
    """`postgresql://…` or the path of a file. Raises HubError with what is wrong, StoreUnavailable when it is away.

    Tables are made only where they are missing, and nothing is touched before the version is known: a standby can be
    read, and a role without the right to make tables can serve.
    """
    store: HubStore
    if database.startswith(("postgresql://", "postgres://")):
        from kiosk.hub.postgres_store import PostgresStore

        store = PostgresStore(database)
    elif "://" in database:
        raise HubError(f"{database.partition(':')[0]}: hanya postgresql://… atau nama berkas yang dikenal.")
    else:
        from kiosk.hub.sqlite_store import SqliteStore

        store = SqliteStore(Path(database))
    try:
        _prepare(store)
    except BaseException:
        store.close()
        raise
    return store


def _prepare(store: HubStore) -> None:
    missing = store.missing_tables()
    found = None if "hub_meta" in missing else store.read(_version)
    if found not in (None, VERSION):
        newer = int(found) > int(VERSION) if found.isdecimal() else True
        hint = "perbarui program ini" if newer else "pakai program yang sesuai"
        raise HubError(f"Basis data ini untuk susunan tabel {found}, program ini untuk {VERSION}: {hint}.")
    if missing:
        store.make_tables()
    if found is None:
        store.write(_note)


def _version(session: Session) -> str | None:
    found = session.rows("SELECT value FROM hub_meta WHERE name = 'schema'")
    return str(found[0][0]) if found else None


def _note(session: Session) -> None:
    session.run("INSERT INTO hub_meta (name, value) VALUES ('schema', ?) ON CONFLICT DO NOTHING", (VERSION,))

"""A copy of the hub that a drill has put back: by SQLite's own copying, or by pg_dump, whole or not at all."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from kiosk.hub.postgres_store import PostgresStore
from kiosk.hub.sqlite_store import SqliteStore
from kiosk.hub.store import HubError, HubStore

WITHIN_S: Final = 6 * 3600
_LIBPQ: Final = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
"""https://www.postgresql.org/docs/15/libpq-envars.html"""


def back_up(store: HubStore, target: Path) -> None:
    """Copy the hub's database of this moment to `target`, while it goes on landing. Raises HubError.

    The keys in the data folder are not in it: they are copied once, and kept apart.
    """
    if target.exists():
        raise HubError(f"{target} sudah ada: cadangan lama tidak ditimpa.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(store, SqliteStore):
            store.backup(target)
        elif isinstance(store, PostgresStore):
            _dump(store.url, target)
    except OSError as error:
        raise HubError(f"Cadangan tidak dapat ditulis ke {target}: {error.strerror}") from error


def _dump(url: str, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise HubError("pg_dump tidak ada di komputer ini: pasang postgresql-client, atau cadangkan di server.")
    made = target.with_name(target.name + ".part")
    made.unlink(missing_ok=True)
    os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    # The URL may hold a password: by the environment, never among the arguments that everybody can list.
    done = subprocess.run(  # noqa: S603 - a program of the system with fixed arguments
        [program, "--format=custom", f"--file={made}", "--no-owner"],
        env=dict(os.environ, **_environment(url)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )
    if done.returncode:
        made.unlink(missing_ok=True)
        raise HubError(f"pg_dump gagal: {done.stderr.strip()[:500]}")
    made.replace(target)


def _environment(url: str) -> dict[str, str]:
    """What libpq's programs read instead of a URL."""
    from psycopg.conninfo import conninfo_to_dict

    told = conninfo_to_dict(url)
    return {_LIBPQ[name]: str(value) for name, value in told.items() if name in _LIBPQ and value is not None}

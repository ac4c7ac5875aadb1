"""One way to open the store: the right SQLite, every pragma set and looked at again."""

import errno
import os
from enum import Enum
from pathlib import Path
from typing import Final

import pysqlite3  # by name: sqlite-utils finds it by itself, the packager only so
from sqlite_utils import Database

from kiosk.store.errors import StoreFailed, StoreFull, store_error
from kiosk.store.schema import MIGRATIONS

OLDEST_SQLITE: Final = (3, 51, 3)
"""Before it: corruption when two connections write or checkpoint (https://www.sqlite.org/wal.html#walresetbug)."""
BUSY_TIMEOUT_MS: Final = 5000

_EVERY: Final = {
    "busy_timeout": BUSY_TIMEOUT_MS,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "temp_store": 2,  # memory: nothing of a visit in a temporary file
}
_WRITER: Final = {
    **_EVERY,
    "synchronous": 2,  # FULL; NORMAL loses printed tickets at a power cut
    "secure_delete": 1,
    "wal_autocheckpoint": 1000,
    "journal_size_limit": 8_000_000,  # above what a checkpoint leaves: a log cut short makes each commit grow a file
}
_READER: Final = {**_EVERY, "query_only": 1}


class Role(Enum):
    """Who opens: the one writer, or anybody who only looks."""

    WRITER = "writer"
    READER = "reader"


def open_db(path: Path, role: Role) -> Database:
    """The store at `path`, on this thread only. The writer creates and migrates it; a reader opens it `mode=ro`.

    Raises StoreFull or StoreFailed; StoreFailed too when SQLite is too old or refuses a pragma.
    """
    try:
        return _open(path, role)
    except pysqlite3.Error as error:
        named = store_error(error)
        raise named or StoreFailed(f"{path} cannot be opened: {error}") from error


def _open(path: Path, role: Role) -> Database:
    mode = "ro"
    if role is Role.WRITER:
        _for_our_eyes_only(path)
        mode = "rwc"
    conn = pysqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000
    )
    try:
        _check_version(conn)
        if role is Role.WRITER:
            _set(conn, "auto_vacuum", 2)  # before the first table, so that days deleted later give room back
            _set_wal(conn, path)
        for name, value in (_WRITER if role is Role.WRITER else _READER).items():
            _set(conn, name, value)
        db = Database(conn, strict=True)
        if role is Role.WRITER:
            MIGRATIONS.apply(db)
    except BaseException:
        conn.close()
        raise
    return db


def of_an_older_program(db: Database) -> bool:
    """Whether the next start will migrate this store; until then tables of this program may be missing in it."""
    return bool(MIGRATIONS.applied(db) and MIGRATIONS.pending(db))


def _for_our_eyes_only(path: Path) -> None:
    """Codes are in it. The log and its index get the mode of the store itself."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
    except OSError as error:
        named = StoreFull if error.errno == errno.ENOSPC else StoreFailed
        raise named(f"{path} cannot be opened: {error.strerror}") from error


def sqlite_version(conn: pysqlite3.Connection) -> str:
    """Which SQLite an open connection really runs on, e.g. "3.53.4"."""
    (version,) = conn.execute("SELECT sqlite_version()").fetchone()
    return str(version)


def _check_version(conn: pysqlite3.Connection) -> None:
    version = sqlite_version(conn)
    if tuple(int(part) for part in version.split(".")) < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise StoreFailed(f"SQLite {version} can corrupt the store; {oldest} or newer is needed (pysqlite3 0.6.1)")


def _set_wal(conn: pysqlite3.Connection, path: Path) -> None:
    (mode,) = conn.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        raise StoreFailed(f"{path}: this file system allows no write-ahead log (journal_mode is {mode})")


def _set(conn: pysqlite3.Connection, name: str, value: int) -> None:
    conn.execute(f"PRAGMA {name}={value}").fetchall()
    (found,) = conn.execute(f"PRAGMA {name}").fetchone()
    if found != value:
        raise StoreFailed(f"SQLite did not take PRAGMA {name}={value}: it says {found}")

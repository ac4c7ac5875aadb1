"""The hub's database as one file: for a demonstration, a drill, or a centre of modest size."""

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Final

import pysqlite3  # by name, as the kiosk's store does: Debian's SQLite can corrupt a log with several connections

from kiosk.hub.schema import SQLITE, TABLES, statements
from kiosk.hub.store import HubError, Result, Row, Session, StoreFull, StoreUnavailable, Work, key
from kiosk.wire.stream import Stream

OLDEST_SQLITE: Final = (3, 51, 3)
"""https://www.sqlite.org/wal.html#walresetbug"""
BUSY_TIMEOUT_S: Final = 10
_PRAGMAS: Final = ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF", "temp_store=MEMORY")
_FULL, _BUSY, _LOCKED = 13, 5, 6
_DELETE_ROWS: Final = 5000
_LAND: Final = "INSERT INTO event (branch_id, kiosk_id, epoch, seq, month, line) VALUES (?, ?, ?, ?, ?, ?)"


class _Session:
    def __init__(self, conn: pysqlite3.Connection) -> None:
        self._conn = conn

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        found: list[Row] = self._conn.execute(sql, values).fetchall()
        return found

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        return int(self._conn.execute(sql, values).rowcount)

    def run_many(self, sql: str, many: Sequence[Sequence[object]]) -> None:
        self._conn.executemany(sql, many)

    def land(self, stream: Stream, first_seq: int, month: int, lines: Sequence[bytes]) -> None:
        branch, kiosk, epoch = key(stream)
        self._conn.executemany(
            _LAND, [(branch, kiosk, epoch, seq, month, line) for seq, line in enumerate(lines, first_seq)]
        )


class SqliteStore:
    """`HubStore` on one file: one connection that writes, behind a lock, and a few that read."""

    def __init__(self, path: Path) -> None:
        """Opens, and makes the file where there is none. Raises HubError with what is wrong."""
        self.path = path
        self._lock = threading.Lock()
        self._readers: LifoQueue[pysqlite3.Connection] = LifoQueue()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except (OSError, ValueError) as error:  # ValueError: no name for a file at all
            raise HubError(f"{path} tidak dapat dibuka: {error}") from error
        self._writer = self._connect("rw")

    def missing_tables(self) -> list[str]:
        """Tables of ours that are not there."""
        found = self.read(lambda session: session.rows("SELECT name FROM sqlite_master WHERE type = 'table'"))
        return [name for name in TABLES if (name,) not in found]

    def make_tables(self) -> None:
        """Every table that is missing."""
        self.write(lambda session: [session.run(statement) for statement in statements(SQLITE)])

    def write(self, work: Work[Result]) -> Result:
        """One transaction on the one writing connection."""
        with self._lock:
            return self._do(self._writer, "BEGIN IMMEDIATE", work)

    def read(self, work: Work[Result]) -> Result:
        """One snapshot; never waits for whoever writes."""
        try:
            conn = self._readers.get_nowait()
        except Empty:
            conn = self._connect("ro")
        try:
            return self._do(conn, "BEGIN", work)
        finally:
            self._readers.put(conn)

    def ensure_month(self, month: int) -> None:
        """Nothing to do: one table holds every month."""

    def drop_events_before(self, month: int) -> int:
        """Rows given up, in small transactions so that landing goes on beside it."""
        streams = self.read(lambda session: session.rows("SELECT branch_id, kiosk_id, epoch FROM stream_cursor"))
        dropped = 0
        for stream in streams:
            while rows := self.write(_oldest_dropped(stream, month)):
                dropped += rows
        if dropped:
            with self._lock:
                self._writer.execute("PRAGMA incremental_vacuum").fetchall()  # gives the room back to the disk
        return dropped

    def backup(self, target: Path) -> None:
        """A whole copy of this moment, while others write; under its name only when it is complete."""
        made = target.with_name(target.name + ".part")
        copy = pysqlite3.connect(str(made))
        source = self._connect("ro")
        try:
            source.backup(copy)
        except pysqlite3.Error as error:
            raise _named(error) from error
        finally:
            copy.close()
            source.close()
        made.chmod(0o600)
        made.replace(target)

    def close(self) -> None:
        """Every connection closed; the log is folded into the file by the last one."""
        with suppress(Empty):
            while True:
                self._readers.get_nowait().close()
        self._writer.close()

    def _connect(self, mode: str) -> pysqlite3.Connection:
        try:
            conn = pysqlite3.connect(
                f"{self.path.resolve().as_uri()}?mode={mode}",
                uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_S, check_same_thread=False,
            )  # fmt: skip
            (version,) = conn.execute("SELECT sqlite_version()").fetchone()
            if tuple(map(int, version.split("."))) < OLDEST_SQLITE:
                raise HubError(f"SQLite {version} dapat merusak berkas; perlu pysqlite3 0.6.1 atau lebih baru.")
            if mode == "rw":
                conn.execute("PRAGMA auto_vacuum=INCREMENTAL")
                conn.execute("PRAGMA journal_mode=WAL")
            for pragma in _PRAGMAS:
                conn.execute(f"PRAGMA {pragma}")
        except pysqlite3.Error as error:
            raise _named(error) from error
        return conn

    def _do(self, conn: pysqlite3.Connection, begin: str, work: Work[Result]) -> Result:
        try:
            conn.execute(begin)
            result = work(_Session(conn))
            conn.execute("COMMIT")
        except pysqlite3.Error as error:
            _roll_back(conn)
            raise _named(error) from error
        except BaseException:
            _roll_back(conn)
            raise
        return result


def _oldest_dropped(stream: Row, month: int) -> Callable[[Session], int]:
    """Drops one piece of one stream's oldest events, as far as they were received before `month`."""

    def work(session: Session) -> int:
        # Months only rise along a stream: its oldest event tells whether there is anything to drop.
        oldest = session.rows(
            "SELECT seq, month FROM event WHERE branch_id = ? AND kiosk_id = ? AND epoch = ? ORDER BY seq LIMIT 1",
            stream,
        )
        if not oldest or oldest[0][1] >= month:
            return 0
        return session.run(
            "DELETE FROM event WHERE branch_id = ? AND kiosk_id = ? AND epoch = ? AND seq < ? AND month < ?",
            (*stream, oldest[0][0] + _DELETE_ROWS, month),
        )

    return work


def _roll_back(conn: pysqlite3.Connection) -> None:
    if conn.in_transaction:  # SQLite has often rolled back by itself
        with suppress(pysqlite3.Error):
            conn.execute("ROLLBACK")


def _named(error: Exception) -> Exception:
    """The failure under a name the server can act on; faults of the program stay what they are."""
    code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
    if code == _FULL:
        return StoreFull("Disk hub penuh: tidak ada yang disimpan.")
    if code in (_BUSY, _LOCKED):
        return StoreUnavailable("Basis data hub sedang dipakai: coba lagi.")
    if isinstance(error, pysqlite3.OperationalError | pysqlite3.DatabaseError) and code in (8, 10, 11, 14, 26):
        return StoreUnavailable(f"Basis data hub tidak dapat dibaca atau ditulis: {error}")
    return error

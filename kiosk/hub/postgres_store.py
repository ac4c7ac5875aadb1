"""The hub's database in production: PostgreSQL, or what speaks its protocol, over any number of stateless workers."""

import logging
import random
import threading
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, LifoQueue
from typing import Any, Final

import psycopg
from psycopg import errors

from kiosk.hub.schema import POSTGRES, TABLES, next_month, partition, statements
from kiosk.hub.store import HubError, Result, Row, StoreFull, StoreUnavailable, Work, key
from kiosk.wire.stream import Stream

log = logging.getLogger(__name__)

TRIES: Final = 5
"""How often a transaction is begun anew after a race or a lost connection."""
CONNECT_TIMEOUT_S: Final = 5
MOST_CONNECTIONS: Final = 12
"""Of one worker: eight workers stay below PostgreSQL's usual hundred."""
STATEMENT_WITHIN_MS: Final = 120_000
"""Whatever takes longer hangs: the kiosk is told to come back, instead of a worker that waits for ever."""
IDLE_WITHIN_MS: Final = 60_000
"""A worker that stands still in the middle of a transaction lets go of its rows after that."""
LOCK_WITHIN_MS: Final = 3_000
"""A change of tables that waits for a long reader (pg_dump) makes everybody behind it wait, too: it gives way."""
_KEEPALIVE: Final[dict[str, Any]] = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_LOST: Final = (psycopg.OperationalError, psycopg.InterfaceError)
_GONE: Final = (*_LOST, errors.ReadOnlySqlTransaction)
_RACED: Final = (errors.SerializationFailure, errors.DeadlockDetected)  # 40001, 40P01
_PARTITIONS: Final = """SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    JOIN pg_class p ON p.oid = i.inhparent WHERE p.oid = to_regclass('event')"""
_MADE_AT_ONCE: Final = (errors.UniqueViolation, errors.DuplicateTable, errors.DuplicateObject)
"""What IF NOT EXISTS says of a table that another session is making: by its name, its row type, or the catalogue."""
_COPY: Final = "COPY event (branch_id, kiosk_id, epoch, seq, month, line) FROM STDIN (FORMAT BINARY)"
_COPY_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
"""https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format"."""
_COPY_END: Final = b"\xff\xff"
_INSERT: Final = "INSERT INTO event (branch_id, kiosk_id, epoch, seq, month, line) VALUES (%s, %s, %s, %s, %s, %s)"


class _Session:
    def __init__(self, conn: psycopg.Connection[Row], *, by_copy: bool) -> None:
        self._cursor = conn.cursor()
        self._by_copy = by_copy

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        return self._cursor.execute(_spoken(sql), values).fetchall()

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        return self._cursor.execute(_spoken(sql), values).rowcount

    def run_many(self, sql: str, many: Sequence[Sequence[object]]) -> None:
        if many:
            self._cursor.executemany(_spoken(sql), many)

    def land(self, stream: Stream, first_seq: int, month: int, lines: Sequence[bytes]) -> None:
        if self._by_copy:
            with self._cursor.copy(_COPY) as copy:
                copy.write(copy_rows(stream, first_seq, month, lines))
        else:
            rows = [(*key(stream), seq, month, line) for seq, line in enumerate(lines, first_seq)]
            self._cursor.executemany(_INSERT, rows)


class PostgresStore:
    """`HubStore` over psycopg: a small pool of connections, each transaction begun anew when it must be."""

    def __init__(self, url: str, *, by_copy: bool = True) -> None:
        """`url`: as libpq has it, several hosts too. `by_copy` False: for a database that has no binary COPY."""
        self.url = url
        self._by_copy = by_copy
        self._idle: LifoQueue[psycopg.Connection[Row]] = LifoQueue()
        self._places = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self._months: set[int] = set()
        self._pause = threading.Event()  # never set: waiting on it is a pause with a limit

    def missing_tables(self) -> list[str]:
        """Tables of ours that are not there."""
        marks = ", ".join("?" * len(TABLES))
        found = self.read(
            lambda session: session.rows(
                f"SELECT relname FROM pg_class WHERE oid = to_regclass(relname::text) AND relname IN ({marks})",
                tuple(TABLES),
            )
        )
        return [name for name in TABLES if (name,) not in found]

    def make_tables(self) -> None:
        """Every table that is missing."""
        for statement in statements(POSTGRES):
            self._define(statement)

    def write(self, work: Work[Result]) -> Result:
        """One transaction, durable when it returns; begun anew after a race or a lost connection."""
        with self._places:
            return self._again(work, read_only=False)

    def read(self, work: Work[Result]) -> Result:
        """One snapshot (REPEATABLE READ, READ ONLY)."""
        with self._places:
            return self._again(work, read_only=True)

    def ensure_month(self, month: int) -> None:
        """The partition of `month`, made when it is first met.

        Made beside the table and attached: that waits for no reader of `event`, and nobody waits for it. A partition
        that is made in place asks for the table alone, behind whatever backup is running at the month's turn.
        """
        if month not in self._months:
            name = partition(month)
            if (name,) not in self.read(lambda session: session.rows(_PARTITIONS)):
                bounds = f"FROM ({int(month)}) TO ({next_month(month)})"
                self._define(
                    f"CREATE TABLE IF NOT EXISTS {name} (LIKE event INCLUDING DEFAULTS)",
                    f"ALTER TABLE event ATTACH PARTITION {name} FOR VALUES {bounds}",
                )
            self._months.add(month)

    def drop_events_before(self, month: int) -> int:
        """Drops whole partitions: no row is touched, and the room is back at once."""
        names = self.read(lambda session: session.rows(_PARTITIONS))
        old = sorted(name for (name,) in names if name < partition(month))
        for name in old:
            self._define(f"DROP TABLE IF EXISTS {name}")
        return len(old)

    def close(self) -> None:
        """Every idle connection closed."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()

    def _again(self, work: Work[Result], *, read_only: bool) -> Result:
        for attempt in range(1, TRIES + 1):
            conn = self._connection()
            try:
                conn.read_only = True if read_only else None  # None: what the server is, a standby, too
                conn.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ if read_only else None
                result = work(_Session(conn, by_copy=self._by_copy))
                conn.commit()
            except psycopg.Error as error:
                if not read_only and isinstance(error, errors.ReadOnlySqlTransaction):
                    # It has become a standby: with several hosts in the URL the next connection finds the primary.
                    conn.close()
                self._give_back(conn)
                if isinstance(error, errors.CheckViolation):
                    self._months.clear()  # no partition: the database was put back from before this month
                may_help = isinstance(error, _RACED) or (conn.closed and isinstance(error, _GONE))
                if attempt == TRIES or not may_help:
                    raise _failed(error, read_only=read_only) from error
                log.warning("transaction begun anew (%d): %s", attempt, _plain(error))
                self._pause.wait(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - apart, not secret
            except BaseException:
                self._give_back(conn)
                raise
            else:
                self._idle.put(conn)
                return result
        raise AssertionError("the last try returns or raises")

    def _connection(self) -> psycopg.Connection[Row]:
        with suppress(Empty):
            return self._idle.get_nowait()
        try:
            conn = psycopg.connect(
                self.url, connect_timeout=CONNECT_TIMEOUT_S, application_name="pasti-hub", **_KEEPALIVE
            )
            # A receipt promises that it is on the disk, whatever the server's own default is.
            conn.execute("SET synchronous_commit TO on")
            conn.execute(f"SET statement_timeout TO {STATEMENT_WITHIN_MS}")
            conn.execute(f"SET idle_in_transaction_session_timeout TO {IDLE_WITHIN_MS}")
            conn.commit()
        except psycopg.ProgrammingError as error:
            raise HubError(f"Alamat basis data tidak dapat dibaca: {_plain(error)}") from error
        except _LOST as error:
            raise StoreUnavailable(f"Basis data hub tidak dapat dihubungi: {_plain(error)}") from error
        return conn

    def _give_back(self, conn: psycopg.Connection[Row]) -> None:
        """After a failure: rolled back and kept, or thrown away together with those that will have broken, too."""
        with suppress(psycopg.Error):
            conn.rollback()
        if conn.closed:
            self.close()
        else:
            self._idle.put(conn)

    def _define(self, *statements: str) -> None:
        """DDL by itself, outside any other transaction; a second worker that does the same is no failure."""
        for attempt in range(1, TRIES + 1):
            conn = self._connection()
            try:
                conn.read_only, conn.isolation_level = None, None  # it may have read last
                conn.execute(f"SET LOCAL lock_timeout TO {LOCK_WITHIN_MS}")
                for statement in statements:
                    conn.execute(statement)
                conn.commit()
            except errors.WrongObjectType:  # "is already a partition": another worker was quicker
                self._give_back(conn)
                return
            except (*_MADE_AT_ONCE, errors.InternalError_, *_RACED) as error:
                self._give_back(conn)
                if attempt == TRIES:
                    raise StoreUnavailable(f"Basis data hub tidak dapat disiapkan: {_plain(error)}") from error
                self._pause.wait(random.uniform(0, 0.1))  # noqa: S311 - apart, not secret
            except psycopg.Error as error:
                self._give_back(conn)
                raise _undefined(error) from error
            else:
                self._idle.put(conn)
                return


def _failed(error: psycopg.Error, *, read_only: bool) -> Exception:
    """Why a transaction failed, under a name one can act on; faults of the program stay what they are."""
    match error:
        case errors.DiskFull():
            return StoreFull("Disk basis data hub penuh: tidak ada yang disimpan.")
        case errors.CheckViolation():
            return StoreUnavailable(f"Basis data hub perlu disiapkan lagi: {_plain(error)}")
        case errors.InsufficientPrivilege():
            return HubError(f"Peran basis data ini kurang berhak (docs/hub.md): {_plain(error)}")
        case errors.ReadOnlySqlTransaction() if not read_only:
            return StoreUnavailable(f"Basis data hub hanya dapat dibaca: {_plain(error)}")
        case _ if isinstance(error, (*_RACED, *_LOST)):
            return StoreUnavailable(f"Basis data hub tidak menjawab: {_plain(error)}")
        case _:
            return error


def _undefined(error: psycopg.Error) -> HubError:
    """Why tables could not be made or given up, under a name one can act on."""
    match error:
        case errors.InsufficientPrivilege():
            return HubError(f"Tabel hanya dapat dibuat oleh pemiliknya (docs/hub.md): {_plain(error)}")
        case errors.LockNotAvailable():
            return StoreUnavailable("Tabel kejadian sedang dipakai, mungkin oleh cadangan: coba lagi nanti.")
        case _:
            return StoreUnavailable(f"Basis data hub tidak dapat disiapkan: {_plain(error)}")


def copy_rows(stream: Stream, first_seq: int, month: int, lines: Sequence[bytes]) -> bytes:
    """The rows in COPY's binary form: made by joining, four times as fast as value by value."""
    branch, kiosk = _field(stream.branch.encode()), _field(stream.kiosk.encode())
    before = (6).to_bytes(2, "big") + branch + kiosk + _field(stream.epoch.to_bytes(8, "big")) + (8).to_bytes(4, "big")
    between = _field(month.to_bytes(8, "big"))
    rows = [
        b"".join((before, seq.to_bytes(8, "big"), between, len(line).to_bytes(4, "big"), line))
        for seq, line in enumerate(lines, first_seq)
    ]
    return b"".join((_COPY_HEAD, *rows, _COPY_END))


def _field(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def _spoken(sql: str) -> str:
    return sql.replace("?", "%s")


def _plain(error: Exception) -> str:
    return " ".join(str(error).split())

"""The hub: what it costs to land signed and chained batches, beside the bare writing of the same rows."""

import sqlite3
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg

from kiosk.hub import enrolment
from kiosk.hub.ingest import Ingest, Landed, Via
from kiosk.hub.opening import open_store
from kiosk.hub.schema import SQLITE, TABLES
from kiosk.hub.store import HubStore
from kiosk.ops.clock import SystemClock
from tests.bench.figure import Effort, Figure
from tests.bench.hub_load import Batch, Load
from tests.postgres import Server, running
from tests.wire.letters import HUB_KEY

DURABLE = ("shared_buffers=256MB", "max_connections=40", "max_wal_size=4GB")
"""The server's own defaults for what is on the disk: fsync and synchronous_commit are on, for the floor and for us."""
KIOSKS = 20
A_BATCH = 500
A_TURN = 20


class Ours:
    """The hub's own way in, on one connection."""

    def __init__(self, store: HubStore, loads: Sequence[Load]) -> None:
        self.store = store
        self._ingest = Ingest(store, SystemClock(), HUB_KEY)
        self.seconds = 0.0
        for load in loads:
            enrol(store, load)

    def land(self, batches: Sequence[Batch]) -> None:
        """Timed: envelope in, receipt out."""
        began = time.perf_counter()
        for batch in batches:
            outcome = self._ingest.take(batch.envelope, Via.NET)
            assert isinstance(outcome, Landed)
        self.seconds += time.perf_counter() - began


def enrol(store: HubStore, load: Load) -> None:
    """The whole of joining."""
    store.write(lambda session: enrolment.ask(session, load.enrolment, 1))
    store.write(lambda session: enrolment.accept(session, load.enrolment.code, by="bench", at_ms=1))


class BareCopy:
    """psycopg, one connection, COPY of the same rows into the same table, a commit a batch, and nothing else."""

    def __init__(self, url: str) -> None:
        self._conn = psycopg.connect(url)
        self._conn.execute("SET synchronous_commit TO on")
        self._conn.commit()
        self.seconds = 0.0

    def land(self, batches: Sequence[Batch], month: int) -> None:
        """Timed."""
        began = time.perf_counter()
        for batch in batches:
            branch, kiosk, epoch = batch.stream.branch, batch.stream.kiosk, batch.stream.epoch
            with self._conn.cursor().copy("COPY event FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["text", "text", "int8", "int8", "int8", "bytea"])
                for seq, line in enumerate(batch.lines, batch.first_seq):
                    copy.write_row((branch, kiosk, epoch, seq, month, line))
            self._conn.commit()
        self.seconds += time.perf_counter() - began

    def close(self) -> None:
        self._conn.close()


class BareExecutemany:
    """sqlite3, the same table, log and synchronous, a commit a batch, and nothing else."""

    def __init__(self, path: Path) -> None:
        self._conn = sqlite3.connect(path, isolation_level=None)
        self._conn.execute("PRAGMA journal_mode=WAL").fetchall()
        self._conn.execute("PRAGMA synchronous=FULL")
        self._conn.execute(f"CREATE TABLE event {TABLES['event'].format(**SQLITE)} STRICT, WITHOUT ROWID")
        self.seconds = 0.0

    def land(self, batches: Sequence[Batch], month: int) -> None:
        """Timed."""
        began = time.perf_counter()
        for batch in batches:
            branch, kiosk, epoch = batch.stream.branch, batch.stream.kiosk, batch.stream.epoch
            rows = [(branch, kiosk, epoch, seq, month, line) for seq, line in enumerate(batch.lines, batch.first_seq)]
            self._conn.execute("BEGIN IMMEDIATE")
            self._conn.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", rows)
            self._conn.execute("COMMIT")
        self.seconds += time.perf_counter() - began

    def close(self) -> None:
        self._conn.close()


def turns(batches: int) -> list[list[Batch]]:
    """As many batches of KIOSKS kiosks, mixed as they would come, in turns."""
    loads = [Load(kiosk) for kiosk in range(KIOSKS)]
    made = [loads[number % KIOSKS].batch(A_BATCH) for number in range(batches)]
    return [made[start : start + A_TURN] for start in range(0, batches, A_TURN)]


def embedded(effort: Effort) -> Figure:
    """SQLite: the hub's file beside bare executemany."""
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(open_store(str(Path(folder, "hub.db"))), [Load(kiosk) for kiosk in range(KIOSKS)])
        floor = BareExecutemany(Path(folder, "floor.db"))
        work = turns(60 if effort is Effort.QUICK else 200)
        for turn in work:
            ours.land(turn)
            floor.land(turn, 202611)
        ours.store.close()
        floor.close()
    return ratio("hub, embedded SQLite, batches of 500 signed and chained", work, ours.seconds, floor.seconds)


def postgres(server: Server, effort: Effort) -> Figure:
    """PostgreSQL: one worker beside bare COPY on one connection."""
    ours = Ours(open_store(server.database()), [Load(kiosk) for kiosk in range(KIOSKS)])
    bare = open_store(url := server.database())
    bare.ensure_month(202611)
    bare.close()
    floor = BareCopy(url)
    work = turns(60 if effort is Effort.QUICK else 200)
    for turn in work:
        ours.land(turn)
        floor.land(turn, 202611)
    ours.store.close()
    floor.close()
    return ratio("hub, PostgreSQL, one worker, batches of 500 signed and chained", work, ours.seconds, floor.seconds)


def ratio(what: str, work: Sequence[Sequence[Batch]], ours_s: float, floor_s: float) -> Figure:
    """Events a second, ours beside the floor; at least half is the aim."""
    count = sum(len(batch.lines) for turn in work for batch in turn)
    return Figure(
        what,
        f"{count / ours_s:,.0f} events/s, {floor_s / ours_s:.0%}",
        f"{count / floor_s:,.0f} events/s bare",
        "≥ 50 % of the floor",
        floor_s / ours_s >= 0.5,
    )


def figures(effort: Effort) -> list[Figure]:
    """The small figures, for `make bench`; the large ones are `tests.bench.hub_large`."""
    with running(DURABLE) as server:
        return [postgres(server, effort), embedded(effort)]

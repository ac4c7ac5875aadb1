"""A number on disk: the real transaction beside the same rows written by the standard library."""

import sqlite3
import tempfile
import time
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.promise import NotEstimable
from kiosk.domain.ticket import TakeRequest, TicketClass
from kiosk.ops.settings import load_settings
from kiosk.queue.taking import take_ticket
from kiosk.store.journal import last_seq
from kiosk.store.opening import Role, open_db
from tests.bench.figure import Effort, Figure, ms, percentile
from tests.bench.history import make_store
from tests.clock import SimulatedClock
from tests.rules import ROOT

ROUNDS, QUICK_ROUNDS, A_TURN = 800, 200, 40
SLIP = bytes(range(32, 127)) * 6
"""As long as a ticket; what is on it is measured with the paper."""
REQUEST = TakeRequest("jht", TicketClass.REGULAR, "id", NotEstimable())
ROWS_OF_A_TICKET = {
    "ticket": "SELECT * FROM ticket WHERE ticket_id = :ticket",
    "promise": "SELECT * FROM promise WHERE ticket_id = :ticket",
    "job": "SELECT * FROM job WHERE ticket_id = :ticket",
    "journal": "SELECT * FROM journal WHERE epoch = (SELECT max(epoch) FROM journal) AND seq > :before",
}
Rows = list[tuple[str, list[tuple[object, ...]]]]


class Kiosk:
    """The real transaction on a store with a past."""

    def __init__(self, path: Path, branch: Branch, clock: SimulatedClock, events: int) -> None:
        make_store(path, branch, clock, events)
        self.db: Database = open_db(path, Role.WRITER)
        self._branch, self._clock = branch, clock
        self.seconds: list[float] = []

    def take(self) -> Rows:
        """One number, timed; the rows it left."""
        before = last_seq(self.db)
        self._clock.advance(seconds=20)
        started = time.perf_counter()
        taken = take_ticket(self.db, self._branch, self._clock, REQUEST, lambda _: SLIP)
        self.seconds.append(time.perf_counter() - started)
        named = {"ticket": taken.ticket.ticket_id, "before": before}
        return [(table, self.db.conn.execute(sql, named).fetchall()) for table, sql in ROWS_OF_A_TICKET.items()]


class Floor:
    """The same rows, the same pragmas, one commit, and nothing else: no rule, no check, no chain."""

    def __init__(self, path: Path, branch: Branch, clock: SimulatedClock) -> None:
        make_store(path, branch, clock, 1000)
        self.conn = sqlite3.connect(path, isolation_level=None)
        for name in ("ticket", "promise", "job", "journal"):
            self.conn.execute(f"DELETE FROM {name}")
        self.conn.execute("INSERT OR IGNORE INTO service_day VALUES ('2025-01-14', 0, NULL)")
        pragmas = "journal_mode=WAL synchronous=FULL foreign_keys=ON secure_delete=ON wal_autocheckpoint=1000"
        for pragma in [*pragmas.split(), "journal_size_limit=0", "temp_store=2"]:
            self.conn.execute(f"PRAGMA {pragma}").fetchall()
        self.seconds: list[float] = []

    def write(self, rows: Rows) -> None:
        """One ticket's rows, timed."""
        statements = [
            (f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row) for name, r in rows for row in r
        ]
        started = time.perf_counter()
        self.conn.execute("BEGIN IMMEDIATE")
        for sql, row in statements:
            self.conn.execute(sql, row)
        self.conn.execute("COMMIT")
        self.seconds.append(time.perf_counter() - started)


def figures(effort: Effort) -> list[Figure]:
    """Ticket transaction: p50 and p99 beside the floor, and after a million events."""
    branch = load_settings(ROOT / "kiosk.toml").branch
    rounds = QUICK_ROUNDS if effort is Effort.QUICK else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        young = Kiosk(Path(folder, "young.db"), branch, SimulatedClock(), 1_000)
        old = Kiosk(Path(folder, "old.db"), branch, SimulatedClock(), 100_000 if effort is Effort.QUICK else 1_000_000)
        floor = Floor(Path(folder, "floor.db"), branch, SimulatedClock())
        for _ in range(rounds // A_TURN):  # in turns, so that a noisy moment meets all three
            rows = [young.take() for _ in range(A_TURN)]
            for _ in range(A_TURN):
                old.take()
            for one in rows:
                floor.write(one)
        for conn in (young.db.conn, old.db.conn, floor.conn):
            conn.close()
    return _figures([times[A_TURN:] for times in (young.seconds, old.seconds, floor.seconds)], effort)


def _figures(times: list[list[float]], effort: Effort) -> list[Figure]:
    (young50, old50, floor50), (young99, old99, floor99) = (
        [percentile(values, percent) for values in times] for percent in (50, 99)
    )
    past = "100 k" if effort is Effort.QUICK else "1 M"
    return [
        Figure("ticket transaction, p50", ms(young50), ms(floor50), "≤ 2 × floor", young50 <= 2 * floor50),
        Figure("ticket transaction, p99", ms(young99), ms(floor99), "≤ 5 ms", young99 <= 0.005),
        Figure(
            f"the same at {past} events, p50", ms(old50), f"{ms(young50)} at 1 k", "≤ 1.2 ×", old50 <= 1.2 * young50
        ),
        Figure(f"the same at {past} events, p99", ms(old99), f"{ms(young99)} at 1 k", "≤ 5 ms", old99 <= 0.005),
    ]

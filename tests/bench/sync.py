"""Synchronisation: what an event weighs on the wire, and whether a ticket notices that the kiosk is sending."""

import gzip
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import urllib3
from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.hub import enrolment
from kiosk.hub.keys import hub_keys
from kiosk.hub.opening import open_store
from kiosk.ops.clock import SystemClock
from kiosk.ops.settings import load_settings
from kiosk.queue import handover
from kiosk.queue.taking import take_ticket
from kiosk.store.boot import boot
from kiosk.store.identity import identity
from kiosk.store.journal import append_all, tail
from kiosk.store.opening import Role, open_db
from kiosk.store.writer import Writer
from kiosk.sync.batches import Cutter
from kiosk.sync.client import HubClient
from kiosk.sync.packs import PackDesk
from kiosk.sync.report import Outcome
from kiosk.sync.run import SyncRun
from kiosk.sync.shelf import WriterShelf
from kiosk.wire.enrolment import Enrolment
from kiosk.wire.keys import key_ring
from tests.bench.figure import Effort, Figure, ms, percentile
from tests.bench.ticket import REQUEST, SLIP
from tests.clock import SimulatedClock
from tests.rules import ROOT
from tests.sync.office import CONFIG
from tests.wire.letters import KIOSK_KEY

A_DAY, ROUNDS, QUICK_ROUNDS = 400, 3, 1
ALONE = 1000
BACKLOG, QUICK_BACKLOG = 60_000, 20_000


def figures(effort: Effort) -> list[Figure]:
    """Bytes an event, and ticket p99 with and without a run under way."""
    branch = load_settings(ROOT / "kiosk.toml").branch
    with tempfile.TemporaryDirectory() as folder:
        wire, floor = _weight(Path(folder), branch)
        alone, during, events = _beside_a_run(Path(folder), branch, quick=effort is Effort.QUICK)
    alone99, during99 = percentile(alone, 99), percentile(during, 99)
    return [
        Figure(
            "an event on the wire", f"{wire:.1f} bytes", f"{floor:.1f} bytes, gzip of the lines", "≤ 45", wire <= 45
        ),
        Figure(
            f"ticket p99 while {events} events are sent",
            ms(during99),
            f"{ms(alone99)} alone",
            "≤ 2 × alone",
            during99 <= 2 * alone99,
        ),
    ]


def _weight(folder: Path, branch: Branch) -> tuple[float, float]:
    """A day's tickets through the real transactions, cut into batches as they are sent."""
    clock = SimulatedClock()
    db = open_db(folder / "day.db", Role.WRITER)
    boot(db, branch.branch_id, branch.kiosk_id, clock)
    for _ in range(A_DAY):
        clock.advance(seconds=37.25)
        _life_of_one(db, branch, clock)
    cutter, me, after, sealed, packed = Cutter(KIOSK_KEY, clock, "0.1.0", "boot"), identity(db), 0, 0, 0
    while (found := cutter.next_batch(db, me, me.epoch, after)) is not None:
        envelope, count = found
        lines = b"".join(entry.line + b"\n" for entry in tail(db, after, count))
        sealed, packed, after = sealed + len(envelope), packed + len(gzip.compress(lines, 6)), after + count
    db.close()
    return sealed / after, packed / after


def _life_of_one(db: Database, branch: Branch, clock: SimulatedClock) -> None:
    taken = take_ticket(db, branch, clock, REQUEST, lambda _: SLIP)
    from kiosk.domain.lifecycle import Handover

    handover.record_handover(db, clock, taken.ticket.ticket_id, Handover.PAPER)


def _beside_a_run(folder: Path, branch: Branch, *, quick: bool) -> tuple[list[float], list[float], int]:
    alone: list[float] = []
    during: list[float] = []
    sent = 0
    with _hub(folder) as (url, keys):
        for turn in range(QUICK_ROUNDS if quick else ROUNDS):
            place = folder / str(turn)
            place.mkdir()
            kiosk = _Kiosk(place, branch, url, keys, QUICK_BACKLOG if quick else BACKLOG)
            try:
                alone += kiosk.tickets(ALONE)
                during += kiosk.tickets_during_a_run()
                sent += kiosk.sent
            finally:
                kiosk.close()
    return alone, during, sent


class _Kiosk:
    """A writer with tickets to take, and a run with a long way to go."""

    def __init__(self, folder: Path, branch: Branch, url: str, keys: Path, backlog: int) -> None:
        self._branch = replace(branch, kiosk_id=f"k{folder.name}")
        self._clock = SystemClock()
        self._taken = SimulatedClock()
        self._path = folder / "kiosk.db"
        self.writer = Writer(self._path)
        self.writer.submit(self._fill(backlog)).result()
        self._config = replace(CONFIG, hub_url=url, hub_keys=key_ring(hub_keys(keys).receipt.public_key()))
        self.sent = 0
        store = open_store(str(keys / "hub.db"))
        told = Enrolment(branch.branch_id, self._branch.kiosk_id, KIOSK_KEY.public_key(), bytes(32), "0.1.0", 0)
        store.write(lambda session: enrolment.ask(session, told, 0))
        store.write(lambda session: enrolment.accept(session, told.code, by="bench", at_ms=0))
        store.close()

    def _fill(self, backlog: int):  # type: ignore[no-untyped-def]
        def fill(db: Database) -> None:
            boot(db, self._branch.branch_id, self._branch.kiosk_id, self._taken)
            from kiosk.store.transaction import transaction

            events = [("help.called", {"screen": f"layar-{number % 97}"}) for number in range(backlog)]
            with transaction(db):
                append_all(db, self._taken.now_ms(), events)  # type: ignore[arg-type]

        return fill

    def tickets(self, count: int) -> list[float]:
        """That many, one after the other; seconds each, with the wait for the writer's turn."""
        return [self._ticket() for _ in range(count)]

    def _ticket(self) -> float:
        self._taken.advance(seconds=20)
        started = time.perf_counter()
        self.writer.submit(lambda db: take_ticket(db, self._branch, self._taken, REQUEST, lambda _: SLIP)).result()
        return time.perf_counter() - started

    def tickets_during_a_run(self) -> list[float]:
        """Tickets for as long as a run lasts."""
        ended = Event()
        thread = Thread(target=self._run, args=(ended,), name="sync")
        thread.start()
        seconds = []
        while not ended.is_set():
            seconds.append(self._ticket())
        thread.join()
        return seconds

    def _run(self, ended: Event) -> None:
        shelf = WriterShelf(open_db(self._path, Role.READER), self.writer)
        hub = HubClient(self._config, KIOSK_KEY, self._clock)
        try:
            cutter = Cutter(KIOSK_KEY, self._clock, "0.1.0", "boot")
            desk = PackDesk(self._config, self._clock, {})
            run = SyncRun(
                shelf, hub, cutter, self._config, self._clock, packs=desk, pause=lambda seconds: bool(seconds < 0)
            )
            report = run.run("ti")
            assert report.outcome is Outcome.SYNCED, report
            self.sent = report.progress.events
        finally:
            hub.close()
            shelf.close()
            ended.set()

    def close(self) -> None:
        """The writer's thread ends."""
        self.writer.close()


@contextmanager
def _hub(folder: Path) -> Iterator[tuple[str, Path]]:
    """`kiosk hub serve` in a process of its own. In life it is another machine: here it gets only the processor time
    that the kiosk leaves over, else two programs that never meet would be measured waiting for one processor."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    place = folder / "hub"
    command = [sys.executable, "-m", "kiosk", "hub", "--data-dir", str(place), "serve", "--port", str(port)]
    served = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ, PYTHONPATH=str(ROOT)), stderr=subprocess.DEVNULL)
    os.sched_setscheduler(served.pid, os.SCHED_IDLE, os.sched_param(0))
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            with suppress(urllib3.exceptions.HTTPError):
                if urllib3.request("GET", f"{url}/health", retries=False, timeout=2).status == 200:
                    break
            Event().wait(0.1)
        yield url, place
    finally:
        served.terminate()
        served.wait(timeout=30)

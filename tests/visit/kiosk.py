"""A visit over the real house: store, writer and slips are the kiosk's own; the test's thread is the visit's."""

from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

from kiosk.press.composing import Composer
from kiosk.store import jobs
from kiosk.store.boot import boot
from kiosk.store.writer import Writer
from kiosk.visit.house import House, Pages
from kiosk.visit.visit import Visit
from printers.profiles import profile
from tests.clock import SimulatedClock
from tests.visit.player import CATALOGUE, SERANG, TEXTS

PATIENCE_S = 5.0


class RealKiosk:
    """Touch it, and look into its store."""

    def __init__(self, path: Path, pages: Pages | None = None) -> None:
        self.clock = SimulatedClock()
        self.writer = Writer(path / "kiosk.db")
        self.ask(lambda db: boot(db, SERANG.branch_id, SERANG.kiosk_id, self.clock))
        self.mail: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.woken = 0
        self.answers: list[tuple[int, bool]] = []
        self.rung: list[str] = []
        composer = Composer(SERANG, TEXTS, profile("generic-80"), self.clock)
        self.house = House(
            self.writer,
            SERANG,
            CATALOGUE,
            self.clock,
            compose_ticket=composer.ticket,
            compose_checklist=composer.checklist,
            compose_leaflet=composer.leaflet,
            wake_press=self._wake,
            person_answered=lambda job, out: self.answers.append((job, out)),
            deliver=self.mail.put,
            ring=self.rung.append,
            pages=pages,
        )
        self.visit = Visit(self.house, CATALOGUE, TEXTS, SERANG, self.clock)
        self.house.on_store_trouble = self.visit.store_full

    def ask(self, task: Callable) -> object:  # type: ignore[type-arg]
        """Something from the store, past the house."""
        return self.writer.submit(task).result(PATIENCE_S)

    def pump(self) -> None:
        """Let every answer in that is due: the writer has done all that was asked before."""
        self.writer.submit(lambda _db: None).result(PATIENCE_S)
        while True:
            try:
                self.mail.get_nowait()()
            except Empty:
                return

    def tap(self, *choices: str) -> "RealKiosk":
        for choice in choices:
            assert self.visit.choose(choice), f"{choice} on {self.visit.view().screen}"
            self.pump()
        return self

    def job(self, job_id: int) -> jobs.JobRow:
        row = self.ask(lambda db: jobs.load_job(db, job_id))
        assert isinstance(row, jobs.JobRow)
        return row

    def _wake(self) -> None:
        self.woken += 1

"""A press over a real store and a virtual printer, turned by hand on the test's own thread and clock."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from kiosk.domain.slip import SlipStatus
from kiosk.domain.ticket import Taken, Ticket
from kiosk.press.press import Press
from kiosk.press.state import PrinterState
from kiosk.queue.handover import end_visit, recover
from kiosk.queue.slips import queue_checklist
from kiosk.queue.taking import take_ticket
from kiosk.store.boot import boot
from kiosk.store.jobs import JobRow, jobs_of_ticket, load_job
from kiosk.store.tickets import load_ticket
from kiosk.store.writer import Writer
from printers.blocks import Cut, Text
from printers.driver import Driver
from printers.faults import Fault
from printers.layout import render, with_heading
from printers.profiles import Profile, profile
from printers.transport import transport_factory
from tests.clock import SimulatedClock
from tests.printers.simulation import simulated_printer
from tests.printers.slips import a_ticket
from tests.store.branch import BRANCH, request

T = TypeVar("T")
COPY = "SALINAN"


class Kiosk:
    """Take numbers, turn the press, break the printer, read the paper."""

    def __init__(self, folder: Path, family: Profile | None = None, *, speed_mm_per_s: float | None = None) -> None:
        self.family = family or profile("epson-80")
        self.clock = SimulatedClock()
        self.writer = Writer(folder / "kiosk.db")
        self.ask(lambda db: boot(db, BRANCH.branch_id, BRANCH.kiosk_id, self.clock))
        self.printer = simulated_printer(self.clock, self.family, speed_mm_per_s=speed_mm_per_s)
        self.told: list[SlipStatus] = []
        self.states: list[PrinterState] = []
        self.press = self.new_press()

    def new_press(self, recompose: Callable[[JobRow], bytes] | None = None, *, opened: bool = False) -> Press:
        """A press as after a start."""
        factory = transport_factory("virtual:", self.clock.monotonic_ms, self.printer)
        return Press(
            self.writer,
            Driver(factory, self.family, self.clock.monotonic_ms),
            self.clock,
            self.told.append,
            recompose=recompose or self.marked,
            printer_changed=self.states.append,
            holds_when_opened=opened,
        )

    def marked(self, job: JobRow) -> bytes:
        """The copy that takes a slip's place."""
        return with_heading([Text(COPY, inverted=True)], job.data, self.family)

    def ask(self, task: Callable[[Database], T]) -> T:
        """Something from the store."""
        return self.writer.submit(task).result(5)

    def take(self) -> Taken:
        """A number, with its slip queued."""

        def compose(ticket: Ticket) -> bytes:
            return render(a_ticket(ticket.label, ticket.code, columns=self.family.columns), self.family).data

        return self.ask(lambda db: take_ticket(db, BRANCH, self.clock, request(), compose))

    def checklist(self) -> int:
        """A list of papers, queued."""
        data = render([Text("Surat untuk JHT"), Cut()], self.family).data
        return self.ask(lambda db: queue_checklist(db, self.clock, data))

    def turn(self, times: int = 1) -> None:
        """The press does all there is to do; a moment passes between two turns."""
        for _ in range(times):
            self.press._guarded(self.press._turn)
            self.clock.advance(500)

    def job(self, job_id: int) -> JobRow:
        """The slip as it stands in the store."""
        return self.ask(lambda db: load_job(db, job_id))

    def jobs(self, taken: Taken) -> list[JobRow]:
        """Every slip of one number."""
        return self.ask(lambda db: jobs_of_ticket(db, taken.ticket.ticket_id))

    def ticket(self, taken: Taken) -> Ticket:
        """The number as it stands in the store."""
        return self.ask(lambda db: load_ticket(db, taken.ticket.ticket_id))

    def end_visit(self, taken: Taken | None) -> None:
        """The person has gone."""
        self.ask(lambda db: end_visit(db, self.clock, taken.ticket.ticket_id if taken else None))

    def restart(self) -> None:
        """The process ends without a word and comes back."""
        self.press = self.new_press()
        self.ask(lambda db: recover(db, self.clock, unclean=True))

    def mend(self) -> None:
        """Everything that is wrong is put right."""
        for fault in self.printer.faults:
            self.printer.turn(fault, False)

    def break_at(self, count: int, fault: Fault) -> None:
        """The printer fails after so many bytes."""
        self.printer.fault_after(count, fault)

    def papers(self) -> list[list[str]]:
        """What can be read on each whole paper."""
        return [paper.lines() for paper in self.printer.papers if paper.whole]

    def asks(self) -> list[int]:
        """The slips about which the person is being asked, in order."""
        return [status.job_id for status in self.told if status.asks_person]

    def close(self) -> None:
        """End everything."""
        self.press.close()
        self.writer.close()

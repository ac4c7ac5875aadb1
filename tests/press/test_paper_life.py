"""Any order of numbers, faults, repairs, restarts, copies and hours: no number is lost in silence, none printed twice
unmarked. The judge reads the papers, never the states of the press."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.domain.lifecycle import Handover, JobState, TicketState
from kiosk.domain.ticket import Taken, Ticket
from kiosk.queue.handover import record_handover
from kiosk.queue.held import held_papers, not_received, print_held
from kiosk.queue.lapsing import PAPER_WAITS_MS, lapse_papers
from kiosk.queue.slips import staff_copy
from kiosk.store.jobs import live_jobs
from printers.blocks import Text
from printers.faults import Fault
from printers.layout import render, with_heading
from printers.profiles import profile
from tests.press.kiosk import COPY, Kiosk
from tests.printers.slips import a_ticket
from tests.store.branch import BRANCH

FAULTS = (Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.CUTTER, Fault.OVERHEATED, Fault.CABLE_PULLED, Fault.MUTE)
FAMILIES = ("epson-80", "custom-80", "bixolon-80", "generic-80", "generic-58")
"""Every level of proof, 1 to 4, and the slip in the mouth."""
MOST_NUMBERS = 12
"""All their papers are still lying there at the end."""


class PaperLife(RuleBasedStateMachine):
    """One kiosk, one printer that proves what it prints, and everybody who gets between."""

    @initialize(name=st.sampled_from(FAMILIES), speed=st.sampled_from([None, 200.0]), led=st.booleans())
    def open(self, name: str, speed: float | None, led: bool) -> None:
        """`led`: a screen leads through changing the paper, so that an opened printer waits for its proof."""
        self.folder = Path(tempfile.mkdtemp())
        self.kiosk = Kiosk(self.folder, profile(name), speed_mm_per_s=speed)
        self.led = led
        self.kiosk.press = self.kiosk.new_press(opened=led)
        self.kiosk.turn(2)
        self.takes: list[Taken] = []
        self.visit: Taken | None = None
        self.stands_there = False
        self.wanted: set[int] = set()
        self.heard = 0

    @precondition(lambda self: len(self.takes) < MOST_NUMBERS)
    @rule()
    def issue(self) -> None:
        self.leave()
        self.visit, self.stands_there = self.kiosk.take(), True
        self.takes.append(self.visit)

    @rule(times=st.integers(1, 3))
    def work(self, times: int) -> None:
        for _ in range(times):
            self._turn()

    @rule(fault=st.sampled_from(FAULTS))
    def fault(self, fault: Fault) -> None:
        self.kiosk.printer.turn(fault, True)

    @rule(fault=st.sampled_from(FAULTS), after=st.integers(0, 900))
    def fault_in_the_middle(self, fault: Fault, after: int) -> None:
        self.kiosk.break_at(after, fault)

    @rule()
    def power_cycle(self) -> None:
        self.kiosk.printer.switch_off_and_on()

    @rule()
    def clear(self) -> None:
        self.kiosk.mend()

    @rule()
    def leave(self) -> None:
        self.kiosk.end_visit(self.visit)
        self.visit = None

    @precondition(lambda self: self.visit is not None)
    @rule()
    def note_it_down(self) -> None:
        assert self.visit is not None
        ticket_id = self.visit.ticket.ticket_id
        self.kiosk.ask(lambda db: record_handover(db, self.kiosk.clock, ticket_id, Handover.NOTED))

    @precondition(lambda self: self.visit is not None and self.kiosk.asks())
    @rule(silent=st.booleans())
    def answer(self, silent: bool) -> None:
        """A person says what they see; silence counts as no."""
        assert self.visit is not None
        job_id = self.kiosk.asks()[-1]
        self.kiosk.press.person_answered(job_id, not silent and bool(self._whole(self.visit)))

    @rule()
    def restock(self) -> None:
        """The end of a change of paper: the strip was read, and everything that waits is printed."""
        self.kiosk.mend()
        self._turn(2)
        kiosk = self.kiosk
        kiosk.press.proof.say(unproven=False)
        for paper in kiosk.ask(held_papers):
            job = kiosk.ask(
                lambda db, job_id=paper.job_id: print_held(db, kiosk.clock, job_id, lambda held, _: kiosk.marked(held))
            )
            if job is not None:
                self.wanted.add(job.job_id)
        self._turn()

    @rule()
    def restart(self) -> None:
        """The last number is offered to whoever stands there, if nobody knows yet whether it was received."""
        unproven = self.kiosk.press.proof.unproven
        self.kiosk.restart()
        self.kiosk.press = self.kiosk.new_press(opened=self.led)
        pending = [taken for taken in self.takes if self.kiosk.ticket(taken).handover is Handover.PENDING]
        self.visit = pending[-1] if pending else None
        self.stands_there = False
        self._turn()
        assert self.kiosk.press.proof.unproven >= unproven, "a restart proves nothing"

    @rule()
    def lapse(self) -> None:
        self.kiosk.clock.advance(PAPER_WAITS_MS)
        self.kiosk.ask(lambda db: lapse_papers(db, self.kiosk.clock))

    @precondition(lambda self: self.takes)
    @rule(data=st.data())
    def copy(self, data: st.DataObject) -> None:
        taken = data.draw(st.sampled_from(self.takes))
        kiosk = self.kiosk

        def compose(ticket: Ticket) -> bytes:
            slip = render(a_ticket(ticket.label, ticket.code, columns=kiosk.family.columns), kiosk.family).data
            return with_heading([Text(COPY, inverted=True)], slip, kiosk.family)

        made = kiosk.ask(lambda db: staff_copy(db, BRANCH, kiosk.clock, taken.ticket.ticket_id, compose))
        if isinstance(made, int):
            self.wanted.add(made)

    @invariant()
    def no_number_twice_unmarked(self) -> None:
        for taken in getattr(self, "takes", []):
            assert sum(COPY not in lines for lines in self._whole(taken)) <= 1, taken.ticket.label

    @invariant()
    def no_number_lost_in_silence(self) -> None:
        """Who is said to have it on paper has it; who has nothing is seen: on the screen, or as 'belum diterima'."""
        if not getattr(self, "takes", []):
            return
        nobody = {ticket.ticket_id for ticket in self.kiosk.ask(lambda db: not_received(db, BRANCH, self.kiosk.clock))}
        for taken in self.takes:
            ticket = self.kiosk.ticket(taken)
            assert ticket.state is TicketState.WAITING
            if ticket.handover is Handover.PAPER:
                assert self._whole(taken), f"{ticket.label} is said to be on paper"
            elif ticket.handover is Handover.NONE:
                assert ticket.ticket_id in nobody
            elif ticket.handover is Handover.PENDING:
                assert taken is self.visit

    def teardown(self) -> None:
        if not hasattr(self, "kiosk"):
            return
        try:
            self.leave()
            self.kiosk.mend()
            self.kiosk.turn(6)
            self.kiosk.clock.advance(PAPER_WAITS_MS)
            self.kiosk.ask(lambda db: lapse_papers(db, self.kiosk.clock))
            assert self.kiosk.ask(live_jobs) == [], "every slip comes to an end"
            self.no_number_twice_unmarked()
            self.no_number_lost_in_silence()
        finally:
            self.kiosk.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _whole(self, taken: Taken) -> list[list[str]]:
        """The whole papers of a number, as they lie there."""
        return [lines for lines in self.kiosk.papers() if taken.ticket.label in lines and "dipanggil." in lines[-1]]

    def _turn(self, times: int = 1) -> None:
        for _ in range(times):
            unproven, told = self.led and self.kiosk.press.proof.unproven, len(self.kiosk.told)
            self.kiosk.turn()
            sent = [status.job_id for status in self.kiosk.told[told:] if status.state is JobState.SENDING]
            assert not (unproven and sent), f"{sent} on paper that nobody has proved"
            self._nothing_by_itself()

    def _nothing_by_itself(self) -> None:
        """What is sent belongs to the visit that is open, or staff asked for it. To be asked after every turn of the
        press, while the visit of that moment is still known."""
        news, self.heard = self.kiosk.told[self.heard :], len(self.kiosk.told)
        mine = set()
        if self.visit is not None and self.stands_there:
            mine = {job.job_id for job in self.kiosk.jobs(self.visit)}
        for status in news:
            if status.state is JobState.SENDING:
                assert status.job_id in mine | self.wanted, f"slip {status.job_id} was printed by itself"


TestPaperLife = PaperLife.TestCase
TestPaperLife.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)

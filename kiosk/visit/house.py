"""The real house behind a visit: the store's writer, the queue's rules, the press; nothing of it waits on the visit."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.checklist import Checklist, Held
from kiosk.domain.clock import Clock
from kiosk.domain.codes import CodeProblem
from kiosk.domain.leaflet import Leaflet, leaflet_of
from kiosk.domain.lifecycle import Handover
from kiosk.domain.ticket import Taken, TakeRefusal, TakeRequest, Ticket
from kiosk.queue import handover as handing
from kiosk.queue import notes
from kiosk.queue.cancelling import Cancelling, cancel_by_code
from kiosk.queue.helping import record_help
from kiosk.queue.lookup import LookUp, NotKnown, look_up
from kiosk.queue.slips import queue_checklist, reprint
from kiosk.queue.taking import refusal_of, take_ticket
from kiosk.store.errors import StoreError, StoreFailed, StoreFull
from kiosk.store.identity import set_meta
from kiosk.store.tickets import load_ticket
from kiosk.store.transaction import transaction
from kiosk.store.writer import Writer
from kiosk.visit.desk import CodeAnswer, Elsewhere, ListAnswer
from kiosk.visit.steps_code import PROBLEM_KEYS

_log = logging.getLogger(__name__)

T = TypeVar("T")
Deliver = Callable[[Callable[[], None]], None]
"""Runs a call on the visit's thread, soon."""


class ComposeTicket(Protocol):
    """The bytes of a ticket's slip for the printer in use."""

    def __call__(
        self,
        ticket: Ticket,
        *,
        ask_at_counter: bool = False,
        copy_of_ms: int | None = None,
        printed_ms: int | None = None,
    ) -> bytes:
        """`copy_of_ms` marks a copy of a slip of that moment, made at `printed_ms`."""
        ...


ComposeChecklist = Callable[[Checklist, dict[str, Held], Ticket | None], bytes]


class Pages(Protocol):
    """The A4 printer, which may not be there."""

    def print_list(self, checklist: Checklist, held: dict[str, Held], done: Callable[[bool], None]) -> bool:
        """False at once: there is none. Else `done` is told on any thread whether the list is on A4."""
        ...

    def give_up(self) -> None:
        """The visit is over: what is not on paper yet is taken back, and nothing more is told of it."""
        ...


def _nobody_called(_screen: str) -> None:
    """No bell is connected."""


def _untold(_trouble: bool) -> None:
    """Nobody asked to be told."""


class House:
    """Fits `kiosk.visit.desk.Desk`. Every answer comes through `deliver`; the press is woken after it was given."""

    def __init__(
        self,
        writer: Writer,
        branch: Branch,
        catalogue: Catalogue,
        clock: Clock,
        *,
        compose_ticket: ComposeTicket,
        compose_checklist: ComposeChecklist,
        compose_leaflet: Callable[[Leaflet], bytes],
        wake_press: Callable[[], None],
        person_answered: Callable[[int, bool], None],
        deliver: Deliver,
        ring: Callable[[str], None] = _nobody_called,
        pages: Pages | None = None,
    ) -> None:
        """`compose_*` run on the writer's thread; `ring` calls a human to the screen named; lists go to `pages`
        first, where there is one.
        """
        self.on_store_trouble: Callable[[bool], None] = _untold
        """Told on the visit's thread when the store refuses to write, and when it writes again."""
        self._writer = writer
        self._branch = branch
        self._catalogue = catalogue
        self._clock = clock
        self._compose_ticket = compose_ticket
        self._compose_checklist = compose_checklist
        self._compose_leaflet = compose_leaflet
        self._wake_press = wake_press
        self._person_answered = person_answered
        self._deliver = deliver
        self._ring = ring
        self._pages = pages
        self._visit_no = 0
        self._trouble = False
        self._asks_at_counter: tuple[str, bool] = ("", False)

    def use_rules(self, catalogue: Catalogue, branch: Branch) -> None:
        """Go by another catalogue and other hours from now on."""
        self._catalogue, self._branch = catalogue, branch

    def take_ticket(self, request: TakeRequest, done: Callable[[Taken | TakeRefusal], None]) -> None:
        """Commit a number; `done` gets it, or why there is none."""

        def compose(ticket: Ticket) -> bytes:
            return self._compose_ticket(ticket, ask_at_counter=request.ask_at_counter)

        def answer(taken: Taken) -> None:
            self._asks_at_counter = (taken.ticket.ticket_id, request.ask_at_counter)
            self._settled(False)
            done(taken)
            self._wake_press()

        def refuse(error: Exception) -> None:
            done(refusal_of(error) or TakeRefusal.DISK_FAILED)

        self._ask(lambda db: take_ticket(db, self._branch, self._clock, request, compose), answer, refuse)

    def record_handover(self, ticket_id: str, handover: Handover) -> None:
        """The person has it (paper, noted), or shows to be here."""
        self._tell(lambda db: handing.record_handover(db, self._clock, ticket_id, handover))

    def answer_slip(self, job_id: int, came_out: bool) -> None:
        """The person's answer to 'Tiket sudah keluar?'."""
        self._person_answered(job_id, came_out)

    def reprint(self, ticket_id: str, done: Callable[[int | None], None]) -> None:
        """One marked copy a visit; `done` gets the job id, None when refused."""
        known_id, asks = self._asks_at_counter

        def copy(db: Database) -> int | None:
            ticket = load_ticket(db, ticket_id)
            data = self._compose_ticket(
                ticket,
                ask_at_counter=asks and known_id == ticket_id,
                copy_of_ms=ticket.issued_at_ms,
                printed_ms=self._clock.now_ms(),
            )
            job = reprint(db, self._clock, ticket_id, data)
            return job if isinstance(job, int) else None

        self._ask_paper(copy, done)

    def cancel_ticket(self, code: str, done: Callable[[bool], None]) -> None:
        """Give the number back, by its code."""

        def cancel(db: Database) -> Cancelling:
            return cancel_by_code(db, self._branch, self._clock, code)

        self._ask(cancel, lambda answer: done(answer is Cancelling.CANCELLED), lambda _error: done(False))

    def print_checklist(
        self,
        checklist: Checklist,
        held: dict[str, Held],
        ticket: Ticket | None,
        done: Callable[[ListAnswer], None],
    ) -> None:
        """Print the list on A4, or queue it for the roll when that cannot be; None when the store refused."""
        visit_no = self._visit_no

        def queue(db: Database) -> int | None:
            return queue_checklist(db, self._clock, self._compose_checklist(checklist, held, ticket))

        def tried(printed: bool) -> None:
            if visit_no != self._visit_no:
                return  # once a visit has ended nothing of it prints by itself
            if printed:
                done(Elsewhere.A4)
            else:
                self._ask_paper(queue, done)

        if self._pages is None or not self._pages.print_list(
            checklist, held, lambda printed: self._deliver(lambda: tried(printed))
        ):
            self._ask_paper(queue, done)

    def print_leaflet(self, programme_id: str, language: str, done: Callable[[int | None], None]) -> None:
        """Queue what is said of a programme; `done` gets the job id, None when the store refused."""
        today = self._clock.now().astimezone(self._branch.zone.tz).date()
        leaflet = leaflet_of(self._catalogue, programme_id, language, today)
        self._ask_paper(lambda db: queue_checklist(db, self._clock, self._compose_leaflet(leaflet)), done)

    def note_missing(self, ticket_id: str, case_id: str, missing: tuple[str, ...]) -> None:
        """Leave case and missing papers for the counter that calls this ticket; gone at the end of the day."""
        self._tell(lambda db: notes.note_missing(db, self._clock, ticket_id, case_id, missing))

    def look_up(self, code: str, done: Callable[[CodeAnswer], None]) -> None:
        """What a code of the family stands for."""
        self._ask(
            lambda db: look_up(db, code),
            lambda found: done(self._code_answer(found)),
            lambda _error: done(CodeAnswer(problem="code.failed")),
        )

    def call_help(self, screen: str) -> None:
        """Call a human; records only time and screen."""
        _log.info("help-called", extra={"fields": {"screen": screen}})
        self._ring(screen)
        self._tell(lambda db: record_help(db, self._clock, screen))

    def end_unclaimed(self, ticket_id: str) -> None:
        """Nobody is there for this number: settle it alone, whoever's visit is open now."""
        self._tell(lambda db: handing.end_unclaimed(db, self._clock, ticket_id), then=self._wake_press)

    def end_visit(self, ticket_id: str | None) -> None:
        """The visit is over: settle handover and unfinished slips as lifecycle says."""
        self._visit_no += 1
        if self._pages is not None:
            self._pages.give_up()
        self._tell(lambda db: handing.end_visit(db, self._clock, ticket_id), then=self._wake_press)

    def look_after(self) -> None:
        """Call every few seconds: while the store refuses to write it is tried again, otherwise nothing happens."""
        if self._trouble:
            self._tell(_write_a_little, then=lambda: self._settled(False))

    @staticmethod
    def _code_answer(found: LookUp) -> CodeAnswer:
        match found:
            case Ticket():
                return CodeAnswer(ticket=found)
            case CodeProblem():
                return CodeAnswer(problem=PROBLEM_KEYS[found])
            case NotKnown.NO_SUCH_TICKET:
                return CodeAnswer(problem="code.unknown")
            case NotKnown.NOT_OFFERED:
                return CodeAnswer(problem="code.other-kind")

    def _ask_paper(self, task: Callable[[Database], int | None], done: Callable[[int | None], None]) -> None:
        def answer(job_id: int | None) -> None:
            done(job_id)
            self._wake_press()

        self._ask(task, answer, lambda _error: done(None))

    def _tell(self, task: Callable[[Database], object], then: Callable[[], None] | None = None) -> None:
        def answer(_value: object) -> None:
            if then is not None:
                then()

        self._ask(task, answer, lambda _error: None)

    def _ask(
        self, task: Callable[[Database], T], answer: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        def settle(future: "Future[T]") -> None:
            error = future.exception()
            if error is None:
                answer(future.result())
                return
            if isinstance(error, (StoreFull, StoreFailed)):
                self._settled(True)  # only the disk closes the kiosk; a refusal of the queue is an answer
            elif not isinstance(error, StoreError):
                _log.error("house-failed", exc_info=error)
            failed(error if isinstance(error, Exception) else RuntimeError(str(error)))

        self._writer.submit(task).add_done_callback(lambda future: self._deliver(lambda: settle(future)))

    def _settled(self, trouble: bool) -> None:
        if trouble is not self._trouble:
            self._trouble = trouble
            self.on_store_trouble(trouble)


def _write_a_little(db: Database) -> None:
    """A commit that needs room, and changes nothing that anybody reads."""
    with transaction(db):
        set_meta(db, "room_tried", "1")

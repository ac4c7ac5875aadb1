"""A house that answers when a test says so, and remembers what it was asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.checklist import Checklist, Held
from kiosk.domain.codes import CodeKind, mint
from kiosk.domain.lifecycle import Handover, TicketState
from kiosk.domain.promise import NotEstimable
from kiosk.domain.ticket import Taken, TakeRefusal, TakeRequest, Ticket, TicketClass
from kiosk.visit.desk import CodeAnswer, Elsewhere, ListAnswer
from tests.clock import SimulatedClock


def a_ticket(  # what a test does not say is an ordinary waiting ticket of today
    number: int = 12,
    *,
    state: TicketState = TicketState.WAITING,
    handover: Handover = Handover.PENDING,
    day: date = date(2025, 1, 14),
    issued_at_ms: int = 1_736_815_320_000,
    ticket_class: TicketClass = TicketClass.REGULAR,
    language: str = "id",
) -> Ticket:
    """Ticket A `number`; by default taken on Tuesday, 14 January 2025 at 07.42 in Serang."""
    return Ticket(
        ticket_id=f"{day.isoformat()}/A{number:03d}",
        service_day=day,
        lane="A",
        number=number,
        ticket_class=ticket_class,
        rank_ms=issued_at_ms,
        issued_at_ms=issued_at_ms,
        code=mint(CodeKind.TICKET, number),
        promise=NotEstimable(),
        state=state,
        handover=handover,
        language=language,
    )


@dataclass
class FakeDesk:
    """Fits `kiosk.visit.desk.Desk`. With `prompt` it answers at once, else at `answer()`."""

    clock: SimulatedClock
    prompt: bool = True
    rush: bool = False
    refusal: TakeRefusal | None = None
    prints: bool = True
    on_a4: bool = False
    """Lists come out there."""
    copies: bool = True
    cancels: bool = True
    codes: dict[str, CodeAnswer] = field(default_factory=dict)

    requests: list[TakeRequest] = field(default_factory=list)
    handovers: list[tuple[str, Handover]] = field(default_factory=list)
    slip_answers: list[tuple[int, bool]] = field(default_factory=list)
    reprints: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    lists: list[tuple[Checklist, dict[str, Held], Ticket | None]] = field(default_factory=list)
    leaflets: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    ended: list[str | None] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)

    _job: int = 0
    _waiting: list[Callable[[], None]] = field(default_factory=list)

    def answer(self) -> None:
        """Give every answer that is due."""
        while self._waiting:
            self._waiting.pop(0)()

    def take_ticket(self, request: TakeRequest, done: Callable[[Taken | TakeRefusal], None]) -> None:
        self.requests.append(request)
        if self.refusal is not None:
            refusal = self.refusal
            self._soon(lambda: done(refusal))
            return
        ticket = a_ticket(
            11 + len(self.requests),
            issued_at_ms=self.clock.now_ms(),
            ticket_class=request.ticket_class,
            language=request.language,
        )
        taken = Taken(ticket, self._next_job(), self.rush)
        self._soon(lambda: done(taken))

    def record_handover(self, ticket_id: str, handover: Handover) -> None:
        self.handovers.append((ticket_id, handover))

    def answer_slip(self, job_id: int, came_out: bool) -> None:
        self.slip_answers.append((job_id, came_out))

    def reprint(self, ticket_id: str, done: Callable[[int | None], None]) -> None:
        self.reprints.append(ticket_id)
        job = self._next_job() if self.copies else None
        self._soon(lambda: done(job))

    def cancel_ticket(self, code: str, done: Callable[[bool], None]) -> None:
        self.cancelled.append(code)
        cancels = self.cancels
        self._soon(lambda: done(cancels))

    def print_checklist(
        self,
        checklist: Checklist,
        held: dict[str, Held],
        ticket: Ticket | None,
        done: Callable[[ListAnswer], None],
    ) -> None:
        self.lists.append((checklist, held, ticket))
        roll = self._next_job() if self.prints else None
        self._soon(lambda: done(Elsewhere.A4 if self.on_a4 else roll))

    def print_leaflet(self, programme_id: str, language: str, done: Callable[[int | None], None]) -> None:
        self.leaflets.append((programme_id, language))
        job = self._next_job() if self.prints else None
        self._soon(lambda: done(job))

    def note_missing(self, ticket_id: str, case_id: str, missing: tuple[str, ...]) -> None:
        self.notes.append((ticket_id, case_id, missing))

    def look_up(self, code: str, done: Callable[[CodeAnswer], None]) -> None:
        self.looked_up.append(code)
        found = self.codes.get(code, CodeAnswer(problem="code.unknown"))
        self._soon(lambda: done(found))

    def call_help(self, screen: str) -> None:
        self.calls.append(screen)

    def end_unclaimed(self, ticket_id: str) -> None:
        self.unclaimed.append(ticket_id)

    def end_visit(self, ticket_id: str | None) -> None:
        self.ended.append(ticket_id)

    def _soon(self, call: Callable[[], None]) -> None:
        self._waiting.append(call)
        if self.prompt:
            self.answer()

    def _next_job(self) -> int:
        self._job += 1
        return self._job

"""Taking a number: number, rank, promise, code, slip and events in one commit, or nothing at all."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.calendar import closing_counts, local_day, opening_state
from kiosk.domain.clock import Clock
from kiosk.domain.codes import BODY_BITS, CodeKind, mint
from kiosk.domain.lifecycle import Handover, SlipKind, SlipOrigin, TicketState
from kiosk.domain.rush import is_rush
from kiosk.domain.ticket import Taken, TakeRefusal, TakeRequest, Ticket
from kiosk.queue.numbering import free_hundred, next_number
from kiosk.store import days, jobs, journal, tickets
from kiosk.store.errors import StoreError, StoreFull
from kiosk.store.transaction import transaction

_ATTEMPTS: Final = 8
_RUSH_TAKES: Final = 20
"""More than people can take in the five minutes that a rush is judged by: four taps need 20 s."""


class DayClosedError(StoreError):
    """The service day gives no more numbers."""


class UnsteadyStoreError(StoreError):
    """Somebody else kept taking the predicted number: two programs own one store."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What is composed onto the paper before the commit, and must still hold inside it."""

    day: date
    number: int
    rank_ms: int


def take_ticket(
    db: Database,
    branch: Branch,
    clock: Clock,
    request: TakeRequest,
    compose: Callable[[Ticket], bytes],
    *,
    barrier: Callable[[str], None] = lambda _point: None,
) -> Taken:
    """Commit a number and its slip; on the writer's thread. Tens of milliseconds at most, nearly all of it the disk's.

    `compose` gets the ticket before the transaction begins; inside it the ticket is checked to be still true. Raises
    DayClosedError, StoreFull, StoreFailed, KeyError for a service that no lane takes; then nothing was written.
    `barrier` is told "before", "inside" (all rows written) and "after-commit", for tests that cut the power there.
    """
    lane = branch.lane_of(request.service).letter
    for _attempt in range(_ATTEMPTS):
        now_ms = clock.now_ms()
        code = mint(CodeKind.TICKET, secrets.randbits(BODY_BITS))
        place = _place(db, branch, lane, now_ms, code)
        if place is None:
            continue
        ticket = _ticket(place, lane, request, now_ms, code)
        data = compose(ticket)
        rush = rush_now(db, branch, clock, also_ms=now_ms)
        barrier("before")
        with transaction(db):
            if _place(db, branch, lane, now_ms, code) != place:
                continue
            job_id = _write(db, branch, clock, ticket, data)
            barrier("inside")
        barrier("after-commit")
        return Taken(ticket, job_id, rush)
    raise UnsteadyStoreError("the next number kept changing: another program is writing into this store")


def refusal_of(error: Exception) -> TakeRefusal | None:
    """What to tell the visit about an error of `take_ticket`; None for a fault of the program."""
    match error:
        case DayClosedError():
            return TakeRefusal.DAY_CLOSED
        case StoreFull():
            return TakeRefusal.DISK_FULL
        case StoreError():
            return TakeRefusal.DISK_FAILED
        case _:
            return None


def rush_now(db: Database, branch: Branch, clock: Clock, *, also_ms: int | None = None) -> bool:
    """Whether others wait for the kiosk itself; `also_ms`: a number that is being taken now."""
    now_ms = clock.now_ms()
    taken_ms = tickets.newest_takes_ms(db, _RUSH_TAKES)
    if also_ms is not None:
        taken_ms.append(also_ms)
    return is_rush(opening_state(_moment(now_ms), branch.hours, branch.zone), taken_ms, now_ms)


def go_on_after_restore(db: Database, branch: Branch, clock: Clock, lane: str, last_slip: int | None = None) -> int:
    """On a restored or new store in the middle of a day: `lane` goes on at the next free hundred; that number.

    Above the highest number known here and above `last_slip`, the digits of the last slip that staff hold.
    """
    with transaction(db):
        facts = tickets.place_facts(db, branch, lane, local_day(clock.now(), branch.zone))
        known = max(facts.highest or 0, last_slip or 0, branch.digits.first - 1)
        number = free_hundred(known, branch.digits)
        days.raise_digits(db, clock, facts.day, lane, number)
    return number


def _place(db: Database, branch: Branch, lane: str, now_ms: int, code: str) -> _Place | None:
    """The next place in `lane`; None when `code` belongs to another ticket."""
    now = _moment(now_ms)
    facts = tickets.place_facts(db, branch, lane, local_day(now, branch.zone), code)
    if closing_counts(facts.closed_at, facts.day, now, branch.zone):
        raise DayClosedError(f"{facts.day.isoformat()} is closed: no more numbers")
    if facts.code_in_use:
        return None
    number = next_number(facts.highest, facts.floor, branch.digits)
    # Arrival decides the rank, not the clock: when it has jumped back, nobody overtakes.
    return _Place(facts.day, number, max(now_ms, facts.newest_rank_ms + 1))


def _ticket(place: _Place, lane: str, request: TakeRequest, now_ms: int, code: str) -> Ticket:
    return Ticket(
        ticket_id=f"{place.day.isoformat()}/{lane}{place.number:03d}",
        service_day=place.day,
        lane=lane,
        number=place.number,
        ticket_class=request.ticket_class,
        rank_ms=place.rank_ms,
        issued_at_ms=now_ms,
        code=code,
        promise=request.promise,
        state=TicketState.WAITING,
        handover=Handover.PENDING,
        language=request.language,
    )


def _write(db: Database, branch: Branch, clock: Clock, ticket: Ticket, data: bytes) -> int:
    days.open_day(db, clock, ticket.service_day)
    events = tickets.insert_ticket(db, branch.branch_id, ticket)
    slip = jobs.NewSlip(SlipKind.TICKET, data, ticket.ticket_id, SlipOrigin.TAKEN)
    job_id, queued = jobs.insert_job(db, ticket.issued_at_ms, slip)
    events.append(queued)
    clock_day = local_day(_moment(ticket.issued_at_ms), branch.zone)
    if clock_day < ticket.service_day:
        behind: journal.Payload = {"day": ticket.service_day.isoformat(), "clock_day": clock_day.isoformat()}
        events.append(("clock.behind", behind))
    journal.append_all(db, ticket.issued_at_ms, events)
    return job_id


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)

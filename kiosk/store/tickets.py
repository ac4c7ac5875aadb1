"""Tickets and their promises as rows; every arrow is a compare-and-set with its event in the same commit."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import (
    Actor,
    Handover,
    HandoverEvent,
    TicketEvent,
    TicketState,
    next_handover,
    next_ticket,
)
from kiosk.domain.promise import NotEstimable, Promise, PromiseOutcome, Window
from kiosk.domain.ticket import Ticket, TicketClass
from kiosk.store import journal
from kiosk.store.errors import StoreError

RECENT_DAYS: Final = 14
"""Days for which a code leads to its ticket; within them no code is minted twice."""
_RECENT: Final = f"-{RECENT_DAYS} days"
# Counted in days that were, not from the newest: a clock that once jumped a year ahead has left one there.
_RECENT_DAYS: Final = f"(SELECT day FROM service_day ORDER BY day DESC LIMIT {RECENT_DAYS + 1})"  # noqa: S608

_SELECT: Final = """SELECT t.ticket_id, t.service_day, t.lane, t.number, t.class, t.rank_ms, t.issued_at_ms, t.code,
    p.from_ms, p.until_ms, t.state, t.handover, t.language
    FROM ticket AS t JOIN promise AS p USING (ticket_id) """
_BY_ID: Final = _SELECT + "WHERE t.ticket_id = ?"
_BY_CODE: Final = f"""SELECT t.ticket_id FROM {_RECENT_DAYS} AS d CROSS JOIN ticket AS t ON t.service_day = d.day
    WHERE t.code = ? ORDER BY d.day DESC LIMIT 1"""  # noqa: S608
_PLACE: Final = """WITH d AS MATERIALIZED (SELECT ifnull(
        (SELECT max(day) FROM service_day WHERE day > ? AND closed_at_ms IS NULL), ?) AS day)
    SELECT d.day,
        (SELECT closed_at_ms FROM service_day WHERE day = d.day),
        (SELECT number FROM ticket WHERE branch_id = ? AND service_day = d.day AND lane = ?
            AND number % 1000 BETWEEN ? AND ? ORDER BY number DESC LIMIT 1),
        (SELECT number FROM digit_floor WHERE service_day = d.day AND lane = ?),
        (SELECT rank_ms FROM ticket WHERE class <> 'carried' ORDER BY ticket_seq DESC LIMIT 1),
        EXISTS (SELECT 1 FROM service_day AS s CROSS JOIN ticket AS t ON t.service_day = s.day
            WHERE t.code = ? AND s.day >= date(d.day, ?))
    FROM d"""
_PENDING: Final = f"{_SELECT} WHERE t.service_day IN {_RECENT_DAYS} AND t.handover = 'pending' ORDER BY t.ticket_seq"
_BY_NUMBER: Final = _SELECT + "WHERE t.branch_id = ? AND t.service_day = ? AND t.lane = ? AND t.number = ?"
_WAITING_NONE: Final = (
    _SELECT + "WHERE t.branch_id = ? AND t.service_day = ? AND t.state = 'waiting' AND t.handover = 'none'"
)


class NoSuchTicketError(StoreError):
    """No ticket has this id."""


class LostRaceError(StoreError):
    """Somebody else moved the row first; nothing was written."""


def insert_ticket(db: Database, branch_id: str, ticket: Ticket) -> list[journal.Event]:
    """A new ticket with its promise, inside the open transaction; the events to chain in the same one."""
    day = ticket.service_day.isoformat()
    db.conn.execute(
        "INSERT INTO ticket (ticket_id, branch_id, service_day, lane, number, class, rank_ms, issued_at_ms, code,"
        " state, handover, language) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            ticket.ticket_id,
            branch_id,
            day,
            ticket.lane,
            ticket.number,
            ticket.ticket_class.value,
            ticket.rank_ms,
            ticket.issued_at_ms,
            ticket.code,
            ticket.state.value,
            ticket.handover.value,
            ticket.language,
        ),
    )
    from_ms, until_ms = _window(ticket.promise)
    db.conn.execute(
        "INSERT INTO promise (ticket_id, from_ms, until_ms) VALUES (?, ?, ?)", (ticket.ticket_id, from_ms, until_ms)
    )
    taken: journal.Payload = {
        "ticket": ticket.ticket_id,
        "day": day,
        "lane": ticket.lane,
        "number": ticket.number,
        "class": ticket.ticket_class.value,
        "rank_ms": ticket.rank_ms,
        "code": ticket.code,
        "language": ticket.language,
    }
    promised: journal.Payload = {"ticket": ticket.ticket_id, "from_ms": from_ms, "until_ms": until_ms}
    return [("ticket.taken", taken), ("promise.made", promised)]


def load_ticket(db: Database, ticket_id: str) -> Ticket:
    """The ticket as it is now; NoSuchTicketError."""
    row = db.conn.execute(_BY_ID, (ticket_id,)).fetchone()
    if row is None:
        raise NoSuchTicketError(f"there is no ticket {ticket_id}")
    return _ticket(row)


def find_by_code(db: Database, code: str) -> Ticket | None:
    """The ticket of this code (as stored) among the recent service days, the newest first."""
    row = db.conn.execute(_BY_CODE, (code,)).fetchone()
    return load_ticket(db, row[0]) if row else None


def find_by_number(db: Database, branch_id: str, day: date, lane: str, number: int) -> Ticket | None:
    """The ticket of `day` with this letter and these digits."""
    row = db.conn.execute(_BY_NUMBER, (branch_id, day.isoformat(), lane, number)).fetchone()
    return _ticket(row) if row else None


def pending_tickets(db: Database) -> list[Ticket]:
    """Tickets of which nobody knows yet whether they reached a person, oldest first."""
    return [_ticket(row) for row in db.conn.execute(_PENDING).fetchall()]


def waiting_with_nobody(db: Database, branch_id: str, day: date) -> list[Ticket]:
    """Tickets of `day` that wait though they reached nobody."""
    return [_ticket(row) for row in db.conn.execute(_WAITING_NONE, (branch_id, day.isoformat())).fetchall()]


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What the next number depends on, read in one statement."""

    day: date
    """Today, or a later day that has begun and was not closed."""
    closed_at: datetime | None
    highest: int | None
    """The highest number of the lane on that day in this kiosk's digits, in any of their thousands."""
    floor: int | None
    """The lowest number allowed after a restore."""
    newest_rank_ms: int
    """The rank of the number taken last by order of arrival; 0 before the first."""
    code_in_use: bool


def place_facts(db: Database, of: Branch, lane: str, today: date, code: str = "") -> PlaceFacts:
    """Where `lane` stands, and whether `code` is free; `today` by the branch's wall clock."""
    wanted = (
        today.isoformat(),
        today.isoformat(),
        of.branch_id,
        lane,
        of.digits.first,
        of.digits.last,
        lane,
        code,
        _RECENT,
    )
    row = db.conn.execute(_PLACE, wanted).fetchone()
    closed_at = None if row[1] is None else datetime.fromtimestamp(row[1] / 1000, UTC)
    return PlaceFacts(date.fromisoformat(row[0]), closed_at, row[2], row[3], row[4] or 0, bool(row[5]))


def newest_takes_ms(db: Database, limit: int) -> list[int]:
    """When the last `limit` numbers were taken, the newest first."""
    rows = db.conn.execute("SELECT issued_at_ms FROM ticket ORDER BY ticket_seq DESC LIMIT ?", (limit,)).fetchall()
    return [int(row[0]) for row in rows]


def move_ticket(db: Database, clock: Clock, ticket: Ticket, event: TicketEvent, actor: Actor) -> TicketState:
    """Follow one arrow of the ticket as it was read, inside the open transaction; LostRaceError if it moved."""
    to = next_ticket(ticket.state, event)
    moved = db.conn.execute(
        "UPDATE ticket SET state = ? WHERE ticket_id = ? AND state = ?",
        (to.value, ticket.ticket_id, ticket.state.value),
    )
    _won(moved, ticket)
    journal.append(db, clock, "ticket.moved", _arrow(ticket, event, ticket.state, to, actor))
    return to


def move_handover(db: Database, clock: Clock, ticket: Ticket, event: HandoverEvent, actor: Actor) -> Handover:
    """Follow one arrow of the handover as it was read, inside the open transaction; LostRaceError if it moved."""
    to = next_handover(ticket.handover, event)
    moved = db.conn.execute(
        "UPDATE ticket SET handover = ? WHERE ticket_id = ? AND handover = ?",
        (to.value, ticket.ticket_id, ticket.handover.value),
    )
    _won(moved, ticket)
    journal.append(db, clock, "handover.moved", _arrow(ticket, event, ticket.handover, to, actor))
    return to


def settle_promise(db: Database, clock: Clock, ticket_id: str, outcome: PromiseOutcome) -> bool:
    """The one outcome of a ticket's promise, inside the open transaction; False when it had one already."""
    settled = db.conn.execute(
        "UPDATE promise SET outcome = ? WHERE ticket_id = ? AND outcome IS NULL", (outcome.value, ticket_id)
    )
    if settled.rowcount:
        journal.append(db, clock, "promise.settled", {"ticket": ticket_id, "outcome": outcome.value})
    return bool(settled.rowcount)


def promise_rows(db: Database, day: date) -> list[tuple[bool, str | None, int]]:
    """The promises of `day`, counted: (was a window promised, outcome so far, how many)."""
    rows = db.conn.execute(
        "SELECT p.from_ms IS NOT NULL, p.outcome, count(*) FROM promise AS p JOIN ticket AS t USING (ticket_id)"
        " WHERE t.service_day = ? GROUP BY 1, 2",
        (day.isoformat(),),
    ).fetchall()
    return [(bool(row[0]), row[1], row[2]) for row in rows]


def _window(promise: Promise) -> tuple[int | None, int | None]:
    match promise:
        case Window(from_ms, until_ms):
            return from_ms, until_ms
        case NotEstimable():
            return None, None


def _arrow(ticket: Ticket, event: str, before: str, after: str, actor: Actor) -> journal.Payload:
    return {"ticket": ticket.ticket_id, "event": str(event), "from": str(before), "to": str(after), "actor": str(actor)}


def _won(cursor: Any, ticket: Ticket) -> None:
    if cursor.rowcount != 1:
        raise LostRaceError(f"ticket {ticket.ticket_id} was moved by somebody else first")


def _ticket(row: tuple[Any, ...]) -> Ticket:
    return Ticket(
        ticket_id=row[0],
        service_day=date.fromisoformat(row[1]),
        lane=row[2],
        number=row[3],
        ticket_class=TicketClass(row[4]),
        rank_ms=row[5],
        issued_at_ms=row[6],
        code=row[7],
        promise=NotEstimable() if row[8] is None else Window(row[8], row[9]),
        state=TicketState(row[10]),
        handover=Handover(row[11]),
        language=row[12],
    )

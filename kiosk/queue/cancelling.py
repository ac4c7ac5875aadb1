"""Giving a number back by its code; the number alone is not enough."""

from enum import StrEnum

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.clock import Clock
from kiosk.domain.codes import Code, CodeKind, parse
from kiosk.domain.lifecycle import TICKET_ARROWS, Actor, JobEvent, TicketEvent
from kiosk.domain.promise import PromiseOutcome
from kiosk.domain.slip_arrows import JOB_ARROWS
from kiosk.queue.present import present_days
from kiosk.store import jobs, tickets
from kiosk.store.transaction import transaction


class Cancelling(StrEnum):
    """What came of 'batal'."""

    CANCELLED = "cancelled"
    NO_SUCH_TICKET = "no-such-ticket"
    """No code of a ticket, or of none that is known here."""
    NOT_TODAY = "not-today"
    TOO_LATE = "too-late"
    """It is not waiting any more."""


def cancel_by_code(
    db: Database, branch: Branch, clock: Clock, typed: str, actor: Actor = Actor.PARTICIPANT
) -> Cancelling:
    """Give the place back, release the promise and stop its paper, in one commit."""
    code = parse(typed)
    if not isinstance(code, Code) or code.kind is not CodeKind.TICKET:
        return Cancelling.NO_SUCH_TICKET
    with transaction(db):
        ticket = tickets.find_by_code(db, code.text)
        if ticket is None:
            return Cancelling.NO_SUCH_TICKET
        if ticket.service_day not in present_days(db, branch, clock):
            return Cancelling.NOT_TODAY
        if (ticket.state, TicketEvent.CANCEL) not in TICKET_ARROWS:
            return Cancelling.TOO_LATE
        tickets.move_ticket(db, clock, ticket, TicketEvent.CANCEL, actor)
        tickets.settle_promise(db, clock, ticket.ticket_id, PromiseOutcome.RELEASED)
        stop_paper(db, clock, ticket.ticket_id, JobEvent.TICKET_CANCELLED)
    return Cancelling.CANCELLED


def stop_paper(db: Database, clock: Clock, ticket_id: str, event: JobEvent) -> None:
    """End the slips of a ticket that are not on their way into the printer, inside the open transaction."""
    for job in jobs.jobs_of_ticket(db, ticket_id):
        if (job.state, event) in JOB_ARROWS:
            jobs.move_job(db, clock, job, event)

"""Asking for paper: a checklist, a copy of the ticket within the visit, a copy by staff."""

from enum import StrEnum
from typing import Final

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import JobState, SlipKind, SlipOrigin, TicketState
from kiosk.domain.slip_arrows import LIVE
from kiosk.store import jobs, tickets
from kiosk.store.jobs import JobRow
from kiosk.store.transaction import transaction

STAFF_COPIES: Final = 2
"""Copies a ticket that staff may make; the next one is the supervisor's."""


class CopyRefusal(StrEnum):
    """Why there is no copy."""

    NOT_OUT = "not-out"
    """Its slip is still on its way."""
    ONCE_A_VISIT = "once-a-visit"
    VISIT_OVER = "visit-over"
    TICKET_OVER = "ticket-over"
    """The ticket is not waiting or missed any more."""
    SUPERVISOR = "supervisor"


def queue_checklist(db: Database, clock: Clock, data: bytes) -> int:
    """Queue the list of the visit that is open; the job id."""
    with transaction(db):
        return jobs.add_job(db, clock, SlipKind.CHECKLIST, data)


def reprint(db: Database, clock: Clock, ticket_id: str, data: bytes) -> int | CopyRefusal:
    """'Cetak ulang' in the open visit, once; `data` is marked SALINAN. The new job's id, or why not."""
    with transaction(db):
        of_ticket = jobs.jobs_of_ticket(db, ticket_id)
        newest = of_ticket[-1]
        if not newest.visit_open:
            return CopyRefusal.VISIT_OVER
        if any(job.origin is SlipOrigin.REPRINT and job.visit_open for job in of_ticket):
            return CopyRefusal.ONCE_A_VISIT
        if newest.state is not JobState.CONFIRMED:
            return CopyRefusal.NOT_OUT
        return _copy(db, clock, newest, data, SlipOrigin.REPRINT, visit_open=True)


def staff_copy(
    db: Database, clock: Clock, ticket_id: str, data: bytes, *, supervisor: bool = False
) -> int | CopyRefusal:
    """A copy by staff, both times on it: at most two a ticket, then the supervisor. The new job's id, or why not."""
    with transaction(db):
        if tickets.load_ticket(db, ticket_id).state not in (TicketState.WAITING, TicketState.MISSED):
            return CopyRefusal.TICKET_OVER
        of_ticket = jobs.jobs_of_ticket(db, ticket_id)
        if of_ticket[-1].state in LIVE:
            return CopyRefusal.NOT_OUT
        made = sum(job.origin is SlipOrigin.STAFF for job in of_ticket)
        if made >= STAFF_COPIES and not supervisor:
            return CopyRefusal.SUPERVISOR
        return _copy(db, clock, of_ticket[-1], data, SlipOrigin.STAFF, visit_open=False)


def _copy(db: Database, clock: Clock, original: JobRow, data: bytes, origin: SlipOrigin, *, visit_open: bool) -> int:
    return jobs.add_job(
        db,
        clock,
        original.kind,
        data,
        ticket_id=original.ticket_id,
        origin=origin,
        copy_no=original.copy_no + 1,
        visit_open=visit_open,
    )

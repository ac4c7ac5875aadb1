"""Asking for paper: a checklist, a copy of the ticket within the visit, a copy by staff."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import JobState, SlipKind, SlipOrigin, TicketState
from kiosk.domain.slip_arrows import LIVE
from kiosk.domain.ticket import Ticket
from kiosk.queue.present import present_days
from kiosk.store import jobs, tickets
from kiosk.store.jobs import JobRow
from kiosk.store.transaction import transaction

STAFF_COPIES: Final = 2
"""Copies a ticket that staff may make; the next one is the supervisor's."""
ComposeCopy = Callable[[Ticket], bytes]
"""The bytes of a ticket's marked copy, with the time of the first slip and of this one."""
_NUMBER: Final = re.compile(r"([A-Za-z])\s*0*([1-9][0-9]{0,4})")


class CopyRefusal(StrEnum):
    """Why there is no copy."""

    NOT_OUT = "not-out"
    """Its slip is still on its way."""
    ONCE_A_VISIT = "once-a-visit"
    VISIT_OVER = "visit-over"
    NO_SUCH_NUMBER = "no-such-number"
    NOT_TODAY = "not-today"
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
    db: Database, branch: Branch, clock: Clock, ticket_id: str, compose: ComposeCopy, *, supervisor: bool = False
) -> int | CopyRefusal:
    """A copy by staff, both times on it: at most two a ticket, then the supervisor. The new job's id, or why not."""
    with transaction(db):
        ticket = tickets.load_ticket(db, ticket_id)
        if ticket.service_day not in present_days(db, branch, clock):
            return CopyRefusal.NOT_TODAY
        if ticket.state not in (TicketState.WAITING, TicketState.MISSED):
            return CopyRefusal.TICKET_OVER
        of_ticket = jobs.jobs_of_ticket(db, ticket_id)
        if of_ticket[-1].state in LIVE:
            return CopyRefusal.NOT_OUT
        made = sum(job.origin is SlipOrigin.STAFF for job in of_ticket)
        if made >= STAFF_COPIES and not supervisor:
            return CopyRefusal.SUPERVISOR
        return _copy(db, clock, of_ticket[-1], compose(ticket), SlipOrigin.STAFF, visit_open=False)


def staff_copy_by_number(
    db: Database, branch: Branch, clock: Clock, label: str, compose: ComposeCopy, *, supervisor: bool = False
) -> int | CopyRefusal:
    """`staff_copy` of today's number `label`, as it is said and printed ('A 012'); case and blanks do not matter."""
    found = _NUMBER.fullmatch(label.strip())
    if found is None:
        return CopyRefusal.NO_SUCH_NUMBER
    lane, number = found[1].upper(), int(found[2])
    for day in sorted(present_days(db, branch, clock), reverse=True):
        ticket = tickets.find_by_number(db, branch.branch_id, day, lane, number)
        if ticket is not None:
            return staff_copy(db, branch, clock, ticket.ticket_id, compose, supervisor=supervisor)
    return CopyRefusal.NO_SUCH_NUMBER


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

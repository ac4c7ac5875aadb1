"""Papers that wait for staff after their visit, and numbers that reached nobody: what a change of paper ends with."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import HoldCause, JobEvent, UndefinedArrowError
from kiosk.domain.ticket import Ticket
from kiosk.queue.present import present_days
from kiosk.store import jobs, tickets
from kiosk.store.jobs import JobRow
from kiosk.store.transaction import transaction

ComposeHeld = Callable[[JobRow, Ticket], bytes]
"""The marked copy (SALINAN) that stands in for a slip of which a piece may be out already."""


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """One ticket's slip that waits for staff; `marked` when it will come out as a copy (SALINAN)."""

    job_id: int
    label: str
    cause: HoldCause | None
    marked: bool
    since_ms: int


def held_papers(db: Database) -> tuple[HeldPaper, ...]:
    """What 'Cetak tiket tertahan' offers, oldest first."""
    return tuple(_held(db, job) for job in jobs.waiting_for_staff(db))


def print_held(db: Database, clock: Clock, job_id: int, compose: ComposeHeld) -> JobRow | None:
    """Give one of them to the press: the original, or its marked copy. None when it waits no more."""
    with transaction(db):
        job = jobs.load_job(db, job_id)
        if job.ticket_id is None:
            return None
        data = compose(job, tickets.load_ticket(db, job.ticket_id)) if job.touched else None
        try:
            return jobs.move_job(db, clock, job, JobEvent.STAFF_PRINT, copy_data=data)
        except UndefinedArrowError:  # it lapsed, or its ticket was called, while somebody was still choosing
            return None


def not_received(db: Database, branch: Branch, clock: Clock) -> tuple[Ticket, ...]:
    """Numbers of today that wait though they reached nobody: 'belum diterima', in the order they were taken."""
    found = [
        ticket
        for day in sorted(present_days(db, branch, clock))
        for ticket in tickets.waiting_with_nobody(db, branch.branch_id, day)
    ]
    return tuple(sorted(found, key=lambda ticket: ticket.issued_at_ms))


def _held(db: Database, job: JobRow) -> HeldPaper:
    ticket = tickets.load_ticket(db, job.ticket_id or "")
    return HeldPaper(job.job_id, ticket.label, job.cause, job.touched, job.waits_since_ms or job.changed_at_ms)

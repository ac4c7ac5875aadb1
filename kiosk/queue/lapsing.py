"""What time ends: numbers nobody holds at closing, papers nobody fetched, notes and bytes past their purpose."""

from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.calendar import local_day
from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import Actor, JobEvent, TicketEvent
from kiosk.domain.promise import PromiseOutcome
from kiosk.domain.ticket import Ticket
from kiosk.queue.cancelling import stop_paper
from kiosk.queue.present import is_closed, present_days
from kiosk.store import days, jobs, notes, tickets
from kiosk.store.transaction import transaction
from kiosk.store.wiping import truncate_log

PAPER_WAITS_MS: Final = 30 * 60_000
"""How long a held slip waits for staff after its visit."""
BYTES_KEPT_MS: Final = 12 * 3_600_000
"""A ticket's bytes go at the next purge after this: within 24 h when one runs at least twice a day."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge took away. `log_cut` False: a reader stood in the way, the next one cuts the log."""

    notes: int
    slips: int
    cases_told: int
    log_cut: bool


def close_day(db: Database, branch: Branch, clock: Clock, *, even_unbegun: bool = True) -> int:
    """Closing: no more numbers today, and those that reached nobody lapse; how many did.

    Not `even_unbegun`: a day on which no counter opens is closed only when a number was taken on it all the same.
    """
    if not even_unbegun and days.newest_open_day(db) != local_day(clock.now(), branch.zone):
        return 0
    with transaction(db):
        lapsed: list[Ticket] = []
        for day in present_days(db, branch, clock):
            if not is_closed(db, branch, clock, day):
                days.close_day(db, clock, day)
            lapsed += tickets.waiting_with_nobody(db, branch.branch_id, day)
        for ticket in lapsed:
            tickets.move_ticket(db, clock, ticket, TicketEvent.LAPSE, Actor.KIOSK)
            tickets.settle_promise(db, clock, ticket.ticket_id, PromiseOutcome.RELEASED)
            stop_paper(db, clock, ticket.ticket_id, JobEvent.TICKET_ENDED)
    return len(lapsed)


def reopen_day(db: Database, branch: Branch, clock: Clock) -> bool:
    """Numbers again today, after a closing that came too early; what has lapsed stays so. False when it was open."""
    with transaction(db):
        return days.reopen_day(db, clock, max(present_days(db, branch, clock)))


def lapse_papers(db: Database, clock: Clock) -> int:
    """The papers that waited thirty minutes for staff lapse (not their tickets); how many did."""
    with transaction(db):
        late = [job for job in jobs.waiting_for_staff(db) if _overdue(job, clock)]
        for job in late:
            jobs.move_job(db, clock, job, JobEvent.TIME_UP)
    return len(late)


def purge(db: Database, branch: Branch, clock: Clock) -> Purged:
    """Delete what has served its purpose, from the log too. To be run at start, hourly, and after closing."""
    with transaction(db):
        today = max(present_days(db, branch, clock))
        closed = today if is_closed(db, branch, clock, today) else None
        deleted = notes.delete_notes(db, today, closed)
        told = notes.tell_cases(db, clock, all_hours=closed is not None)
        wiped = jobs.wipe_final(db, clock, older_than_ms=BYTES_KEPT_MS)
    return Purged(deleted, wiped, told, truncate_log(db))


def _overdue(job: jobs.JobRow, clock: Clock) -> bool:
    return job.waits_since_ms is not None and not 0 <= clock.now_ms() - job.waits_since_ms < PAPER_WAITS_MS

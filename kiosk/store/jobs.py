"""Slip jobs as rows: bytes committed with their fact, moved by arrows only, wiped when they have done their work."""

import hashlib
from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import (
    HANDOVER_ARROWS,
    Actor,
    HandoverEvent,
    HoldCause,
    JobEvent,
    JobState,
    SlipKind,
    SlipOrigin,
)
from kiosk.domain.slip_arrows import FINAL, JobArrow, next_job
from kiosk.store import journal
from kiosk.store.errors import StoreError
from kiosk.store.job_rows import (
    JobRow,
    NoSuchJobError,
    jobs_in_visit,
    jobs_of_ticket,
    live_jobs,
    load_job,
    newest_jobs,
    oldest_queued,
    waiting_for_staff,
)
from kiosk.store.tickets import LostRaceError, load_ticket, move_handover
from kiosk.store.transaction import transaction
from kiosk.store.wiping import truncate_log

__all__ = [
    "CopyNeededError",
    "JobRow",
    "NewSlip",
    "NoSuchJobError",
    "add_job",
    "adopt_after_restart",
    "apply_job_event",
    "close_visit",
    "close_visit_of",
    "insert_job",
    "jobs_in_visit",
    "jobs_of_ticket",
    "live_jobs",
    "load_job",
    "move_job",
    "newest_jobs",
    "oldest_queued",
    "waiting_for_staff",
    "wipe_final",
    "wipe_job",
]


class CopyNeededError(StoreError):
    """This arrow puts a marked copy in the slip's place: hand in its bytes."""


@dataclass(frozen=True, slots=True)
class NewSlip:
    """A slip about to be queued."""

    kind: SlipKind
    data: bytes
    ticket_id: str | None
    origin: SlipOrigin
    copy_no: int = 0
    supersedes: int | None = None
    visit_open: bool = True


def add_job(
    db: Database,
    clock: Clock,
    kind: SlipKind,
    data: bytes,
    *,
    ticket_id: str | None = None,
    origin: SlipOrigin = SlipOrigin.ASKED,
    copy_no: int = 0,
    supersedes: int | None = None,
    visit_open: bool = True,
) -> int:
    """Queue a slip inside the open transaction; its id. A ticket's slip names its ticket, a checklist nobody."""
    now_ms = clock.now_ms()
    slip = NewSlip(kind, data, ticket_id, origin, copy_no, supersedes, visit_open)
    job_id, event = insert_job(db, now_ms, slip)
    journal.append_all(db, now_ms, [event])
    return job_id


def insert_job(db: Database, now_ms: int, slip: NewSlip) -> tuple[int, journal.Event]:
    """`add_job` for a commit that chains several events at once: the id, and the event to chain with them."""
    if (slip.kind is SlipKind.TICKET) != (slip.ticket_id is not None):
        raise ValueError("a ticket's slip belongs to its ticket, a checklist to nobody")
    digest = hashlib.sha256(slip.data)
    cursor = db.conn.execute(
        "INSERT INTO job (kind, ticket_id, origin, state, touched, visit_open, copy_no, supersedes, data, sha256,"
        " queued_at_ms, changed_at_ms) VALUES (?, ?, ?, 'queued', 0, ?, ?, ?, ?, ?, ?, ?)",
        (
            slip.kind.value,
            slip.ticket_id,
            slip.origin.value,
            slip.visit_open,
            slip.copy_no,
            slip.supersedes,
            slip.data,
            digest.digest(),
            now_ms,
            now_ms,
        ),
    )
    job_id = int(cursor.lastrowid or 0)
    queued: journal.Payload = {
        "job": job_id,
        "kind": slip.kind.value,
        "ticket": slip.ticket_id,
        "origin": slip.origin.value,
        "copy_no": slip.copy_no,
        "supersedes": slip.supersedes,
        "sha256": digest.hexdigest() if slip.kind is SlipKind.TICKET else None,
    }
    return job_id, ("job.queued", queued)


def apply_job_event(
    db: Database,
    clock: Clock,
    job_id: int,
    event: JobEvent,
    cause: HoldCause | None = None,
    *,
    copy_data: bytes | None = None,
) -> JobRow:
    """Follow one arrow in a commit of its own; the job as it is then, or the marked copy that took its place.

    Confirming a ticket's slip hands the ticket over on paper in the same commit. UndefinedArrowError when nothing
    leads on from where the job is (news too late); CopyNeededError when a copy is due and `copy_data` is None.
    """
    with transaction(db):
        return move_job(db, clock, load_job(db, job_id), event, cause, copy_data=copy_data)


def adopt_after_restart(db: Database, clock: Clock) -> list[JobRow]:
    """Once at start, before the press: what was under way is uncertain, what was queued is held, no visit is open.

    The slips that wait for staff now; checklists have lapsed and are wiped, from the log too.
    """
    with transaction(db):
        for job in live_jobs(db):
            move_job(db, clock, job, JobEvent.RESTARTED)
        close_visit(db)
    truncate_log(db)
    return waiting_for_staff(db)


def move_job(
    db: Database,
    clock: Clock,
    job: JobRow,
    event: JobEvent,
    cause: HoldCause | None = None,
    *,
    copy_data: bytes | None = None,
) -> JobRow:
    """`apply_job_event` inside the open transaction, for a job as it was read."""
    arrow = next_job(job.state, event, job.facts)
    if arrow.copy is not None and copy_data is None:
        raise CopyNeededError(f"slip job {job.job_id} goes on as a marked copy ({arrow.copy}); its bytes are missing")
    _set(db, clock, job, arrow, event, cause=cause)
    if arrow.to is JobState.CONFIRMED and job.ticket_id is not None:
        ticket = load_ticket(db, job.ticket_id)
        if (ticket.handover, HandoverEvent.SLIP_CONFIRMED) in HANDOVER_ARROWS:
            move_handover(db, clock, ticket, HandoverEvent.SLIP_CONFIRMED, _confirmer(job))
    if arrow.copy is None or copy_data is None:
        return load_job(db, job.job_id)
    copy_id = add_job(
        db,
        clock,
        job.kind,
        copy_data,
        ticket_id=job.ticket_id,
        origin=arrow.copy,
        copy_no=job.copy_no + 1,
        supersedes=job.job_id,
        visit_open=arrow.visit_open,
    )
    return load_job(db, copy_id)


def _confirmer(job: JobRow) -> Actor:
    """Who put it on paper: staff, where they had it printed after its visit."""
    by_staff = job.origin in (SlipOrigin.STAFF, SlipOrigin.HELD) or job.waits_since_ms is not None
    return Actor.STAFF if by_staff and job.state is JobState.SENT else Actor.KIOSK


def _set(db: Database, clock: Clock, job: JobRow, arrow: JobArrow, event: JobEvent, *, cause: HoldCause | None) -> None:
    now_ms = clock.now_ms()
    held = arrow.to in (JobState.HELD, JobState.UNCERTAIN)
    told = (cause or _own_cause(job.state, event) or job.cause) if held else None
    # Printing once more does not buy it another thirty minutes.
    waits_ms = (job.waits_since_ms or (now_ms if held else None)) if not arrow.visit_open else None
    moved = db.conn.execute(
        "UPDATE job SET state = ?, cause = ?, touched = ?, visit_open = ?, waits_since_ms = ?, changed_at_ms = ?"
        " WHERE job_id = ? AND state = ?",
        (arrow.to.value, told, arrow.touched, arrow.visit_open, waits_ms, now_ms, job.job_id, job.state.value),
    )
    if moved.rowcount != 1:
        raise LostRaceError(f"slip job {job.job_id} was moved by somebody else first")
    if job.kind is SlipKind.CHECKLIST and (arrow.to in FINAL or not arrow.visit_open):
        wipe_job(db, job.job_id)
    journal.append(
        db,
        clock,
        "job.moved",
        {
            "job": job.job_id,
            "event": event.value,
            "from": job.state.value,
            "to": arrow.to.value,
            "cause": told,
            "touched": arrow.touched,
        },
    )


def _own_cause(state: JobState, event: JobEvent) -> HoldCause | None:
    match event:
        case JobEvent.PRINTER_NOT_READY:
            return HoldCause.NOT_READY
        case JobEvent.VISIT_ENDED if state is JobState.QUEUED:
            return HoldCause.NOT_READY  # it had the whole visit to take the slip
        case JobEvent.LINK_LOST | JobEvent.NO_ACKNOWLEDGEMENT:
            return HoldCause.LINK
        case JobEvent.RESTARTED if state not in (JobState.HELD, JobState.UNCERTAIN):
            return HoldCause.RESTART
        case _:
            return None


def close_visit(db: Database) -> None:
    """No slip belongs to an open visit any more, final ones included, inside the open transaction."""
    db.conn.execute("UPDATE job SET visit_open = 0 WHERE settled = 0 AND visit_open = 1")


def close_visit_of(db: Database, ticket_id: str) -> None:
    """No slip of this ticket belongs to an open visit any more, inside the open transaction."""
    db.conn.execute("UPDATE job SET visit_open = 0 WHERE ticket_id = ? AND visit_open = 1", (ticket_id,))


def wipe_job(db: Database, job_id: int) -> None:
    """Overwrite a slip's bytes, and for a checklist their hash, inside the open transaction."""
    db.conn.execute(
        "UPDATE job SET data = x'', sha256 = iif(kind = 'checklist', x'', sha256) WHERE job_id = ?", (job_id,)
    )


def wipe_final(db: Database, clock: Clock, *, older_than_ms: int) -> int:
    """Overwrite the bytes of final slips that ended so long ago, inside the open transaction; how many."""
    now_ms = clock.now_ms()
    # A slip that ended "later than now" has seen the clock jump back: its age is unknown, so it goes.
    return int(
        db.conn.execute(
            "UPDATE job SET data = x'', settled = 1 WHERE settled = 0 AND visit_open = 0"
            " AND state IN ('confirmed', 'superseded', 'lapsed', 'cancelled')"
            " AND changed_at_ms NOT BETWEEN ? AND ?",
            (now_ms - older_than_ms, now_ms),
        ).rowcount
    )

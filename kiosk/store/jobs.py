"""Slip jobs as rows: bytes committed with their fact, moved by arrows only, wiped when they have done their work."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

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
from kiosk.domain.slip_arrows import FINAL, JobArrow, JobFacts, next_job
from kiosk.store import journal
from kiosk.store.errors import StoreError
from kiosk.store.tickets import LostRaceError, load_ticket, move_handover
from kiosk.store.transaction import transaction
from kiosk.store.wiping import truncate_log

_SELECT: Final = """SELECT job_id, kind, ticket_id, origin, state, cause, touched, visit_open, copy_no, supersedes,
    data, sha256, queued_at_ms, changed_at_ms, waits_since_ms FROM job """
_BY_ID: Final = _SELECT + "WHERE job_id = ?"
_OLDEST_QUEUED: Final = _SELECT + "WHERE state = 'queued' ORDER BY job_id LIMIT 1"
_LIVE: Final = _SELECT + "WHERE state IN ('queued', 'sending', 'sent', 'held', 'uncertain') ORDER BY job_id"
_IN_VISIT: Final = _SELECT + "WHERE visit_open = 1 ORDER BY job_id"
_OF_TICKET: Final = _SELECT + "WHERE ticket_id = ? ORDER BY job_id"


class NoSuchJobError(StoreError):
    """No job has this id."""


class CopyNeededError(StoreError):
    """This arrow puts a marked copy in the slip's place: hand in its bytes."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """One slip on its way. `data` is empty once wiped; `cause` tells staff what keeps it from the paper."""

    job_id: int
    kind: SlipKind
    ticket_id: str | None
    origin: SlipOrigin
    state: JobState
    cause: HoldCause | None
    touched: bool
    visit_open: bool
    copy_no: int
    supersedes: int | None
    data: bytes
    sha256: bytes
    queued_at_ms: int
    changed_at_ms: int
    waits_since_ms: int | None
    """Since when it waits for staff; None while its visit is open."""

    @property
    def facts(self) -> JobFacts:
        """What its arrows depend on."""
        return JobFacts(self.kind, self.touched, self.visit_open, self.copy_no)


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
    if (kind is SlipKind.TICKET) != (ticket_id is not None):
        raise ValueError("a ticket's slip belongs to its ticket, a checklist to nobody")
    now_ms = clock.now_ms()
    digest = hashlib.sha256(data).digest()
    cursor = db.conn.execute(
        "INSERT INTO job (kind, ticket_id, origin, state, touched, visit_open, copy_no, supersedes, data, sha256,"
        " queued_at_ms, changed_at_ms) VALUES (?, ?, ?, 'queued', 0, ?, ?, ?, ?, ?, ?, ?)",
        (kind.value, ticket_id, origin.value, visit_open, copy_no, supersedes, data, digest, now_ms, now_ms),
    )
    job_id = int(cursor.lastrowid or 0)
    journal.append(
        db,
        clock,
        "job.queued",
        {
            "job": job_id,
            "kind": kind.value,
            "ticket": ticket_id,
            "origin": origin.value,
            "copy_no": copy_no,
            "supersedes": supersedes,
            "sha256": digest.hex() if kind is SlipKind.TICKET else None,
        },
    )
    return job_id


def load_job(db: Database, job_id: int) -> JobRow:
    """The job as it is now; NoSuchJobError."""
    row = db.conn.execute(_BY_ID, (job_id,)).fetchone()
    if row is None:
        raise NoSuchJobError(f"there is no slip job {job_id}")
    return _job(row)


def oldest_queued(db: Database) -> JobRow | None:
    """The next slip to send."""
    row = db.conn.execute(_OLDEST_QUEUED).fetchone()
    return _job(row) if row else None


def live_jobs(db: Database) -> list[JobRow]:
    """Every slip that is not final, oldest first."""
    return [_job(row) for row in db.conn.execute(_LIVE).fetchall()]


def jobs_in_visit(db: Database) -> list[JobRow]:
    """Every slip of the visit that is open now, final ones too, oldest first."""
    return [_job(row) for row in db.conn.execute(_IN_VISIT).fetchall()]


def waiting_for_staff(db: Database) -> list[JobRow]:
    """Held and uncertain slips of visits that are over, oldest first."""
    return [job for job in live_jobs(db) if job.waits_since_ms is not None]


def jobs_of_ticket(db: Database, ticket_id: str) -> list[JobRow]:
    """Every slip of one ticket, oldest first."""
    return [_job(row) for row in db.conn.execute(_OF_TICKET, (ticket_id,)).fetchall()]


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
            move_handover(db, clock, ticket, HandoverEvent.SLIP_CONFIRMED, Actor.KIOSK)
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


def _set(db: Database, clock: Clock, job: JobRow, arrow: JobArrow, event: JobEvent, *, cause: HoldCause | None) -> None:
    now_ms = clock.now_ms()
    held = arrow.to in (JobState.HELD, JobState.UNCERTAIN)
    told = (cause or _own_cause(job.state, event) or job.cause) if held else None
    waits_ms = (job.waits_since_ms or now_ms) if held and not arrow.visit_open else None
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
        case JobEvent.LINK_LOST | JobEvent.NO_ACKNOWLEDGEMENT:
            return HoldCause.LINK
        case JobEvent.RESTARTED if state not in (JobState.HELD, JobState.UNCERTAIN):
            return HoldCause.RESTART
        case _:
            return None


def close_visit(db: Database) -> None:
    """No slip belongs to an open visit any more, final ones included, inside the open transaction."""
    db.conn.execute("UPDATE job SET visit_open = 0 WHERE visit_open = 1")


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
            "UPDATE job SET data = x'' WHERE length(data) > 0"
            " AND state IN ('confirmed', 'superseded', 'lapsed', 'cancelled')"
            " AND changed_at_ms NOT BETWEEN ? AND ?",
            (now_ms - older_than_ms, now_ms),
        ).rowcount
    )


def _job(row: tuple[Any, ...]) -> JobRow:
    return JobRow(
        job_id=row[0],
        kind=SlipKind(row[1]),
        ticket_id=row[2],
        origin=SlipOrigin(row[3]),
        state=JobState(row[4]),
        cause=HoldCause(row[5]) if row[5] else None,
        touched=bool(row[6]),
        visit_open=bool(row[7]),
        copy_no=row[8],
        supersedes=row[9],
        data=row[10],
        sha256=row[11],
        queued_at_ms=row[12],
        changed_at_ms=row[13],
        waits_since_ms=row[14],
    )

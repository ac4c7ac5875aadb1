"""Slip jobs as they are read: one row, and the questions press, visit and staff ask."""

from dataclasses import dataclass
from typing import Any, Final

from sqlite_utils import Database

from kiosk.domain.lifecycle import HoldCause, JobState, SlipKind, SlipOrigin
from kiosk.domain.slip_arrows import JobFacts
from kiosk.store.errors import StoreError

_SELECT: Final = """SELECT job_id, kind, ticket_id, origin, state, cause, touched, visit_open, copy_no, supersedes,
    data, sha256, queued_at_ms, changed_at_ms, waits_since_ms FROM job """
_BY_ID: Final = _SELECT + "WHERE job_id = ?"
_OLDEST_QUEUED: Final = _SELECT + "WHERE settled = 0 AND state = 'queued' ORDER BY job_id LIMIT 1"
_LIVE: Final = _SELECT + (
    "WHERE settled = 0 AND state IN ('queued', 'sending', 'sent', 'held', 'uncertain') ORDER BY job_id"
)
_IN_VISIT: Final = _SELECT + "WHERE settled = 0 AND visit_open = 1 ORDER BY job_id"
_NEWEST: Final = _SELECT + "ORDER BY job_id DESC LIMIT ?"
_OF_TICKET: Final = _SELECT + "WHERE ticket_id = ? ORDER BY job_id"


class NoSuchJobError(StoreError):
    """No job has this id."""


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
    """Since when it waits for staff, or did before they had it printed; None while its visit is open."""

    @property
    def facts(self) -> JobFacts:
        """What its arrows depend on."""
        return JobFacts(self.kind, self.touched, self.visit_open, self.copy_no)


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


def newest_jobs(db: Database, limit: int) -> list[JobRow]:
    """The last slips, the newest first, whatever became of them."""
    return [_job(row) for row in db.conn.execute(_NEWEST, (limit,)).fetchall()]


def jobs_in_visit(db: Database) -> list[JobRow]:
    """Every slip of the visit that is open now, final ones too, oldest first."""
    return [_job(row) for row in db.conn.execute(_IN_VISIT).fetchall()]


def waiting_for_staff(db: Database) -> list[JobRow]:
    """Held and uncertain slips of visits that are over, oldest first."""
    waiting = (JobState.HELD, JobState.UNCERTAIN)
    return [job for job in live_jobs(db) if job.waits_since_ms is not None and job.state in waiting]


def jobs_of_ticket(db: Database, ticket_id: str) -> list[JobRow]:
    """Every slip of one ticket, oldest first."""
    return [_job(row) for row in db.conn.execute(_OF_TICKET, (ticket_id,)).fetchall()]


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

"""What the press writes down: each arrow of a job in order, kept until the disk takes it."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import HoldCause, JobEvent, UndefinedArrowError
from kiosk.store.errors import StoreError
from kiosk.store.jobs import JobRow, NoSuchJobError, apply_job_event, live_jobs, load_job
from kiosk.store.writer import Writer

T = TypeVar("T")
Told = Callable[[JobRow], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Entry:
    job_id: int
    event: JobEvent
    cause: HoldCause | None
    copy_data: bytes | None


class Ledger:
    """Moves jobs in the store, through its writer. `told` hears of each job as it is after a move.

    Facts about paper cannot be taken back: those that a full disk refuses wait here and are written first of all
    as soon as it takes them.
    """

    def __init__(self, writer: Writer, clock: Clock, told: Told) -> None:
        self._writer = writer
        self._clock = clock
        self._told = told
        self._unwritten: deque[_Entry] = deque()

    def live(self) -> list[JobRow]:
        """Every slip that is not final, oldest first. Raises StoreError."""
        return self._ask(live_jobs)

    def load(self, job_id: int) -> JobRow | None:
        """The job as it is now, None when there is none. Raises StoreError."""
        try:
            return self._ask(lambda db: load_job(db, job_id))
        except NoSuchJobError:
            return None

    def may(self, job_id: int, event: JobEvent, *, copy_data: bytes | None = None) -> JobRow | None:
        """Follow an arrow before something is done; None when it no longer leads on. Raises StoreError."""
        return self._write(_Entry(job_id, event, None, copy_data))

    def must(self, job_id: int, event: JobEvent, cause: HoldCause | None = None) -> None:
        """Write down what has happened; later, when the disk refuses."""
        self._unwritten.append(_Entry(job_id, event, cause, None))
        try:
            self.catch_up()
        except StoreError:
            _log.warning("slip-fact-waits-for-disk", extra={"fields": {"job": job_id, "event": event.value}})

    def catch_up(self) -> None:
        """Write what waits, oldest first. Raises StoreError while the disk still refuses."""
        while self._unwritten:
            self._write(self._unwritten[0])
            self._unwritten.popleft()

    def _write(self, entry: _Entry) -> JobRow | None:
        def move(db: Database) -> JobRow:
            return apply_job_event(db, self._clock, entry.job_id, entry.event, entry.cause, copy_data=entry.copy_data)

        try:
            job = self._ask(move)
        except UndefinedArrowError:  # news that came too late: the job has gone another way meanwhile
            _log.info("slip-news-too-late", extra={"fields": {"job": entry.job_id, "event": entry.event.value}})
            return None
        except NoSuchJobError:
            return None
        if job.job_id != entry.job_id and (before := self.load(entry.job_id)) is not None:
            self._told(before)
        self._told(job)
        return job

    def _ask(self, task: Callable[[Database], T]) -> T:
        return self._writer.submit(task).result()

"""Press, store and bell as a change of paper needs them; nothing of it waits, every answer comes to the screen."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import HoldCause
from kiosk.domain.roll import RollEnd, RollKind
from kiosk.press.composing import Composer
from kiosk.press.press import Press
from kiosk.queue.held import HeldPaper, held_papers, not_received, print_held
from kiosk.staff.restocking import Jobs
from kiosk.store.rolls import WITHOUT_PIN, install_roll, record_restock
from kiosk.store.tickets import load_ticket
from kiosk.store.writer import Writer

_log = logging.getLogger(__name__)

T = TypeVar("T")
Deliver = Callable[[Callable[[], None]], None]
"""Runs a call on the thread of the screen, soon."""


class PressBench:
    """Fits `kiosk.staff.restocking.Bench`."""

    def __init__(
        self,
        writer: Writer,
        press: Press,
        composer: Composer,
        *,
        branch: Branch,
        clock: Clock,
        deliver: Deliver,
        ring: Callable[[str], None],
        installed: Callable[[], None],
    ) -> None:
        """`composer` runs on the writer's thread; `ring` sounds the bell; `installed`: a new roll is written down."""
        self._writer = writer
        self._press = press
        self._composer = composer
        self._branch = branch
        self._clock = clock
        self._deliver = deliver
        self._ring = ring
        self._installed = installed

    def hold(self, on: bool) -> None:
        """Let nothing but test strips come out, or let slips come out again."""
        self._press.hold(on)

    def unproven(self) -> bool:
        """The printer was opened, and no test strip was read since."""
        return self._press.proof.unproven

    def prove(self) -> None:
        """A test strip was read: the paper lies right."""
        self._press.proof.say(unproven=False)
        self._press.hold(False)

    def print_strip(self, code: str, done: Callable[[HoldCause | None], None]) -> None:
        """A test strip with `code`; `done` hears what kept it, None when it is out."""

        self._press.proof.say(unproven=True)

        def made(data: bytes) -> None:
            self._press.print_strip(data, lambda cause: self._deliver(lambda: done(cause)))

        self._ask(lambda _db: self._composer.strip(code), made)

    def install(self, kind: RollKind, ended: RollEnd) -> None:
        """Another roll is in the printer; nobody is asked who put it in."""
        self._ask(lambda db: install_roll(db, self._clock, kind, WITHOUT_PIN, ended), lambda _roll: self._installed())

    def list_held(self, done: Callable[[tuple[HeldPaper, ...], tuple[str, ...]], None]) -> None:
        """What waits for staff, and the numbers that reached nobody."""

        def find(db: Database) -> tuple[tuple[HeldPaper, ...], tuple[str, ...]]:
            nobody = not_received(db, self._branch, self._clock)
            return held_papers(db), tuple(ticket.label for ticket in nobody)

        self._ask(find, lambda found: done(*found))

    def print_held(self, job_ids: tuple[int, ...], done: Callable[[Jobs], None]) -> None:
        """Give these to the press, in this order; `done` gets (job, label) of those that still waited."""

        def give(db: Database) -> Jobs:
            taken = [print_held(db, self._clock, job_id, self._composer.copy) for job_id in job_ids]
            return tuple((job.job_id, load_ticket(db, job.ticket_id or "").label) for job in taken if job is not None)

        def gave(jobs: Jobs) -> None:
            done(jobs)
            self._press.wake()

        self._ask(give, gave)

    def came_out(self, job_id: int) -> None:
        """A person saw it."""
        self._press.person_answered(job_id, True)

    def look(self) -> None:
        """Ask the printer now."""
        self._press.wake()

    def ring(self) -> None:
        """A tone, where there is a loudspeaker."""
        self._ring("restock")

    def record(self, *, proven: bool, seconds: int, strips: int) -> None:
        """How it went, to the journal."""
        self._ask(
            lambda db: record_restock(db, self._clock, proven=proven, seconds=seconds, strips=strips), lambda _: None
        )

    def _ask(self, task: Callable[[Database], T], answer: Callable[[T], None]) -> None:
        def settle(future: "Future[T]") -> None:
            if error := future.exception():
                _log.error("paper-change-failed", extra={"fields": {"error": type(error).__name__}})
                return
            value = future.result()
            self._deliver(lambda: answer(value))

        self._writer.submit(task).add_done_callback(settle)

"""Plays the day: a number is taken, something breaks, it is put right, the person answers and goes."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from kiosk.domain.branch import Branch
from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import Handover, JobState
from kiosk.domain.promise import NotEstimable
from kiosk.domain.slip import SlipStatus
from kiosk.domain.slip_arrows import FINAL
from kiosk.domain.texts import Texts
from kiosk.domain.ticket import Taken, TakeRequest, Ticket, TicketClass
from kiosk.press.composing import Composer
from kiosk.press.press import Press
from kiosk.queue.handover import end_visit
from kiosk.queue.taking import take_ticket
from kiosk.store.boot import boot
from kiosk.store.jobs import JobRow, jobs_of_ticket
from kiosk.store.tickets import load_ticket
from kiosk.store.writer import Writer
from printers.driver import Driver

STEP_MS: Final = 250
NO_NUMBER: Final = "UJI PENCETAK, BUKAN NOMOR"
"""In place of the branch's name: nobody must queue with a ticket of a soak."""
REQUEST: Final = TakeRequest("jht", TicketClass.REGULAR, "id", NotEstimable())

T = TypeVar("T")


class Play:
    """One press over a scratch store, turned by hand; `pause` lets the given milliseconds pass."""

    def __init__(
        self, driver: Driver, branch: Branch, texts: Texts, clock: Clock, pause: Callable[[int], object]
    ) -> None:
        self.driver = driver
        self.clock = clock
        self.pause = pause
        self._branch = replace(branch, name=NO_NUMBER)
        self._composer = Composer(self._branch, texts, driver.profile, clock)
        self._folder = tempfile.TemporaryDirectory(prefix="pasti-soak-")
        self._writer = Writer(Path(self._folder.name, "soak.db"))
        self._ask(lambda db: boot(db, branch.branch_id, branch.kiosk_id, clock))
        self._asked: set[int] = set()
        self.asked = 0
        self.takens: list[Taken] = []
        self._press = Press(self._writer, driver, clock, self._hear, recompose=self._copy)

    def close(self) -> None:
        """Let go of the printer and throw the store away."""
        self.driver.close()
        self._writer.close()
        self._folder.cleanup()

    def take(self) -> Taken:
        """A number, its slip queued."""
        compose = self._composer.ticket
        taken = self._ask(lambda db: take_ticket(db, self._branch, self.clock, REQUEST, compose))
        self.takens.append(taken)
        return taken

    def turn(self) -> None:
        """The press does all there is to do; a moment passes."""
        self._press.turn()
        self.pause(STEP_MS)

    def jobs(self, taken: Taken) -> list[JobRow]:
        """Every slip of one number."""
        return self._ask(lambda db: jobs_of_ticket(db, taken.ticket.ticket_id))

    def settled(self, taken: Taken) -> bool:
        """Every slip of this number is final, or stands where people see it."""
        return all(self._is_settled(job) for job in self.jobs(taken))

    def open_questions(self, taken: Taken) -> list[int]:
        """Slips about which the person is being asked."""
        return [job.job_id for job in self.jobs(taken) if job.job_id in self._asked and job.state not in FINAL]

    def answer(self, job_id: int, came_out: bool) -> None:
        """'Tiket sudah keluar?'"""
        self._asked.discard(job_id)
        self._press.person_answered(job_id, came_out)

    def leave(self, taken: Taken) -> None:
        """The person has gone."""
        self._ask(lambda db: end_visit(db, self.clock, taken.ticket.ticket_id))

    def not_received(self) -> set[str]:
        """The numbers of which staff see that they reached nobody."""
        tickets = [self._ticket(taken.ticket.ticket_id) for taken in self.takens]
        return {ticket.label for ticket in tickets if ticket.handover is Handover.NONE}

    def _is_settled(self, job: JobRow) -> bool:
        visible = job.state in (JobState.HELD, JobState.UNCERTAIN) or job.job_id in self._asked
        return visible or job.state in FINAL

    def _copy(self, job: JobRow) -> bytes:
        return self._composer.copy(job, None if job.ticket_id is None else self._ticket(job.ticket_id))

    def _ticket(self, ticket_id: str) -> Ticket:
        return self._ask(lambda db: load_ticket(db, ticket_id))

    def _hear(self, status: SlipStatus) -> None:
        if status.asks_person:
            self.asked += 1
            self._asked.add(status.job_id)

    def _ask(self, task: "Callable[..., T]") -> T:
        return self._writer.submit(task).result()

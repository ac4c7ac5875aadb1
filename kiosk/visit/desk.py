"""What a visit asks of the house; every answer comes back through `done`, on the visit's own thread."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from kiosk.domain.checklist import Checklist, Held
from kiosk.domain.lifecycle import Handover
from kiosk.domain.ticket import Taken, TakeRefusal, TakeRequest, Ticket


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """What a typed or scanned code turned out to be; a list's code is no affair of the house, it tells everything."""

    ticket: Ticket | None = None
    problem: str = ""
    """Key of a kind sentence when the code leads nowhere."""


class Elsewhere(Enum):
    """A list came out, and not on the roll."""

    A4 = "a4"


ListAnswer = int | Elsewhere | None
"""The job on the roll, the other printer that has printed already, or None when there will be no list."""


class Desk(Protocol):
    """The house as a visit sees it."""

    def take_ticket(self, request: TakeRequest, done: Callable[[Taken | TakeRefusal], None]) -> None:
        """Commit a number; `done` gets it, or why there is none."""
        ...

    def record_handover(self, ticket_id: str, handover: Handover) -> None:
        """The person has it (paper, noted)."""
        ...

    def answer_slip(self, job_id: int, came_out: bool) -> None:
        """The person's answer to 'Tiket sudah keluar?'."""
        ...

    def reprint(self, ticket_id: str, done: Callable[[int | None], None]) -> None:
        """One marked copy a visit; `done` gets the job id, None when refused."""
        ...

    def cancel_ticket(self, code: str, done: Callable[[bool], None]) -> None:
        """Give the number back, by its code."""
        ...

    def print_checklist(
        self,
        checklist: Checklist,
        held: dict[str, Held],
        ticket: Ticket | None,
        done: Callable[[ListAnswer], None],
    ) -> None:
        """Print the list (missing first, with where to get each), on A4 where that can be, else on the roll."""
        ...

    def print_leaflet(self, programme_id: str, language: str, done: Callable[[int | None], None]) -> None:
        """Queue what is said of a programme; `done` gets the job id, None when refused."""
        ...

    def note_missing(self, ticket_id: str, case_id: str, missing: tuple[str, ...]) -> None:
        """Leave case and missing papers for the counter that calls this ticket; gone at the end of the day."""
        ...

    def look_up(self, code: str, done: Callable[[CodeAnswer], None]) -> None:
        """What a code of the family stands for."""
        ...

    def call_help(self, screen: str) -> None:
        """Call a human; records only time and screen."""
        ...

    def end_unclaimed(self, ticket_id: str) -> None:
        """Nobody is there for this number: it reached nobody. A visit that is open now is somebody else's."""
        ...

    def end_visit(self, ticket_id: str | None) -> None:
        """The visit is over: settle handover and unfinished slips as lifecycle says."""
        ...

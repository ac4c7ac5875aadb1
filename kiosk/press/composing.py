"""Turns what a slip says into the bytes of the printer in use; runs on whichever thread asks."""

from kiosk.domain.branch import Branch
from kiosk.domain.checklist import Checklist, Held
from kiosk.domain.clock import Clock
from kiosk.domain.leaflet import Leaflet
from kiosk.domain.texts import BASE, Texts
from kiosk.domain.ticket import Ticket
from kiosk.slips import checklist_blocks, leaflet_blocks, strip_blocks, ticket_blocks
from kiosk.store.jobs import JobRow
from printers.blocks import Align, Text
from printers.layout import render, with_heading
from printers.profiles import Profile


class Composer:
    """The slips of one branch for one family of printers."""

    def __init__(self, branch: Branch, texts: Texts, profile: Profile, clock: Clock) -> None:
        """`profile` decides how wide the paper is and what its printer can draw."""
        self._branch = branch
        self._texts = texts
        self._profile = profile
        self._clock = clock
        self._asks_at_counter = ("", False)

    def ticket(
        self,
        ticket: Ticket,
        *,
        ask_at_counter: bool = False,
        copy_of_ms: int | None = None,
        printed_ms: int | None = None,
    ) -> bytes:
        """The ticket's bytes; `copy_of_ms` marks a copy (SALINAN) of a slip of that moment, made at `printed_ms`."""
        if copy_of_ms is None:
            self._asks_at_counter = (ticket.ticket_id, ask_at_counter)
        blocks = ticket_blocks(
            ticket,
            self._branch,
            self._texts,
            ask_at_counter=ask_at_counter,
            copy_of_ms=copy_of_ms,
            printed_ms=printed_ms,
            columns=self._profile.columns,
        )
        return render(blocks, self._profile).data

    def checklist(self, checklist: Checklist, held: dict[str, Held], _ticket: Ticket | None = None) -> bytes:
        """The list's bytes. The ticket is not on it: the list names a case, and the number must not."""
        blocks = checklist_blocks(checklist, held, self._branch, self._texts, printed_ms=self._clock.now_ms())
        return render(blocks, self._profile).data

    def strip(self, code: str) -> bytes:
        """The test strip after the paper was changed: `code` is for a person to read."""
        blocks = strip_blocks(code, self._branch, self._texts, printed_ms=self._clock.now_ms())
        return render(blocks, self._profile).data

    def leaflet(self, leaflet: Leaflet) -> bytes:
        """The bytes of a sheet about one programme."""
        blocks = leaflet_blocks(leaflet, self._branch, self._texts, printed_ms=self._clock.now_ms())
        return render(blocks, self._profile).data

    def copy(self, job: JobRow, ticket: Ticket | None) -> bytes:
        """The copy (SALINAN) that takes the place of `job`; `ticket` where the job is one's."""
        if ticket is None:
            mark = Text(self._texts.say("slip.copy", BASE), bold=True, align=Align.CENTER)
            return with_heading([mark], job.data, self._profile)
        ticket_id, asks = self._asks_at_counter
        return self.ticket(
            ticket,
            ask_at_counter=asks and ticket_id == ticket.ticket_id,
            copy_of_ms=ticket.issued_at_ms,
            printed_ms=self._clock.now_ms(),
        )

"""What surrounds a visit and is nobody's: the branch, the hour, the texts, printer and disk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from kiosk.domain.announcing import Announcement
from kiosk.domain.branch import Branch
from kiosk.domain.calendar import Opening, opening
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.lifecycle import HoldCause
from kiosk.domain.promise import NotEstimable, Promise
from kiosk.domain.roll import Outlook
from kiosk.domain.texts import Texts
from kiosk.domain.ticket import TicketClass
from kiosk.visit.view import ScreenId

Estimate = Callable[[str, TicketClass], Promise]


def no_estimate(_service: str, _ticket_class: TicketClass) -> Promise:
    """No window while there is no ground for one."""
    return NotEstimable()


@dataclass(frozen=True, slots=True)
class Lobby:
    """One look around, taken for one step or one view."""

    branch: Branch
    texts: Texts
    catalogue: Catalogue
    now: datetime
    """Local time of the branch."""
    monotonic_ms: int
    printer_problem: HoldCause | None = None
    store_full: bool = False
    roll: Outlook | None = None
    """How long the paper lasts; None until it was worked out."""
    blind_printer: bool = False
    """The printer tells nothing of cover and paper: buttons lead through a change."""
    estimate: Estimate = no_estimate
    scanner: bool = False
    """A square can be held before something here."""
    announcements: tuple[Announcement, ...] = ()

    def local(self, at_ms: int) -> datetime:
        """A stored moment on the branch's own clock."""
        return datetime.fromtimestamp(at_ms / 1000, self.branch.zone.tz)

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()

    @property
    def hours_today(self) -> tuple[time, time] | None:
        """When the counters open and close today; None on a closed day."""
        return self.branch.hours.on(self.today)

    @property
    def closed_today(self) -> Mapping[str, str] | None:
        """Why the calendar closes today, by language; None when it does not."""
        told = self.branch.hours.special.get(self.today)
        return told.name if told is not None and told.span is None else None

    @property
    def opening(self) -> Opening:
        """Where the branch is in its day."""
        return opening(self.now, self.branch.hours, self.branch.zone)

    @property
    def gives_numbers(self) -> bool:
        """True from the branch's kiosk hour until its counters close."""
        return self.opening.gives_numbers

    @property
    def base_screen(self) -> ScreenId:
        """What an untouched kiosk shows now."""
        if self.store_full:
            return ScreenId.OUT_OF_SERVICE
        return ScreenId.ATTRACT if self.gives_numbers else ScreenId.CLOSED

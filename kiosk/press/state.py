"""What the house may know of its printer: one snapshot for screens, staff and doctor."""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.lifecycle import HoldCause
from kiosk.domain.slip import SlipStatus
from kiosk.store.jobs import JobRow
from printers.status import Cover, Link, Paper, Status, Trouble


@dataclass(frozen=True, slots=True)
class PrinterState:
    """The printer at the last look. `ready` is never a guess: unknown is not ready."""

    ready: bool
    connected: bool
    sees: bool
    """False for a printer that tells nothing of itself: then `ready` means connected, and a person is asked."""
    paper: Paper
    cover: Cover
    cause: HoldCause | None
    """What is in the way, for staff; None when ready."""
    level: int
    """1 to 4: how this printer proves that a slip is on paper."""
    reason: str = ""
    """Why there is no connection, in the words of the system."""
    failure: str = ""
    """What broke in the press itself; empty while it works."""
    on_hold: bool = False
    """Somebody changes the paper: nothing but test strips is printed."""

    @property
    def prints(self) -> bool:
        """A slip that is queued now comes out."""
        return self.ready and not self.on_hold

    @property
    def cover_open(self) -> bool:
        """Somebody has opened the printer."""
        return self.cover is Cover.OPEN

    @property
    def paper_low(self) -> bool:
        """The roll wants changing soon."""
        return self.paper is Paper.LOW

    @property
    def unknown(self) -> bool:
        """The printer should speak and does not, or speaks nonsense."""
        return self.connected and self.sees and Paper.UNKNOWN is self.paper and self.cover is not Cover.OPEN


CAUSES: Final = {
    Trouble.LINK: HoldCause.LINK,
    Trouble.MUTE: HoldCause.MUTE,
    Trouble.COVER_OPEN: HoldCause.COVER_OPEN,
    Trouble.PAPER_OUT: HoldCause.PAPER_OUT,
    Trouble.CUTTER: HoldCause.CUTTER,
    Trouble.JAM: HoldCause.CUTTER,  # the same picture: open it, take the paper out
    Trouble.OVERHEATED: HoldCause.OVERHEATED,
    Trouble.ERROR: HoldCause.ERROR,
    Trouble.OFFLINE: HoldCause.NOT_READY,
}

UNSEEN: Final = PrinterState(
    ready=False,
    connected=False,
    sees=True,
    paper=Paper.UNKNOWN,
    cover=Cover.UNKNOWN,
    cause=HoldCause.NOT_READY,
    level=4,
    reason="not looked at yet",
)


def state_of(status: Status, level: int, reason: str, failure: str = "") -> PrinterState:
    """The snapshot for one reading."""
    trouble = status.trouble
    cause = HoldCause.NOT_READY if trouble is None and not status.ready else cause_of(trouble)
    return PrinterState(
        ready=status.ready,
        connected=status.link is Link.UP,
        sees=status.sees,
        paper=status.paper,
        cover=status.cover,
        cause=cause,
        level=level,
        reason=reason,
        failure=failure,
    )


def cause_of(trouble: Trouble | None) -> HoldCause | None:
    """What staff are told about a trouble."""
    return None if trouble is None else CAUSES[trouble]


def held_because(state: PrinterState) -> HoldCause | None:
    """What keeps the printer from printing, as the visit is told it; None when it prints."""
    if not state.ready:
        return state.cause
    return HoldCause.ROLL if state.on_hold else None


def news_of(job: JobRow, *, asks_person: bool = False) -> SlipStatus:
    """Where a slip is now, as visit and staff are told it."""
    return SlipStatus(job.job_id, job.kind, job.state, job.cause, asks_person, job.ticket_id)

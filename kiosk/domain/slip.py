"""News of a slip on its way to paper, as the press tells it and the visit hears it."""

from dataclasses import dataclass

from kiosk.domain.lifecycle import HoldCause, JobState, SlipKind


@dataclass(frozen=True, slots=True)
class SlipStatus:
    """Where one slip is now."""

    job_id: int
    kind: SlipKind
    state: JobState
    cause: HoldCause | None = None
    asks_person: bool = False
    """True when only a human can know: 'Tiket sudah keluar?' (confirmation levels 3 and 4)."""
    ticket_id: str | None = None
    """Whose ticket's slip; None for a list, which belongs to nobody."""

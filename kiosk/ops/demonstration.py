"""When a demonstration happens: in opening hours, whatever the hour, and never before the one it carries on."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

from kiosk.domain.calendar import opening
from kiosk.domain.clock import Clock
from kiosk.ops.clock import ShiftedClock
from kiosk.ops.settings import Settings

SHIFT_NAME: Final = "demonstration-shift-ms"
INTO_THE_DAY: Final = timedelta(minutes=70)
"""A demonstration outside opening hours is moved to this long after the counters open."""


def demonstration_clock(clock: Clock, settings: Settings) -> Clock:
    """`clock` itself while the branch gives numbers, else moved to its next working morning.

    `settings` as they count here: a calendar in force closes days for a demonstration, too; one that is still to begin
    is not looked at.

    The step is kept in the data directory: a demonstration started again on the same data goes on from where it was,
    since a number issued "later" than now would tell the kiosk that its clock had jumped.
    """
    now = opening(clock.now(), settings.branch.hours, settings.branch.zone)
    if now.gives_numbers or now.opens_at is None:
        return clock
    kept = settings.data_dir / SHIFT_NAME
    before = _shifted_before(clock, kept)
    if before is not None and opening(before.now(), settings.branch.hours, settings.branch.zone).gives_numbers:
        return before
    shift = now.opens_at + INTO_THE_DAY - clock.now()
    with suppress(OSError):  # a folder that cannot be written is told of by whoever takes it
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(str(shift // timedelta(milliseconds=1)), encoding="ascii")
    return ShiftedClock(clock, shift)


def _shifted_before(clock: Clock, kept: Path) -> Clock | None:
    try:
        return ShiftedClock(clock, timedelta(milliseconds=int(kept.read_text(encoding="ascii"))))
    except (OSError, ValueError, OverflowError):
        return None

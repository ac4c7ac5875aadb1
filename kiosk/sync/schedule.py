"""When to synchronise: each kiosk at its own minute of the night, and a trickle by day while the hub answers."""

import hashlib
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final


class Cause(StrEnum):
    """What started a run."""

    WINDOW = "window"
    TRICKLE = "trickle"
    TI = "ti"


PATIENCE_MIN: Final = (1, 2, 5, 10, 20, 30)
"""Minutes until the next try after 1, 2, 3, … failures in a row; the last one from then on."""


def slot_of(kiosk: str, window: tuple[time, time], after: datetime) -> datetime:
    """The next slot after `after`: a fixed share of the window by the hash of `kiosk`, moved by the date.

    Full jitter: 1,300 kiosks spread over the whole window instead of knocking at 20.00, and a link that is always
    busy at one hour is met at another one next night. `after` is local time without zone; the window may span midnight.
    """
    for days in (-1, 0, 1, 2):
        day = after.date() + timedelta(days=days)
        begins = datetime.combine(day, window[0])
        share = int.from_bytes(hashlib.sha256(f"{kiosk} {day.isoformat()}".encode()).digest()[:8], "big") / 2**64
        at = (begins + _length(window) * share).replace(microsecond=0)
        if at > after:
            return at
    raise AssertionError("the window after next is always ahead")


def trickle_wait_min(every_min: int, failures: int, kiosk: str) -> int | None:
    """Minutes until the next small run; None when there is none by day (`every_min` 0)."""
    if every_min == 0:
        return None
    if failures == 0:
        return every_min
    wait = PATIENCE_MIN[min(failures, len(PATIENCE_MIN)) - 1]
    # So that a whole country does not come back in the same minute after an outage of the hub.
    jitter = hashlib.sha256(f"{kiosk} {failures}".encode()).digest()[0] % (wait + 1)
    return max(every_min, wait + jitter)


def _length(window: tuple[time, time]) -> timedelta:
    begin, end = (timedelta(hours=moment.hour, minutes=moment.minute) for moment in window)
    return (end - begin) % timedelta(days=1) or timedelta(days=1)


class Timetable:
    """Says when a run is due. `now`: local time without zone; `mono_ms`: the clock that never goes back."""

    def __init__(self, kiosk: str, window: tuple[time, time], trickle_min: int, now: datetime, mono_ms: int) -> None:
        self._kiosk = kiosk
        self._window = window
        self._trickle_min = trickle_min
        self._failures = 0
        self._slot = slot_of(kiosk, window, now)
        self._trickle_ms = self._next_trickle(mono_ms)

    def due(self, now: datetime, mono_ms: int) -> Cause | None:
        """What is due, if anything. A clock that was set back does not hold up the night's run for more than a day."""
        if now >= self._slot:
            return Cause.WINDOW
        if self._slot - now > timedelta(days=2):
            self._slot = slot_of(self._kiosk, self._window, now)
        return Cause.TRICKLE if self._trickle_ms is not None and mono_ms >= self._trickle_ms else None

    def ran(self, now: datetime, mono_ms: int, *, reached: bool, retry_after_s: int = 0) -> None:
        """A run is over, whatever had started it. `reached`: the hub answered as it should."""
        self._failures = 0 if reached else self._failures + 1
        if reached or now >= self._slot + _length(self._window):
            self._slot = slot_of(self._kiosk, self._window, now)
        elif now >= self._slot:
            # The night is not over: try again in it, as by day.
            wait = trickle_wait_min(self._trickle_min or 5, self._failures, self._kiosk) or 5
            self._slot = now + max(timedelta(minutes=wait), timedelta(seconds=retry_after_s))
        self._trickle_ms = self._next_trickle(mono_ms)
        if self._trickle_ms is not None:
            self._trickle_ms = max(self._trickle_ms, mono_ms + 1000 * retry_after_s)

    def _next_trickle(self, mono_ms: int) -> int | None:
        wait = trickle_wait_min(self._trickle_min, self._failures, self._kiosk)
        return None if wait is None else mono_ms + 60_000 * wait

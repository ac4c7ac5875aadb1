"""When to synchronise: each kiosk at its own minute of the night, and a trickle by day while the hub answers."""

import hashlib
from datetime import datetime, time, timedelta
from typing import Final

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

"""Whether others are waiting for the kiosk itself, so that the short way out is the large button."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from kiosk.domain.calendar import OpeningState

WINDOW_MS: Final = 5 * 60_000
PAUSE_MS: Final = 90_000
"""A pause: so long without a number that the kiosk stood free. A visit for a number alone takes 20 to 60 seconds."""


def is_rush(state: OpeningState, taken_ms: Iterable[int], now_ms: int) -> bool:
    """True before opening, or when numbers were taken without a pause in the last five minutes.

    `taken_ms`: when numbers were taken, the present one included, in any order. The five minutes must be covered
    from their first moment to now: no gap longer than 90 s between neighbours, nor at either end. What the clock
    shows as later than now (it has jumped back) counts for nothing.
    """
    if state in (OpeningState.NIGHT, OpeningState.BEFORE_OPENING):
        return True
    since_ms = now_ms - WINDOW_MS
    moments = sorted(ms for ms in taken_ms if since_ms <= ms <= now_ms)
    edges = [since_ms, *moments, now_ms]
    return all(later - earlier <= PAUSE_MS for earlier, later in pairwise(edges))

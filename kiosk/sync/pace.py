"""How many events go into one batch: as many as this line brings across well within a request's time."""

from typing import Final

MOST: Final = 500
"""Large enough to compress, small enough that packing it delays no ticket (measured: docs/bench.md)."""
LEAST: Final = 10
"""About one kilobyte with its envelope: a line on which that takes half a minute carries no batch of any size."""
QUICK_MS: Final = 5_000
"""Twice as much as came across in this time is still far from the deadline."""
SLOW_MS: Final = 15_000
"""Half a request's time: the next one is halved before it fails."""


class Pace:
    """`limit` events a batch; halved where it was too much, doubled again while it is quick."""

    def __init__(self, limit: int) -> None:
        """`limit`: what worked last."""
        self.limit = min(max(limit, LEAST), MOST)
        self._most = MOST

    def arrived(self, events: int, took_ms: int) -> None:
        """The hub signed for a batch of `events` after `took_ms`."""
        if took_ms > SLOW_MS:
            self.limit = max(min(self.limit, LEAST), min(self.limit, events) // 2)
        elif took_ms < QUICK_MS and events >= self.limit:  # a small rest proves nothing
            self.limit = max(self.limit, min(self.limit * 2, self._most))

    def too_slow(self) -> bool:
        """A batch did not come across in time; False when it could not be smaller."""
        if self.limit <= LEAST:
            return False
        self.limit = max(LEAST, self.limit // 2)
        return True

    def too_large(self) -> bool:
        """The hub takes no batch of this size, however fast the line; False when it was a single event."""
        if self.limit == 1:
            return False
        self._most = self.limit = self.limit // 2
        return True

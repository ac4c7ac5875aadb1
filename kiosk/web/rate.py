"""How often one address may ask: a token bucket each, in bounded memory, of this worker alone."""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from threading import Lock
from typing import Final

KEYS_KEPT: Final = 10_000


class RateLimit:
    """`burst` at once, then `per_minute`. Safe from any thread; of too many keys the oldest are forgotten."""

    def __init__(self, per_minute: int, burst: int, monotonic_ms: Callable[[], int]) -> None:
        self._ms_each = 60_000 / per_minute
        self._burst = burst
        self._monotonic_ms = monotonic_ms
        self._full_at: OrderedDict[str, float] = OrderedDict()
        """When a key's bucket is full again, on the monotonic clock."""
        self._lock = Lock()

    def wait_ms(self, key: str) -> int:
        """0 and one taken, or the milliseconds until there is one to take."""
        now = self._monotonic_ms()
        with self._lock:
            full_at = max(now, self._full_at.pop(key, now))
            wait = full_at + self._ms_each - (now + self._burst * self._ms_each)
            self._full_at[key] = full_at if wait > 0 else full_at + self._ms_each
            while len(self._full_at) > KEYS_KEPT:
                self._full_at.popitem(last=False)
        return max(0, ceil(wait))

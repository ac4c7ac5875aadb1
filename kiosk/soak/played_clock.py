"""Time for a soak that need not last: it passes only while somebody waits."""

from datetime import UTC, datetime
from threading import Condition, Lock
from typing import Final

START: Final = datetime(2025, 1, 14, 1, 0, tzinfo=UTC)
"""A Tuesday, 08.00 in western Indonesia."""


class PlayedClock:
    """`kiosk.domain.clock.Clock`; safe to read from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._passed_ms = 0

    def now_ms(self) -> int:
        """Wall time in milliseconds since the Unix epoch."""
        return round(START.timestamp() * 1000) + self.monotonic_ms()

    def now(self) -> datetime:
        """Wall time, aware, in UTC."""
        return datetime.fromtimestamp(self.now_ms() / 1000, UTC)

    def monotonic_ms(self) -> int:
        """Milliseconds since the start."""
        with self._lock:
            return self._passed_ms

    def pause(self, ms: int) -> None:
        """Let time pass."""
        with self._lock:
            self._passed_ms += max(ms, 1)

    def wait(self, _condition: Condition, within_ms: int) -> None:
        """What the virtual printer does while it has nothing to say."""
        self.pause(within_ms)

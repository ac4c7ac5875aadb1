"""A clock that moves only when a test says so."""

from datetime import UTC, datetime
from threading import Lock

A_TUESDAY_MORNING = datetime(2025, 1, 14, 1, 0, tzinfo=UTC)
"""Tuesday, 14 January 2025, 08.00 in Serang (WIB): an ordinary service day."""


class SimulatedClock:
    """Fits `kiosk.domain.clock.Clock`; safe to read from any thread."""

    def __init__(self, start: datetime = A_TUESDAY_MORNING, *, monotonic_ms: int = 0) -> None:
        """Begin at the aware moment `start`, with the monotonic side at `monotonic_ms`."""
        if start.tzinfo is None:
            raise ValueError("a simulated clock starts at an aware moment")
        self._lock = Lock()
        self._wall_ms = round(start.timestamp() * 1000)
        self._monotonic_ms = monotonic_ms

    def now_ms(self) -> int:
        """Wall time in milliseconds since the Unix epoch."""
        with self._lock:
            return self._wall_ms

    def now(self) -> datetime:
        """Wall time, aware, in UTC."""
        return datetime.fromtimestamp(self.now_ms() / 1000, UTC)

    def monotonic_ms(self) -> int:
        """Milliseconds since the start; never goes back."""
        with self._lock:
            return self._monotonic_ms

    def advance(self, ms: int = 0, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Let time pass on both sides; a negative span is a `jump`, not time."""
        span_ms = round(ms + 1000 * (seconds + 60 * (minutes + 60 * hours)))
        if span_ms < 0:
            raise ValueError("time does not run backwards; use jump()")
        with self._lock:
            self._wall_ms += span_ms
            self._monotonic_ms += span_ms

    def jump(self, ms: int = 0, *, seconds: float = 0, hours: float = 0, days: float = 0) -> None:
        """Set the wall clock forward or back, as a person or NTP does; the monotonic side does not notice."""
        span_ms = round(ms + 1000 * (seconds + 3600 * (hours + 24 * days)))
        with self._lock:
            self._wall_ms += span_ms

    def jump_to(self, moment: datetime) -> None:
        """Set the wall clock to an aware moment."""
        self.jump(round(moment.timestamp() * 1000) - self.now_ms())

"""The real clock: the only place of the kiosk that asks the machine for the time."""

import time
from datetime import UTC, datetime


class SystemClock:
    """`kiosk.domain.clock.Clock` from the machine; wall time may jump, monotonic time does not."""

    def now_ms(self) -> int:
        """Wall time in milliseconds since the Unix epoch."""
        return time.time_ns() // 1_000_000

    def now(self) -> datetime:
        """Wall time, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic_ms(self) -> int:
        """Milliseconds since an arbitrary start; never goes back."""
        return time.monotonic_ns() // 1_000_000

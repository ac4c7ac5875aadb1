"""The real clock: the only place of the kiosk that asks the machine for the time."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.domain.clock import Clock


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


BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """Which run of the machine the monotonic clock counts in; empty where the system does not tell."""
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""


class ShiftedClock:
    """Another clock moved by a fixed step, so that a demonstration can happen in opening hours at any time."""

    def __init__(self, clock: Clock, shift: timedelta) -> None:
        """Wall time is `clock`'s plus `shift`; monotonic time is `clock`'s own."""
        self._clock = clock
        self._shift = shift

    def now_ms(self) -> int:
        """Shifted wall time in milliseconds since the Unix epoch."""
        return self._clock.now_ms() + self._shift // timedelta(milliseconds=1)

    def now(self) -> datetime:
        """Shifted wall time, aware, in UTC."""
        return self._clock.now() + self._shift

    def monotonic_ms(self) -> int:
        """Milliseconds since an arbitrary start; never goes back."""
        return self._clock.monotonic_ms()

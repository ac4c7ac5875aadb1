"""The one way to ask for the time; a sensor, never an authority over order."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time as the machine believes it, injected everywhere; tests hand in a simulated one."""

    def now_ms(self) -> int:
        """Wall time in milliseconds since the Unix epoch; may jump."""
        ...

    def now(self) -> datetime:
        """Wall time, aware, in UTC; may jump."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds since an arbitrary start; never goes back."""
        ...

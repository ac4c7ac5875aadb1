"""When a tap counts: a second tap on the same control, or one meant for the screen before, does not (R-ERG-6)."""

from kiosk.domain.clock import Clock


class Guard:
    """Debounce for all controls of one stage. Times in ms of the monotonic clock."""

    def __init__(self, clock: Clock, debounce_ms: int, key_debounce_ms: int) -> None:
        self._clock = clock
        self._debounce_ms = debounce_ms
        self._key_debounce_ms = key_debounce_ms
        self._quiet_until_ms = clock.monotonic_ms() - 1
        self._last: tuple[str, int] | None = None
        self.screen = 0
        """Counts screens: a press that began on another one is void, even if its control now means something else."""

    def screen_changed(self) -> None:
        """Another screen is shown: taps meant for the one before are let pass."""
        self.screen += 1
        self._hush(self._debounce_ms)
        self._last = None

    def person_changed(self, handover_ms: int) -> None:
        """The visit was wiped: for `handover_ms` a touch may still be the hand of the person before (R-TIME-7)."""
        self._hush(handover_ms)

    def admits(self, control: str, *, key: bool = False) -> bool:
        """Whether a press on `control` that begins now may count."""
        now_ms = self._clock.monotonic_ms()
        if now_ms < self._quiet_until_ms:
            return False
        if self._last is None or self._last[0] != control:
            return True
        return now_ms - self._last[1] >= (self._key_debounce_ms if key else self._debounce_ms)

    def happened(self, control: str) -> None:
        """`control` was activated now."""
        self._last = (control, self._clock.monotonic_ms())

    def _hush(self, for_ms: int) -> None:
        self._quiet_until_ms = max(self._quiet_until_ms, self._clock.monotonic_ms() + for_ms)

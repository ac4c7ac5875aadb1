"""Lets somebody look at the bytes of each slip: the tour keeps them, a test compares them."""

from collections.abc import Callable

from printers.driver import Driver, Outcome
from printers.profiles import Profile
from printers.transport import Transport


class WatchedDriver(Driver):
    """The driver, with somebody looking at what it handed over whole."""

    def __init__(
        self,
        factory: Callable[[], Transport],
        profile: Profile,
        clock_ms: Callable[[], int],
        watch: Callable[[int, bytes], None],
    ) -> None:
        super().__init__(factory, profile, clock_ms)
        self._watch = watch

    def print_slip(
        self, data: bytes, job_id: int, length_mm: float, on_sent: Callable[[], None] = lambda: None
    ) -> Outcome:
        def sent() -> None:
            self._watch(job_id, data)
            on_sent()

        return super().print_slip(data, job_id, length_mm, sent)


def unwatched(_job_id: int, _data: bytes) -> None:
    """Nobody looks."""

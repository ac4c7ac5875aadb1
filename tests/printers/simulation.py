"""A virtual printer in simulated time: waiting for it moves the clock and takes none."""

from threading import Condition

from printers.profiles import Confirmation, Profile
from printers.virtual import VirtualPrinter
from tests.clock import SimulatedClock


def simulated_printer(
    clock: SimulatedClock,
    profile: Profile,
    *,
    speed_mm_per_s: float | None = None,
    confirmation: Confirmation | None = None,
) -> VirtualPrinter:
    """A virtual printer for which waiting takes no time: whoever waits moves the clock instead."""

    def wait(condition: Condition, within_ms: int) -> None:
        clock.advance(max(within_ms, 1))

    return VirtualPrinter(
        profile, clock.monotonic_ms, speed_mm_per_s=speed_mm_per_s, confirmation=confirmation, wait=wait
    )

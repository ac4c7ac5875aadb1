"""A driver and its virtual printer on one simulated clock."""

from printers.driver import Driver, Outcome
from printers.layout import Rendered, render
from printers.profiles import Confirmation, Profile, profile
from printers.status import Status
from printers.transport import transport_factory
from printers.virtual import VirtualPrinter
from tests.clock import SimulatedClock
from tests.printers.simulation import simulated_printer
from tests.printers.slips import a_ticket

EPSON = profile("epson-80")
TICKET = render(a_ticket(), EPSON)
WHOLE = "dipanggil."
"""The last line of a ticket."""
ONE_READING = 6
"""Bytes of questions between two looks and the slip: faults are counted from after them."""


class Desk:
    """A driver, the printer it drives, and the clock of both."""

    def __init__(
        self,
        family: Profile = EPSON,
        *,
        confirmation: Confirmation | None = None,
        speed_mm_per_s: float | None = None,
    ) -> None:
        self.clock = SimulatedClock()
        self.printer: VirtualPrinter = simulated_printer(
            self.clock, family, confirmation=confirmation, speed_mm_per_s=speed_mm_per_s
        )
        self.driver = Driver(
            transport_factory("virtual:", self.clock.monotonic_ms, self.printer), family, self.clock.monotonic_ms
        )
        self.sent = 0

    def print(self, slip: Rendered = TICKET, job_id: int = 1) -> Outcome:
        def on_sent() -> None:
            self.sent += 1

        return self.driver.print_slip(slip.data, job_id, slip.length_mm, on_sent)

    def whole_papers(self) -> int:
        """Pieces on which a person can read the slip to its end."""
        return sum(paper.whole and paper.lines()[-1:] == [WHOLE] for paper in self.printer.papers)

    def settle(self) -> Status:
        """What the driver knows after looking twice, a moment apart."""
        self.driver.status()
        self.clock.advance(500)
        return self.driver.status()

"""The roll meter: every millimetre that leaves the printer is written down, and nobody waits for it."""

import logging
from concurrent.futures import Future

from kiosk.domain.clock import Clock
from kiosk.store.rolls import add_paper, mark_low
from kiosk.store.writer import Writer
from printers.driver import Delivery, Outcome
from printers.status import Paper

_log = logging.getLogger(__name__)

TORN_SHARE = 0.5
"""Of a slip that stopped half way nobody knows how much came out."""


class Meter:
    """Used by the print thread."""

    def __init__(self, writer: Writer, clock: Clock) -> None:
        """Counts into the store behind `writer`."""
        self._writer = writer
        self._clock = clock
        self._paper = Paper.UNKNOWN

    def printed(self, outcome: Outcome, length_mm: float, *, number: bool) -> None:
        """A slip or a test strip of this length was sent, and became of it what it became."""
        if not outcome.touched:
            return
        torn = outcome.delivery is Delivery.HELD
        used_mm = length_mm * (TORN_SHARE if torn else 1)
        counts = number and not torn
        self._later(self._writer.submit(lambda db: add_paper(db, self._clock, used_mm, number=counts)))

    def seen(self, paper: Paper) -> None:
        """What the sensor says now; what counts is the moment at which it begins to say 'low'."""
        if paper is Paper.LOW and self._paper is not Paper.LOW:
            self._later(self._writer.submit(lambda db: mark_low(db, self._clock)))
        if paper is not Paper.UNKNOWN:
            self._paper = paper

    def _later(self, answer: "Future[object]") -> None:
        answer.add_done_callback(_told)


def _told(answer: "Future[object]") -> None:
    """A full disk loses a figure of the meter, never a slip."""
    if error := answer.exception():
        _log.warning("roll-not-metered", extra={"fields": {"error": type(error).__name__}})

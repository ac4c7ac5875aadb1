"""How long the roll in the printer lasts, by what past rolls and past days have shown; only reads."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, time, timedelta
from typing import Final

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.calendar import local_day
from kiosk.domain.clock import Clock
from kiosk.domain.roll import (
    FEWEST_DAYS,
    NOMINAL_58_MM,
    NOMINAL_MM,
    Day,
    Outlook,
    RollKind,
    RollUse,
    day_of,
    learned,
    outlook,
    ticket_mm,
    usual_day,
)
from kiosk.store.arrivals import takes_by_day
from kiosk.store.rolls import paper_and_numbers, present_roll, real_lengths
from kiosk.store.writer import Writer

_log = logging.getLogger(__name__)

DAYS: Final = 10
"""Service days, the newest, that a forecast looks back on: two weeks."""
NARROW_MM: Final = 60.0
_AHEAD_DAYS: Final = 31
LOOK_EVERY_MS: Final = 60_000
_UNTOUCHED: Final = RollUse(RollKind.UNKNOWN, 0.0)


def look_at_roll(db: Database, branch: Branch, clock: Clock, paper_mm: float) -> Outlook:
    """The outlook now, for a printer with paper `paper_mm` wide."""
    now = clock.now().astimezone(branch.zone.tz)
    opens, closes = _hours(branch, now)
    roll = present_roll(db)
    nominal_mm = NOMINAL_58_MM if paper_mm < NARROW_MM else NOMINAL_MM
    return outlook(
        _UNTOUCHED if roll is None else roll.use,
        learned(*real_lengths(db), nominal_mm),
        _past_days(db, branch, now) or [usual_day(_minute(branch.hours.kiosk_from), closes)],
        ticket_mm(*paper_and_numbers(db)),
        minute=_minute(now.time()),
        opens=opens,
        closes=closes,
    )


def _past_days(db: Database, branch: Branch, now: datetime) -> list[Day]:
    """Empty while there are too few to say anything."""
    takes = takes_by_day(db, branch.branch_id, local_day(now, branch.zone), DAYS)
    days = [day_of([_minute_of(ms, branch) for ms in day]) for day in takes if day]
    return days if len(days) >= FEWEST_DAYS else []


def _hours(branch: Branch, now: datetime) -> tuple[int, int]:
    """Today's counters, or on a closed day those of the next open one: the roll is changed for that day then."""
    for ahead in range(_AHEAD_DAYS):
        day = branch.hours.on(now.date() + timedelta(days=ahead))
        if day is not None:
            return _minute(day[0]), _minute(day[1])
    return 8 * 60, 16 * 60


def _minute_of(ms: int, branch: Branch) -> int:
    return _minute(datetime.fromtimestamp(ms / 1000, branch.zone.tz).time())


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


class RollWatch:
    """Works the outlook out now and then, on the writer's thread, and tells whoever wants to know."""

    def __init__(
        self,
        writer: Writer,
        branch: Branch,
        clock: Clock,
        paper_mm: float,
        heard: Callable[[Outlook], None],
    ) -> None:
        """`heard` is called on the writer's thread."""
        self._writer = writer
        self._branch = branch
        self._clock = clock
        self._paper_mm = paper_mm
        self._heard = heard
        self._looked_ms: int | None = None

    def use_branch(self, branch: Branch) -> None:
        """Other hours count from now on."""
        self._branch = branch

    def tick(self) -> None:
        """Call every few seconds; looks once a minute."""
        now_ms = self._clock.monotonic_ms()
        if self._looked_ms is None or now_ms - self._looked_ms >= LOOK_EVERY_MS:
            self.look()

    def look(self) -> None:
        """Look now: the roll was changed."""
        self._looked_ms = self._clock.monotonic_ms()
        self._writer.submit(self._look).add_done_callback(_log_failure)

    def _look(self, db: Database) -> None:
        self._heard(look_at_roll(db, self._branch, self._clock, self._paper_mm))


def _log_failure(answer: "Future[None]") -> None:
    if error := answer.exception():
        _log.warning("roll-not-foreseen", extra={"fields": {"error": type(error).__name__}})

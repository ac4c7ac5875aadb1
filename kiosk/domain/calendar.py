"""The service day and the opening hours of a branch, from its own zone's clock on the wall."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from kiosk.domain.branch import OpeningHours, Zone

_AHEAD_DAYS: Final = 400
"""A calendar that closes a whole year is refused."""


class OpeningState(StrEnum):
    """Where the branch is in its day."""

    NIGHT = "night"
    """An open day, before numbers may be taken."""
    BEFORE_OPENING = "before-opening"
    """Numbers may be taken, the counters are still shut: the dawn rush."""
    OPEN = "open"
    CLOSED = "closed"
    """After closing."""
    CLOSED_DAY = "closed-day"
    """No counter opens today."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the hours say at one moment; times are local and aware, None when the branch never opens."""

    state: OpeningState
    opens_at: datetime | None
    """The next time the counters open, after this moment."""
    kiosk_from: datetime | None
    """The next time the kiosk begins to give numbers, after this moment."""
    closes_at: datetime | None
    """Today's closing, while it lies ahead."""

    @property
    def gives_numbers(self) -> bool:
        """True while the hours allow numbers to be taken."""
        return self.state in (OpeningState.BEFORE_OPENING, OpeningState.OPEN)


def local_day(now: datetime, zone: Zone) -> date:
    """The date on the branch's wall at the aware moment `now`."""
    return now.astimezone(zone.tz).date()


def service_day(now: datetime, zone: Zone, last: date | None) -> date:
    """The day a number taken now belongs to: today in the branch, but never before `last`, the newest open day.

    When a clock jumps back, a day once begun goes on until it is closed: else its numbers would meet those already
    on paper.
    """
    today = local_day(now, zone)
    return today if last is None else max(today, last)


def closing_counts(closed_at: datetime | None, day: date, now: datetime, zone: Zone) -> bool:
    """Whether `day` takes no more numbers at `now`, by the moment it was closed at.

    A closing on another date than its own, or one that still lies ahead, came from a wrong clock: it stops nobody.
    """
    return closed_at is not None and closed_at <= now and local_day(closed_at, zone) == day


def opening_state(now: datetime, hours: OpeningHours, zone: Zone) -> OpeningState:
    """State of the branch alone, at the aware moment `now`."""
    local = now.astimezone(zone.tz)
    today = hours.on(local.date())
    if today is None:
        return OpeningState.CLOSED_DAY
    opens, closes = today
    at = local.time()
    if at >= closes:
        return OpeningState.CLOSED
    if at >= opens:
        return OpeningState.OPEN
    return OpeningState.BEFORE_OPENING if at >= hours.kiosk_from else OpeningState.NIGHT


def opening(now: datetime, hours: OpeningHours, zone: Zone) -> Opening:
    """State of the branch and its next opening at the aware moment `now`."""
    local = now.astimezone(zone.tz)
    state = opening_state(now, hours, zone)
    today = hours.on(local.date())
    closes_at = None
    if today is not None and state is not OpeningState.CLOSED:
        closes_at = _at(local.date(), today[1], zone)
    return Opening(
        state,
        opens_at=_next(local, hours, zone, lambda day: day[0]),
        kiosk_from=_next(local, hours, zone, lambda day: min(day[0], hours.kiosk_from)),
        closes_at=closes_at,
    )


def _next(
    local: datetime, hours: OpeningHours, zone: Zone, begins: Callable[[tuple[time, time]], time]
) -> datetime | None:
    # Today's may be past, and the same weekday comes again after seven days; a calendar may close more than those.
    for ahead in range(8 if not hours.special else _AHEAD_DAYS):
        day = local.date() + timedelta(days=ahead)
        open_day = hours.on(day)
        if open_day is not None and (moment := _at(day, begins(open_day), zone)) > local:
            return moment
    return None


def _at(day: date, at: time, zone: Zone) -> datetime:
    return datetime.combine(day, at, tzinfo=zone.tz)

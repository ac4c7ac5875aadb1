"""The branch as its settings describe it: place, zone, hours, lanes, numbers, screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta, timezone
from enum import StrEnum


class Zone(StrEnum):
    """Indonesia's three zones; none has daylight saving (Keppres 41/1987)."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"

    @property
    def tz(self) -> timezone:
        """The fixed offset of this zone."""
        hours = {Zone.WIB: 7, Zone.WITA: 8, Zone.WIT: 9}[self]
        return timezone(timedelta(hours=hours), self.value)


@dataclass(frozen=True, slots=True)
class Lane:
    """A letter and the services behind it, e.g. A: claims."""

    letter: str
    name: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DigitRange:
    """The numbers this kiosk may hand out in each lane, both ends included; disjoint between kiosks."""

    first: int
    last: int


Span = tuple[time, time]
"""Local opening and closing of the counters on one day."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not as its weekday is. `span` None: closed; `name` says why, by language."""

    span: Span | None
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Local opening and closing of the counters by weekday (0 = Monday); None on days the branch is closed."""

    by_weekday: tuple[Span | None, ...]
    kiosk_from: time
    """Local time from which numbers may be taken, before the counters open."""
    special: Mapping[date, SpecialDay] = field(default_factory=dict, hash=False)
    """What the calendar says of single dates; it goes before the weekday."""

    def on(self, day: date) -> Span | None:
        """When the counters open and close on `day`; None when they stay shut."""
        told = self.special.get(day)
        return self.by_weekday[day.weekday()] if told is None else told.span

    def with_special(self, special: Mapping[date, SpecialDay]) -> "OpeningHours":
        """The same week under another calendar."""
        return replace(self, special=special)


@dataclass(frozen=True, slots=True)
class Panel:
    """The screen in the flesh: everything drawn is sized in millimetres from these."""

    width_mm: float
    height_mm: float
    bottom_mm: float
    """Floor to the lower edge of the picture."""
    distance_mm: float = 600.0


@dataclass(frozen=True, slots=True)
class Branch:
    """Which branch and kiosk this is."""

    branch_id: str
    name: str
    kiosk_id: str
    zone: Zone
    address: str
    phone: str
    lanes: tuple[Lane, ...]
    digits: DigitRange
    hours: OpeningHours

    def lane_of(self, service: str) -> Lane:
        """The lane that takes `service`; KeyError names a service that no lane takes (refused at start)."""
        for lane in self.lanes:
            if service in lane.services:
                return lane
        raise KeyError(service)

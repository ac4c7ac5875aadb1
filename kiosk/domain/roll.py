"""How much paper is left and when it ends: pure arithmetic over what real rolls and real days have shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median
from typing import Final

LEARNED_FROM: Final = 5
"""Real rolls, the newest, whose median counts."""
CAUTION: Final = 0.9
"""Of a nominal length, until a real roll has shown its own."""
NOMINAL_MM: Final = 79_500.0
"""A roll of 80 mm, 80 mm thick on a core of 18 mm, paper of 60 µm: pi (D² - d²) / 4t."""
NOMINAL_58_MM: Final = 28_500.0
"""A small roll, 50 mm thick."""
NEAR_END_MM: Final = 5_300.0
"""Left when the usual sensor tells, at 27 mm of thickness."""
TICKET_MM: Final = 120.0
"""A ticket with its cut, until real ones have been counted."""
FEWEST_DAYS: Final = 3
"""Service days before their arrivals are believed more than the usual morning."""
SLOT_MINUTES: Final = 15
SLOTS: Final = 24 * 60 // SLOT_MINUTES
RISK: Final = 0.2
"""The share of days that would have run out from which staff are told."""
SURE: Final = 0.9
"""The share of mornings that must fit before opening."""

Day = tuple[int, ...]
"""Numbers taken in each quarter of an hour of one service day; SLOTS of them."""


class RollKind(StrEnum):
    """What was put in."""

    NEW = "new"
    PART = "part"
    """Used before: nobody knows how much."""
    UNKNOWN = "unknown"
    """It was in the printer when the kiosk was first started."""


class RollEnd(StrEnum):
    """Why a roll was taken out."""

    PAPER_OUT = "paper-out"
    CHANGED = "changed"


class Change(StrEnum):
    """Whether staff should change the roll, and when."""

    NO = "no"
    SOON = "soon"
    """More than one day in five would run out before closing."""
    BEFORE_OPENING = "before-opening"
    """The counters are shut, and the morning would not fit."""
    NOW = "now"
    """The printer itself says that little is left."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What the rolls of this printer hold, in mm."""

    capacity_mm: float
    near_end_mm: float
    """Left when the sensor tells."""


@dataclass(frozen=True, slots=True)
class RollUse:
    """The roll in the printer: what it is and how far it has been used, in mm."""

    kind: RollKind
    used_mm: float
    low_at_mm: float | None = None
    """How much had been used when the near-end sensor told."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is left of the roll, and when it ends by the arrivals of past days."""

    left_mm: float
    sure: bool
    """False for a roll of which nobody knows how much is on it: then only the sensor warns."""
    tickets: int
    """As many as still fit."""
    ends_minute: int | None
    """Minute of the day; None when it lasts until closing, or nobody can know."""
    change: Change


def learned(capacities: Sequence[float], near_ends: Sequence[float], nominal_mm: float = NOMINAL_MM) -> Learned:
    """From real rolls, oldest first: the median of the newest five; nominal lengths with caution before the first."""
    return Learned(
        median(capacities[-LEARNED_FROM:]) if capacities else nominal_mm * CAUTION,
        median(near_ends[-LEARNED_FROM:]) if near_ends else NEAR_END_MM * CAUTION,
    )


def left_mm(roll: RollUse, known: Learned) -> tuple[float, bool]:
    """(mm left, whether that is known). The sensor is believed more than the count."""
    if roll.low_at_mm is not None:
        return max(0.0, known.near_end_mm - (roll.used_mm - roll.low_at_mm)), True
    if roll.kind is RollKind.NEW:
        return max(0.0, known.capacity_mm - roll.used_mm), True
    return max(0.0, known.capacity_mm / 2 - roll.used_mm), False


def day_of(minutes: Sequence[int]) -> Day:
    """The arrivals of one day, from the minute of the day of each number."""
    slots = [0] * SLOTS
    for minute in minutes:
        slots[min(max(minute, 0) // SLOT_MINUTES, SLOTS - 1)] += 1
    return tuple(slots)


def usual_day(from_minute: int, until_minute: int) -> Day:
    """Before there are real days: sixty numbers, half of them in the first hour that the kiosk gives any."""
    first = range(from_minute // SLOT_MINUTES, from_minute // SLOT_MINUTES + 4)
    rest = range(first.stop, max(first.stop + 1, until_minute // SLOT_MINUTES))
    slots = [0] * SLOTS
    for at in first:
        slots[min(at, SLOTS - 1)] += 30 // len(first)
    for at in range(30):
        slots[min(rest[at * len(rest) // 30], SLOTS - 1)] += 1
    return tuple(slots)


def outlook(
    roll: RollUse,
    known: Learned,
    days: Sequence[Day],
    mm_per_ticket: float,
    *,
    minute: int,
    opens: int,
    closes: int,
) -> Outlook:
    """What the roll will do on a day like `days` (at least one), seen from `minute` of the day.

    `opens` and `closes`: minutes of the day between which the counters are open; after `closes` the next day counts.
    The morning is the part of a day until noon.
    """
    minute = minute if minute < closes else 0
    left, sure = left_mm(roll, known)
    fits = int(left / mm_per_ticket)
    change = Change.NO
    if roll.low_at_mm is not None:
        change = Change.NOW
    elif sure and minute < opens and _share_that_fits(days, 0, 12 * 60, fits) < SURE:
        change = Change.BEFORE_OPENING
    elif sure and 1 - _share_that_fits(days, minute, closes, fits) > RISK:
        change = Change.SOON
    return Outlook(left, sure, fits, _ends(days, minute, closes, fits) if sure else None, change)


def ticket_mm(used_mm: float, tickets: int) -> float:
    """Paper a number takes, lists and copies included, by what rolls and tickets have shown so far."""
    return max(used_mm / tickets, TICKET_MM / 2) if tickets >= 20 else TICKET_MM


def _share_that_fits(days: Sequence[Day], since: int, until: int, fits: int) -> float:
    part = slice(since // SLOT_MINUTES, -(-until // SLOT_MINUTES))
    return fmean(sum(day[part]) <= fits for day in days)


def _ends(days: Sequence[Day], minute: int, closes: int, fits: int) -> int | None:
    """The minute at which the mean of `days` has taken as many numbers as fit."""
    taken = 0.0
    at = minute
    while at < closes:
        slot_ends = min((at // SLOT_MINUTES + 1) * SLOT_MINUTES, closes)
        share = (slot_ends - at) / SLOT_MINUTES
        coming = fmean(day[at // SLOT_MINUTES] for day in days) * share
        if taken + coming > fits:
            return at + int((slot_ends - at) * max(0.0, fits - taken) / coming)
        taken += coming
        at = slot_ends
    return None

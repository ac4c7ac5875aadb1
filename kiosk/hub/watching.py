"""What somebody at head office or at a branch should look at first: rules over what is known of each kiosk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kiosk.hub.reading import Alarm, KioskStatus

HOUR_MS: Final = 3_600_000
SILENT_MS: Final = 26 * HOUR_MS
"""A night's sync and two hours of patience."""
CLOCK_OFF_MS: Final = 2 * 60_000
ROLL_LOW_MM: Final = 8_000
"""Some seventy tickets: it will not last a morning."""
BEHIND_EVENTS: Final = 50_000
"""Landed and not yet counted: the projector stands still."""


class Grade(IntEnum):
    """How soon somebody should look; the highest first."""

    LOOK = 1
    TODAY = 2
    NOW = 3


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the monitor's word
    """One thing to look at; the page has the words for each kind, an alarm brings its own sentence."""

    branch_id: str
    kiosk_id: str
    kind: str
    grade: Grade
    value: int = 0
    """Hours of silence, events parked, minutes a clock is ahead."""
    since_ms: int | None = None
    sentence: str = ""


def warnings(kiosks: Iterable[KioskStatus], alarms: Iterable[Alarm], now_ms: int) -> list[Warning]:
    """Everything there is to look at now, the most urgent first, then by branch."""
    found = [warning for kiosk in kiosks if not kiosk.revoked for warning in _of(kiosk, now_ms)]
    found += [_from(alarm) for alarm in alarms]
    return sorted(found, key=lambda one: (-one.grade, one.branch_id, one.kiosk_id, one.kind))


def _of(kiosk: KioskStatus, now_ms: int) -> Sequence[Warning]:
    found: list[Warning] = []

    def warn(kind: str, grade: Grade, value: int = 0, since_ms: int | None = None) -> None:
        found.append(Warning(kiosk.branch_id, kiosk.kiosk_id, kind, grade, value, since_ms))

    last_ms = last_word_ms(kiosk)
    if last_ms is None:
        warn("never", Grade.LOOK)
    elif now_ms - last_ms > SILENT_MS:
        warn("silent", Grade.NOW, (now_ms - last_ms) // HOUR_MS, last_ms)
    if kiosk.parked:
        warn("parked", Grade.TODAY, kiosk.parked)
    if kiosk.clock_ahead_ms is not None and abs(kiosk.clock_ahead_ms) > CLOCK_OFF_MS:
        warn("clock", Grade.TODAY, round(kiosk.clock_ahead_ms / 60_000))
    left_mm = roll_left_mm(kiosk)
    if kiosk.facts.get("roll_low") == "yes" or (left_mm is not None and left_mm < ROLL_LOW_MM):
        warn("roll", Grade.TODAY, since_ms=kiosk.fact_ms.get("roll_low"))
    if kiosk.facts.get("printer", "ok") != "ok":
        warn("printer", Grade.TODAY, since_ms=kiosk.fact_ms.get("printer"))
    if kiosk.behind > BEHIND_EVENTS:
        warn("behind", Grade.LOOK, kiosk.behind)
    return found


def roll_left_mm(kiosk: KioskStatus) -> int | None:
    """Paper left in the printer, when one roll of this kiosk has ever run out and told how long it was."""
    used, whole = (kiosk.facts.get(name, "") for name in ("roll_used_mm", "roll_whole_mm"))
    return max(0, int(whole) - int(used)) if used.isdecimal() and whole.isdecimal() else None


def last_word_ms(kiosk: KioskStatus) -> int | None:
    """When anything signed by this kiosk arrived last, by network or by stick."""
    known = [at_ms for at_ms in (kiosk.received_ms, kiosk.heard_ms) if at_ms is not None]
    return max(known, default=None)


def told_ms(kiosk: KioskStatus) -> int | None:
    """Until when it has told what happened, by its own clock: how far behind the figures of this kiosk are."""
    return max(kiosk.fact_ms.values(), default=None)


def _from(alarm: Alarm) -> Warning:
    grade = Grade.NOW if alarm.kind == "fork" else Grade.LOOK
    return Warning(alarm.branch_id, alarm.kiosk_id, alarm.kind, grade, alarm.times, alarm.first_ms, alarm.sentence)

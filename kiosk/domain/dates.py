"""Dates and times as people write them, in the sentences of the texts, never from a locale."""

from datetime import UTC, date, datetime

from kiosk.domain.branch import Zone
from kiosk.domain.texts import Texts


def local_time(at_ms: int, zone: Zone) -> datetime:
    """The moment `at_ms` (Unix, milliseconds) by the branch's own clock."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone.tz)


def date_text(day: date, texts: Texts, language: str) -> str:
    """'Senin, 23 November 2026'."""
    weekday = texts.say(f"slip.weekday-{day.weekday()}", language)
    month = texts.say(f"slip.month-{day.month}", language)
    return texts.say("slip.date", language, weekday=weekday, day=day.day, month=month, year=day.year)


def time_text(at_ms: int, zone: Zone, texts: Texts, language: str) -> str:
    """'07.42'; the language says what stands between hour and minute."""
    moment = local_time(at_ms, zone)
    return texts.say("slip.time", language, hour=f"{moment.hour:02d}", minute=f"{moment.minute:02d}")


def date_time_text(at_ms: int, zone: Zone, texts: Texts, language: str) -> str:
    """'Senin, 23 November 2026, pukul 07.42'."""
    day = date_text(local_time(at_ms, zone).date(), texts, language)
    return texts.say("slip.date-time", language, date=day, time=time_text(at_ms, zone, texts, language))

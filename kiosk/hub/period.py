"""The days a page is asked for, and how finely it tells them: day by day, or by the month where they are many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kiosk.hub.figures import days_until, months_until

DAILY_AT_MOST: Final = 92
"""A quarter: more bars than that say nothing, and months are counted already."""
HOURLY_AT_MOST: Final = 31
"""Days whose hours are laid on each other for all branches: half a million rows, and still under a second."""
DAYS_AT_MOST: Final = 5 * 366
MONTH: Final = 30
YEAR_MONTHS: Final = 13
"""This month and the twelve before: each can be seen beside itself a year ago."""


class BadPeriod(ValueError):  # noqa: N818 - what it says is what happened
    """Days that cannot be shown; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both counted. By the month it is whole months."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def by_month(self) -> bool:
        """Told by the month, not by the day."""
        return self.days > DAILY_AT_MOST

    @property
    def labels(self) -> list[str]:
        """Each day "2026-11-25", or each month "2026-11"."""
        if not self.by_month:
            return days_until(self.last, self.days)
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return months_until(self.last, months)

    @property
    def span(self) -> tuple[str, str]:
        """First and last day as they are counted."""
        return (self.first.isoformat(), self.last.isoformat())

    @property
    def query(self) -> str:
        """The period in an address."""
        return f"dari={self.first}&sampai={self.last}"


def of_days(last: date, count: int) -> Period:
    """The `count` days up to `last`; whole months where they are many."""
    return _whole(Period(last - timedelta(days=count - 1), last))


def of_months(last: date, count: int) -> Period:
    """The `count` months up to that of `last`, which is the end."""
    return Period(date.fromisoformat(f"{months_until(last, count)[0]}-01"), _end_of_month(last.replace(day=1)))


def of_month(month: str) -> Period:
    """All of "2026-11"."""
    first = date.fromisoformat(f"{month}-01")
    return Period(first, _end_of_month(first))


def asked_for(parameters: Mapping[str, str], usual: Period) -> Period:
    """The period in an address, `usual` where it names none. Raises BadPeriod."""
    last = _a_day(parameters["sampai"]) if parameters.get("sampai") else usual.last
    if parameters.get("dari"):
        first = _a_day(parameters["dari"])
    else:
        first = usual.first if last == usual.last else last - timedelta(days=MONTH - 1)
    if first > last:
        raise BadPeriod("Tanggal awal harus sebelum tanggal akhir.")
    if (last - first).days >= DAYS_AT_MOST:
        raise BadPeriod("Paling lama lima tahun sekali lihat.")
    return _whole(Period(first, last))


def _whole(period: Period) -> Period:
    if not period.by_month:
        return period
    return Period(period.first.replace(day=1), _end_of_month(period.last.replace(day=1)))


def _end_of_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _a_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadPeriod("Tanggal ditulis seperti 2026-11-25.") from error
    if not 2000 <= day.year < 2200:
        raise BadPeriod("Tahun itu tidak ada di hub.")
    return day

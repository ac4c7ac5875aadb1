"""The figures of a period as tables: by day or month, by hour, and the names counted most."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.hub import counts
from kiosk.hub.figures import Table, most, table
from kiosk.hub.period import HOURLY_AT_MOST, Period
from kiosk.hub.store import Session

HOURS: Final = tuple(f"{hour:02d}" for hour in range(5, 18))
OVER_TIME: Final = ("ticket", "language", "missing", "fault")
RANKED: Final = ("missing", "case")
OF_A_DAY: Final = ("ticket", "language", "handover", "slip", "fault", "missing")
BY_NAME: Final = frozenset({"ticket"})
"""Lane letters keep their order and so their colour, whichever was busier."""
Counts = list[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Spans:
    """One period. `hours` None: too many days of too many branches to lay on each other."""

    tables: Mapping[str, Table]
    hours: Table | None
    ranked: Mapping[str, list[tuple[str, int]]]


def of_period(session: Session, period: Period, only: str | None) -> Spans:
    """Everything a page tells of a period, of one branch or of all together."""
    found = {subject: counted(session, subject, period, only) for subject in {*OVER_TIME, *RANKED}}
    return Spans(
        {subject: shaped(subject, found[subject], period.labels) for subject in OVER_TIME},
        by_hour(session, "ticket", period, only) if only or period.days <= HOURLY_AT_MOST else None,
        {subject: most(found[subject]) for subject in RANKED},
    )


def counted(session: Session, subject: str, period: Period, only: str | None) -> Counts:
    """Day or month, name, count."""
    if not period.by_month:
        return counts.days_of_all(session, subject, *period.span, only)
    labels = period.labels
    return counts.months_of_all(session, subject, labels[0], labels[-1], only)


def by_hour(session: Session, subject: str, period: Period, only: str | None) -> Table:
    """The days of the period laid on each other, hour by hour."""
    return _hourly(subject, counts.hours_of_all(session, subject, *period.span, only))


def of_day(session: Session, branch_id: str, day: str) -> dict[str, Table]:
    """One day of one branch, hour by hour."""
    return {
        subject: _hourly(
            subject,
            [(f"{one.when:02d}", one.name, one.n) for one in counts.by_hour(session, branch_id, subject, day)],
        )
        for subject in OF_A_DAY
    }


def shaped(subject: str, found: Counts, labels: list[str]) -> Table:
    """Counts under these labels."""
    return table(found, labels, by_name=subject in BY_NAME)


def _hourly(subject: str, found: Counts) -> Table:
    return shaped(subject, found, sorted({*HOURS, *(hour for hour, _, _ in found)}))

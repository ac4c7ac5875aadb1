"""What was counted, by hour, day and month: for head office or for one branch. Documented in hub.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.hub.store import Row, Session

SUBJECTS: Final[Mapping[str, str]] = {
    "ticket": "numbers taken, by lane letter",
    "language": "numbers taken, by language of the paper",
    "class": "numbers taken, by calling class",
    "ended": "tickets that ended, by how: served, no_show, cancelled, lapsed, carried",
    "handover": "whether a person got the number: paper, noted, none",
    "promised": "promises made with a number: window, none",
    "promise": "promises settled: kept, late, early_missed, unserved, released",
    "queued": "slips given to the press, by kind",
    "slip": "slips that are over: confirmed, superseded, lapsed, cancelled",
    "fault": "times a slip was kept from the paper, by cause",
    "case": "interviews that told what is missing, by case of the catalogue",
    "missing": "documents that were missing, by document of the catalogue",
    "help": "calls for a human, by screen",
    "start": "starts of the program: clean, unclean",
    "roll": "rolls that were taken out, by reason: paper-out, changed",
    "paper_change": "changes of paper somebody was led through: proven, unproven",
    "pack_refused": "packs that a kiosk did not take, by reason",
}
"""Each subject of a tally and what its names are. New ones are added; none changes its meaning."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often `name`, at `when`: an hour 0 to 23, a day "2026-11-25" or a month "2026-11"."""

    branch_id: str
    when: str | int
    name: str
    n: int


def by_hour(session: Session, branch: str, subject: str, day: str) -> list[Tally]:
    """One day of one branch, hour by hour; `when` is the hour, 0 to 23. Days are those of the branch."""
    rows = session.rows(
        "SELECT branch_id, hour, name, sum(n) FROM hour_tally WHERE branch_id = ? AND subject = ? AND day = ?"
        " GROUP BY branch_id, hour, name ORDER BY hour, name",
        (branch, subject, day),
    )
    return _tallies(rows)


def by_day(session: Session, subject: str, first: str, last: str, only: str | None = None) -> list[Tally]:
    """From day `first` to day `last`, both counted: each branch and day."""
    return _by_span(session, ("day_tally", "day"), subject, (first, last), only)


def by_month(session: Session, subject: str, first: str, last: str, only: str | None = None) -> list[Tally]:
    """From month `first` to month `last` ("2026-11"), both counted: each branch and month."""
    return _by_span(session, ("month_tally", "year_month"), subject, (first, last), only)


def by_day_and_hour(
    session: Session, subject: str, first: str, last: str, only: str | None = None
) -> list[tuple[str, str, int, str, int]]:
    """Branch, day, hour, name, count, from day `first` to day `last`, both counted."""
    whose, told = _whose(only)
    rows = session.rows(
        f"SELECT branch_id, day, hour, name, sum(n) FROM hour_tally WHERE {whose} AND subject = ?"
        " AND day >= ? AND day <= ? GROUP BY branch_id, day, hour, name ORDER BY branch_id, day, hour, name",
        (*told, subject, first, last),
    )
    return [(branch, day, hour, name, int(n)) for branch, day, hour, name, n in rows]


def days_of_all(
    session: Session, subject: str, first: str, last: str, only: str | None = None
) -> list[tuple[str, str, int]]:
    """Day, name, count over every branch together (or one), from day `first` to day `last`."""
    return _together(session, ("day_tally", "day", "day"), subject, (first, last), only)


def months_of_all(
    session: Session, subject: str, first: str, last: str, only: str | None = None
) -> list[tuple[str, str, int]]:
    """Month, name, count over every branch together (or one), from month `first` to month `last`."""
    return _together(session, ("month_tally", "year_month", "year_month"), subject, (first, last), only)


def hours_of_all(
    session: Session, subject: str, first: str, last: str, only: str | None = None
) -> list[tuple[str, str, int]]:
    """Hour ("08", of each branch's own clock), name, count: the days `first` to `last` laid on each other."""
    found = _together(session, ("hour_tally", "hour", "day"), subject, (first, last), only)
    return [(f"{int(hour):02d}", name, n) for hour, name, n in found]


def of_each_branch(session: Session, subject: str, first: str, last: str, only: str | None = None) -> dict[str, int]:
    """How much each branch counts from day `first` to day `last`."""
    whose, told = _whose(only)
    rows = session.rows(
        f"SELECT branch_id, sum(n) FROM day_tally WHERE {whose} AND subject = ? AND day >= ? AND day <= ?"
        " GROUP BY branch_id",
        (*told, subject, first, last),
    )
    return {branch: int(n) for branch, n in rows}


def _together(
    session: Session, of: tuple[str, str, str], subject: str, span: tuple[str, str], only: str | None
) -> list[tuple[str, str, int]]:
    table, told_by, column = of
    whose, told = _whose(only)
    rows = session.rows(
        f"SELECT {told_by}, name, sum(n) FROM {table} WHERE {whose}"
        f" AND subject = ? AND {column} >= ? AND {column} <= ? GROUP BY {told_by}, name ORDER BY {told_by}, name",
        (*told, subject, *span),
    )
    return [(when, name, int(n)) for when, name, n in rows]


def _by_span(
    session: Session, of: tuple[str, str], subject: str, span: tuple[str, str], only: str | None
) -> list[Tally]:
    table, column = of
    whose, told = _whose(only)
    rows = session.rows(
        f"SELECT branch_id, {column}, name, sum(n) FROM {table} WHERE {whose} AND subject = ?"
        f" AND {column} >= ? AND {column} <= ?"
        f" GROUP BY branch_id, {column}, name ORDER BY branch_id, {column}, name",
        (*told, subject, *span),
    )
    return _tallies(rows)


def _whose(only: str | None) -> tuple[str, tuple[str, ...]]:
    """Branch first, as the rows lie: for all of them it is one short range a branch."""
    return ("branch_id = ?", (only,)) if only else ("branch_id IN (SELECT branch_id FROM branch)", ())


def _tallies(rows: Sequence[Row]) -> list[Tally]:
    return [Tally(branch, when, name, int(n)) for branch, when, name, n in rows]

"""Service days as rows: which is the newest, whether it takes numbers, and where digits go on after a restore."""

from datetime import UTC, date, datetime

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store import journal


def newest_open_day(db: Database) -> date | None:
    """The newest service day that has begun and was not closed, however the clock has moved since."""
    (day,) = db.conn.execute("SELECT max(day) FROM service_day WHERE closed_at_ms IS NULL").fetchone()
    return date.fromisoformat(day) if day else None


def closed_at(db: Database, day: date) -> datetime | None:
    """When `day` was closed; None while it was not."""
    row = db.conn.execute("SELECT closed_at_ms FROM service_day WHERE day = ?", (day.isoformat(),)).fetchone()
    return None if row is None or row[0] is None else datetime.fromtimestamp(row[0] / 1000, UTC)


def open_day(db: Database, clock: Clock, day: date) -> None:
    """Make sure that `day` has begun, inside the open transaction."""
    begun = db.conn.execute(
        "INSERT INTO service_day (day, opened_at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (day.isoformat(), clock.now_ms()),
    )
    if begun.rowcount:
        journal.append(db, clock, "day.opened", {"day": day.isoformat()})


def close_day(db: Database, clock: Clock, day: date) -> None:
    """No more numbers on `day`, inside the open transaction."""
    open_day(db, clock, day)
    db.conn.execute("UPDATE service_day SET closed_at_ms = ? WHERE day = ?", (clock.now_ms(), day.isoformat()))
    journal.append(db, clock, "day.closed", {"day": day.isoformat()})


def reopen_day(db: Database, clock: Clock, day: date) -> bool:
    """Numbers again on `day`, inside the open transaction (a wrong clock had closed it); False when it was open."""
    opened = db.conn.execute(
        "UPDATE service_day SET closed_at_ms = NULL WHERE day = ? AND closed_at_ms IS NOT NULL", (day.isoformat(),)
    )
    if opened.rowcount:
        journal.append(db, clock, "day.reopened", {"day": day.isoformat()})
    return bool(opened.rowcount)


def raise_digits(db: Database, clock: Clock, day: date, lane: str, number: int) -> None:
    """Let the digits of `lane` go on from `number`, inside the open transaction."""
    db.conn.execute(
        "INSERT INTO digit_floor (service_day, lane, number) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET number = max(number, excluded.number)",
        (day.isoformat(), lane, number),
    )
    journal.append(db, clock, "digits.raised", {"day": day.isoformat(), "lane": lane, "number": number})

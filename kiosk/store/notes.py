"""What the counter may know beside a ticket until the day ends, and what the journal may say about cases."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.domain.ticket import Ticket
from kiosk.store import journal

HOUR_MS: Final = 3_600_000


@dataclass(frozen=True, slots=True)
class TicketNote:
    """Case and missing documents of one ticket; for the counter that called it, nobody else."""

    ticket_id: str
    case_id: str
    missing: tuple[str, ...]


def set_note(db: Database, clock: Clock, ticket: Ticket, case_id: str, missing: Iterable[str]) -> None:
    """Leave or replace the note beside a ticket, inside the open transaction; counted once a ticket."""
    told = _told(missing)
    before = load_note(db, ticket.ticket_id)
    db.conn.execute(
        "INSERT INTO ticket_note (ticket_id, service_day, case_id, missing) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET case_id = excluded.case_id, missing = excluded.missing",
        (ticket.ticket_id, ticket.service_day.isoformat(), case_id, told),
    )
    if before is None or _take_back(db, clock, before):
        tally_case(db, clock, case_id, missing)


def load_note(db: Database, ticket_id: str) -> TicketNote | None:
    """The note beside a ticket, while the day lasts."""
    row = db.conn.execute(
        "SELECT ticket_id, case_id, missing FROM ticket_note WHERE ticket_id = ?", (ticket_id,)
    ).fetchone()
    return TicketNote(row[0], row[1], tuple(json.loads(row[2]))) if row else None


def delete_notes(db: Database, before: date, closed: date | None) -> int:
    """Delete the notes of every service day before `before`, of `closed`, and of each other that was ever closed."""
    return int(
        db.conn.execute(
            "DELETE FROM ticket_note WHERE service_day < ?1 OR service_day = ?2 OR service_day IN"
            " (SELECT day FROM service_day WHERE closed_at_ms IS NOT NULL AND day <> ?1)",
            (before.isoformat(), closed.isoformat() if closed else None),
        ).rowcount
    )


def tally_case(db: Database, clock: Clock, case_id: str, missing: Iterable[str]) -> None:
    """Count one visit of a case in the present hour, inside the open transaction; no ticket is named."""
    db.conn.execute(
        "INSERT INTO case_tally (hour_ms, case_id, missing, visits) VALUES (?, ?, ?, 1)"
        " ON CONFLICT DO UPDATE SET visits = visits + 1",
        (_hour_ms(clock), case_id, _told(missing)),
    )


def tell_cases(db: Database, clock: Clock, *, all_hours: bool = False) -> int:
    """Chain the cases of every hour but the present one, inside the open transaction; how many were told.

    Only afterwards and in the order of their names: an event beside a ticket's would say whose case it was.
    """
    present_ms = -1 if all_hours else _hour_ms(clock)
    rows = db.conn.execute(
        "SELECT hour_ms, case_id, missing, visits FROM case_tally WHERE hour_ms <> ?"
        " ORDER BY hour_ms, case_id, missing",
        (present_ms,),
    ).fetchall()
    told = 0
    for hour_ms, case_id, missing, visits in rows:
        for _visit in range(visits):
            journal.append(db, clock, "case.noted", {"case": case_id, "missing": json.loads(missing)}, at_ms=hour_ms)
            told += 1
    db.conn.execute("DELETE FROM case_tally WHERE hour_ms <> ?", (present_ms,))
    return told


def _take_back(db: Database, clock: Clock, note: TicketNote) -> bool:
    # Only while the hour it was counted in is still here: what was told stays told, once.
    key = (_hour_ms(clock), note.case_id, _told(note.missing))
    taken = db.conn.execute(
        "UPDATE case_tally SET visits = visits - 1 WHERE hour_ms = ? AND case_id = ? AND missing = ?", key
    )
    db.conn.execute("DELETE FROM case_tally WHERE visits = 0")
    return bool(taken.rowcount)


def _hour_ms(clock: Clock) -> int:
    return clock.now_ms() // HOUR_MS * HOUR_MS


def _told(missing: Iterable[str]) -> str:
    return json.dumps(sorted(set(missing)))

"""The rolls of paper: which is in the printer, how far it was used, and what the ones before it have shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.domain.roll import LEARNED_FROM, RollEnd, RollKind, RollUse
from kiosk.store import journal
from kiosk.store.transaction import transaction

WITHOUT_PIN: Final = "satpam-no-pin"
"""Who changed the roll, where nobody is asked for a PIN."""
FIRST_START: Final = "first-start"
TELL_EVERY_MM: Final = 1_000.0
"""The journal hears of the meter after so much paper."""

_PRESENT: Final = """SELECT roll_id, kind, used_mm, numbers, low_at_mm, told_mm, installed_at_ms
    FROM roll WHERE ended_at_ms IS NULL"""


@dataclass(frozen=True, slots=True)
class RollRow:
    """The roll in the printer."""

    roll_id: int
    use: RollUse
    numbers: int
    """Tickets on it, copies not counted."""
    told_mm: float
    installed_at_ms: int


def present_roll(db: Database) -> RollRow | None:
    """The roll in the printer; None before the first paper was ever counted."""
    row = db.conn.execute(_PRESENT).fetchone()
    if row is None:
        return None
    return RollRow(row[0], RollUse(RollKind(row[1]), row[2], row[4]), row[3], row[5], row[6])


def install_roll(db: Database, clock: Clock, kind: RollKind, by: str, ended: RollEnd) -> int:
    """Another roll is in the printer; the one before ended so. Its id."""
    now_ms = clock.now_ms()
    with transaction(db):
        before = present_roll(db)
        if before is not None:
            db.conn.execute(
                "UPDATE roll SET ended_at_ms = ?, ended_by = ? WHERE roll_id = ?", (now_ms, ended.value, before.roll_id)
            )
            gone: journal.Payload = {"roll": before.roll_id, "reason": ended.value}
            journal.append(db, clock, "roll.ended", {**gone, "used_mm": round(before.use.used_mm)})
        return _insert(db, now_ms, kind, by)


def add_paper(db: Database, clock: Clock, length_mm: float, *, number: bool) -> None:
    """So much paper was used; `number`: by the first slip of a ticket, not by a copy, a list or a test strip."""
    with transaction(db):
        roll = present_roll(db)
        roll_id = _insert(db, clock.now_ms(), RollKind.UNKNOWN, FIRST_START) if roll is None else roll.roll_id
        db.conn.execute(
            "UPDATE roll SET used_mm = used_mm + ?, numbers = numbers + ? WHERE roll_id = ?",
            (length_mm, number, roll_id),
        )
        if roll is not None and roll.use.used_mm + length_mm - roll.told_mm >= TELL_EVERY_MM:
            used_mm = roll.use.used_mm + length_mm
            db.conn.execute("UPDATE roll SET told_mm = ? WHERE roll_id = ?", (used_mm, roll_id))
            metered: journal.Payload = {"roll": roll_id, "used_mm": round(used_mm), "numbers": roll.numbers + number}
            journal.append(db, clock, "roll.metered", metered)


def mark_low(db: Database, clock: Clock) -> bool:
    """The printer tells that little is left; False when it had told so before."""
    with transaction(db):
        roll = present_roll(db)
        if roll is not None and roll.use.low_at_mm is not None:
            return False
        roll_id = _insert(db, clock.now_ms(), RollKind.UNKNOWN, FIRST_START) if roll is None else roll.roll_id
        db.conn.execute("UPDATE roll SET low_at_mm = used_mm WHERE roll_id = ?", (roll_id,))
        used_mm = 0.0 if roll is None else roll.use.used_mm
        journal.append(db, clock, "roll.low", {"roll": roll_id, "used_mm": round(used_mm)})
    return True


def is_unproven(db: Database) -> bool:
    """Whether the printer was opened and no test strip was read since."""
    row = db.conn.execute("SELECT unproven_since_ms IS NOT NULL FROM roll WHERE ended_at_ms IS NULL").fetchone()
    return bool(row and row[0])


def mark_unproven(db: Database, clock: Clock) -> None:
    """Nobody knows how the paper lies; what was so already stays as it was."""
    with transaction(db):
        if is_unproven(db):
            return
        roll = present_roll(db)
        roll_id = _insert(db, clock.now_ms(), RollKind.UNKNOWN, FIRST_START) if roll is None else roll.roll_id
        db.conn.execute("UPDATE roll SET unproven_since_ms = ? WHERE roll_id = ?", (clock.now_ms(), roll_id))
        journal.append(db, clock, "paper.opened", {"roll": roll_id})


def mark_proven(db: Database, clock: Clock) -> None:
    """A test strip was read."""
    with transaction(db):
        roll = present_roll(db)
        if roll is None or not is_unproven(db):
            return
        db.conn.execute("UPDATE roll SET unproven_since_ms = NULL WHERE roll_id = ?", (roll.roll_id,))
        journal.append(db, clock, "paper.proven", {"roll": roll.roll_id})


def record_restock(db: Database, clock: Clock, *, proven: bool, seconds: int, strips: int) -> None:
    """Somebody opened the printer, or asked to: how it ended, how long it took, how many test strips it needed."""
    with transaction(db):
        told: journal.Payload = {"by": WITHOUT_PIN, "proven": proven, "seconds": seconds, "strips": strips}
        journal.append(db, clock, "paper.changed", told)


def real_lengths(db: Database) -> tuple[Sequence[float], Sequence[float]]:
    """(mm on each whole roll, mm left when its sensor told), oldest first: of rolls that were used to their end."""
    rows = db.conn.execute(
        "SELECT kind, used_mm, low_at_mm FROM roll WHERE ended_by = ? ORDER BY roll_id DESC LIMIT ?",
        (RollEnd.PAPER_OUT.value, 4 * LEARNED_FROM),
    ).fetchall()
    rows.reverse()
    whole = [row[1] for row in rows if row[0] == RollKind.NEW.value]
    near = [row[1] - row[2] for row in rows if row[2] is not None]
    return whole, near


def paper_and_numbers(db: Database) -> tuple[float, int]:
    """(mm, numbers) of the present roll and the last ones before it."""
    row = db.conn.execute(
        "SELECT ifnull(sum(used_mm), 0), ifnull(sum(numbers), 0) FROM"
        " (SELECT used_mm, numbers FROM roll ORDER BY roll_id DESC LIMIT ?)",
        (LEARNED_FROM,),
    ).fetchone()
    return float(row[0]), int(row[1])


def _insert(db: Database, now_ms: int, kind: RollKind, by: str) -> int:
    cursor = db.conn.execute(
        "INSERT INTO roll (kind, installed_at_ms, installed_by) VALUES (?, ?, ?)", (kind.value, now_ms, by)
    )
    roll_id = int(cursor.lastrowid or 0)
    journal.append_all(db, now_ms, [("roll.installed", {"roll": roll_id, "kind": kind.value, "by": by})])
    return roll_id

"""Packs that came down, as rows: which waits, which is in force, which was before, and which were refused."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store import journal
from kiosk.store.identity import get_meta, set_meta
from kiosk.wire.pack import PackHeader

_COLUMNS: Final = "kind, version, effective_from, sha256, state, received_at_ms"
REFUSALS_KEPT: Final = 200
_CONDITIONS: Final = "packs_refused_under"


class PackState(StrEnum):
    """Where a pack is."""

    WAITING = "waiting"
    IN_FORCE = "in-force"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class PackRow:
    """One pack without its bytes. `effective_from`: local time of the branch."""

    kind: str
    version: int
    effective_from: datetime
    sha256: bytes
    state: PackState
    received_at_ms: int


@dataclass(frozen=True, slots=True)
class PackFault:
    """A pack in force that is not used, and which version is `instead`; None: what the program brought along."""

    kind: str
    version: int
    instead: int | None
    sentence: str
    seen_at_ms: int


def pack_rows(db: Database, kind: str | None = None) -> list[PackRow]:
    """Every pack known (of `kind`), the newest version first."""
    rows = db.conn.execute(
        f"SELECT {_COLUMNS} FROM pack WHERE coalesce(?1, kind) = kind ORDER BY kind, version DESC",  # noqa: S608 - a constant
        (kind,),
    ).fetchall()
    return [PackRow(row[0], row[1], datetime.fromisoformat(row[2]), row[3], PackState(row[4]), row[5]) for row in rows]


def pack_data(db: Database, kind: str, version: int) -> bytes:
    """The signed bytes of one pack."""
    (data,) = db.conn.execute("SELECT data FROM pack WHERE kind = ? AND version = ?", (kind, version)).fetchone()
    return bytes(data)


def keep_pack(db: Database, clock: Clock, header: PackHeader, sha256: bytes, data: bytes) -> None:
    """Keep a pack that passed every check, to come into force at its moment; inside the open transaction."""
    db.conn.execute(
        f"INSERT INTO pack ({_COLUMNS}, data) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
        (
            header.kind.value,
            header.version,
            header.effective_from.isoformat(timespec="minutes"),
            sha256,
            PackState.WAITING.value,
            clock.now_ms(),
            data,
        ),
    )


def refuse_pack(db: Database, clock: Clock, sha256: bytes, *, kind: str, version: int, reason: str) -> bool:
    """Note that a pack was refused, inside the open transaction; False when these very bytes were refused before."""
    noted = db.conn.execute(
        "INSERT INTO pack_refusal (sha256, kind, version, reason, refused_at_ms) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (sha256, kind, version, reason, clock.now_ms()),
    )
    if not noted.rowcount:
        return False
    db.conn.execute(
        "DELETE FROM pack_refusal WHERE rowid IN"
        " (SELECT rowid FROM pack_refusal ORDER BY refused_at_ms DESC LIMIT -1 OFFSET ?)",
        (REFUSALS_KEPT,),
    )
    payload: journal.Payload = {"kind": kind, "version": version, "sha256": sha256.hex(), "reason": reason}
    journal.append(db, clock, "pack.refused", payload)
    return True


def was_refused(db: Database, sha256: bytes) -> bool:
    """Whether these very bytes were refused before."""
    return db.conn.execute("SELECT 1 FROM pack_refusal WHERE sha256 = ?", (sha256,)).fetchone() is not None


def refused_under(db: Database) -> str:
    """The program and settings under which packs were refused last."""
    return get_meta(db, _CONDITIONS) or ""


def forget_refusals(db: Database, conditions: str) -> None:
    """Under `conditions` what was refused is looked at again, inside the open transaction."""
    db.conn.execute("DELETE FROM pack_refusal")
    set_meta(db, _CONDITIONS, conditions)


def put_in_force(db: Database, clock: Clock, row: PackRow) -> None:
    """`row` counts from now on; the one in force becomes the previous one, older ones go. Inside the transaction."""
    before = [known for known in pack_rows(db, row.kind) if known.state is PackState.IN_FORCE]
    older = before[0].version if before else row.version
    for gone, below in ((PackState.PREVIOUS, older), (PackState.WAITING, row.version)):
        db.conn.execute("DELETE FROM pack WHERE kind = ? AND state = ? AND version < ?", (row.kind, gone.value, below))
    moves = [(known.version, PackState.PREVIOUS) for known in before]
    for version, state in [*moves, (row.version, PackState.IN_FORCE)]:
        db.conn.execute("UPDATE pack SET state = ? WHERE kind = ? AND version = ?", (state.value, row.kind, version))
    journal.append(db, clock, "pack.in_force", _counts(row, before[0].version if before else None))
    end_fault(db, clock, row.kind, None)


def note_fault(db: Database, clock: Clock, row: PackRow, *, reason: str, sentence: str, instead: int | None) -> None:
    """`row` was in force and cannot be used; the journal says so once. Inside the open transaction."""
    known = db.conn.execute("SELECT version, instead FROM pack_fault WHERE kind = ?", (row.kind,)).fetchone()
    db.conn.execute(
        "INSERT INTO pack_fault (kind, version, instead, sentence, seen_at_ms) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET version = excluded.version, instead = excluded.instead,"
        " sentence = excluded.sentence, seen_at_ms = excluded.seen_at_ms",
        (row.kind, row.version, instead, sentence, clock.now_ms()),
    )
    if known is None or tuple(known) != (row.version, instead):
        told: journal.Payload = {
            "kind": row.kind, "version": row.version, "sha256": row.sha256.hex(), "reason": reason, "instead": instead,
        }  # fmt: skip
        journal.append(db, clock, "pack.not_used", told)


def end_fault(db: Database, clock: Clock, kind: str, used: PackRow | None) -> None:
    """Nothing of this kind is unused any more. `used`: what was not and is again, which the journal then says."""
    gone = db.conn.execute("DELETE FROM pack_fault WHERE kind = ? RETURNING instead", (kind,)).fetchall()
    if gone and used is not None:
        journal.append(db, clock, "pack.in_force", _counts(used, gone[0][0]))


def pack_faults(db: Database) -> list[PackFault]:
    """What was in force and is not used, by kind."""
    rows = db.conn.execute("SELECT kind, version, instead, sentence, seen_at_ms FROM pack_fault ORDER BY kind")
    return [PackFault(*row) for row in rows.fetchall()]


def _counts(row: PackRow, previous: int | None) -> journal.Payload:
    return {"kind": row.kind, "version": row.version, "sha256": row.sha256.hex(), "previous": previous}


def drop_pack(db: Database, row: PackRow) -> None:
    """Take a waiting pack out, inside the open transaction."""
    db.conn.execute("DELETE FROM pack WHERE kind = ? AND version = ?", (row.kind, row.version))

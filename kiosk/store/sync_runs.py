"""Each run of synchronisation as a row: a killed one is seen by whoever comes next."""

from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store.identity import get_meta, set_meta
from kiosk.store.transaction import transaction

KEPT: Final = 500
_PACE: Final = "batch_events"
_COLUMNS: Final = (
    "run_id, cause, stage, started_at_ms, ended_at_ms, outcome, problem, batches, events, sent_bytes, offset_ms"
)


@dataclass(frozen=True, slots=True)
class SyncRunRow:
    """One run. `outcome` None: it is running, or was killed in `stage`. `offset_ms`: this clock minus the hub's."""

    run_id: int
    cause: str
    stage: str
    started_at_ms: int
    ended_at_ms: int | None
    outcome: str | None
    problem: str
    batches: int
    events: int
    sent_bytes: int
    offset_ms: int | None


def begin_run(db: Database, clock: Clock, cause: str, stage: str) -> int:
    """A new run; its id. Old ones beyond KEPT go."""
    with transaction(db):
        (run_id,) = db.conn.execute(
            "INSERT INTO sync_run (cause, stage, started_at_ms) VALUES (?, ?, ?) RETURNING run_id",
            (cause, stage, clock.now_ms()),
        ).fetchone()
        db.conn.execute("DELETE FROM sync_run WHERE run_id <= ?", (run_id - KEPT,))
    return int(run_id)


def move_run(db: Database, run_id: int, stage: str, offset_ms: int | None) -> None:
    """The run has come to `stage`."""
    with transaction(db):
        db.conn.execute(
            "UPDATE sync_run SET stage = ?, offset_ms = coalesce(?, offset_ms) WHERE run_id = ?",
            (stage, offset_ms, run_id),
        )


def count_batch(db: Database, run_id: int, events: int, sent_bytes: int) -> None:
    """The hub took a batch, inside the open transaction."""
    db.conn.execute(
        "UPDATE sync_run SET batches = batches + 1, events = events + ?, sent_bytes = sent_bytes + ? WHERE run_id = ?",
        (events, sent_bytes, run_id),
    )


def note_pace(db: Database, events: int) -> None:
    """The next batch over this line is to hold `events`, in this run or the one after; inside the open transaction."""
    if noted_pace(db) != events:
        set_meta(db, _PACE, str(events))


def noted_pace(db: Database) -> int | None:
    """How many events a batch this line carries; None before the first."""
    told = get_meta(db, _PACE)
    return None if told is None else int(told)


def end_run(db: Database, clock: Clock, run_id: int, outcome: str, problem: str) -> None:
    """The run is over."""
    with transaction(db):
        db.conn.execute(
            "UPDATE sync_run SET ended_at_ms = ?, outcome = ?, problem = ? WHERE run_id = ?",
            (clock.now_ms(), outcome, problem, run_id),
        )


def newest_run(db: Database) -> SyncRunRow | None:
    """The run that began last."""
    row = db.conn.execute(f"SELECT {_COLUMNS} FROM sync_run ORDER BY run_id DESC LIMIT 1").fetchone()  # noqa: S608 - a constant
    return SyncRunRow(*row) if row else None


def last_ended_as(db: Database, outcome: str) -> int | None:
    """When a run last ended with `outcome`; None when none did."""
    (ended,) = db.conn.execute("SELECT max(ended_at_ms) FROM sync_run WHERE outcome = ?", (outcome,)).fetchone()
    return None if ended is None else int(ended)


def failing_since(db: Database, outcome: str) -> int | None:
    """When the first run after the last one with `outcome` ended badly; None when the newest ended well."""
    (since,) = db.conn.execute(
        "SELECT min(ended_at_ms) FROM sync_run WHERE ended_at_ms IS NOT NULL AND run_id >"
        " coalesce((SELECT max(run_id) FROM sync_run WHERE outcome = ?), 0)",
        (outcome,),
    ).fetchone()
    return None if since is None else int(since)

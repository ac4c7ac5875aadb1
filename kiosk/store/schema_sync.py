"""The tables of synchronisation: receipts, forks, what was deleted under a receipt, runs, packs."""

from typing import Final

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

TABLES: Final = frozenset({"receipt", "fork", "journal_floor", "sync_run", "pack", "pack_refusal"})

_SYNC: Final = (
    """CREATE TABLE receipt (
        receipt_id INTEGER PRIMARY KEY,
        epoch INTEGER NOT NULL,
        upto INTEGER NOT NULL CHECK (upto > 0),
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        hub_ms INTEGER NOT NULL,
        parked INTEGER NOT NULL,
        received_at_ms INTEGER NOT NULL,
        data BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX receipt_epoch ON receipt (epoch, receipt_id)",
    """CREATE TABLE fork (
        epoch INTEGER PRIMARY KEY,
        seq INTEGER NOT NULL CHECK (seq > 0),
        seen_at_ms INTEGER NOT NULL,
        settled_in INTEGER
    ) STRICT""",
    """CREATE TABLE journal_floor (
        epoch INTEGER PRIMARY KEY,
        upto INTEGER NOT NULL CHECK (upto > 0),
        hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT""",
    """CREATE TABLE sync_run (
        run_id INTEGER PRIMARY KEY,
        cause TEXT NOT NULL,
        stage TEXT NOT NULL,
        started_at_ms INTEGER NOT NULL,
        ended_at_ms INTEGER,
        outcome TEXT,
        problem TEXT NOT NULL DEFAULT '',
        batches INTEGER NOT NULL DEFAULT 0,
        events INTEGER NOT NULL DEFAULT 0,
        sent_bytes INTEGER NOT NULL DEFAULT 0,
        offset_ms INTEGER,
        CHECK ((ended_at_ms IS NULL) = (outcome IS NULL))
    ) STRICT""",
    """CREATE TABLE pack (
        kind TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version > 0),
        effective_from TEXT NOT NULL,
        sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
        state TEXT NOT NULL,
        received_at_ms INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (kind, version)
    ) STRICT""",
    """CREATE TABLE pack_refusal (
        sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
        kind TEXT NOT NULL,
        version INTEGER NOT NULL,
        reason TEXT NOT NULL,
        refused_at_ms INTEGER NOT NULL
    ) STRICT""",
)


def register(migrations: Migrations) -> None:
    """Add what makes the tables, after those registered so far."""

    @migrations(name="sync")
    def _sync(db: Database) -> None:
        for statement in _SYNC:
            db.execute(statement)

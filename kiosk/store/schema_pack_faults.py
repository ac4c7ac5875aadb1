"""The table of packs that were in force and are not used: what a start found of them."""

from typing import Final

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

TABLES: Final = frozenset({"pack_fault"})

_FAULTS: Final = """CREATE TABLE pack_fault (
    kind TEXT PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version > 0),
    instead INTEGER,
    sentence TEXT NOT NULL,
    seen_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID"""


def register(migrations: Migrations) -> None:
    """Add what makes the table, after those registered so far."""

    @migrations(name="pack faults")
    def _pack_faults(db: Database) -> None:
        db.execute(_FAULTS)

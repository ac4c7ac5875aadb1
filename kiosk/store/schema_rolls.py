"""The table of paper rolls."""

from typing import Final

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

TABLES: Final = frozenset({"roll"})

_ROLL: Final = (
    """CREATE TABLE roll (
        roll_id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        installed_at_ms INTEGER NOT NULL,
        installed_by TEXT NOT NULL,
        used_mm REAL NOT NULL DEFAULT 0,
        numbers INTEGER NOT NULL DEFAULT 0,
        low_at_mm REAL,
        told_mm REAL NOT NULL DEFAULT 0,
        ended_at_ms INTEGER,
        ended_by TEXT,
        CHECK ((ended_at_ms IS NULL) = (ended_by IS NULL))
    ) STRICT""",
    "CREATE UNIQUE INDEX roll_in_the_printer ON roll (ended_at_ms IS NULL) WHERE ended_at_ms IS NULL",
)


def register(migrations: Migrations) -> None:
    """Add what makes the table, after those registered so far."""

    @migrations(name="rolls")
    def _rolls(db: Database) -> None:
        for statement in _ROLL:
            db.execute(statement)

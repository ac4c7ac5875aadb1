"""The roll remembers since when nobody knows how its paper lies."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations


def register(migrations: Migrations) -> None:
    """Add what makes the column, after those registered so far."""

    @migrations(name="roll proof")
    def _roll_proof(db: Database) -> None:
        db.execute("ALTER TABLE roll ADD COLUMN unproven_since_ms INTEGER")

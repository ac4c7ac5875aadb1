"""Whose store this is and which life of it: branch, kiosk, epoch, and whether it was last closed properly."""

import secrets
from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store.errors import StoreError


class ForeignStoreError(StoreError):
    """The data directory belongs to another kiosk or branch than the settings say."""


class NoIdentityError(StoreError):
    """The store was never given to a kiosk: `boot` comes first."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`epoch` changes with every created or restored database, so that no seq is ever used twice."""

    branch_id: str
    kiosk_id: str
    epoch: int


def identity(db: Database) -> Identity:
    """Whose store this is; NoIdentityError before the first boot."""
    rows = dict(db.conn.execute("SELECT name, value FROM meta").fetchall())
    try:
        return Identity(rows["branch_id"], rows["kiosk_id"], int(rows["epoch"]))
    except KeyError:
        raise NoIdentityError("this store has no kiosk yet: start it once with `kiosk run`") from None


def found_identity(db: Database) -> Identity | None:
    """The same, None before the first boot."""
    try:
        return identity(db)
    except NoIdentityError:
        return None


def new_epoch(clock: Clock, *, above: int = 0) -> int:
    """An epoch no other database of this kiosk has: the second it began, and 20 random bits for a clock that lies.

    Always higher than `above`, the epoch before, whatever the clock says: the newest is the highest.
    """
    second = max(clock.now_ms() // 1000, (above >> 20) + 1)
    return second << 20 | secrets.randbits(20)


def set_meta(db: Database, name: str, value: str) -> None:
    """One line of `meta`, inside the open transaction."""
    db.conn.execute(
        "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, value)
    )


def get_meta(db: Database, name: str) -> str | None:
    """One line of `meta`, None when it is not there."""
    row = db.conn.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else None

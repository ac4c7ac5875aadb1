"""Where a point that the hub names lies on our own chain."""

from enum import Enum

from sqlite_utils import Database

from kiosk.store import journal
from kiosk.store.identity import Identity
from kiosk.store.streams import StreamFacts


class Position(Enum):
    """What we know of a (seq, hash) that the hub named."""

    OURS = "ours"
    """On our chain."""
    OTHERS = "others"
    """Another event there, or more than we ever wrote: not our chain."""
    DELETED = "deleted"
    """Before what is left here; it cannot be compared, and what follows cannot be sent."""


def place(db: Database, me: Identity, facts: StreamFacts, seq: int, told: bytes | None) -> Position:
    """Compare the hub's (seq, hash) with the journal; `told` is None for seq 0."""
    if seq > facts.head:
        return Position.OTHERS
    if seq < facts.floor:
        return Position.DELETED
    return Position.OURS if seq == 0 or journal.hash_at(db, me, facts.epoch, seq) == told else Position.OTHERS

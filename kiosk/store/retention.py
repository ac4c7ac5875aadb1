"""Deleting what the hub has signed for and has kept long enough: the journal's own days, under receipts only."""

from typing import Final

from sqlite_utils import Database

from kiosk.store import journal
from kiosk.store.identity import Identity
from kiosk.store.streams import newest_receipt, stream_facts
from kiosk.store.transaction import transaction

RETENTION_MS: Final = 90 * 24 * 3_600_000
"""Longer than the oldest backup a hub is restored from: what it lost is still here to be sent again."""
PIECE: Final = 500
"""Events deleted in one transaction, so that no ticket waits for more."""
_COVERED: Final = """SELECT max(upto) FROM receipt WHERE epoch = ? AND upto <= ? AND hub_ms <= ?"""


def delete_confirmed(db: Database, me: Identity, *, pieces: int = 1) -> int:
    """Delete at most `pieces` × PIECE of the oldest events that a receipt has covered for 90 days; how many.

    Days are counted between two receipts, by the hub's clock under its signature: no clock of this machine can make
    it delete early. The newest event stays, and the hash of the last deleted one, from which the rest is verified.
    """
    deleted = 0
    for facts in stream_facts(db, me):
        receipt = facts.receipt
        if receipt is None or not facts.receipt_holds or facts.fork_seq is not None:
            continue
        old = (facts.epoch, receipt.upto, receipt.hub_ms - RETENTION_MS)
        (covered,) = db.conn.execute(_COVERED, old).fetchone()
        keep_last = 1 if facts.epoch == me.epoch else 0
        upto = min(covered or 0, facts.head - keep_last)
        while facts.floor + deleted < upto and pieces > 0:
            pieces -= 1
            deleted += _delete(db, me, facts.epoch, upto)
    return deleted


def _delete(db: Database, me: Identity, epoch: int, upto: int) -> int:
    with transaction(db):
        (first,) = db.conn.execute("SELECT min(seq) FROM journal WHERE epoch = ?", (epoch,)).fetchone()
        if first is None or first > upto:
            return 0
        last = min(first + PIECE - 1, upto)
        edge = journal.hash_at(db, me, epoch, last)
        db.conn.execute("DELETE FROM journal WHERE epoch = ? AND seq <= ?", (epoch, last))
        db.conn.execute(
            "INSERT INTO journal_floor (epoch, upto, hash) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET upto = excluded.upto, hash = excluded.hash",
            (epoch, last, edge),
        )
        _forget_old_receipts(db, epoch, last)
    return int(last - first + 1)


def _forget_old_receipts(db: Database, epoch: int, upto: int) -> None:
    newest = newest_receipt(db, epoch)
    if newest is not None:
        db.conn.execute(
            "DELETE FROM receipt WHERE epoch = ? AND upto < ?"
            " AND receipt_id < (SELECT max(receipt_id) FROM receipt WHERE epoch = ?)",
            (epoch, upto, epoch),
        )

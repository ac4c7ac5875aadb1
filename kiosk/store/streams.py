"""What waits to be sent and what the hub has signed for: the journal beside its receipts, epoch by epoch."""

from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store import journal
from kiosk.store.identity import Identity, get_meta, identity, new_epoch, set_meta
from kiosk.store.transaction import transaction
from kiosk.wire.receipt import Receipt
from kiosk.wire.stream import Stream

# From one epoch to the next by the key: a plain DISTINCT would walk through every event.
_EPOCHS: Final = """WITH RECURSIVE found (epoch) AS (
        SELECT min(epoch) FROM journal
        UNION ALL SELECT (SELECT min(epoch) FROM journal WHERE epoch > found.epoch) FROM found
        WHERE found.epoch IS NOT NULL)
    SELECT epoch FROM found WHERE epoch IS NOT NULL UNION SELECT epoch FROM journal_floor ORDER BY 1"""
_NEWEST: Final = """SELECT epoch, upto, hash, hub_ms, parked, received_at_ms FROM receipt
    WHERE epoch = ? ORDER BY receipt_id DESC LIMIT 1"""
_OFFSET: Final = "clock_offset_ms"
OFFSET_STEP_MS: Final = 2000


@dataclass(frozen=True, slots=True)
class Received:
    """A receipt as it was kept."""

    upto: int
    hash: bytes
    hub_ms: int
    parked: int
    received_at_ms: int


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """One epoch. `floor`: what was deleted under a receipt. `fork_seq`: first event the hub knows otherwise.

    `settled`: what follows `fork_seq` was told again in a newer epoch and is never sent from here.
    """

    epoch: int
    head: int
    floor: int
    receipt: Received | None
    receipt_holds: bool
    fork_seq: int | None
    settled: bool

    @property
    def until(self) -> int:
        """The last event that is ever sent from this epoch."""
        return self.fork_seq - 1 if self.settled and self.fork_seq is not None else self.head

    @property
    def waiting(self) -> int:
        """Events that no receipt covers. Of a settled epoch none: the hub named the fork, so it held all before it."""
        if self.settled:
            return 0
        return max(0, self.head - (self.receipt.upto if self.receipt and self.receipt_holds else 0))


def stream_of(me: Identity, epoch: int) -> Stream:
    """The name of one epoch of ours on the wire."""
    return Stream(me.branch_id, me.kiosk_id, epoch)


def stream_facts(db: Database, me: Identity) -> list[StreamFacts]:
    """Every epoch of this store, the oldest first; computed from the journal at every call."""
    epochs = [row[0] for row in db.conn.execute(_EPOCHS).fetchall()]
    return [facts_of(db, me, epoch) for epoch in epochs]


def facts_of(db: Database, me: Identity, epoch: int) -> StreamFacts:
    """One epoch."""
    (head,) = db.conn.execute("SELECT max(seq) FROM journal WHERE epoch = ?", (epoch,)).fetchone()
    floor = db.conn.execute("SELECT upto FROM journal_floor WHERE epoch = ?", (epoch,)).fetchone()
    fork = db.conn.execute("SELECT seq, settled_in FROM fork WHERE epoch = ?", (epoch,)).fetchone()
    deleted = floor[0] if floor else 0
    receipt = newest_receipt(db, epoch)
    return StreamFacts(
        epoch=epoch,
        head=max(head or 0, deleted),
        floor=deleted,
        receipt=receipt,
        receipt_holds=receipt is not None and journal.hash_at(db, me, epoch, receipt.upto) == receipt.hash,
        fork_seq=fork[0] if fork else None,
        settled=fork is not None and fork[1] is not None,
    )


def newest_receipt(db: Database, epoch: int) -> Received | None:
    """The receipt that came last for `epoch`: what the hub says now, even when it once held more."""
    row = db.conn.execute(_NEWEST, (epoch,)).fetchone()
    return Received(*row[1:]) if row else None


def keep_receipt(db: Database, clock: Clock, receipt: Receipt, data: bytes) -> bool:
    """Keep a verified receipt, inside the open transaction; False when it says what the newest one says."""
    epoch = receipt.stream.epoch
    known = newest_receipt(db, epoch)
    if known and (known.upto, known.hash, known.parked) == (receipt.upto, receipt.hash, receipt.parked):
        return False
    db.conn.execute(
        "INSERT INTO receipt (epoch, upto, hash, hub_ms, parked, received_at_ms, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (epoch, receipt.upto, receipt.hash, receipt.hub_ms, receipt.parked, clock.now_ms(), data),
    )
    return True


def lines_after(db: Database, epoch: int, after: int, *, events: int, size: int) -> list[bytes]:
    """At most `events` lines after `after`, of at most `size` bytes with their line breaks; at least one if any."""
    rows = db.conn.execute(
        "SELECT line FROM journal WHERE epoch = ? AND seq > ? ORDER BY seq LIMIT ?", (epoch, after, events)
    ).fetchall()
    lines: list[bytes] = []
    for (line,) in rows:
        size -= len(line) + 1
        if size < 0 and lines:
            break
        lines.append(line)
    return lines


def settle_fork(db: Database, clock: Clock) -> int:
    """Go on in a new epoch in which everything is told again that the hub never took of a forked one; the epoch.

    One transaction: either the alarm stands as it was, or nothing of it is left to send from the old epoch.
    """
    with transaction(db):
        forks = db.conn.execute("SELECT epoch, seq FROM fork WHERE settled_in IS NULL ORDER BY epoch").fetchall()
        before = identity(db).epoch
        set_meta(db, "epoch", str(new_epoch(clock, above=before)))
        now = identity(db).epoch
        journal.append(db, clock, "journal.opened", {"reason": "forked", "previous": before})
        for epoch, seq in forks:
            (count,) = db.conn.execute(
                "SELECT count(*) FROM journal WHERE epoch = ? AND seq >= ?", (epoch, seq)
            ).fetchone()
            journal.append(db, clock, "journal.retold", {"epoch": epoch, "from_seq": seq, "count": count})
            journal.retell(db, epoch, seq)
            db.conn.execute("UPDATE fork SET settled_in = ? WHERE epoch = ?", (now, epoch))
    return now


def tell_offset(db: Database, clock: Clock, offset_ms: int) -> None:
    """Put the distance to the hub's clock into the journal when it has changed by OFFSET_STEP_MS since last told."""
    told = get_meta(db, _OFFSET)
    if told is not None and abs(int(told) - offset_ms) < OFFSET_STEP_MS:
        return
    with transaction(db):
        set_meta(db, _OFFSET, str(offset_ms))
        journal.append(db, clock, "clock.compared", {"offset_ms": offset_ms})


def record_fork(db: Database, clock: Clock, epoch: int, seq: int) -> bool:
    """The hub holds another event under `seq`: the alarm, inside the open transaction; False when it is known."""
    if db.conn.execute("SELECT 1 FROM fork WHERE epoch = ?", (epoch,)).fetchone():
        return False
    db.conn.execute("INSERT INTO fork (epoch, seq, seen_at_ms) VALUES (?, ?, ?)", (epoch, seq, clock.now_ms()))
    journal.append(db, clock, "journal.forked", {"epoch": epoch, "seq": seq})
    return True

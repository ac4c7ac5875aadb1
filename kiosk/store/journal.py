"""Every fact, chained: appended in the commit of the row it changes, read by tail, proved by verify."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store.identity import Identity, identity
from kiosk.wire.events import checked
from kiosk.wire.line import Line, LineError, Value, chain, decode_line, encode_line, genesis

Payload = dict[str, Value]
Event = tuple[str, Payload]
"""Type and payload, as the catalogue has them."""
_LAST: Final = """SELECT epoch, seq, hash FROM journal
    WHERE epoch = (SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'epoch') ORDER BY seq DESC LIMIT 1"""

_HASH_AT: Final = """SELECT hash FROM journal WHERE epoch = :epoch AND seq = :seq
    UNION ALL SELECT hash FROM journal_floor WHERE epoch = :epoch AND upto = :seq LIMIT 1"""

BOOT_LINKS: Final = 10_000
"""What a start verifies: 10 ms, however long the journal has become."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event with its place in the chain. `line` is what travels, byte by byte."""

    epoch: int
    seq: int
    line: bytes
    hash: bytes

    @property
    def event(self) -> Line:
        """The event in words."""
        return decode_line(self.line)


@dataclass(frozen=True, slots=True)
class JournalReport:
    """What a walk along the chain found. `broken_at` is (epoch, seq) of the first link that does not hold."""

    checked: int
    epochs: tuple[int, ...]
    broken_at: tuple[int, int] | None = None
    problem: str = ""

    @property
    def ok(self) -> bool:
        """True when every link holds."""
        return self.broken_at is None


def append(
    db: Database,
    clock: Clock,
    type: str,  # noqa: A002 - the wire calls it type
    payload: Payload,
    *,
    at_ms: int | None = None,
) -> int:
    """Chain one event inside the open transaction; its seq. `at_ms` only where the hour is all that may be told."""
    return append_all(db, clock.now_ms() if at_ms is None else at_ms, [(type, payload)])


def append_all(db: Database, at_ms: int, events: Iterable[Event]) -> int:
    """Chain several events of one moment, in this order, inside the open transaction; the last seq."""
    if not db.conn.in_transaction:
        raise RuntimeError("an event belongs into the commit of the fact it tells")
    epoch, seq, last = _end(db)
    rows = []
    for kind, payload in events:
        seq += 1
        line = encode_line(seq, kind, at_ms, checked(kind, payload).v, payload)
        last = chain(last, line)
        rows.append((epoch, seq, line, last))
    db.conn.executemany("INSERT INTO journal (epoch, seq, line, hash) VALUES (?, ?, ?, ?)", rows)
    return seq


def _end(db: Database) -> tuple[int, int, bytes]:
    row = db.conn.execute(_LAST).fetchone()
    if row is not None:
        return int(row[0]), int(row[1]), row[2]
    me = identity(db)
    return me.epoch, 0, genesis(me.kiosk_id, me.epoch)


def head(db: Database, me: Identity) -> tuple[int, bytes]:
    """The last (seq, hash) of the present epoch; (0, genesis) before its first event."""
    row = db.conn.execute(
        "SELECT seq, hash FROM journal WHERE epoch = ? ORDER BY seq DESC LIMIT 1", (me.epoch,)
    ).fetchone()
    return (row[0], row[1]) if row else (0, genesis(me.kiosk_id, me.epoch))


def tail(db: Database, after: int, limit: int, *, epoch: int | None = None) -> list[Entry]:
    """At most `limit` events after `after`, in order, of one epoch (the present one)."""
    chosen = identity(db).epoch if epoch is None else epoch
    rows = db.conn.execute(
        "SELECT epoch, seq, line, hash FROM journal WHERE epoch = ? AND seq > ? ORDER BY seq LIMIT ?",
        (chosen, after, limit),
    ).fetchall()
    return [Entry(*row) for row in rows]


def hash_at(db: Database, me: Identity, epoch: int, seq: int) -> bytes | None:
    """The chain after `seq` of one epoch, 0 for its genesis; None when that event is not on this disk (any more)."""
    if seq == 0:
        return genesis(me.kiosk_id, epoch)
    row = db.conn.execute(_HASH_AT, {"epoch": epoch, "seq": seq}).fetchone()
    return row[0] if row else None


def retell(db: Database, epoch: int, from_seq: int) -> int:
    """Chain what `epoch` holds from `from_seq` on once more, in the present one, inside the open transaction; how many.

    Type, time, version and payload stay as they were told; only the seq is new.
    """
    count = 0
    me = identity(db)
    for entry in _entries(db, epoch, from_seq - 1):
        seq, last = head(db, me)
        line = _retold(entry, seq + 1)
        row = (me.epoch, seq + 1, line, chain(last, line))
        db.conn.execute("INSERT INTO journal (epoch, seq, line, hash) VALUES (?, ?, ?, ?)", row)
        count += 1
    return count


def _retold(entry: Entry, seq: int) -> bytes:
    try:
        event = entry.event
    except LineError:
        return entry.line  # nobody can read it; the hub parks it, as it would have in its own place
    return encode_line(seq, event.type, event.at_ms, event.v, dict(event.payload))


def last_seq(db: Database) -> int:
    """The seq of the newest event of the present epoch; 0 before the first."""
    return head(db, identity(db))[0]


def verify(db: Database, *, last: int | None = None) -> JournalReport:
    """Walk the chain of every epoch, or only the `last` links of the present one; says where it breaks first."""
    me = identity(db)
    if last is not None:
        after = max(0, head(db, me)[0] - last)
        return _walk(db, me, me.epoch, after)
    epochs = [row[0] for row in db.conn.execute("SELECT DISTINCT epoch FROM journal ORDER BY epoch").fetchall()]
    walked = 0
    for epoch in epochs:
        report = _walk(db, me, epoch, 0)
        walked += report.checked
        if not report.ok:
            return JournalReport(walked, tuple(epochs), report.broken_at, report.problem)
    return JournalReport(walked, tuple(epochs))


def _walk(db: Database, me: Identity, epoch: int, after: int) -> JournalReport:
    floor = db.conn.execute("SELECT upto FROM journal_floor WHERE epoch = ?", (epoch,)).fetchone()
    after = max(after, floor[0] if floor else 0)  # what was deleted under a receipt is not missing
    prev = hash_at(db, me, epoch, after)
    if prev is None:
        return JournalReport(0, (epoch,), (epoch, after), f"event {after} is missing")
    seq = after
    for entry in _entries(db, epoch, after):
        problem = _broken_link(entry, seq + 1, prev)
        if problem:
            return JournalReport(seq - after, (epoch,), (epoch, entry.seq), problem)
        seq, prev = entry.seq, entry.hash
    return JournalReport(seq - after, (epoch,))


def _entries(db: Database, epoch: int, after: int) -> Iterator[Entry]:
    # In pieces read to their end: an unfinished cursor would pin the write-ahead log.
    while True:
        piece = tail(db, after, 2000, epoch=epoch)
        if not piece:
            return
        yield from piece
        after = piece[-1].seq


def _broken_link(entry: Entry, expected_seq: int, prev: bytes) -> str:
    if entry.seq != expected_seq:
        return f"event {expected_seq} is missing: {entry.seq} follows {expected_seq - 1}"
    if chain(prev, entry.line) != entry.hash:
        return f"event {entry.seq} is not what was chained: its hash does not follow from the one before"
    try:
        told = entry.event.seq
    except LineError as error:
        return f"event {entry.seq} cannot be read: {error}"
    return "" if told == entry.seq else f"event {entry.seq} calls itself {told}"

"""Where each stream ends, and the events themselves: the hub's SQL about what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.hub.store import Session, key
from kiosk.wire.batch import Batch
from kiosk.wire.stream import Stream

_OF_STREAM: Final = "branch_id = ? AND kiosk_id = ? AND epoch = ?"
_END: Final = f"SELECT last_seq, last_hash, month FROM stream_cursor WHERE {_OF_STREAM}"
_BEGIN: Final = """INSERT INTO stream_cursor
    (branch_id, kiosk_id, epoch, last_seq, last_hash, month, began_ms, received_ms, via, key_id, app_version,
     clock_ahead_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (branch_id, kiosk_id, epoch) DO NOTHING"""
_GO_ON: Final = f"""UPDATE stream_cursor SET last_seq = ?, last_hash = ?, month = ?, received_ms = ?, via = ?,
    key_id = ?, app_version = ?, clock_ahead_ms = COALESCE(?, clock_ahead_ms)
    WHERE {_OF_STREAM} AND last_seq = ? AND last_hash = ?"""
_LINES: Final = f"SELECT seq, month, line FROM event WHERE {_OF_STREAM} AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"


@dataclass(frozen=True, slots=True)
class End:
    """The last event of a stream that has landed; seq 0 and the genesis before the first."""

    last_seq: int
    last_hash: bytes
    month: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """How and when a batch came. `clock_ahead_ms` None: by stick, which says nothing about the kiosk's clock."""

    via: str
    key_id: str
    received_ms: int
    month: int
    clock_ahead_ms: int | None


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it lies in the hub."""

    seq: int
    month: int
    line: bytes


class Raced(Exception):  # noqa: N818 - what it says is what happened
    """Another worker has moved the cursor in between; look again."""


def end_of(session: Session, stream: Stream) -> End:
    """Where `stream` ends."""
    rows = session.rows(_END, key(stream))
    return End(rows[0][0], bytes(rows[0][1]), rows[0][2]) if rows else End(0, stream.genesis, 0)


def land(session: Session, batch: Batch, end: End, arrival: Arrival) -> int:
    """Compare the cursor with `end`, set it to the end of `batch`, write the lines behind it; how many are new.

    Raises Raced when somebody else was quicker: then nothing of this transaction may be committed.
    """
    header = batch.header
    stream = header.stream
    month = max(end.month, arrival.month)  # never falls along a stream, whatever the hub's clock does
    how = (arrival.received_ms, arrival.via, arrival.key_id, header.origin.app, arrival.clock_ahead_ms)
    told = (header.last_seq, header.last_hash, month)
    if end.last_seq == 0:
        moved = session.run(_BEGIN, (*key(stream), *told, arrival.received_ms, *how))
    else:
        moved = session.run(_GO_ON, (*told, *how, *key(stream), end.last_seq, end.last_hash))
    if moved != 1:
        raise Raced
    fresh = batch.lines[end.last_seq + 1 - header.first_seq :]
    session.land(stream, end.last_seq + 1, month, fresh)
    return len(fresh)


def events(session: Session, stream: Stream, after: int, until: int, limit: int) -> list[Event]:
    """At most `limit` events with `after` < seq ≤ `until`, in order."""
    return [
        Event(seq, month, bytes(line)) for seq, month, line in session.rows(_LINES, (*key(stream), after, until, limit))
    ]


def first_kept(session: Session, stream: Stream) -> int:
    """The seq of the oldest event that is still here; 0 when there is none."""
    found = session.rows(f"SELECT seq FROM event WHERE {_OF_STREAM} ORDER BY seq LIMIT 1", key(stream))
    return int(found[0][0]) if found else 0


def held(session: Session, stream: Stream, after: int, until: int) -> int:
    """How many events with `after` < seq ≤ `until` really lie in the table, counted."""
    sql = f"SELECT count(*) FROM event WHERE {_OF_STREAM} AND seq > ? AND seq <= ?"
    return int(session.rows(sql, (*key(stream), after, until))[0][0])


def parked_count(session: Session, stream: Stream) -> int:
    """How many events of the stream could not be read."""
    return int(session.rows(f"SELECT count(*) FROM parked WHERE {_OF_STREAM}", key(stream))[0][0])


def all_streams(session: Session) -> list[tuple[Stream, int]]:
    """Every stream and its last seq, in order."""
    sql = "SELECT branch_id, kiosk_id, epoch, last_seq FROM stream_cursor ORDER BY branch_id, kiosk_id, epoch"
    return [(Stream(branch, kiosk, epoch), last) for branch, kiosk, epoch, last in session.rows(sql)]


def differs_at(kept: Sequence[Event], batch: Batch) -> int | None:
    """The first seq at which `kept` and the batch tell different things; None where they agree."""
    first = batch.header.first_seq
    return next((event.seq for event in kept if batch.lines[event.seq - first] != event.line), None)

"""The one way in: an envelope from a POST or a stick is verified, compared with the cursor, landed, and receipted."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.domain.branch import Zone
from kiosk.domain.clock import Clock
from kiosk.domain.dates import local_time
from kiosk.hub.alarms import AlarmKind, raise_alarm
from kiosk.hub.enrolment import not_enrolled, revoked
from kiosk.hub.store import HubStore, Session, StoreUnavailable
from kiosk.hub.streams import Arrival, End, Raced, differs_at, events, land
from kiosk.wire.batch import MAX_BODY_BYTES, Batch, decode_batch
from kiosk.wire.envelope import Kind, open_envelope, peek
from kiosk.wire.fields import MAX_HEADER_BYTES, read_fields
from kiosk.wire.receipt import Receipt, seal_receipt
from kiosk.wire.refusal import Reason, Refused
from kiosk.wire.stream import Stream, read_stream

log = logging.getLogger(__name__)

RACES: Final = 5
POINTS: Final = ("verified", "landed", "committed", "receipted")
"""Where a test may end the process: before anything is written, before the commit, after it, with the receipt made."""
_KEY: Final = """SELECT public_key, revoked_ms FROM enrolment
    WHERE branch_id = ? AND kiosk_id = ? AND key_id = ?"""
# One look for all that a batch is held against: every round trip to the database counts.
_LOOK: Final = """SELECT e.revoked_ms, c.last_seq, c.last_hash, c.month, (SELECT count(*) FROM parked p
        WHERE p.branch_id = e.branch_id AND p.kiosk_id = e.kiosk_id AND p.epoch = ?)
    FROM enrolment e LEFT JOIN stream_cursor c
        ON c.branch_id = e.branch_id AND c.kiosk_id = e.kiosk_id AND c.epoch = ?
    WHERE e.branch_id = ? AND e.kiosk_id = ? AND e.key_id = ?"""
_OTHER_LIVES: Final = """SELECT epoch, key_id FROM stream_cursor
    WHERE branch_id = ? AND kiosk_id = ? ORDER BY epoch DESC LIMIT 1"""


class Via(StrEnum):
    """How a batch came."""

    NET = "net"
    STICK = "stick"


@dataclass(frozen=True, slots=True)
class Landed:
    """It is on the disk. `fresh` events were new, 0 for a batch that had come before."""

    stream: Stream
    upto: int
    fresh: int
    receipt: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """Something before it is missing; the hub stands at `last_seq`."""

    stream: Stream
    last_seq: int
    last_hash: bytes | None


@dataclass(frozen=True, slots=True)
class Fork:
    """The hub holds another event under `seq`; nothing was written but the alarm."""

    stream: Stream
    seq: int


Outcome = Landed | Gap | Fork


class Ingest:
    """Takes envelopes. Holds nothing but keys that never change: any worker may take any batch."""

    def __init__(
        self,
        store: HubStore,
        clock: Clock,
        key: Ed25519PrivateKey,
        *,
        barrier: Callable[[str], None] = lambda _point: None,
    ) -> None:
        """`key` signs the receipts; `barrier` is told each of POINTS, for the tests that kill there."""
        self._store = store
        self._clock = clock
        self._key = key
        self._barrier = barrier
        self._keys: dict[tuple[str, str, bytes], Ed25519PublicKey] = {}

    def take(self, data: bytes, via: Via, *, expected: tuple[str, str] | None = None) -> Outcome:
        """Land the batch in the envelope `data`; the receipt is made after the commit.

        `expected`: branch and kiosk that the address named. Raises Refused (what it brings is not taken), Denied
        (who brings it is not known), StoreUnavailable.
        """
        now_ms = self._clock.now_ms()
        batch, signer = self._opened(data, expected)
        self._barrier("verified")
        ahead = batch.header.origin.wall_ms - now_ms if via is Via.NET else None
        arrival = Arrival(via.value, signer, now_ms, month_of(now_ms), ahead)
        self._store.ensure_month(arrival.month)
        end, fresh, parked = self._landed(batch, arrival)
        if isinstance(fresh, Gap | Fork):
            return fresh
        self._barrier("committed")
        stream = batch.header.stream
        receipt = seal_receipt(Receipt(stream, end.last_seq, end.last_hash, now_ms, parked), self._key)
        self._barrier("receipted")
        return Landed(stream, end.last_seq, fresh, receipt)

    def public_key(self, session: Session, branch: str, kiosk: str, signer: bytes) -> Ed25519PublicKey:
        """The accepted key of that id. Raises Denied when it is unknown or was taken back."""
        rows = session.rows(_KEY, (branch, kiosk, signer.hex()))
        if not rows:
            raise not_enrolled(branch, kiosk)
        if rows[0][1] is not None:
            raise revoked(branch, kiosk)
        return Ed25519PublicKey.from_public_bytes(bytes(rows[0][0]))

    def _opened(self, data: bytes, expected: tuple[str, str] | None) -> tuple[Batch, str]:
        found = peek(data, longest=MAX_BODY_BYTES)
        if found.kind is not Kind.BATCH:
            raise Refused(Reason.WRONG_KIND, f'Ini berisi "{found.kind}", bukan "batch".')
        # What the header says counts for nothing but the choice of the key, until that key's signature holds.
        stream = read_stream(read_fields(found.body[: MAX_HEADER_BYTES + 1].partition(b"\n")[0]))
        if expected is not None and (stream.branch, stream.kiosk) != expected:
            raise Refused(Reason.BAD_HEADER, f"Batch dari {stream.branch}/{stream.kiosk} dikirim ke alamat lain.")
        who = (stream.branch, stream.kiosk, found.key_id)
        public_key = self._keys.get(who)
        if public_key is None:
            public_key = self._store.read(lambda session: self.public_key(session, *who))
            self._keys[who] = public_key
        envelope = open_envelope(data, Kind.BATCH, {found.key_id: public_key}, longest=MAX_BODY_BYTES)
        return decode_batch(envelope.body), found.key_id.hex()

    def _landed(self, batch: Batch, arrival: Arrival) -> tuple[End, int | Gap | Fork, int]:
        for _ in range(RACES):
            try:
                return self._store.write(lambda session: self._land(session, batch, arrival))
            except Raced:
                continue  # the next look sees what the other worker has written
            except _Forked as forked:
                self._alarm(forked.fork, arrival.received_ms)
                return forked.end, forked.fork, 0
        raise StoreUnavailable("Batch yang sama sedang dikirim berulang kali: coba lagi.")

    def _land(self, session: Session, batch: Batch, arrival: Arrival) -> tuple[End, int | Gap, int]:
        header = batch.header
        stream = header.stream
        end, parked = self._look(session, stream, arrival.key_id)
        if header.first_seq > end.last_seq + 1:
            return end, Gap(stream, end.last_seq, end.last_hash if end.last_seq else None), parked
        if (header.last_seq, header.last_hash) == (end.last_seq, end.last_hash):
            return end, 0, parked  # the very end we hold: the chain stands for everything before it
        if header.last_seq <= end.last_seq:
            kept = events(session, stream, header.first_seq - 1, header.last_seq, header.count)
            seq = differs_at(kept, batch)
            if seq is not None:
                raise _Forked(Fork(stream, seq), end)
            return end, 0, parked
        if batch.hash_at(end.last_seq) != end.last_hash:
            kept = events(session, stream, header.first_seq - 1, end.last_seq, header.count)
            raise _Forked(Fork(stream, differs_at(kept, batch) or header.first_seq), end)
        if end.last_seq == 0:
            _note_other_lives(session, stream, arrival)
        fresh = land(session, batch, end, arrival)
        self._barrier("landed")
        return End(header.last_seq, header.last_hash, arrival.month), fresh, parked

    def _look(self, session: Session, stream: Stream, signer: str) -> tuple[End, int]:
        rows = session.rows(_LOOK, (stream.epoch, stream.epoch, stream.branch, stream.kiosk, signer))
        if not rows:
            raise not_enrolled(stream.branch, stream.kiosk)
        revoked_ms, last_seq, last_hash, month, parked = rows[0]
        if revoked_ms is not None:
            raise revoked(stream.branch, stream.kiosk)
        if last_seq is None:
            return End(0, stream.genesis, 0), parked
        return End(last_seq, bytes(last_hash), month), parked

    def _alarm(self, fork: Fork, at_ms: int) -> None:
        sentence = f"Kejadian {fork.seq} diceritakan lain: disk disalin, atau citra lama dipasang kembali."
        log.error("fork of %s at %d", fork.stream, fork.seq)
        self._store.write(lambda session: raise_alarm(session, fork.stream, AlarmKind.FORK, at_ms, sentence))


def _note_other_lives(session: Session, stream: Stream, arrival: Arrival) -> None:
    """A kiosk that begins a stream beside others of its name is taken, and looked at by a person."""
    newest = session.rows(_OTHER_LIVES, (stream.branch, stream.kiosk))
    if not newest:
        return
    epoch, signer = newest[0]
    if epoch > stream.epoch:
        sentence = "Masa yang lebih lama dari yang terakhir mengirim lagi: stik lama, atau dua PC dengan satu nama."
        raise_alarm(session, stream, AlarmKind.OLD_EPOCH, arrival.received_ms, sentence)
    elif signer == arrival.key_id:
        sentence = "Kiosk memulai masa baru dengan kunci lama: penyimpanannya dibuat ulang atau dipulihkan."
        raise_alarm(session, stream, AlarmKind.NEW_EPOCH, arrival.received_ms, sentence)


class _Forked(Exception):  # noqa: N818 - ends the transaction without writing anything
    def __init__(self, fork: Fork, end: End) -> None:
        super().__init__()
        self.fork = fork
        self.end = end


def month_of(at_ms: int) -> int:
    """The receiving month by the clock of Jakarta, e.g. 202611."""
    moment = local_time(at_ms, Zone.WIB)
    return moment.year * 100 + moment.month

"""A hub in memory that keeps the contract of docs/sync.md to the letter, and can be made to fail at each point."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.domain.clock import Clock
from kiosk.wire import protocol
from kiosk.wire.batch import MAX_BODY_BYTES, Batch, decode_batch
from kiosk.wire.enrolment import open_enrolment
from kiosk.wire.envelope import Kind, open_envelope
from kiosk.wire.keys import key_ring
from kiosk.wire.line import LineError, chain, decode_line
from kiosk.wire.pack import PackHeader
from kiosk.wire.protocol import Answer, Cursor, PackEntry
from kiosk.wire.receipt import Receipt, seal_receipt
from kiosk.wire.refusal import Refused
from kiosk.wire.request import open_request
from kiosk.wire.stick import unseal_batch
from kiosk.wire.stream import Stream
from tests.wire.letters import STICK_KEY

Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Held:
    """One stream as the hub holds it."""

    lines: list[bytes] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)

    def parked(self) -> int:
        return sum(not _is_event(line, seq) for seq, line in enumerate(self.lines, 1))


class SmallHub:
    """`handle` is the whole of it; `trouble` is asked before each answer and may give another one."""

    def __init__(self, key: Ed25519PrivateKey, clock: Clock, max_events: int = 5000) -> None:
        self.key = key
        self.clock = clock
        self.max_events = max_events
        self.streams: dict[Stream, Held] = {}
        self.kiosks: dict[tuple[str, str], list[Ed25519PublicKey]] = {}
        self.revoked: list[Ed25519PublicKey] = []
        self.waiting: dict[str, Any] = {}
        self.packs: dict[bytes, tuple[PackHeader, bytes]] = {}
        self.pack_reads = 0
        self.saved: dict[Stream, Held] = {}

    def handle(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:  # noqa: PLR0911 - a path each
        """One request."""
        parts = path.strip("/").split("/")
        try:
            match (method, parts):
                case ("POST", ["v1", "streams", branch, kiosk, "batches"]):
                    return self.batch(branch, kiosk, body)
                case ("GET", ["v1", "streams", branch, kiosk, epoch, "cursor"]):
                    return self._asked(path, headers) or self._cursor(Stream(branch, kiosk, int(epoch)))
                case ("GET", ["v1", "packs", _]):
                    return self._asked(path, headers) or self._pack_list(headers)
                case ("GET", ["v1", "packs", _, sha256]):
                    return self._asked(path, headers) or (200, {}, self.packs[bytes.fromhex(sha256)][1])
                case ("POST", ["v1", "enrol"]):
                    return self._enrol(body)
        except Refused as error:
            return _no(400, error.reason.value, str(error))
        return _no(404, "unknown", "Tidak ada.")

    def batch(self, branch: str, kiosk: str, envelope: bytes) -> Reply:
        """What a POST and a stick both bring."""
        denied = self._denied(branch, kiosk)
        if denied:
            return denied
        keys = key_ring(*self.kiosks[branch, kiosk])
        batch = decode_batch(open_envelope(envelope, Kind.BATCH, keys, longest=MAX_BODY_BYTES).body)
        stream = batch.header.stream
        if batch.header.count > self.max_events:
            return _no(413, Answer.TOO_LARGE, "Terlalu besar.")
        held = self.streams.setdefault(stream, Held())
        last = len(held.lines)
        if batch.header.first_seq > last + 1:
            told = held.hashes[-1].hex() if last else None
            return 409, {}, protocol.refusal(Answer.GAP, "Ada yang terlewat.", last_seq=last, last_hash=told)
        differs = _first_difference(batch, held)
        if differs:
            return 422, {}, protocol.refusal(Answer.FORK, "Bercabang.", seq=differs)
        held.lines += batch.lines[last + 1 - batch.header.first_seq :]
        held.hashes += batch.hashes[last + 1 - batch.header.first_seq :]
        return 200, {}, self.receipt(stream)

    def receipt(self, stream: Stream) -> bytes:
        """The signed word for what is held."""
        held = self.streams[stream]
        told = Receipt(stream, len(held.lines), held.hashes[-1], self.clock.now_ms(), held.parked())
        return seal_receipt(told, self.key)

    def accept(self, branch: str, kiosk: str, key: Ed25519PublicKey) -> None:
        """The operator says yes."""
        self.kiosks.setdefault((branch, kiosk), []).append(key)

    def admit(self, branch: str, kiosk: str, key: Ed25519PublicKey) -> None:
        """A new key; the ones before it count no more."""
        self.revoke()
        self.accept(branch, kiosk, key)

    def revoke(self) -> None:
        """No key that was accepted counts any more."""
        self.revoked = [key for keys in self.kiosks.values() for key in keys]

    def take_stick(self, stick: Path) -> None:
        """Everything on it; receipts are written back."""
        (stick / "PASTI/down").mkdir(parents=True, exist_ok=True)
        for file in sorted((stick / "PASTI/up").glob("*.ktb")):
            try:
                status, _, body = self.batch("srg", "k1", unseal_batch(file.read_bytes(), STICK_KEY))
            except Refused:
                continue
            if status == 200:
                (stick / f"PASTI/down/{file.stem}.ktr").write_bytes(body)

    def held(self) -> dict[Stream, list[bytes]]:
        """Every stream, whole and chained."""
        for stream, held in self.streams.items():
            last = stream.genesis
            for line, told in zip(held.lines, held.hashes, strict=True):
                last = chain(last, line)
                assert last == told
        return {stream: held.lines for stream, held in self.streams.items() if held.lines}

    def project(self) -> int:
        """How many events are parked."""
        return sum(held.parked() for held in self.streams.values())

    def back_up(self) -> None:
        """A copy of this moment."""
        self.saved = copy.deepcopy(self.streams)

    def restore(self, *, living: bool) -> None:
        """Put back to the copy; it lives in memory, so `living` is all the same."""
        del living
        self.streams = copy.deepcopy(self.saved)

    def close(self) -> None:
        """Nothing to let go of."""

    def _denied(self, branch: str, kiosk: str) -> Reply | None:
        keys = self.kiosks.get((branch, kiosk), [])
        if not keys:
            return _no(401, Answer.NOT_ENROLLED, "Belum terdaftar.")
        return _no(403, Answer.REVOKED, "Dicabut.") if all(key in self.revoked for key in keys) else None

    def _asked(self, path: str, headers: Mapping[str, str]) -> Reply | None:
        for (branch, kiosk), keys in self.kiosks.items():
            try:
                request = open_request(headers.get("Authorization", ""), key_ring(*keys))
            except Refused:
                continue
            assert (request.path, request.branch, request.kiosk) == (path, branch, kiosk)
            return self._denied(branch, kiosk)
        return _no(401, Answer.NOT_ENROLLED, "Belum terdaftar.")

    def _cursor(self, stream: Stream) -> Reply:
        held = self.streams.get(stream, Held())
        last = len(held.lines)
        cursor = Cursor(
            last_seq=last,
            last_hash=held.hashes[-1] if last else None,
            first_seq=1 if last else 0,
            events=last,
            parked=held.parked(),
            hub_ms=self.clock.now_ms(),
            receipt=self.receipt(stream) if last else None,
        )
        return 200, {}, protocol.encode_cursor(cursor)

    def _pack_list(self, headers: Mapping[str, str]) -> Reply:
        etag = f'"{len(self.packs)}"'
        if headers.get("If-None-Match") == etag:
            return 304, {}, b""
        self.pack_reads += 1
        entries = [
            PackEntry(header.kind.value, header.version, sha256, len(data))
            for sha256, (header, data) in self.packs.items()
        ]
        return 200, {"ETag": etag}, protocol.encode_pack_list(entries)

    def _enrol(self, body: bytes) -> Reply:
        enrolment = open_enrolment(body)
        if enrolment.key in self.kiosks.get((enrolment.branch, enrolment.kiosk), []):
            return 200, {}, b'{"state":"accepted"}'
        self.waiting[enrolment.code] = enrolment
        return 202, {}, b'{"state":"waiting"}'


def _first_difference(batch: Batch, held: Held) -> int | None:
    for seq in range(batch.header.first_seq, min(len(held.lines), batch.header.last_seq) + 1):
        if batch.hash_at(seq) != held.hashes[seq - 1]:
            return seq
    before = batch.header.first_seq - 1
    if 0 < before <= len(held.lines) and batch.header.prev_hash != held.hashes[before - 1]:
        return before
    return None


def _is_event(line: bytes, seq: int) -> bool:
    try:
        return decode_line(line).seq == seq
    except LineError:
        return False


def _no(status: int, error: str, sentence: str) -> Reply:
    return status, {}, protocol.refusal(error, sentence)

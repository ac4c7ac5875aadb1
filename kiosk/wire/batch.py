"""A batch: an unbroken run of event lines with its header; the same bytes over HTTPS and on a stick.

The body of an envelope of kind `batch`, signed by the kiosk's own key:

    header    one JSON object, then \\n       (fields of `Header`; hashes in hex)
    gzip of   each line, then \\n             (level 6)

`prev_hash` is the chain before the first line, `last_hash` after the last; both ends are checked by walking it.
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from kiosk.wire.fields import MAX_HEADER_BYTES, MAX_WHOLE, Fields, encode_object, read_fields
from kiosk.wire.refusal import Reason, Refused
from kiosk.wire.stream import Stream, read_stream

MAX_EVENTS: Final = 5000
MAX_RAW_BYTES: Final = 1024 * 1024
"""Of the lines with their line breaks, before gzip."""
MAX_BODY_BYTES: Final = MAX_RAW_BYTES + MAX_HEADER_BYTES + 1024
"""What gzip can make of the worst lines, and the header: to be given to `open_envelope` as `longest`."""
LEVEL: Final = 6
_GZIP: Final = 31


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and when a batch was made; for the monitor, never for order. `mono_ms` counts from the boot `boot_id`."""

    app: str
    boot_id: str
    wall_ms: int
    mono_ms: int


@dataclass(frozen=True, slots=True)
class Header:
    """What a batch says of itself. `schema_min`, `schema_max`: lowest and highest event version in it."""

    stream: Stream
    first_seq: int
    count: int
    prev_hash: bytes
    last_hash: bytes
    schema_min: int
    schema_max: int
    raw_bytes: int
    origin: Origin

    @property
    def last_seq(self) -> int:
        """The seq of the last line."""
        return self.first_seq + self.count - 1


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch whose chain holds. `hashes[i]` is the chain after `lines[i]`, whose seq is `first_seq + i`."""

    header: Header
    lines: Sequence[bytes]
    hashes: Sequence[bytes]

    def hash_at(self, seq: int) -> bytes:
        """The chain after `seq`; for `first_seq - 1` the hash before the batch. For overlaps with what is known."""
        return self.header.prev_hash if seq == self.header.first_seq - 1 else self.hashes[seq - self.header.first_seq]


def encode_batch(
    stream: Stream,
    first_seq: int,
    prev_hash: bytes,
    lines: Sequence[bytes],
    origin: Origin,
    *,
    schema: tuple[int, int] = (1, 1),
) -> bytes:
    """The body for `lines`, an unbroken run from `first_seq`. ValueError above MAX_EVENTS or MAX_RAW_BYTES."""
    raw = b"".join(line + b"\n" for line in lines)
    if not 0 < len(lines) <= MAX_EVENTS or len(raw) > MAX_RAW_BYTES:
        raise ValueError(f"{len(lines)} events of {len(raw)} bytes; at most {MAX_EVENTS} of {MAX_RAW_BYTES}")
    last_hash = prev_hash
    for line in lines:
        last_hash = hashlib.sha256(last_hash + line).digest()
    header: dict[str, Any] = stream.told() | {
        "first_seq": first_seq,
        "count": len(lines),
        "prev_hash": prev_hash.hex(),
        "last_hash": last_hash.hex(),
        "schema_min": schema[0],
        "schema_max": schema[1],
        "raw_bytes": len(raw),
        "app": origin.app,
        "boot_id": origin.boot_id,
        "wall_ms": origin.wall_ms,
        "mono_ms": origin.mono_ms,
    }
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
    return encode_object(header) + b"\n" + packer.compress(raw) + packer.flush()


def decode_batch(body: bytes) -> Batch:
    """The batch in `body`, its chain walked from `prev_hash` to `last_hash`; Refused with the reason otherwise.

    Never unpacks more than MAX_RAW_BYTES. The lines are not read as JSON here: a line that cannot be read later is
    parked, and holds up nobody.
    """
    head, newline, _ = body[: MAX_HEADER_BYTES + 1].partition(b"\n")
    if not newline:
        raise Refused(Reason.BAD_HEADER, "Kepala batch tidak ada habisnya.")
    header = _read_header(read_fields(head))
    raw = _unpacked(body[len(head) + 1 :], header.raw_bytes)
    lines = raw.split(b"\n")
    if lines.pop() or len(lines) != header.count:
        raise Refused(Reason.BAD_CONTENTS, f"Batch menyebut {header.count} kejadian, isinya {len(lines)}.")
    hashes: list[bytes] = []
    last, sha256 = header.prev_hash, hashlib.sha256
    for line in lines:
        last = sha256(last + line).digest()
        hashes.append(last)
    if last != header.last_hash:
        raise Refused(Reason.BROKEN_CHAIN, "Rantai batch tidak sampai pada hash terakhir yang disebutnya.")
    if header.first_seq == 1 and header.prev_hash != header.stream.genesis:
        raise Refused(Reason.BROKEN_CHAIN, "Batch pertama tidak mulai dari hash awal masanya.")
    return Batch(header, lines, hashes)


def _read_header(fields: Fields) -> Header:
    first_seq = fields.whole("first_seq", least=1, most=MAX_WHOLE - MAX_EVENTS)
    return Header(
        stream=read_stream(fields),
        first_seq=first_seq,
        count=fields.whole("count", least=1, most=MAX_EVENTS),
        prev_hash=fields.digest("prev_hash"),
        last_hash=fields.digest("last_hash"),
        schema_min=fields.whole("schema_min", least=1, most=32767),
        schema_max=fields.whole("schema_max", least=1, most=32767),
        raw_bytes=fields.whole("raw_bytes", least=1, most=MAX_RAW_BYTES),
        origin=Origin(
            app=fields.text("app"),
            boot_id=fields.text("boot_id"),
            wall_ms=fields.whole("wall_ms"),
            mono_ms=fields.whole("mono_ms"),
        ),
    )


def _unpacked(packed: bytes, size: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        raw = unpacker.decompress(packed, size + 1)
    except zlib.error as error:
        raise Refused(Reason.BAD_CONTENTS, "Isi batch bukan gzip yang utuh.") from error
    if len(raw) != size:
        raise Refused(Reason.BAD_CONTENTS, f"Isi batch bukan {size} byte seperti disebutnya.")
    if not unpacker.eof or unpacker.unused_data:
        raise Refused(Reason.BAD_CONTENTS, "Isi batch terpotong, atau ada yang ditambahkan di belakangnya.")
    return raw

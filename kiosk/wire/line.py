"""One event as the one canonical line that is hashed, stored and sent; made once, never encoded again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

GENESIS: Final = b"pasti journal 1"
_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)

Value = str | int | bool | None | list[str]
"""What a payload may hold; no floats, which have more than one spelling."""


class LineError(ValueError):
    """Bytes that are no event line, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event as read back from its line. `at_ms` is wall time: a sensor, order is `seq`."""

    seq: int
    type: str
    at_ms: int
    v: int
    payload: Mapping[str, Value]


def encode_line(seq: int, type: str, at_ms: int, v: int, payload: dict[str, Value]) -> bytes:  # noqa: A002 - the wire calls it type
    """The canonical line `[seq,"type",at_ms,v,{…}]`: UTF-8, no blanks, keys sorted, no line break."""
    return _CANONICAL.encode([seq, type, at_ms, v, payload]).encode("utf-8")


def decode_line(line: bytes) -> Line:
    """The event in `line`; LineError says what is wrong with it."""
    try:
        parts = json.loads(line)
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, a number of 5,000 digits, too deep
        raise LineError(f"the line is not JSON: {error}") from error
    match parts:
        case [int(seq), str(kind), int(at_ms), int(v), dict(payload)] if not any(isinstance(n, bool) for n in parts):
            return Line(seq, kind, at_ms, v, payload)
    raise LineError("the line is not [seq, type, at_ms, version, payload]")


def genesis(kiosk_id: str, epoch: int) -> bytes:
    """The hash before the first event of one stream; every (kiosk, epoch) starts from its own."""
    # Each part carries its length, so that no two pairs give the same bytes.
    kiosk = kiosk_id.encode("utf-8")
    return hashlib.sha256(GENESIS + len(kiosk).to_bytes(4, "big") + kiosk + epoch.to_bytes(8, "big")).digest()


def chain(prev: bytes, line: bytes) -> bytes:
    """The hash after `line`: SHA256(prev ‖ line)."""
    return hashlib.sha256(prev + line).digest()

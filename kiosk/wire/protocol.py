"""The contract between kiosk and hub over HTTPS: paths, answers, codes; docs/sync.md tells it to people.

Everything a kiosk sends or asks is signed (its batch, or the `Authorization` header of `kiosk.wire.request`);
everything it believes is signed by the hub (receipts) or by head office (packs). Answers that are no envelope are
JSON objects of at most MAX_ANSWER_BYTES; a refusal is {"error": code, "sentence": for TI, …}.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Final

from kiosk.wire.fields import encode_object, read_fields
from kiosk.wire.refusal import Reason, Refused
from kiosk.wire.stream import Stream

MAX_ANSWER_BYTES: Final = 64 * 1024

BATCHES: Final = "/v1/streams/{branch}/{kiosk}/batches"
"""POST, one batch envelope. 200: a receipt envelope. See `Answer` for the rest."""
CURSOR: Final = "/v1/streams/{branch}/{kiosk}/{epoch}/cursor"
"""GET. 200: `Cursor` as JSON, also for a stream the hub has never heard of (all zero, hash null)."""
PACKS: Final = "/v1/packs/{branch}"
"""GET, with If-None-Match. 200: `PackList` as JSON and an ETag; 304."""
PACK: Final = "/v1/packs/{branch}/{sha256}"
"""GET. 200: the pack envelope whose SHA-256 (of the whole envelope) this is; never changes."""
ENROL: Final = "/v1/enrol"
"""POST, an enrolment envelope. 202 {"state": "waiting"}, 200 {"state": "accepted"}, 403 {"error": "rejected"}."""


class Answer:
    """Codes in `error` and the status each comes with. Reasons of `Refused` come with 400."""

    GAP: Final = "gap"
    """409, with `last_seq`, `last_hash` (hex; null when nothing is known): go on from there."""
    FORK: Final = "fork"
    """422, with `seq`: the hub holds another event under this seq. An alarm: stop sending, keep serving."""
    TOO_LARGE: Final = "too-large"
    """413: send half as much."""
    BUSY: Final = "busy"
    """429 or 503, with the header Retry-After in seconds: come back then."""
    NOT_ENROLLED: Final = "not-enrolled"
    """401: the hub knows no such kiosk or key."""
    REVOKED: Final = "revoked"
    """403: the key was taken back."""
    REJECTED: Final = "rejected"
    """403: the operator said no to this enrolment."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """What the hub holds of one stream.

    `events` are the rows it really holds from `first_seq` on, counted (older ones may have passed its retention);
    `last_hash` is the chain after `last_seq`. `receipt` is a signed receipt for `last_seq`, None before the first.
    """

    last_seq: int
    last_hash: bytes | None
    first_seq: int
    events: int
    parked: int
    hub_ms: int
    receipt: bytes | None


def encode_cursor(cursor: Cursor) -> bytes:
    """The JSON of the hub's answer."""
    told = {
        "last_seq": cursor.last_seq,
        "last_hash": cursor.last_hash.hex() if cursor.last_hash else None,
        "first_seq": cursor.first_seq,
        "events": cursor.events,
        "parked": cursor.parked,
        "hub_ms": cursor.hub_ms,
        "receipt": base64.b64encode(cursor.receipt).decode() if cursor.receipt else None,
    }
    return encode_object(told)


def decode_cursor(data: bytes) -> Cursor:
    """The cursor in the hub's answer; Refused when it is not one."""
    fields = read_fields(data)
    last_seq = fields.whole("last_seq")
    return Cursor(
        last_seq=last_seq,
        last_hash=fields.digest("last_hash") if last_seq else None,
        first_seq=fields.whole("first_seq"),
        events=fields.whole("events"),
        parked=fields.whole("parked"),
        hub_ms=fields.whole("hub_ms"),
        receipt=_bytes(fields.text("receipt", longest=2000)) if last_seq else None,
    )


@dataclass(frozen=True, slots=True)
class PackEntry:
    """One pack of the list: enough to know whether it is wanted. `sha256` of the whole envelope, `bytes` its size."""

    kind: str
    version: int
    sha256: bytes
    bytes: int


def encode_pack_list(packs: list[PackEntry]) -> bytes:
    """The JSON of the list."""
    entries = [
        {"kind": pack.kind, "version": pack.version, "sha256": pack.sha256.hex(), "bytes": pack.bytes} for pack in packs
    ]
    return encode_object({"packs": entries})


def decode_pack_list(data: bytes) -> list[PackEntry]:
    """The list in the hub's answer; entries of a kind this program does not know are in it, too."""
    entries = read_fields(data, longest=MAX_ANSWER_BYTES).objects("packs")
    return [
        PackEntry(
            kind=entry.text("kind"),
            version=entry.whole("version", least=1),
            sha256=entry.digest("sha256"),
            bytes=entry.whole("bytes"),
        )
        for entry in entries
    ]


def refusal(error: str, sentence: str, **more: Any) -> bytes:
    """The JSON of a no; `sentence` is Indonesian, for TI."""
    return encode_object({"error": error, "sentence": sentence, **more})


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(Reason.BAD_HEADER, "Tanda terima dalam jawaban tidak dapat dibaca.") from error


def path(template: str, stream: Stream, **more: str) -> str:
    """One of the paths above for `stream`."""
    return template.format(branch=stream.branch, kiosk=stream.kiosk, epoch=stream.epoch, **more)

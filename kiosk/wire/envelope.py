"""The one signed envelope: everything that travels between kiosk, hub and head office is in one, and names what it is.

    magic      8   b"PASTI\\x00E1"
    kind       1 + n   length, then ASCII: batch, receipt, pack, …
    key id     8   of the signer's public key (`kiosk.wire.keys.key_id`)
    length     4   of the body, big endian
    body       …
    signature 64   Ed25519 over b"pasti envelope 1\\n" and everything before the signature

Kind, signer and length are under the signature, so that no envelope passes for another kind, and nothing can be
appended. Which keys may sign which kind is said by whoever opens it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.wire.keys import ID_BYTES, KeyRing, key_id
from kiosk.wire.refusal import Reason, Refused

MAGIC: Final = b"PASTI\x00E1"
DOMAIN: Final = b"pasti envelope 1\n"
SIGNATURE_BYTES: Final = 64
MAX_BODY_BYTES: Final = 16 * 1024 * 1024
"""No kind is larger; batches and receipts are told smaller limits by their readers."""
MEDIA_TYPE: Final = "application/vnd.pasti.envelope"


class Kind(StrEnum):
    """What an envelope may hold."""

    BATCH = "batch"
    RECEIPT = "receipt"
    PACK = "pack"
    ENROLMENT = "enrolment"
    REQUEST = "request"
    UPDATE = "update"
    BRANCH_CONFIRMATION = "branch-confirmation"


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope whose signature holds. `key_id` says whose of the keys given it was."""

    kind: Kind
    key_id: bytes
    body: bytes


def seal(kind: Kind, body: bytes, key: Ed25519PrivateKey) -> bytes:
    """`body` in an envelope signed by `key`. ValueError above MAX_BODY_BYTES."""
    if len(body) > MAX_BODY_BYTES:
        raise ValueError(f"a body of {len(body)} bytes; at most {MAX_BODY_BYTES}")
    name = kind.value.encode("ascii")
    told = b"".join(
        (MAGIC, bytes([len(name)]), name, key_id(key.public_key()), len(body).to_bytes(4, "big"), body),
    )
    return told + key.sign(DOMAIN + told)


def open_envelope(data: bytes, kind: Kind, keys: KeyRing, *, longest: int = MAX_BODY_BYTES) -> Envelope:
    """The envelope in `data`, whole and signed by one of `keys`; Refused with the reason otherwise.

    `longest` bounds the body. Costs one look at the length, then one signature: nothing of the body is read before.
    """
    found = peek(data, longest=longest)
    if found.kind is not kind:
        raise Refused(Reason.WRONG_KIND, f'Ini berisi "{found.kind}", bukan "{kind}".')
    key = keys.get(found.key_id)
    if key is None:
        raise Refused(Reason.UNKNOWN_KEY, f"Ditandatangani kunci {found.key_id.hex()}, yang tidak dikenal di sini.")
    try:
        key.verify(data[-SIGNATURE_BYTES:], DOMAIN + data[:-SIGNATURE_BYTES])
    except InvalidSignature as error:
        raise Refused(Reason.BAD_SIGNATURE, "Tanda tangannya tidak cocok: isinya berubah di jalan.") from error
    return found


def peek(data: bytes, *, longest: int = MAX_BODY_BYTES) -> Envelope:
    """What `data` says of itself, before any signature was looked at: only to choose the keys to open it with."""
    start = len(MAGIC) + 1
    if data[: len(MAGIC)] != MAGIC or len(data) <= start:
        raise Refused(Reason.NO_ENVELOPE, "Ini bukan amplop Pasti.")
    after_name = start + data[start - 1]
    after_key = after_name + ID_BYTES
    body_at = after_key + 4
    length = int.from_bytes(data[after_key:body_at], "big")
    if length > longest:
        raise Refused(Reason.TOO_LARGE, f"Isi {length} byte; paling banyak {longest}.")
    if len(data) != body_at + length + SIGNATURE_BYTES:
        raise Refused(Reason.NO_ENVELOPE, "Amplopnya terpotong atau ada yang ditambahkan.")
    try:
        kind = Kind(data[start:after_name].decode("ascii"))
    except ValueError as error:
        raise Refused(Reason.WRONG_KIND, "Amplop ini berisi sesuatu yang belum dikenal program ini.") from error
    return Envelope(kind, data[after_name:after_key], data[body_at : body_at + length])

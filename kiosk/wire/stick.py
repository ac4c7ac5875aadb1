"""What lies on a USB stick: each batch sealed to the centre's key (HPKE, RFC 9180), receipts and packs as they are.

    PASTI/up/<branch>-<kiosk>-<epoch>-<first>-<last>.ktb    magic, key id 8, HPKE of one batch envelope
    PASTI/up/<branch>-<kiosk>.kte                           an enrolment, as it would be posted
    PASTI/down/<branch>-<kiosk>-<epoch>-<upto>.ktr          a receipt envelope
    PASTI/down/<kind>-<version>.ktp, <branch>-<kind>-<version>.ktp    a pack envelope

A name only sorts; what counts is what is signed inside. Suite: X25519, HKDF-SHA256, AES-128-GCM.
"""

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.wire import batch
from kiosk.wire.keys import ID_BYTES, key_id
from kiosk.wire.pack import PackHeader
from kiosk.wire.receipt import Receipt
from kiosk.wire.refusal import Reason, Refused

MAGIC: Final = b"PASTI\x00S1"
FOLDER: Final = "PASTI"
UP: Final = "up"
DOWN: Final = "down"
BATCH_ENDING: Final = ".ktb"
ENROLMENT_ENDING: Final = ".kte"
RECEIPT_ENDING: Final = ".ktr"
PACK_ENDING: Final = ".ktp"
MAX_FILE_BYTES: Final = batch.MAX_BODY_BYTES + 1024
"""Of a sealed batch; whatever is larger is not read."""
_INFO: Final = b"pasti stick 1"
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


def seal_batch(envelope: bytes, centre: X25519PublicKey) -> bytes:
    """A batch envelope that only the centre can open."""
    return MAGIC + key_id(centre) + _SUITE.encrypt(envelope, centre, info=_INFO)


def unseal_batch(data: bytes, key: X25519PrivateKey) -> bytes:
    """The batch envelope in `data`, exactly as a POST would bring it; Refused with the reason otherwise."""
    if data[: len(MAGIC)] != MAGIC or len(data) > MAX_FILE_BYTES:
        raise Refused(Reason.NO_ENVELOPE, "Berkas ini bukan batch Pasti dari stik.")
    start = len(MAGIC) + ID_BYTES
    if data[len(MAGIC) : start] != key_id(key.public_key()):
        raise Refused(Reason.UNKNOWN_KEY, "Berkas ini disegel untuk kunci pusat yang lain.")
    try:
        return bytes(_SUITE.decrypt(data[start:], key, info=_INFO))
    except (InvalidTag, ValueError) as error:
        raise Refused(Reason.BAD_SIGNATURE, "Berkas ini terpotong atau berubah di jalan.") from error


def batch_name(header: batch.Header) -> str:
    """The name of a batch's file; first and last with leading zeros, so that a folder shows them in order."""
    stream = header.stream
    return f"{stream.branch}-{stream.kiosk}-{stream.epoch}-{header.first_seq:09d}-{header.last_seq:09d}{BATCH_ENDING}"


def receipt_name(receipt: Receipt) -> str:
    """The name of a receipt's file."""
    stream = receipt.stream
    return f"{stream.branch}-{stream.kiosk}-{stream.epoch}-{receipt.upto:09d}{RECEIPT_ENDING}"


def pack_name(header: PackHeader) -> str:
    """The name of a pack's file."""
    whose = "" if header.branch == "*" else f"{header.branch}-"
    return f"{whose}{header.kind}-{header.version}{PACK_ENDING}"

"""How a kiosk introduces itself: its public key under a one-time code that a person compares at both ends.

The body of an envelope of kind `enrolment`, signed by the very key it brings (so whoever sends it holds the private
half): one JSON object, the fields of `Enrolment`. It travels by POST /v1/enrol or as a file on a stick. The code is
computed from the contents, never sent: the operator types what TI reads out, and the hub compares. 60 bits of
SHA-256, so that nobody finds a second key with the same code while a person is on the telephone.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.wire.envelope import Kind, open_envelope, peek, seal
from kiosk.wire.fields import encode_object, read_fields
from kiosk.wire.keys import key_ring, key_text, parse_signing_key

MAX_BODY_BYTES: Final = 1024
CODE_LETTERS: Final = 12
_DOMAIN: Final = b"pasti enrolment 1\n"
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans("OIL", "011", "- .")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """`nonce` makes the code a new one at each try; `app` is the program's version."""

    branch: str
    kiosk: str
    key: Ed25519PublicKey
    nonce: bytes
    app: str
    wall_ms: int

    @property
    def code(self) -> str:
        """The one-time code, like "K7QM-3XWD-90FA"."""
        told = "\n".join((self.branch, self.kiosk, key_text(self.key), self.nonce.hex())).encode()
        number = int.from_bytes(hashlib.sha256(_DOMAIN + told).digest()[:8], "big") >> 4
        letters = "".join(_CROCKFORD[number >> 5 * place & 31] for place in reversed(range(CODE_LETTERS)))
        return "-".join(letters[start : start + 4] for start in range(0, CODE_LETTERS, 4))


def plain_code(typed: str) -> str:
    """A typed code with what people misread mended (O, I, L; blanks and hyphens), to compare two codes by."""
    return typed.upper().translate(_MISREAD)


def seal_enrolment(enrolment: Enrolment, key: Ed25519PrivateKey) -> bytes:
    """`enrolment` signed by the key it brings."""
    told = {
        "branch": enrolment.branch,
        "kiosk": enrolment.kiosk,
        "key": key_text(enrolment.key),
        "nonce": enrolment.nonce.hex(),
        "app": enrolment.app,
        "wall_ms": enrolment.wall_ms,
    }
    return seal(Kind.ENROLMENT, encode_object(told), key)


def open_enrolment(data: bytes) -> Enrolment:
    """The enrolment in `data`, signed by the key in it; Refused with the reason otherwise. Proves no more than that."""
    fields = read_fields(peek(data, longest=MAX_BODY_BYTES).body)
    key = parse_signing_key(fields.text("key"))
    open_envelope(data, Kind.ENROLMENT, key_ring(key), longest=MAX_BODY_BYTES)
    return Enrolment(
        branch=fields.id("branch"),
        kiosk=fields.id("kiosk"),
        key=key,
        nonce=fields.digest("nonce"),
        app=fields.text("app"),
        wall_ms=fields.whole("wall_ms"),
    )

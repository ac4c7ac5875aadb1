"""Who asks: the signed word a kiosk puts into the `Authorization` header of what has no signed body of its own.

An envelope of kind `request`, base64url, after the word `Pasti`. Its body is one JSON object {branch, kiosk, path,
wall_ms}. `wall_ms` is told, not judged: a kiosk whose clock is wrong must still be able to ask. Somebody who could
read it on its way (TLS forbids) could read again what this kiosk may read, and nothing else.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.wire.envelope import Envelope, Kind, open_envelope, peek, seal
from kiosk.wire.fields import encode_object, read_fields
from kiosk.wire.keys import KeyRing
from kiosk.wire.refusal import Reason, Refused

SCHEME: Final = "Pasti"
MAX_BODY_BYTES: Final = 1024


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is the path of the URL asked for, without its query."""

    branch: str
    kiosk: str
    path: str
    wall_ms: int


def authorization(request: Request, key: Ed25519PrivateKey) -> str:
    """The value of the `Authorization` header."""
    told = {
        "branch": request.branch,
        "kiosk": request.kiosk,
        "path": request.path,
        "wall_ms": request.wall_ms,
    }
    return f"{SCHEME} {base64.urlsafe_b64encode(seal(Kind.REQUEST, encode_object(told), key)).decode()}"


def claimed(value: str) -> Request:
    """Who the header says is asking, before any signature was looked at: only to choose the keys."""
    return _read(peek(_bytes(value), longest=MAX_BODY_BYTES))


def open_request(value: str, keys: KeyRing) -> Request:
    """The request in the header, signed by one of `keys`; Refused with the reason otherwise."""
    return _read(open_envelope(_bytes(value), Kind.REQUEST, keys, longest=MAX_BODY_BYTES))


def _read(envelope: Envelope) -> Request:
    fields = read_fields(envelope.body)
    return Request(
        branch=fields.id("branch"),
        kiosk=fields.id("kiosk"),
        path=fields.text("path", longest=300),
        wall_ms=fields.whole("wall_ms"),
    )


def _bytes(value: str) -> bytes:
    scheme, _, token = value.partition(" ")
    if scheme != SCHEME or len(token) > 4 * MAX_BODY_BYTES:
        raise Refused(Reason.NO_ENVELOPE, "Permintaan ini tidak bertanda tangan kiosk.")
    try:
        return base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(Reason.NO_ENVELOPE, "Permintaan ini tidak bertanda tangan kiosk.") from error

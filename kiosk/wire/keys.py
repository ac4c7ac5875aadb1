"""Keys as settings, files and envelopes hold them: a line of text, a PEM, an id of eight bytes."""

import base64
import binascii
import hashlib
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from kiosk.wire.refusal import Reason, Refused

ID_BYTES: Final = 8
_SIGNS: Final = "ed25519"
_OPENS: Final = "x25519"

KeyRing = dict[bytes, Ed25519PublicKey]
"""Whom to believe, by key id."""


def key_id(key: Ed25519PublicKey | X25519PublicKey) -> bytes:
    """The id that an envelope or a sealed stick names: the first eight bytes of SHA-256 over the raw public key."""
    return hashlib.sha256(key.public_bytes_raw()).digest()[:ID_BYTES]


def key_ring(*keys: Ed25519PublicKey) -> KeyRing:
    """`keys` by their id."""
    return {key_id(key): key for key in keys}


def key_text(key: Ed25519PublicKey | X25519PublicKey) -> str:
    """A public key as one word, for settings and forms: `ed25519:…` or `x25519:…`, base64url without padding."""
    name = _SIGNS if isinstance(key, Ed25519PublicKey) else _OPENS
    return f"{name}:{base64.urlsafe_b64encode(key.public_bytes_raw()).decode().rstrip('=')}"


def parse_signing_key(text: str) -> Ed25519PublicKey:
    """The public key in `ed25519:…`; Refused when it is not one."""
    return Ed25519PublicKey.from_public_bytes(_raw(text, _SIGNS))


def parse_sealing_key(text: str) -> X25519PublicKey:
    """The public key in `x25519:…`; Refused when it is not one."""
    return X25519PublicKey.from_public_bytes(_raw(text, _OPENS))


def private_pem(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    """A private key as it lies in a file of mode 0600 (PKCS #8 PEM, not encrypted)."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def parse_signing_pem(pem: bytes) -> Ed25519PrivateKey:
    """The Ed25519 private key in `pem`; Refused when it is not one."""
    key = _private(pem)
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(Reason.BAD_KEY, "Kunci ini bukan kunci tanda tangan Ed25519.")
    return key


def parse_opening_pem(pem: bytes) -> X25519PrivateKey:
    """The X25519 private key in `pem`; Refused when it is not one."""
    key = _private(pem)
    if not isinstance(key, X25519PrivateKey):
        raise Refused(Reason.BAD_KEY, "Kunci ini bukan kunci stik X25519.")
    return key


def _private(pem: bytes) -> object:
    try:
        return serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise Refused(Reason.BAD_KEY, "Berkas ini bukan kunci yang dapat dibaca.") from error


def _raw(text: str, kind: str) -> bytes:
    name, colon, rest = text.partition(":")
    try:
        raw = base64.b64decode(rest + "=" * (-len(rest) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(Reason.BAD_KEY, f"Kunci harus seperti {kind}:… (43 huruf dan angka).") from error
    if name != kind or not colon or len(raw) != 32:
        raise Refused(Reason.BAD_KEY, f"Kunci harus seperti {kind}:… (43 huruf dan angka).")
    return raw

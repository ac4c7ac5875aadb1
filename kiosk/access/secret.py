"""From a PIN or a password to what may be stored of it, and back to yes or no."""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Final

COST: Final = 1 << 16
"""scrypt N: some 0.3 s and 64 MiB a try. Six digits are still only a million tries: the pepper, kept outside the
database, and an encrypted disk are what protects a stolen copy."""
BLOCK: Final = 8
LANES: Final = 1
SALT_BYTES: Final = 16
PEPPER_BYTES: Final = 32
_MEMORY: Final = 128 * BLOCK * COST + (1 << 20)
_STORED: Final = re.compile(r"scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w+/=]+)\$([\w+/=]+)")


class SecretKind(Enum):
    """Where a secret is typed: digits on a keypad in the lobby, or a password at a desk anywhere."""

    PIN = "pin"
    PASSWORD = "password"  # noqa: S105 - the name of the kind


class WeakSecretError(ValueError):
    """A new secret that is too easy; the sentence says what is wanted."""


def check_new_secret(secret: str, kind: SecretKind) -> None:
    """WeakSecretError unless `secret` may be chosen: a PIN of six digits or more, a password of twelve characters."""
    match kind:
        case SecretKind.PIN:
            if not re.fullmatch(r"[0-9]{6,12}", secret):
                raise WeakSecretError("PIN harus 6 sampai 12 angka.")
            if _is_a_run(secret):
                raise WeakSecretError("PIN terlalu mudah ditebak: jangan angka berulang atau berurutan.")
        case SecretKind.PASSWORD:
            if len(secret) < 12:  # NIST SP 800-63B: length, not composition
                raise WeakSecretError("Kata sandi harus paling sedikit 12 huruf atau angka.")
            if len(set(secret)) < 5:
                raise WeakSecretError("Kata sandi terlalu mudah ditebak: pakai lebih banyak huruf yang berbeda.")
            if len(secret) > 200:
                raise WeakSecretError("Kata sandi paling panjang 200 huruf.")


def _is_a_run(digits: str) -> bool:
    steps = {int(after) - int(before) for before, after in pairwise(digits)}
    repeats = any(digits == digits[:size] * (len(digits) // size) for size in range(1, len(digits) // 2 + 1))
    return steps in ({0}, {1}, {-1}) or repeats


def new_pepper() -> bytes:
    """A pepper for a new installation; kept in a file of its own, outside the database and its backups."""
    return secrets.token_bytes(PEPPER_BYTES)


@dataclass(frozen=True, slots=True)
class _Cost:
    n: int
    r: int = BLOCK
    p: int = LANES


def store_form(secret: str, pepper: bytes, *, cost: int = COST) -> str:
    """What is stored of `secret`: scrypt with a fresh salt over HMAC(pepper, secret). Takes some 0.3 s."""
    salt = secrets.token_bytes(SALT_BYTES)
    return _joined(_Cost(cost), salt, _derive(secret, pepper, salt, _Cost(cost)))


def matches(secret: str, stored: str, pepper: bytes) -> bool:
    """True when `stored` was made of `secret`; in constant time for equal costs. A broken `stored` matches nothing."""
    found = _STORED.fullmatch(stored)
    if found is None:
        return False
    cost = _Cost(*(int(found[number]) for number in (1, 2, 3)))
    if cost.n > COST or cost.r > BLOCK or cost.p > LANES:  # a row somebody planted must not eat the machine
        return False
    try:
        salt, kept = (base64.b64decode(found[number], validate=True) for number in (4, 5))
        return hmac.compare_digest(_derive(secret, pepper, salt, cost), kept)
    except (binascii.Error, ValueError):
        return False


def nobody(pepper: bytes) -> str:
    """A stored form that no secret matches, so that an unknown name takes as long as a known one."""
    return _joined(_Cost(COST), hashlib.sha256(pepper).digest()[:SALT_BYTES], bytes(32))


def _joined(cost: _Cost, salt: bytes, derived: bytes) -> str:
    parts = (base64.b64encode(part).decode("ascii") for part in (salt, derived))
    return f"scrypt${cost.n}${cost.r}${cost.p}${'$'.join(parts)}"


def _derive(secret: str, pepper: bytes, salt: bytes, cost: _Cost) -> bytes:
    peppered = hmac.digest(pepper, secret.encode("utf-8"), "sha256")
    return hashlib.scrypt(peppered, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=_MEMORY, dklen=32)

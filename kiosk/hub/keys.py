"""The hub's own two keys, made once and never shown: one signs receipts, one opens sticks."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.hub.store import HubError
from kiosk.wire.keys import parse_opening_pem, parse_signing_pem, private_pem
from kiosk.wire.refusal import Refused

RECEIPT_KEY: Final = "receipt.key"
STICK_KEY: Final = "stick.key"
Key = TypeVar("Key", Ed25519PrivateKey, X25519PrivateKey)


@dataclass(frozen=True, slots=True)
class HubKeys:
    """`receipt` signs what the kiosks may delete upon; `stick` opens what they carry on a stick."""

    receipt: Ed25519PrivateKey
    stick: X25519PrivateKey


def hub_keys(folder: Path) -> HubKeys:
    """The keys in `folder`, made where there are none. Raises HubError with what is wrong."""
    return HubKeys(
        _key(folder / RECEIPT_KEY, Ed25519PrivateKey.generate, parse_signing_pem),
        _key(folder / STICK_KEY, X25519PrivateKey.generate, parse_opening_pem),
    )


def _key(path: Path, generate: Callable[[], Key], parse: Callable[[bytes], Key]) -> Key:
    try:
        if not path.exists():
            write_key(path, private_pem(generate()))
        return parse(path.read_bytes())
    except OSError as error:
        raise HubError(f"Kunci hub di {path} tidak dapat dibaca atau dibuat: {error.strerror}") from error
    except Refused as error:
        raise HubError(f"{path}: {error}") from error


def write_key(path: Path, pem: bytes) -> None:
    """A private key for our eyes only, whole or not at all; never over one that is there (FileExistsError)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(made, path)  # unlike a rename it never replaces: of two workers the first one's key stays
        except FileExistsError:
            if path.read_bytes() != pem and not path.samefile(made):
                return
    finally:
        made.unlink(missing_ok=True)

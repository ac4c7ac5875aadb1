"""What synchronisation is told by the settings, and where its private key lies."""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from kiosk.wire.keys import KeyRing, parse_signing_pem, private_pem

KEY_NAME: Final = "kiosk.key"


class NoKeyError(Exception):
    """This kiosk has no key yet: `kiosk enroll` makes it."""


@dataclass(frozen=True, slots=True)
class SyncConfig:
    """`hub_url` None: there is no network, only the stick. `program`: the version of this program.

    `hub_keys` sign receipts, `pack_keys` packs; what `stick_key` seals, only the centre opens. `window` and
    `trickle_min` say when (kiosk.sync.schedule). `client_cert` and `client_key` are shown to a hub that asks for mTLS.
    """

    program: str
    hub_url: str | None = None
    hub_keys: KeyRing = field(default_factory=dict)
    pack_keys: KeyRing = field(default_factory=dict)
    stick_key: X25519PublicKey | None = None
    ca_file: Path | None = None
    window: tuple[time, time] = (time(20), time(4))
    trickle_min: int = 5
    client_cert: Path | None = None
    client_key: Path | None = None


def load_key(data_dir: Path) -> Ed25519PrivateKey:
    """The key of this kiosk. NoKeyError before `kiosk enroll`; Refused when the file is broken."""
    try:
        return parse_signing_pem((data_dir / KEY_NAME).read_bytes())
    except FileNotFoundError as error:
        raise NoKeyError("Kiosk ini belum punya kunci. Jalankan: kiosk enroll") from error


def make_key(data_dir: Path) -> Ed25519PrivateKey:
    """A new key, on the disk with mode 0600 before it is used; one that is there is put aside, never written over."""
    key = Ed25519PrivateKey.generate()
    path = data_dir / KEY_NAME
    with suppress(FileNotFoundError):
        path.replace(data_dir / f"{KEY_NAME}.before")
    write_private(path, private_pem(key))
    return key


def write_private(path: Path, data: bytes) -> None:
    """`data` at `path`, whole, of mode 0600, and on the disk."""
    fresh = path.with_name(f"{path.name}.new")
    with suppress(FileNotFoundError):
        fresh.unlink()
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """What was renamed in `folder` is on the disk afterwards."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

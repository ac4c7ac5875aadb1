"""Joining the hub: a key made here and never sent, a request only that key can sign, a code two people compare."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.clock import Clock
from kiosk.store.identity import Identity
from kiosk.sync.answers import Busy, Denied, Unreachable
from kiosk.sync.client import HubClient
from kiosk.sync.config import KEY_NAME, NoKeyError, SyncConfig, load_key, make_key, write_private
from kiosk.sync.stick_drive import stick_folder
from kiosk.wire.enrolment import Enrolment, open_enrolment, seal_enrolment
from kiosk.wire.refusal import Refused
from kiosk.wire.stick import ENROLMENT_ENDING, FOLDER, UP

REQUEST_NAME: Final = f"{KEY_NAME}.request"


@dataclass(frozen=True, slots=True)
class Joining:
    """How joining stands. `state`: accepted, waiting, rejected, or unknown when the hub was not asked."""

    state: str
    code: str
    problem: str


def join(data_dir: Path, me: Identity, config: SyncConfig, clock: Clock, *, renew: bool = False) -> Joining:
    """Make what is missing and ask the hub. The same code until `renew` makes a new key.

    Raises Refused when the key's file is broken, OSError.
    """
    key, request = _request(data_dir, me, config, clock, renew=renew)
    code = open_enrolment(request).code
    if config.hub_url is None:
        return Joining("unknown", code, "")
    hub = HubClient(config, key, clock)
    try:
        answer = hub.enrol(request)
    finally:
        hub.close()
    match answer:
        case Unreachable(sentence):
            return Joining("unknown", code, sentence)
        case Busy():
            return Joining("unknown", code, "Pusat sedang sibuk; coba lagi sebentar.")
        case Denied(error, sentence):
            return Joining("rejected" if error == "rejected" else "unknown", code, sentence)
        case str():
            return Joining(answer, code, "")


def put_on_stick(data_dir: Path, stick: Path) -> None:
    """The request that `join` made, as a file on the stick. StickError."""
    request = (data_dir / REQUEST_NAME).read_bytes()
    told = open_enrolment(request)
    with stick_folder(stick, FOLDER, UP, make=True) as folder:
        folder.write(f"{told.branch}-{told.kiosk}{ENROLMENT_ENDING}", request)


def _request(
    data_dir: Path, me: Identity, config: SyncConfig, clock: Clock, *, renew: bool
) -> tuple[Ed25519PrivateKey, bytes]:
    path = data_dir / REQUEST_NAME
    try:
        key = make_key(data_dir) if renew else load_key(data_dir)
    except NoKeyError:
        key = make_key(data_dir)
    try:
        request = path.read_bytes()
        told = open_enrolment(request)
        if (told.branch, told.kiosk, told.key) == (me.branch_id, me.kiosk_id, key.public_key()):
            return key, request
    except (FileNotFoundError, Refused):
        pass
    fresh = Enrolment(
        me.branch_id, me.kiosk_id, key.public_key(), secrets.token_bytes(32), config.program, clock.now_ms()
    )
    request = seal_enrolment(fresh, key)
    write_private(path, request)
    return key, request

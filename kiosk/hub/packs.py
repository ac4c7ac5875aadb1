"""Packs on their way down: published once they prove whose they are, listed by branch, served by their hash."""

import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.domain.branch import Zone
from kiosk.domain.dates import local_time
from kiosk.hub.store import HubError, Session
from kiosk.wire.keys import KeyRing, key_ring, key_text, parse_signing_key
from kiosk.wire.pack import EVERY_BRANCH, PackHeader, open_pack
from kiosk.wire.protocol import PackEntry, encode_pack_list
from kiosk.wire.refusal import Refused

FORMER_KEPT: Final = 2
"""The pack in force and the one before it; a kiosk that lost everything gets both."""
_ROOT: Final = "pack_key"


@dataclass(frozen=True, slots=True)
class Published:
    """One pack as the hub holds it. `starts`: local time of the branch. `withdrawn_ms` None: offered."""

    branch_id: str
    kind: str
    version: int
    sha256: str
    starts: str
    published_ms: int
    withdrawn_ms: int | None
    size: int


def trust(session: Session, key: Ed25519PublicKey) -> None:
    """Take packs signed by the private half of `key`, which is kept offline, and by nobody else."""
    session.run(
        "INSERT INTO hub_meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_ROOT, key_text(key)),
    )


def trusted(session: Session) -> KeyRing:
    """Whose packs are taken. Raises HubError when nobody has said."""
    text = trusted_text(session)
    if text is None:
        raise HubError("Hub belum tahu kunci paket pusat: kiosk hub pack trust ed25519:…")
    return key_ring(parse_signing_key(text))


def trusted_text(session: Session) -> str | None:
    """The public key itself, as a kiosk's settings have it; None when nobody has said."""
    found = session.rows("SELECT value FROM hub_meta WHERE name = ?", (_ROOT,))
    return str(found[0][0]) if found else None


def publish(session: Session, envelope: bytes, at_ms: int) -> PackHeader:
    """Offer the pack in `envelope` to its branches. Raises HubError with what is wrong; the ones before stay."""
    try:
        header = open_pack(envelope, trusted(session)).header
    except Refused as refused:
        raise HubError(f"Paket ditolak: {refused}") from refused
    newest = _newest(session, header)
    if header.version <= newest:
        raise HubError(f"Paket {header.kind} {header.version} ditolak: versi {newest} sudah ada, versi hanya naik.")
    session.run(
        "INSERT INTO pack (branch_id, kind, version, sha256, starts, published_ms, envelope)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            header.branch,
            header.kind.value,
            header.version,
            hashlib.sha256(envelope).hexdigest(),
            header.effective_from.strftime("%Y-%m-%dT%H:%M"),
            at_ms,
            envelope,
        ),
    )
    return header


def _newest(session: Session, header: PackHeader) -> int:
    """The highest version that any kiosk concerned may have of this kind."""
    sql, values = "SELECT COALESCE(max(version), 0) FROM pack WHERE kind = ?", [header.kind.value]
    if header.branch != EVERY_BRANCH:
        sql, values = sql + " AND branch_id IN (?, ?)", [*values, header.branch, EVERY_BRANCH]
    return int(session.rows(sql, values)[0][0])


def withdraw(session: Session, branch: str, kind: str, version: int, at_ms: int) -> bool:
    """Offer it no more; who has it keeps it until a higher one comes. Whether it was offered."""
    sql = """UPDATE pack SET withdrawn_ms = ? WHERE branch_id = ? AND kind = ? AND version = ?
        AND withdrawn_ms IS NULL"""
    return session.run(sql, (at_ms, branch, kind, version)) == 1


def published(session: Session) -> list[Published]:
    """Every pack there ever was, newest version first within branch and kind."""
    rows = session.rows(
        "SELECT branch_id, kind, version, sha256, starts, published_ms, withdrawn_ms, length(envelope) FROM pack"
        " ORDER BY branch_id, kind, version DESC"
    )
    return [Published(*row) for row in rows]


def offered(session: Session, branch: str, now_ms: int) -> list[Published]:
    """What a kiosk of `branch` may want: of each kind all that are still to start, the one in force, the one before."""
    zone = session.rows("SELECT zone FROM branch WHERE branch_id = ?", (branch,))
    now = local_time(now_ms, Zone(zone[0][0]) if zone else Zone.WIB).strftime("%Y-%m-%dT%H:%M")
    mine = [one for one in published(session) if one.branch_id in (branch, EVERY_BRANCH) and one.withdrawn_ms is None]
    chosen = []
    for kind in sorted({one.kind for one in mine}):
        started = 0
        for one in sorted((one for one in mine if one.kind == kind), key=lambda one: -one.version):
            if one.starts <= now:
                started += 1
            if started <= FORMER_KEPT:
                chosen.append(one)
    return chosen


def pack_list(session: Session, branch: str, now_ms: int) -> bytes:
    """The list as `GET /v1/packs/{branch}` answers it."""
    return encode_pack_list(
        [
            PackEntry(one.kind, one.version, bytes.fromhex(one.sha256), one.size)
            for one in offered(session, branch, now_ms)
        ]
    )


def envelope_of(session: Session, branch: str, sha256: str) -> bytes | None:
    """The pack of that hash, when it is for `branch`; None when there is none."""
    rows = session.rows(
        "SELECT envelope FROM pack WHERE sha256 = ? AND branch_id IN (?, ?)", (sha256, branch, EVERY_BRANCH)
    )
    return bytes(rows[0][0]) if rows else None

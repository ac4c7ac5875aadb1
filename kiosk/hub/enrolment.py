"""Whose word the hub takes: a public key a kiosk, accepted by a person who compared the code at both ends."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.domain.branch import Zone
from kiosk.hub.store import HubError, Session
from kiosk.wire.enrolment import Enrolment, plain_code
from kiosk.wire.keys import KeyRing, key_id, key_ring
from kiosk.wire.protocol import Answer

MAX_WAITING: Final = 50
"""Requests a kiosk number; the oldest give way, so that strangers cannot fill the table."""
MAX_WAITING_IN_ALL: Final = 5000


class Denied(HubError):  # noqa: N818 - what it says is what happened
    """The hub does not take this kiosk's word. `code` and `status` as kiosk.wire.protocol has them."""

    def __init__(self, code: str, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.status = status


class Standing(StrEnum):
    """How an enrolment stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One accepted key. `revoked_ms` None: in force."""

    branch_id: str
    kiosk_id: str
    key_id: str
    accepted_ms: int
    accepted_by: str
    revoked_ms: int | None
    revoked_why: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kiosk that asks to be accepted."""

    branch_id: str
    kiosk_id: str
    code: str
    key_id: str
    app_version: str
    asked_ms: int


def ask(session: Session, enrolment: Enrolment, at_ms: int) -> Standing:
    """A kiosk introduces itself, or asks how its introduction stands."""
    who = (enrolment.branch, enrolment.kiosk)
    raw = enrolment.key.public_bytes_raw()
    known = session.rows(
        "SELECT revoked_ms FROM enrolment WHERE branch_id = ? AND kiosk_id = ? AND key_id = ?",
        (*who, key_id(enrolment.key).hex()),
    )
    if known:
        return Standing.ACCEPTED if known[0][0] is None else Standing.REJECTED
    asked = session.rows(
        "SELECT rejected_ms FROM enrol_request WHERE branch_id = ? AND kiosk_id = ? AND code = ?",
        (*who, plain_code(enrolment.code)),
    )
    if asked:
        return Standing.WAITING if asked[0][0] is None else Standing.REJECTED
    _make_room(session, who)
    session.run(
        "INSERT INTO enrol_request (branch_id, kiosk_id, code, public_key, app_version, asked_ms, rejected_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING",
        (*who, plain_code(enrolment.code), raw, enrolment.app, at_ms),
    )
    return Standing.WAITING


def _make_room(session: Session, who: tuple[str, str]) -> None:
    (in_all,) = session.rows("SELECT count(*) FROM enrol_request")[0]
    if in_all >= MAX_WAITING_IN_ALL:
        raise HubError("Terlalu banyak pendaftaran yang menunggu: minta pusat menolak yang tidak dikenal.")
    old = session.rows(
        "SELECT code FROM enrol_request WHERE branch_id = ? AND kiosk_id = ? ORDER BY asked_ms DESC, code", who
    )
    for (code,) in old[MAX_WAITING - 1 :]:
        session.run("DELETE FROM enrol_request WHERE branch_id = ? AND kiosk_id = ? AND code = ?", (*who, code))


def accept(session: Session, code: str, *, by: str, at_ms: int, replace: bool = False) -> Enrolled:
    """Take the word of the key that asked under `code`. Raises HubError with what is wrong.

    `replace`: the kiosk's former key is taken back in the same commit (a new PC in the place of a broken one).
    """
    if code.startswith("PASTI "):  # scanned from the kiosk's picture: PASTI branch kiosk code
        code = code.rpartition(" ")[2]
    rows = session.rows(
        "SELECT branch_id, kiosk_id, public_key, rejected_ms FROM enrol_request WHERE code = ?", (plain_code(code),)
    )
    if not rows:
        raise HubError(f"Kode {code} tidak ada di antara yang menunggu: kiosk hub list menyebut semuanya.")
    branch, kiosk, raw, rejected = rows[0]
    if rejected is not None:
        raise HubError(f"Kode {code} sudah ditolak. Minta TI membuat kode baru di kiosk.")
    in_force = [one for one in enrolled(session) if (one.branch_id, one.kiosk_id) == (branch, kiosk)]
    active = [one for one in in_force if one.revoked_ms is None]
    if active and not replace:
        raise HubError(
            f"Kiosk {branch}/{kiosk} sudah punya kunci {active[0].key_id}. Kalau PC-nya diganti: --replace, "
            "kunci lama lalu tidak berlaku lagi."
        )
    for one in active:
        revoke(session, branch, kiosk, why="diganti", at_ms=at_ms, key=one.key_id)
    made = key_id(Ed25519PublicKey.from_public_bytes(bytes(raw))).hex()
    session.run(
        "INSERT INTO enrolment (branch_id, kiosk_id, key_id, public_key, accepted_ms, accepted_by) VALUES"
        " (?, ?, ?, ?, ?, ?)",
        (branch, kiosk, made, bytes(raw), at_ms, by),
    )
    session.run(
        "DELETE FROM enrol_request WHERE branch_id = ? AND kiosk_id = ? AND code = ?", (branch, kiosk, plain_code(code))
    )
    ensure_branch(session, branch)
    return Enrolled(branch, kiosk, made, at_ms, by, None, None)


def reject(session: Session, code: str, at_ms: int) -> None:
    """Say no to the key that asked under `code`. Raises HubError when nobody did."""
    if not session.run("UPDATE enrol_request SET rejected_ms = ? WHERE code = ?", (at_ms, plain_code(code))):
        raise HubError(f"Kode {code} tidak ada di antara yang menunggu.")


def revoke(session: Session, branch: str, kiosk: str, *, why: str, at_ms: int, key: str | None = None) -> int:
    """Take back the keys in force of one kiosk, or only `key`; how many that were."""
    sql = """UPDATE enrolment SET revoked_ms = ?, revoked_why = ?
        WHERE branch_id = ? AND kiosk_id = ? AND revoked_ms IS NULL"""
    values: tuple[object, ...] = (at_ms, why, branch, kiosk)
    return session.run(sql, values) if key is None else session.run(sql + " AND key_id = ?", (*values, key))


def enrolled(session: Session) -> list[Enrolled]:
    """Every key that was ever accepted, in order of branch and kiosk, the newest last."""
    rows = session.rows(
        "SELECT branch_id, kiosk_id, key_id, accepted_ms, accepted_by, revoked_ms, revoked_why FROM enrolment"
        " ORDER BY branch_id, kiosk_id, accepted_ms, key_id"
    )
    return [Enrolled(*row) for row in rows]


def waiting(session: Session) -> list[Waiting]:
    """Everybody who asks to be accepted, the longest waiting first."""
    rows = session.rows(
        "SELECT branch_id, kiosk_id, code, public_key, app_version, asked_ms FROM enrol_request"
        " WHERE rejected_ms IS NULL ORDER BY asked_ms, code"
    )
    return [
        Waiting(branch, kiosk, shown_code(code), key_id(Ed25519PublicKey.from_public_bytes(bytes(raw))).hex(), app, at)
        for branch, kiosk, code, raw, app, at in rows
    ]


def shown_code(code: str) -> str:
    """K7QM3XWD90FA → K7QM-3XWD-90FA."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def ensure_branch(session: Session, branch: str, *, name: str | None = None, zone: Zone | None = None) -> None:
    """The branch exists; its name and zone as told, or as they were, or else its id and WIB."""
    session.run(
        "INSERT INTO branch (branch_id, name, zone) VALUES (?, ?, ?) ON CONFLICT (branch_id) DO NOTHING",
        (branch, name or branch, (zone or Zone.WIB).value),
    )
    if name is not None:
        session.run("UPDATE branch SET name = ? WHERE branch_id = ?", (name, branch))
    if zone is not None:
        session.run("UPDATE branch SET zone = ? WHERE branch_id = ?", (zone.value, branch))


def key_rings(session: Session, branch: str, kiosk: str) -> tuple[KeyRing, KeyRing]:
    """The keys in force of one kiosk, and those that were taken back."""
    rows = session.rows(
        "SELECT public_key, revoked_ms FROM enrolment WHERE branch_id = ? AND kiosk_id = ?", (branch, kiosk)
    )
    keys = [(Ed25519PublicKey.from_public_bytes(bytes(raw)), revoked_ms) for raw, revoked_ms in rows]
    return (
        key_ring(*[key for key, revoked_ms in keys if revoked_ms is None]),
        key_ring(*[key for key, revoked_ms in keys if revoked_ms is not None]),
    )


def not_enrolled(branch: str, kiosk: str) -> Denied:
    """Nobody has accepted this key."""
    return Denied(Answer.NOT_ENROLLED, 401, f"Kiosk {branch}/{kiosk} dengan kunci ini belum terdaftar di hub.")


def revoked(branch: str, kiosk: str) -> Denied:
    """The key was accepted once and taken back."""
    return Denied(Answer.REVOKED, 403, f"Kunci kiosk {branch}/{kiosk} ini sudah dicabut.")

"""The door: a name and a secret in, a person or a sentence out; every try is counted before it is judged."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from kiosk.access.lockout import NO_ATTEMPTS, Moment, after_failure, left_ms, settled
from kiosk.access.people import Person, Role, needs_branch
from kiosk.access.secret import SecretKind, check_new_secret, matches, nobody, store_form
from kiosk.access.storage import AccessStorage, AuditLine

LONGEST_ID: Final = 64
LONGEST_NAME: Final = 100
NOBODYS_KEYS: Final = 1024
"""Wrong tries under names nobody has share this many counters, so that a flood of names fills no table."""


@dataclass(frozen=True, slots=True)
class Entered:
    """The secret was right."""

    person: Person


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not, or it is too early to try. `wait_ms` until the next try; 0: at once."""

    wait_ms: int


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is to be let in from now on."""

    person_id: str
    name: str
    role: Role
    branch_id: str | None = None


class PersonError(ValueError):
    """A person who cannot be kept like this; the sentence says why."""


class Door:
    """Checks secrets and keeps people, over one storage. Checking takes some 0.3 s: never on a thread that draws."""

    def __init__(self, storage: AccessStorage, pepper: bytes, now: Callable[[], Moment]) -> None:
        self._storage = storage
        self._pepper = pepper
        self._now = now

    def enter(self, person_id: str, secret: str, *, address: str = "") -> Entered | Refused:
        """Whether `secret` is this person's.

        The try is written down as wrong before it is judged, so that a crash, a cut connection or fifty parallel
        tries give no free one. An unknown name and somebody switched off look and last like a wrong secret.
        """
        name = person_id.strip().lower()[:LONGEST_ID]
        now = self._now()
        person = self._storage.person(name)
        key = name if person is not None else _nobodys_key(name)
        with self._storage.turn(key) as turn:
            turn.attempts = settled(turn.attempts, now)
            wait_ms = left_ms(turn.attempts, now)
            if wait_ms:
                turn.audit = AuditLine(now.wall_ms, name, "enter-too-early", address=address)
                return Refused(wait_ms)
            turn.attempts = after_failure(turn.attempts, now)
            wait_ms = turn.attempts.wait_ms
        known = person if person is not None and person.active else None
        if not matches(secret, known.secret if known else nobody(self._pepper), self._pepper) or known is None:
            self._storage.write_audit(AuditLine(now.wall_ms, name, "enter-refused", address=address))
            return Refused(wait_ms)
        with self._storage.turn(key) as turn:
            turn.attempts = NO_ATTEMPTS
            turn.audit = AuditLine(now.wall_ms, name, "enter", address=address)
        return Entered(known)

    def add(self, newcomer: Newcomer, secret: str, kind: SecretKind, *, by: str) -> Person:
        """Somebody new. Raises PersonError, WeakSecretError."""
        key = newcomer.person_id.strip().lower()
        name = newcomer.name.strip()
        if not key.isascii() or not key.replace("-", "").isalnum() or len(key) > LONGEST_ID:
            raise PersonError("Nama masuk hanya boleh huruf kecil, angka dan tanda hubung.")
        if not name or not name.isprintable() or len(name) > LONGEST_NAME:
            raise PersonError("Nama orang harus ditulis, paling panjang 100 huruf.")
        if needs_branch(newcomer.role) and not newcomer.branch_id:
            raise PersonError("Peran ini memerlukan kantor cabang.")
        if self._storage.person(key) is not None:
            raise PersonError(f"Nama masuk '{key}' sudah dipakai.")
        check_new_secret(secret, kind)
        person = Person(key, name, newcomer.role, newcomer.branch_id, store_form(secret, self._pepper))
        self._storage.keep_person(person, self._line(by, "person-added", key))
        return person

    def change_secret(self, person_id: str, secret: str, kind: SecretKind, *, by: str) -> None:
        """A new secret; ends every session of this person and forgets the wrong tries. Raises as `add`."""
        person = self._known(person_id)
        check_new_secret(secret, kind)
        changed = replace(person, secret=store_form(secret, self._pepper), session_no=person.session_no + 1)
        self._storage.keep_person(changed, self._line(by, "secret-changed", person.person_id))
        with self._storage.turn(person.person_id) as turn:
            turn.attempts = NO_ATTEMPTS

    def switch(self, person_id: str, *, active: bool, by: str) -> None:
        """Switch somebody off, ending their sessions, or on again. Raises PersonError for an unknown name."""
        person = self._known(person_id)
        changed = replace(person, active=active, session_no=person.session_no + 1)
        self._storage.keep_person(changed, self._line(by, "person-on" if active else "person-off", person.person_id))

    def leave(self, person: Person, *, address: str = "") -> None:
        """End every session of this person: a copied cookie is worth nothing from now on."""
        line = AuditLine(self._now().wall_ms, person.person_id, "leave", address=address)
        self._storage.end_sessions(person.person_id, line)

    def write(self, person: Person, action: str, detail: str = "", *, address: str = "") -> None:
        """One line of the audit about what `person` did."""
        self._storage.write_audit(AuditLine(self._now().wall_ms, person.person_id, action, detail, address))

    def _known(self, person_id: str) -> Person:
        person = self._storage.person(person_id.strip().lower())
        if person is None:
            raise PersonError(f"Tidak ada orang dengan nama masuk '{person_id}'.")
        return person

    def _line(self, by: str, action: str, detail: str) -> AuditLine:
        return AuditLine(self._now().wall_ms, by, action, detail)


def _nobodys_key(name: str) -> str:
    return f"?{zlib.crc32(name.encode('utf-8')) % NOBODYS_KEYS}"

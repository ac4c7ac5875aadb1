"""What the room needs kept, whoever keeps it: the kiosk's store and the hub each bring their own."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from kiosk.access.lockout import Attempts
from kiosk.access.people import Person


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Somebody did, or tried to do, something. Never holds a secret."""

    at_ms: int
    person_id: str
    """As typed, for an attempt under a name nobody has."""
    action: str
    """A word or two of ours: 'enter', 'enter-refused', 'person-added'."""
    detail: str = ""
    address: str = ""
    """Where from: an IP address, or empty at the kiosk itself."""


class AccessStorage(Protocol):
    """People, their wrong tries and the audit. Each call is one commit."""

    def person(self, person_id: str) -> Person | None:
        """The person with this id, switched off or not."""
        ...

    def people(self) -> Sequence[Person]:
        """Everybody, in order of id."""
        ...

    def keep_person(self, person: Person, line: AuditLine) -> None:
        """Add or replace, with the audit line in the same commit."""
        ...

    def end_sessions(self, person_id: str, line: AuditLine) -> None:
        """Raise the person's session number and nothing else, with the audit line in the same commit."""
        ...

    def turn(self, key: str) -> AbstractContextManager["Turn"]:
        """The tries of one key, for one caller at a time; written when the block ends without an error."""
        ...

    def write_audit(self, line: AuditLine) -> None:
        """Append one line."""
        ...

    def audit(self, limit: int, before_ms: int | None = None) -> Sequence[AuditLine]:
        """The newest lines first, at most `limit`, older than `before_ms`."""
        ...


@dataclass(slots=True)
class Turn:
    """Read, decided, written in one transaction, so that parallel tries get no free ones."""

    attempts: Attempts
    audit: AuditLine | None = None
    """Written with it."""

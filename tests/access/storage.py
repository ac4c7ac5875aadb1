"""A storage in memory, as strict as a database: a turn is one transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import RLock

from kiosk.access.lockout import NO_ATTEMPTS, Attempts
from kiosk.access.people import Person
from kiosk.access.storage import AuditLine, Turn


class InMemory:
    """Fits `kiosk.access.storage.AccessStorage`."""

    def __init__(self) -> None:
        self.everybody: dict[str, Person] = {}
        self.tries: dict[str, Attempts] = {}
        self.lines: list[AuditLine] = []
        self._lock = RLock()

    def person(self, person_id: str) -> Person | None:
        return self.everybody.get(person_id)

    def people(self) -> Sequence[Person]:
        return [self.everybody[key] for key in sorted(self.everybody)]

    def keep_person(self, person: Person, line: AuditLine) -> None:
        self.everybody[person.person_id] = person
        self.lines.append(line)

    def end_sessions(self, person_id: str, line: AuditLine) -> None:
        person = self.everybody[person_id]
        self.keep_person(replace(person, session_no=person.session_no + 1), line)

    @contextmanager
    def turn(self, key: str) -> Iterator[Turn]:
        with self._lock:
            turn = Turn(self.tries.get(key, NO_ATTEMPTS))
            yield turn
            self.tries[key] = turn.attempts
            if turn.audit is not None:
                self.lines.append(turn.audit)

    def write_audit(self, line: AuditLine) -> None:
        self.lines.append(line)

    def audit(self, limit: int, before_ms: int | None = None) -> Sequence[AuditLine]:
        older = [line for line in self.lines if before_ms is None or line.at_ms < before_ms]
        return older[::-1][:limit]

"""Who may look at the hub: `kiosk.access.storage.AccessStorage` over the hub's own database."""

import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from kiosk.access.lockout import NO_ATTEMPTS, Attempts, Moment
from kiosk.access.people import Person, Role
from kiosk.access.storage import AuditLine, Turn
from kiosk.hub.store import HubStore, Row, Session, StoreUnavailable

_COLUMNS: Final = "person_id, name, role, branch_id, secret, active, session_no"
_KEEP: Final = f"""INSERT INTO person ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (person_id)
    DO UPDATE SET name = excluded.name, role = excluded.role, branch_id = excluded.branch_id,
        secret = excluded.secret, active = excluded.active, session_no = excluded.session_no"""
_TRIES: Final = "SELECT turn, failures, wait_ms, wall_ms, monotonic_ms, boot FROM attempt WHERE name = ?"
_BEGIN_TURN: Final = """INSERT INTO attempt (name, turn, failures, wait_ms, wall_ms, monotonic_ms, boot)
    VALUES (?, 1, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
_TAKE_TURN: Final = """UPDATE attempt SET turn = turn + 1, failures = ?, wait_ms = ?, wall_ms = ?, monotonic_ms = ?,
    boot = ? WHERE name = ? AND turn = ?"""
_LOCKS: Final = 64


class HubPeople:
    """The storage. Tries of one name wait for each other in this process; between workers one of two is turned away."""

    def __init__(self, store: HubStore) -> None:
        self._store = store
        self._turns = [threading.Lock() for _ in range(_LOCKS)]

    def person(self, person_id: str) -> Person | None:
        """The person with this id, switched off or not."""
        rows = self._store.read(
            lambda session: session.rows(f"SELECT {_COLUMNS} FROM person WHERE person_id = ?", (person_id,))
        )
        return _person(rows[0]) if rows else None

    def people(self) -> Sequence[Person]:
        """Everybody, in order of id."""
        rows = self._store.read(lambda session: session.rows(f"SELECT {_COLUMNS} FROM person ORDER BY person_id"))
        return [_person(row) for row in rows]

    def keep_person(self, person: Person, line: AuditLine) -> None:
        """Add or replace, with the audit line in the same commit."""
        kept = (
            person.person_id,
            person.name,
            person.role.value,
            person.branch_id,
            person.secret,
            int(person.active),
            person.session_no,
        )

        def work(session: Session) -> None:
            session.run(_KEEP, kept)
            append_audit(session, line)

        self._store.write(work)

    def end_sessions(self, person_id: str, line: AuditLine) -> None:
        """One number raised where it lies: whatever else is changed about the person meanwhile is kept."""

        def work(session: Session) -> None:
            session.run("UPDATE person SET session_no = session_no + 1 WHERE person_id = ?", (person_id,))
            append_audit(session, line)

        self._store.write(work)

    @contextmanager
    def turn(self, key: str) -> Iterator[Turn]:
        """The tries of one key; written when the block ends. Raises StoreUnavailable when another worker was quicker.

        Compared and set, not locked: whoever loses is turned away before a secret was looked at, which is no free try.
        """
        with self._turns[hash(key) % _LOCKS]:
            rows = self._store.read(lambda session: session.rows(_TRIES, (key,)))
            number, attempts = _attempts(rows[0]) if rows else (0, NO_ATTEMPTS)
            turn = Turn(attempts)
            yield turn
            since = turn.attempts.since
            told = (since.wall_ms, since.monotonic_ms, since.boot) if since else (None, None, None)
            values = (turn.attempts.failures, turn.attempts.wait_ms, *told)

            def work(session: Session) -> bool:
                if number:
                    done = session.run(_TAKE_TURN, (*values, key, number))
                else:
                    done = session.run(_BEGIN_TURN, (key, *values))
                if done == 1 and turn.audit is not None:
                    append_audit(session, turn.audit)
                return done == 1

            if not self._store.write(work):
                raise StoreUnavailable("Nama ini sedang dicoba di tempat lain: coba lagi.")

    def write_audit(self, line: AuditLine) -> None:
        """Append one line."""
        self._store.write(lambda session: append_audit(session, line))

    def audit(self, limit: int, before_ms: int | None = None) -> Sequence[AuditLine]:
        """The newest lines first, at most `limit`, older than `before_ms`."""
        rows = self._store.read(
            lambda session: session.rows(
                "SELECT at_ms, person_id, action, detail, address FROM audit WHERE at_ms < ?"
                " ORDER BY at_ms DESC, nonce DESC LIMIT ?",
                (2**62 if before_ms is None else before_ms, limit),
            )
        )
        return [AuditLine(*row) for row in rows]


def append_audit(session: Session, line: AuditLine) -> None:
    """One line, in whatever transaction it belongs to."""
    # The nonce keeps lines of one millisecond apart, without a counter that all workers would share.
    session.run(
        "INSERT INTO audit (person_id, at_ms, nonce, action, detail, address) VALUES (?, ?, ?, ?, ?, ?)",
        (line.person_id, line.at_ms, secrets.token_hex(8), line.action, line.detail, line.address),
    )


def _person(row: Row) -> Person:
    person_id, name, role, branch_id, secret, active, session_no = row
    return Person(person_id, name, Role(role), branch_id, secret, bool(active), session_no)


def _attempts(row: Row) -> tuple[int, Attempts]:
    number, failures, wait_ms, wall_ms, monotonic_ms, boot = row
    since = None if boot is None else Moment(wall_ms, monotonic_ms, boot)
    return number, Attempts(failures, wait_ms, since)

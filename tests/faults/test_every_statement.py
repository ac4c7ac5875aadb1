"""A fault of the program between any two statements of a take: all of it or nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.clock import SimulatedClock
from tests.faults.office import assert_sound, open_office, take


class FaultError(Exception):
    """What goes wrong."""


class FailingConnection:
    """The real connection, until its `left`-th statement inside a transaction."""

    def __init__(self, real: Any, left: int) -> None:
        self._real = real
        self._left = left

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def execute(self, *statement: Any) -> Any:
        if self._real.in_transaction and statement[0] not in ("COMMIT", "ROLLBACK"):
            self._left -= 1
            if self._left < 0:
                raise FaultError(statement[0])
        return self._real.execute(*statement)


def test_a_fault_between_any_two_statements_leaves_nothing_of_the_ticket(tmp_path: Path) -> None:
    clock = SimulatedClock()
    db = open_office(tmp_path, clock)
    real = db.conn
    acknowledged: dict[str, str] = {}
    for place in range(200):
        clock.advance(seconds=20)
        db.conn = FailingConnection(real, place)
        try:
            taken = take(db, clock)
        except FaultError:
            taken = None
        finally:
            db.conn = real
        assert not real.in_transaction
        if taken is not None:
            break
        assert_sound(db, acknowledged)
        ticket = take(db, clock).ticket
        assert ticket.number == place + 1, "a refused number must not be skipped"
        acknowledged[ticket.ticket_id] = ticket.code
    else:
        pytest.fail("a take has no end")
    assert place > 4, "too few statements failed to prove anything"
    assert_sound(db, acknowledged | {taken.ticket.ticket_id: taken.ticket.code})

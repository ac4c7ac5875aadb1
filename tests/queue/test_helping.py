"""Whoever calls for help leaves the screen's name behind, nothing else."""

from pathlib import Path

from kiosk.queue.helping import record_help
from tests.clock import SimulatedClock
from tests.store.branch import open_store, told


def test_a_call_for_help_is_told_with_its_screen_alone(tmp_path: Path) -> None:
    clock = SimulatedClock()
    db = open_store(tmp_path, clock)
    record_help(db, clock, "question")
    assert told(db, "help.called") == [{"screen": "question"}]

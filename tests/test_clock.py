"""The clock of the tests is itself tested: the whole house trusts it."""

from datetime import UTC, datetime

import pytest

from kiosk.domain.clock import Clock
from tests.clock import SimulatedClock


def reading(clock: Clock) -> tuple[int, int]:
    return clock.now_ms(), clock.monotonic_ms()


def test_it_stands_still_until_told() -> None:
    clock = SimulatedClock()
    assert reading(clock) == reading(clock)
    assert clock.now() == datetime(2025, 1, 14, 1, 0, tzinfo=UTC)


def test_time_passes_on_both_sides() -> None:
    clock = SimulatedClock()
    wall, monotonic = reading(clock)
    clock.advance(1, seconds=2, minutes=3, hours=4)
    span = 1 + 2_000 + 180_000 + 14_400_000
    assert reading(clock) == (wall + span, monotonic + span)


@pytest.mark.parametrize("days", [-1, 365])
def test_a_jump_moves_only_the_wall(days: int) -> None:
    clock = SimulatedClock()
    wall, monotonic = reading(clock)
    clock.jump(days=days)
    assert reading(clock) == (wall + days * 86_400_000, monotonic)


def test_jumping_to_a_moment() -> None:
    clock = SimulatedClock()
    new_year = datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)
    clock.jump_to(new_year)
    assert clock.now() == new_year


def test_time_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="jump"):
        SimulatedClock().advance(-1)


def test_a_naive_start_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        SimulatedClock(datetime(2025, 1, 14))  # noqa: DTZ001 - the point of the test

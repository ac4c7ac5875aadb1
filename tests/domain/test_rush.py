"""A rush is: before opening, or five minutes of numbers without a pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calendar import OpeningState
from kiosk.domain.rush import PAUSE_MS, WINDOW_MS, is_rush

NOW_MS = 1_736_816_400_000


def _ago(*seconds: int) -> list[int]:
    return [NOW_MS - 1000 * s for s in seconds]


@pytest.mark.parametrize("state", [OpeningState.NIGHT, OpeningState.BEFORE_OPENING])
def test_before_opening_it_is_always_a_rush(state: OpeningState) -> None:
    assert is_rush(state, [], NOW_MS)


@pytest.mark.parametrize(
    ("taken", "rush"),
    [
        (_ago(), False),
        (_ago(0), False),
        (_ago(0, 20, 40), False),
        (_ago(0, 90, 180, 270), True),
        (_ago(0, 90, 180, 271), False),  # the gap after 180 is too long
        (_ago(0, 60, 120, 200), False),  # the first 100 s of the five minutes were quiet
        (_ago(30, 60, 120, 180, 240, 290), True),
        (_ago(91, 120, 180, 240, 290), False),  # nobody came for 91 s
        (_ago(*range(0, 300, 20)), True),
    ],
)
def test_a_pause_ends_a_rush(taken: list[int], rush: bool) -> None:
    assert is_rush(OpeningState.OPEN, taken, NOW_MS) is rush
    assert is_rush(OpeningState.OPEN, taken[::-1], NOW_MS) is rush


def test_numbers_of_a_clock_that_has_jumped_back_count_for_nothing() -> None:
    ahead = [NOW_MS + 3_600_000 + 20_000 * i for i in range(15)]
    assert not is_rush(OpeningState.OPEN, [*ahead, NOW_MS], NOW_MS)


@given(st.lists(st.integers(NOW_MS - 2 * WINDOW_MS, NOW_MS + WINDOW_MS)))
def test_a_rush_needs_a_number_in_every_minute_and_a_half(taken: list[int]) -> None:
    moments = range(NOW_MS - WINDOW_MS, NOW_MS - PAUSE_MS + 1, 1000)
    busy = all(any(start <= ms <= start + PAUSE_MS + 1000 for ms in taken) for start in moments)
    if is_rush(OpeningState.OPEN, taken, NOW_MS):
        assert busy

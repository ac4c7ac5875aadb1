"""The wait after wrong secrets survives a restart and a clock that was set, and never becomes a trap."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.access.lockout import (
    FIRST_WAIT_MS,
    FREE_TRIES,
    LONGEST_WAIT_MS,
    NO_ATTEMPTS,
    Attempts,
    Moment,
    after_failure,
    left_ms,
    settled,
)

NOW = Moment(wall_ms=1_000_000_000, monotonic_ms=50_000, boot="one")


def failed(times: int, at: Moment = NOW) -> Attempts:
    attempts = NO_ATTEMPTS
    for _ in range(times):
        attempts = after_failure(attempts, at)
    return attempts


def later(ms: int, *, wall_ms: int | None = None, boot: str = "one") -> Moment:
    return Moment(NOW.wall_ms + (ms if wall_ms is None else wall_ms), NOW.monotonic_ms + ms, boot)


def test_four_wrong_ones_cost_nothing_the_fifth_a_minute() -> None:
    assert left_ms(failed(FREE_TRIES - 1), NOW) == 0
    assert left_ms(failed(FREE_TRIES), NOW) == FIRST_WAIT_MS


def test_it_doubles_up_to_a_quarter_of_an_hour() -> None:
    waits = [failed(times).wait_ms // 1000 for times in range(5, 12)]
    assert waits == [60, 120, 240, 480, 900, 900, 900]
    assert failed(10_000).wait_ms == LONGEST_WAIT_MS


def test_setting_the_clock_ahead_shortens_nothing_in_the_same_run() -> None:
    assert left_ms(failed(5), later(1000, wall_ms=86_400_000)) == FIRST_WAIT_MS - 1000


def test_a_restart_shortens_nothing() -> None:
    restarted = Moment(NOW.wall_ms + 10_000, 3_000, "two")
    assert left_ms(failed(5), restarted) == FIRST_WAIT_MS - 10_000


def test_a_clock_set_back_by_a_year_costs_one_wait_at_most() -> None:
    wrong = Moment(NOW.wall_ms - 365 * 86_400_000, 3_000, "two")
    attempts = settled(failed(5), wrong)
    assert left_ms(attempts, wrong) == FIRST_WAIT_MS
    assert left_ms(attempts, Moment(wrong.wall_ms, wrong.monotonic_ms + FIRST_WAIT_MS, "two")) == 0


@given(
    st.integers(0, 40),
    st.integers(-(10**12), 10**12),
    st.integers(0, 10**9),
    st.sampled_from(["one", "two", ""]),
)
def test_nobody_ever_waits_longer_than_the_longest_wait(times: int, jump_ms: int, monotonic_ms: int, boot: str) -> None:
    now = Moment(NOW.wall_ms + jump_ms, monotonic_ms, boot)
    assert 0 <= left_ms(settled(failed(times), now), now) <= LONGEST_WAIT_MS

"""One address cannot take everybody's turn."""

from kiosk.web import rate
from kiosk.web.rate import RateLimit
from tests.clock import SimulatedClock


def test_a_burst_then_a_steady_trickle() -> None:
    clock = SimulatedClock()
    limit = RateLimit(per_minute=6, burst=3, monotonic_ms=clock.monotonic_ms)
    assert [limit.wait_ms("a") for _ in range(4)] == [0, 0, 0, 10_000]
    clock.advance(9_999)
    assert limit.wait_ms("a") == 1
    clock.advance(1)
    assert limit.wait_ms("a") == 0
    assert limit.wait_ms("a") == 10_000


def test_asking_too_early_costs_nothing_more() -> None:
    clock = SimulatedClock()
    limit = RateLimit(per_minute=60, burst=1, monotonic_ms=clock.monotonic_ms)
    assert [limit.wait_ms("a") for _ in range(50)] == [0] + [1000] * 49
    clock.advance(1000)
    assert limit.wait_ms("a") == 0


def test_others_are_not_held_up_and_memory_is_bounded() -> None:
    clock = SimulatedClock()
    limit = RateLimit(per_minute=1, burst=1, monotonic_ms=clock.monotonic_ms)
    assert all(limit.wait_ms(str(number)) == 0 for number in range(rate.KEYS_KEPT + 100))
    assert len(limit._full_at) == rate.KEYS_KEPT

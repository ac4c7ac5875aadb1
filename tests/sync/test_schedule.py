"""Each kiosk knocks at its own minute of the night, and none of them comes back all at once."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.schedule import slot_of, trickle_wait_min

EVENING = datetime(2025, 1, 14, 18, 0)  # noqa: DTZ001 - local to each branch
NIGHT = (time(20), time(4))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_country_of_kiosks_spreads_over_the_night() -> None:
    slots = [slot_of(f"b{number}-k1", NIGHT, EVENING) for number in range(1300)]
    assert all(datetime(2025, 1, 14, 20) <= slot < datetime(2025, 1, 15, 4) for slot in slots)  # noqa: DTZ001
    by_hour = [sum(slot.hour == hour for slot in slots) for hour in (20, 21, 22, 23, 0, 1, 2, 3)]
    assert min(by_hour) > 100, by_hour
    assert len({slot.replace(second=0) for slot in slots}) > 400


@given(MOMENTS, st.sampled_from(["k1", "k2", "srg-k3"]), st.times(), st.times())
def test_every_night_has_one_slot_and_it_lies_ahead(now: datetime, kiosk: str, begin: time, end: time) -> None:
    window = (begin.replace(microsecond=0), end.replace(microsecond=0))
    first = slot_of(kiosk, window, now)
    assert now < first <= now + timedelta(days=2)
    second = slot_of(kiosk, window, first)
    assert timedelta(0) < second - first <= timedelta(days=2)


def test_the_slot_is_another_one_each_night() -> None:
    first = slot_of("k1", NIGHT, EVENING)
    second = slot_of("k1", NIGHT, first)
    assert first.time() != second.time()


def test_the_trickle_runs_every_few_minutes_and_backs_off_while_nobody_answers() -> None:
    waits = [trickle_wait_min(5, failures, "k1") for failures in range(8)]
    assert waits[0] == 5
    assert all(wait is not None and 5 <= wait <= 60 for wait in waits)
    assert waits[-1] is not None
    assert waits[-1] >= 30
    assert trickle_wait_min(0, 0, "k1") is None
    assert len({trickle_wait_min(5, 7, f"k{number}") for number in range(40)}) > 10

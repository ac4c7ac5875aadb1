"""Each kiosk knocks at its own minute of the night, and none of them comes back all at once."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.schedule import Cause, Timetable, slot_of, trickle_wait_min

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


class Night:
    """A timetable and the two clocks it is asked by."""

    def __init__(self, trickle_min: int = 5) -> None:
        self.now, self.mono_ms = EVENING, 0
        self.table = Timetable("srg/k1", NIGHT, trickle_min, self.now, self.mono_ms)

    def wait(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)
        self.mono_ms += round(minutes * 60_000)

    def due(self) -> Cause | None:
        return self.table.due(self.now, self.mono_ms)

    def ran(self, *, reached: bool, retry_after_s: int = 0) -> None:
        self.table.ran(self.now, self.mono_ms, reached=reached, retry_after_s=retry_after_s)


def minutes_until_due(night: Night, most: int = 3000) -> int:
    for minute in range(most):
        if night.due() is not None:
            return minute
        night.wait(1)
    raise AssertionError("nothing was ever due")


def test_by_day_a_trickle_by_night_one_run() -> None:
    night = Night()
    assert night.due() is None
    night.wait(5)
    assert night.due() is Cause.TRICKLE
    causes = []
    for _ in range(24 * 12):
        if (cause := night.due()) is not None:
            causes.append(cause)
            night.ran(reached=True)
        night.wait(5)
    assert causes.count(Cause.WINDOW) == 1
    assert causes.count(Cause.TRICKLE) > 200


def test_without_a_trickle_only_the_night() -> None:
    night = Night(trickle_min=0)
    minutes = minutes_until_due(night)
    assert night.due() is Cause.WINDOW
    assert 120 <= minutes < 600
    night.ran(reached=True)
    assert night.due() is None
    assert minutes_until_due(night) > 12 * 60


def test_a_night_that_failed_is_tried_again_in_it_and_then_given_up_until_the_next() -> None:
    night = Night(trickle_min=0)
    tries = 0
    for _ in range(20):
        minutes_until_due(night)
        tries += 1
        night.ran(reached=False)
    assert tries == 20
    assert night.now < EVENING + timedelta(days=6)
    waits = []
    for _ in range(4):
        before = night.now
        minutes_until_due(night)
        night.ran(reached=False)
        waits.append((night.now - before).total_seconds() / 60)
    assert min(waits) >= 1


def test_a_hub_that_asks_for_time_gets_it() -> None:
    night = Night()
    night.wait(5)
    night.ran(reached=False, retry_after_s=3600)
    night.wait(59)
    assert night.due() in {None, Cause.WINDOW}


def test_a_clock_set_back_a_year_does_not_hold_up_the_night() -> None:
    night = Night(trickle_min=0)
    night.now -= timedelta(days=365)
    assert minutes_until_due(night) < 26 * 60

"""The day on the branch's wall, whatever the machine believes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.branch import OpeningHours, Zone
from kiosk.domain.calendar import OpeningState, local_day, opening, service_day

WEEK = OpeningHours((*[(time(8), time(15))] * 4, (time(8), time(11, 30)), None, None), kiosk_from=time(5))
NEVER = OpeningHours((None,) * 7, kiosk_from=time(5))
MOMENTS = st.integers(946_684_800, 4_070_908_800).map(lambda s: datetime.fromtimestamp(s, UTC))


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        (Zone.WIB, datetime(2024, 12, 31, 16, 59, 59, tzinfo=UTC), date(2024, 12, 31)),
        (Zone.WIB, datetime(2024, 12, 31, 17, tzinfo=UTC), date(2025, 1, 1)),
        (Zone.WITA, datetime(2024, 12, 31, 15, 59, 59, tzinfo=UTC), date(2024, 12, 31)),
        (Zone.WITA, datetime(2024, 12, 31, 16, tzinfo=UTC), date(2025, 1, 1)),
        (Zone.WIT, datetime(2024, 12, 31, 14, 59, 59, tzinfo=UTC), date(2024, 12, 31)),
        (Zone.WIT, datetime(2024, 12, 31, 15, tzinfo=UTC), date(2025, 1, 1)),
    ],
)
def test_the_day_turns_at_the_branch_s_own_midnight(zone: Zone, moment: datetime, day: date) -> None:
    assert local_day(moment, zone) == day
    assert service_day(moment, zone, None) == day


@given(MOMENTS, MOMENTS, st.sampled_from(Zone))
def test_a_service_day_never_goes_back(first: datetime, second: datetime, zone: Zone) -> None:
    begun = service_day(first, zone, None)
    then = service_day(second, zone, begun)
    assert then >= begun
    assert then in (begun, local_day(second, zone))


def _local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the week of 13 January 2025 (a Monday) in Serang."""
    return datetime(2025, 1, day, hour, minute, tzinfo=Zone.WIB.tz)


@pytest.mark.parametrize(
    ("moment", "state", "opens_at", "closes_at"),
    [
        (_local(13, 4, 59), OpeningState.NIGHT, _local(13, 8), _local(13, 15)),
        (_local(13, 5), OpeningState.BEFORE_OPENING, _local(13, 8), _local(13, 15)),
        (_local(13, 8), OpeningState.OPEN, _local(14, 8), _local(13, 15)),
        (_local(13, 14, 59), OpeningState.OPEN, _local(14, 8), _local(13, 15)),
        (_local(13, 15), OpeningState.CLOSED, _local(14, 8), None),
        (_local(17, 11, 30), OpeningState.CLOSED, _local(20, 8), None),
        (_local(18, 9), OpeningState.CLOSED_DAY, _local(20, 8), None),
        (_local(19, 23, 59), OpeningState.CLOSED_DAY, _local(20, 8), None),
    ],
)
def test_the_hours_of_a_week(
    moment: datetime, state: OpeningState, opens_at: datetime, closes_at: datetime | None
) -> None:
    now = opening(moment.astimezone(UTC), WEEK, Zone.WIB)
    assert (now.state, now.opens_at, now.closes_at) == (state, opens_at, closes_at)
    assert now.gives_numbers == (state in (OpeningState.BEFORE_OPENING, OpeningState.OPEN))


def test_the_kiosk_s_own_hour_comes_before_the_counters() -> None:
    assert opening(_local(13, 4), WEEK, Zone.WIB).kiosk_from == _local(13, 5)
    assert opening(_local(13, 5), WEEK, Zone.WIB).kiosk_from == _local(14, 5)
    assert opening(_local(17, 12), WEEK, Zone.WIB).kiosk_from == _local(20, 5)


def test_a_branch_that_never_opens_says_so() -> None:
    now = opening(_local(13, 9), NEVER, Zone.WIB)
    assert (now.state, now.opens_at, now.kiosk_from) == (OpeningState.CLOSED_DAY, None, None)


@given(MOMENTS, st.sampled_from(Zone))
def test_the_next_opening_is_ahead_within_a_week_and_open(moment: datetime, zone: Zone) -> None:
    opens_at = opening(moment, WEEK, zone).opens_at
    assert opens_at is not None
    assert timedelta() < opens_at - moment <= timedelta(days=7)
    assert opening(opens_at, WEEK, zone).state is OpeningState.OPEN

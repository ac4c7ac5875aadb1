"""A calendar that comes as a pack: which days it closes, which hours it changes, and what no calendar may say."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.branch import OpeningHours, SpecialDay, Zone
from kiosk.domain.calendar import OpeningState, opening
from kiosk.domain.packed import PackedError
from kiosk.domain.special_days import read_special_days

WEEK = OpeningHours((*[(time(8), time(15))] * 5, None, None), kiosk_from=time(5))
NAME = {"id": "Libur bersama", "en": "Collective leave"}
NOON = (time(8), time(12))


def calendar(*days: Mapping[str, Any], **more: Any) -> bytes:
    told = {"format": 1, "days": [{"name": NAME} | dict(day) for day in days]} | more
    return json.dumps(told).encode()


def read(*days: Mapping[str, Any]) -> Mapping[date, SpecialDay]:
    return read_special_days(calendar(*days), WEEK)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of January 2025 in Serang; the 13th is a Monday."""
    return datetime(2025, 1, day, hour, minute, tzinfo=Zone.WIB.tz)


def test_a_closed_day_gives_no_numbers_and_the_next_opening_skips_all_of_them() -> None:
    hours = WEEK.with_special(read({"from": "2025-01-16", "until": "2025-01-20"}))
    for hour in (0, 6, 9, 23):
        now = opening(at(16, hour), hours, Zone.WIB)
        assert (now.state, now.gives_numbers, now.closes_at) == (OpeningState.CLOSED_DAY, False, None)
        assert (now.opens_at, now.kiosk_from) == (at(21, 8), at(21, 5))
    assert opening(at(15, 16), hours, Zone.WIB).opens_at == at(21, 8)


def test_a_day_with_other_hours_closes_when_it_says_and_may_be_a_saturday() -> None:
    hours = WEEK.with_special(
        read({"from": "2025-01-15", "hours": "08.00-12.00"}, {"from": "2025-01-18", "hours": "09.00-12.00"})
    )
    assert opening(at(15, 11, 59), hours, Zone.WIB).state is OpeningState.OPEN
    assert opening(at(15, 12), hours, Zone.WIB).state is OpeningState.CLOSED
    assert opening(at(17, 16), hours, Zone.WIB).opens_at == at(18, 9)
    assert opening(at(18, 10), hours, Zone.WIB).closes_at == at(18, 12)


def test_other_hours_of_several_days_leave_the_closed_weekdays_closed() -> None:
    found = read({"from": "2025-01-13", "until": "2025-01-19", "hours": "08.00-12.00"})
    assert [day.day for day in found] == [13, 14, 15, 16, 17]
    assert {special.span for special in found.values()} == {NOON}


def test_a_long_leave_is_looked_over_to_its_end() -> None:
    hours = WEEK.with_special(read({"from": "2025-01-01", "until": "2025-12-30"}))
    assert opening(at(1, 9), hours, Zone.WIB).opens_at == datetime(2025, 12, 31, 8, tzinfo=Zone.WIB.tz)


LONG = [{"from": f"2025-{month:02d}-01", "until": f"2025-{month:02d}-28"} for month in range(1, 13)]
WRONG = {
    "no such date": ([{"from": "2025-02-30"}], "bukan tanggal"),
    "another spelling": ([{"from": "20250301"}], "bukan tanggal"),
    "no text": ([{"from": 20250301}], "bukan tanggal"),
    "far away": ([{"from": "1999-12-31"}], "di luar 2020"),
    "backwards": ([{"from": "2025-03-02", "until": "2025-03-01"}], "lebih dahulu"),
    "overlapping": (
        [{"from": "2025-03-01", "until": "2025-03-04"}, {"from": "2025-03-04"}],
        "2025-03-04 sudah disebut",
    ),
    "twice": ([{"from": "2025-03-01"}, {"from": "2025-03-01", "hours": "08.00-12.00"}], "days nomor 2"),
    "overlapping a weekend of other hours": (
        [{"from": "2025-01-13", "until": "2025-01-19", "hours": "08.00-12.00"}, {"from": "2025-01-18"}],
        "sudah disebut",
    ),
    "no hours": ([{"from": "2025-03-01", "hours": "tutup"}], "08.00-12.00"),
    "hours of no day": ([{"from": "2025-03-01", "hours": "08.00-24.00"}], "08.00-12.00"),
    "hours backwards": ([{"from": "2025-03-01", "hours": "12.00-08.00"}], "sesudah jam buka"),
    "closed before numbers": ([{"from": "2025-03-01", "hours": "03.00-04.30"}], "sebelum nomor"),
    "a whole year": ([{"from": "2025-01-01", "until": "2025-12-31"}], "365 hari"),
    "a year of two": (
        [{"from": "2025-03-01", "until": "2025-12-31"}, {"from": "2026-01-01", "until": "2026-03-31"}],
        "365 hari",
    ),
    "more than a year at once": ([{"from": "2025-01-01", "until": "2027-01-01"}], "sekaligus"),
    "no name": ([{"from": "2025-03-01", "name": None}], '"name"'),
    "no English": ([{"from": "2025-03-01", "name": {"id": "Libur"}}], '"id" dan "en"'),
    "markup": ([{"from": "2025-03-01", "name": {"id": "<b>Libur</b>", "en": "x"}}], "tulis kalimat biasa"),
    "a line break": ([{"from": "2025-03-01", "name": {"id": "Libur\nlagi", "en": "x"}}], "satu baris"),
    "a long name": ([{"from": "2025-03-01", "name": {"id": "L" * 41, "en": "x"}}], "terlalu panjang"),
    "a name that ends the sentence": ([{"from": "2025-03-01", "name": {"id": "Libur.", "en": "x"}}], "tanpa tanda"),
    "an unknown name": ([{"from": "2025-03-01", "colour": "red"}], '"colour" tidak dikenal'),
    "no object": (["2025-03-01"], "bukan objek"),
    "too many": ([{"from": "2025-03-01"}] * 501, "paling banyak 500"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_calendar_is_refused_with_a_sentence(what: str) -> None:
    days, sentence = WRONG[what]
    told = [{"name": NAME} | day if isinstance(day, dict) else day for day in days]
    with pytest.raises(PackedError, match=sentence):
        read_special_days(json.dumps({"format": 1, "days": told}).encode(), WEEK)


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"\xff",
        b"[]",
        b"[" * 100_000,
        b"{}",
        b'{"format": 2, "days": []}',
        b'{"format": true, "days": []}',
        b'{"format": 1, "days": {}}',
        b'{"format": 1, "days": [], "days": []}',
        b'{"format": 1, "days": [], "more": 1}',
        b'{"format": 1, "days": [' + b" " * 300_000 + b"]}",
    ],
)
def test_what_is_no_such_object_is_refused(contents: bytes) -> None:
    with pytest.raises(PackedError):
        read_special_days(contents, WEEK)


DAYS = st.integers(0, 400).map(lambda ahead: date(2025, 1, 1) + timedelta(days=ahead))


@given(st.sets(DAYS, max_size=60), st.integers(0, 400 * 24 * 60))
def test_the_next_opening_is_never_on_a_closed_day_and_always_ahead(closed: set[date], minutes: int) -> None:
    hours = WEEK.with_special(read(*({"from": day.isoformat()} for day in sorted(closed))))
    now = datetime(2025, 1, 1, tzinfo=Zone.WIB.tz) + timedelta(minutes=minutes)
    found = opening(now, hours, Zone.WIB)
    assert found.opens_at is not None
    assert found.opens_at > now
    assert found.opens_at.date() not in closed
    assert opening(found.opens_at, hours, Zone.WIB).state is OpeningState.OPEN
    if now.date() in closed:
        assert not found.gives_numbers

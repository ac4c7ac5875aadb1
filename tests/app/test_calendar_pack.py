"""A calendar comes as a pack: the closed screen skips its days, no number is given on them, a restart keeps it."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.ops.demonstration import demonstration_clock
from kiosk.store import days
from kiosk.store.packs import PackState
from kiosk.uplink import settings_in_force
from kiosk.visit.view import NoticeDetail, ScreenId
from kiosk.wire.pack import PackKind
from tests.app.kiosk import LivingClock, Opened, opened
from tests.app.packs import PACK_KEY, assert_refused, bend, sealed, settle, states, take, tampered, told

KEYS = {"sync__pack_key": PACK_KEY}
CHRISTMAS = {"id": "Hari Natal", "en": "Christmas"}


def pack(version: int, *entries: dict[str, Any], **more: Any) -> bytes:
    told_days = [{"name": CHRISTMAS} | entry for entry in entries]
    return sealed(PackKind.CALENDAR, version, {"format": 1, "days": told_days}, **more)


CLOSED_THREE_DAYS = {"from": "2025-01-15", "until": "2025-01-17"}
"""A Wednesday to a Friday, after which comes the weekend."""


def lines(place: Opened) -> tuple[str, ...]:
    detail = place.kiosk.visit.view().detail
    assert isinstance(detail, NoticeDetail)
    return detail.lines


@pytest.fixture
def clock() -> LivingClock:
    return LivingClock()


def test_a_closed_day_says_why_and_when_it_opens_next_and_gives_no_number(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        assert "diterima" in take(place, pack(1, CLOSED_THREE_DAYS))
        settle(place)
        assert place.screen is ScreenId.ATTRACT, "it begins tomorrow at six"
        place.choose("start")
        clock.jump(days=1)
        settle(place)
        assert place.screen is not ScreenId.CLOSED, "a visit ends as it began"
        place.kiosk.visit.wipe()
        settle(place)
        assert place.screen is ScreenId.CLOSED
        said = " ".join(lines(place))
        assert "Hari ini tutup: Hari Natal." in said
        assert "Buka lagi Senin, 20 Januari 2025 pukul 08.00." in said
        assert "take" not in {choice.choice_id for choice in place.kiosk.visit.view().choices}
        assert [event["version"] for event in told(place, "pack.in_force")] == [1]
    with opened(tmp_path, clock, **KEYS) as place:
        assert place.screen is ScreenId.CLOSED, "and after a new start"
        clock.jump(days=5)
        place.kiosk.visit.tick()
        assert place.screen is ScreenId.ATTRACT, "and it opens when it said"


def test_a_day_that_a_calendar_closes_under_way_is_closed_and_the_next_one_follows(
    tmp_path: Path, clock: LivingClock
) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        clock.jump(days=1)
        place.choose("start", "take", "need:jht", "take-number")
        place.until(lambda: place.kiosk.visit.state.number is not None)
        place.kiosk.visit.wipe()
        take(place, pack(1, {"from": "2025-01-15"}))
        settle(place)
        settle(place)
        newest = place.kiosk.writer.submit(days.newest_open_day).result()
        assert newest is None, "the day that had begun is over"
        clock.jump(days=1)
        settle(place)
        clock.advance(seconds=5)
        place.kiosk.visit.tick()
        place.choose("start", "take", "need:jht", "take-number")
        place.until(lambda: place.kiosk.visit.state.number is not None)
        number = place.kiosk.visit.state.number
        assert number is not None
        assert (number.ticket.label, number.ticket.service_day.isoformat()) == ("A 001", "2025-01-16")


def test_a_day_closed_by_mistake_gives_numbers_again_once_the_calendar_is_put_right(
    tmp_path: Path, clock: LivingClock
) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        clock.jump(days=1)
        place.choose("start", "take", "need:jht", "take-number")
        place.until(lambda: place.kiosk.visit.state.number is not None)
        place.kiosk.visit.wipe()
        for version, entries in ((1, [{"from": "2025-01-15"}]), (2, [])):
            take(place, pack(version, *entries))
            settle(place)
            settle(place)
        clock.advance(seconds=5)
        place.choose("start", "take", "need:jht", "take-number")
        place.until(lambda: place.kiosk.visit.state.number is not None)
        number = place.kiosk.visit.state.number
        assert number is not None
        assert number.ticket.label == "A 002", "never a number twice"


def test_a_newer_calendar_takes_the_days_back_and_the_one_before_is_kept(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, pack(1, CLOSED_THREE_DAYS))
        clock.jump(days=1)
        settle(place)
        take(place, pack(2, {"from": "2025-01-16", "hours": "08.00-12.00"}))
        settle(place)
        assert place.screen is ScreenId.ATTRACT
        assert states(place, PackKind.CALENDAR) == {2: PackState.IN_FORCE, 1: PackState.PREVIOUS}
        bend(place, PackKind.CALENDAR, 2)
    with opened(tmp_path, clock, **KEYS) as place:
        assert place.screen is ScreenId.CLOSED, "bent on the disk: the one before counts"


WRONG = {
    "tampered": (lambda: tampered(pack(5)), "bad-signature", "berubah di jalan"),
    "older": (lambda: pack(1), "old", "lebih lama"),
    "for another branch": (lambda: pack(5, branch="cilegon"), "other-branch", "kantor cilegon"),
    "no such date": (lambda: pack(5, {"from": "2025-02-30"}), "bad-contents", "bukan tanggal"),
    "overlapping": (lambda: pack(5, CLOSED_THREE_DAYS, {"from": "2025-01-16"}), "bad-contents", "sudah disebut"),
    "always closed": (lambda: pack(5, {"from": "2025-01-01", "until": "2025-12-31"}), "bad-contents", "365 hari"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_refused_and_the_old_one_stays(tmp_path: Path, clock: LivingClock, what: str) -> None:
    make, reason, sentence = WRONG[what]
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, pack(2, CLOSED_THREE_DAYS))
        clock.jump(days=1)
        settle(place)
        assert_refused(place, make(), reason, sentence)
        assert place.screen is ScreenId.CLOSED


def test_what_became_due_while_nobody_was_running_counts_from_the_start(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, pack(1, CLOSED_THREE_DAYS))
    clock.jump(days=2)
    with opened(tmp_path, clock, **KEYS) as place:
        assert place.screen is ScreenId.CLOSED
        assert states(place, PackKind.CALENDAR) == {1: PackState.IN_FORCE}


def test_a_demonstration_does_not_begin_on_a_day_that_a_calendar_closes(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, pack(1, CLOSED_THREE_DAYS))
        clock.jump(days=1)
        settle(place)
        given = place.kiosk._rules._settings
    assert demonstration_clock(clock, given).now() == clock.now(), "by the week alone it is open"
    moved = demonstration_clock(clock, settings_in_force(given)).now()
    assert moved.date().isoformat() == "2025-01-20"

"""Head office changes hours and idle times from afar, under the rules of the file; nothing else can be changed."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.ops.settings import explain
from kiosk.store.packs import PackState
from kiosk.uplink import settings_in_force
from kiosk.visit.view import ScreenId
from kiosk.wire.pack import PackKind
from tests.app.kiosk import LivingClock, Opened, opened
from tests.app.packs import PACK_KEY, assert_refused, sealed, settle, states, take, tampered, told

KEYS = {"sync__pack_key": PACK_KEY}
CLOSED_WEDNESDAY = {"hours": {"wednesday": "tutup", "numbers_from": "06.30"}, "idle": {"list_s": 140}}
"""The pack begins on a Wednesday."""


def pack(version: int, settings: Any, **more: Any) -> bytes:
    return sealed(PackKind.SETTINGS, version, {"format": 1, "settings": settings}, **more)


def origins(place: Opened) -> dict[str, tuple[str, str]]:
    """Key → value and origin, as `kiosk doctor` shows them from outside."""
    given = place.kiosk._rules._settings
    return {key: (value, origin) for key, value, origin in explain(settings_in_force(given))}


@pytest.fixture
def clock() -> LivingClock:
    return LivingClock()


def test_hours_and_idle_times_change_between_two_visits_and_the_doctor_says_by_whom(
    tmp_path: Path, clock: LivingClock
) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        assert "diterima" in take(place, pack(3, CLOSED_WEDNESDAY))
        clock.jump(days=1)
        place.choose("start")
        settle(place)
        assert place.screen is not ScreenId.CLOSED, "a visit ends as it began"
        place.kiosk.visit.wipe()
        settle(place)
        assert place.screen is ScreenId.CLOSED
        assert place.kiosk.visit._idle.limit_ms(ScreenId.CHECKLIST, large=False) == 140_000
        told_now = origins(place)
        assert told_now["hours.wednesday"] == ("tutup", "paket settings no. 3")
        assert told_now["idle.list_s"] == ("140", "paket settings no. 3")
        assert told_now["hours.monday"][1].startswith("kiosk.toml baris")
        assert [event["version"] for event in told(place, "pack.in_force")] == [3]
    with opened(tmp_path, clock, **KEYS) as place:
        assert place.screen is ScreenId.CLOSED, "and after a new start"
        take(place, pack(4, {}))
        settle(place)
        assert place.screen is ScreenId.ATTRACT, "a pack is the whole change"
        assert states(place, PackKind.SETTINGS) == {4: PackState.IN_FORCE, 3: PackState.PREVIOUS}
        assert origins(place)["hours.wednesday"][1].startswith("kiosk.toml baris")


def test_the_calendar_stays_when_the_week_changes(tmp_path: Path, clock: LivingClock) -> None:
    days = [{"from": "2025-01-15", "name": {"id": "Libur", "en": "Holiday"}}]
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, sealed(PackKind.CALENDAR, 1, {"format": 1, "days": days}))
        clock.jump(days=1)
        settle(place)
        take(place, pack(1, {"hours": {"friday": "08.00-11.00"}}))
        settle(place)
        assert place.screen is ScreenId.CLOSED
        assert place.kiosk.settings.branch.hours.by_weekday[4] is not None


def test_what_the_command_line_said_stays(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, **KEYS, hours__wednesday="08.00-15.00") as place:
        take(place, pack(1, CLOSED_WEDNESDAY))
        clock.jump(days=1)
        settle(place)
        assert place.screen is ScreenId.ATTRACT
        assert origins(place)["hours.wednesday"] == ("08.00-15.00", "baris perintah")


WRONG = {
    "tampered": (lambda: tampered(pack(5, {})), "bad-signature", "berubah di jalan"),
    "older": (lambda: pack(1, {}), "old", "lebih lama"),
    "for another branch": (lambda: pack(5, {}, branch="cilegon"), "other-branch", "kantor cilegon"),
    "the data directory": (
        lambda: pack(5, {"kiosk": {"data_dir": "elsewhere"}}),
        "bad-contents",
        '"kiosk" tidak boleh',
    ),
    "the printer": (lambda: pack(5, {"printer": {"url": "virtual:"}}), "bad-contents", '"printer" tidak boleh'),
    "a key": (lambda: pack(5, {"sync": {"pack_key": "x"}}), "bad-contents", '"sync" tidak boleh'),
    "an unknown name": (lambda: pack(5, {"hours": {"holiday": "tutup"}}), "bad-contents", '"hours.holiday" tidak'),
    "no hours": (lambda: pack(5, {"hours": {"monday": "pagi"}}), "bad-contents", '"monday" harus seperti'),
    "another type": (lambda: pack(5, {"hours": {"monday": 8}}), "bad-contents", '"monday" harus berupa'),
    "too short": (lambda: pack(5, {"idle": {"sheet_s": 5}}), "bad-contents", "antara 20 dan 120"),
    "numbers after closing": (
        lambda: pack(5, {"hours": {"numbers_from": "23.00"}}),
        "bad-contents",
        "tidak boleh sesudah jam tutup",
    ),
    "never open": (
        lambda: pack(
            5,
            {
                "hours": dict.fromkeys(
                    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "tutup"
                )
            },
        ),
        "bad-contents",
        "Tidak ada hari buka",
    ),
    "a list": (lambda: pack(5, []), "bad-contents", "bukan objek"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_refused_and_the_old_one_stays(tmp_path: Path, clock: LivingClock, what: str) -> None:
    make, reason, sentence = WRONG[what]
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, pack(2, CLOSED_WEDNESDAY))
        clock.jump(days=1)
        settle(place)
        assert_refused(place, make(), reason, sentence)
        assert place.screen is ScreenId.CLOSED

"""A pack in force that a start cannot use: the one before counts, the hub learns it once, the doctor shows it."""

from pathlib import Path

import pytest

from kiosk.app import furnish
from kiosk.ops.doctor import Finding
from kiosk.store import journal
from kiosk.store.opening import Role, open_db
from kiosk.store.packs import pack_faults
from kiosk.uplink import packs_unused
from kiosk.visit.view import ScreenId
from kiosk.wire.pack import PackKind
from tests.app.kiosk import LivingClock, Opened, opened
from tests.app.packs import PACK_KEY, bend, sealed, settle, take, told

KEYS = {"sync__pack_key": PACK_KEY}


@pytest.fixture
def clock() -> LivingClock:
    return LivingClock()


def calendar(version: int, *days: str) -> bytes:
    entries = [{"from": day, "name": {"id": "Libur", "en": "Holiday"}} for day in days]
    return sealed(PackKind.CALENDAR, version, {"format": 1, "days": entries})


def findings(place: Opened) -> list[Finding]:
    return packs_unused(place.kiosk._rules._settings)


def test_bent_on_the_disk_it_is_told_once_shown_and_over_when_a_newer_one_counts(
    tmp_path: Path, clock: LivingClock
) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, calendar(1, "2025-01-15"))
        clock.jump(days=1)
        settle(place)
        take(place, calendar(2))
        settle(place)
        assert findings(place) == []
        bend(place, PackKind.CALENDAR, 2)
    for _ in range(2):
        with opened(tmp_path, clock, **KEYS) as place:
            assert place.screen is ScreenId.CLOSED, "the one before counts"
            (event,) = told(place, "pack.not_used")
            assert (event["kind"], event["version"], event["instead"]) == ("calendar", 2, 1)
            assert event["reason"] == "bad-signature"
            (finding,) = findings(place)
            assert "calendar versi 2 tidak dipakai, yang berlaku versi 1" in finding.sentence
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, calendar(3))
        settle(place)
        assert findings(place) == []
        assert told(place, "pack.in_force")[-1]["version"] == 3


def test_settings_that_no_longer_fit_the_file_are_told_and_used_again_when_they_do(
    tmp_path: Path, clock: LivingClock
) -> None:
    late = {"format": 1, "settings": {"hours": {"numbers_from": "09.30"}}}
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, sealed(PackKind.SETTINGS, 1, late))
        clock.jump(days=1)
        settle(place)
    early = {f"hours__{day}": "08.00-09.00" for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
    with opened(tmp_path, clock, **KEYS, **early) as place:
        (event,) = told(place, "pack.not_used")
        assert (event["kind"], event["instead"], event["reason"]) == ("settings", None, "bad-contents")
        assert "bawaan program" in findings(place)[0].sentence
    with opened(tmp_path, clock, **KEYS) as place:
        assert findings(place) == []
        assert [one["version"] for one in told(place, "pack.in_force")] == [1, 1], "the hub learns that, too"


def test_a_catalogue_whose_file_was_tidied_away_counts_again_and_a_broken_one_is_told(
    tmp_path: Path, clock: LivingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json
    import shutil

    monkeypatch.setattr("kiosk.ops.passed.check_catalogue", lambda _catalogue: ())
    rules, number = furnish().rules, furnish().catalogue.number
    head = rules["catalogue.yaml"].decode().replace(f"number: {number}\n", f"number: {number + 5}\n")
    files = {name: text.decode() for name, text in rules.items()} | {"catalogue.yaml": head}
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, sealed(PackKind.CATALOGUE, 1, json.dumps(files).encode()))
        clock.jump(days=1)
        settle(place)
        assert place.kiosk.visit._catalogue.number == number + 5
    shutil.rmtree(tmp_path / "catalogue")
    with opened(tmp_path, clock, **KEYS) as place:
        assert place.kiosk.visit._catalogue.number == number + 5
        assert told(place, "pack.not_used") == []
        bend(place, PackKind.CATALOGUE, 1)
    with opened(tmp_path, clock, **KEYS) as place:
        assert place.kiosk.visit._catalogue.number == number + 5
        assert told(place, "pack.not_used") == [], "its file counts, and is whole"
    shutil.rmtree(tmp_path / "catalogue")
    with opened(tmp_path, clock, **KEYS) as place:
        assert place.kiosk.visit._catalogue.number == number
        assert [event["kind"] for event in told(place, "pack.not_used")] == ["catalogue"]
    db = open_db(tmp_path / "kiosk.db", Role.READER)
    assert [fault.kind for fault in pack_faults(db)] == ["catalogue"]
    assert journal.verify(db).ok

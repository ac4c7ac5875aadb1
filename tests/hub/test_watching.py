"""What somebody should look at first, and what is no reason to look."""

from dataclasses import replace

import pytest

from kiosk.hub.reading import Alarm, KioskStatus
from kiosk.hub.watching import CLOCK_OFF_MS, SILENT_MS, Grade, warnings

NOW = 1_800_000_000_000
WELL = KioskStatus(
    branch_id="serang", kiosk_id="k1", epoch=7, lives=1, last_seq=900, received_ms=NOW - 60_000, via="net",
    heard_ms=NOW - 1000, app_version="0.1.0", clock_ahead_ms=400, parked=0, behind=0, revoked=False,
    facts={"printer": "ok", "roll_low": "no"}, fact_ms={},
)  # fmt: skip


def kinds(*kiosks: KioskStatus, alarms: tuple[Alarm, ...] = ()) -> list[str]:
    return [one.kind for one in warnings(kiosks, alarms, NOW)]


def test_a_kiosk_that_is_well_asks_for_nothing() -> None:
    assert kinds(WELL) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"received_ms": NOW - SILENT_MS - 1, "heard_ms": None}, "silent"),
        ({"received_ms": None, "heard_ms": None}, "never"),
        ({"parked": 2}, "parked"),
        ({"clock_ahead_ms": -CLOCK_OFF_MS - 1}, "clock"),
        ({"facts": {"roll_low": "yes"}}, "roll"),
        ({"facts": {"roll_used_mm": "72500", "roll_whole_mm": "79000"}}, "roll"),
        ({"facts": {"printer": "paper-out"}}, "printer"),
        ({"behind": 60_000}, "behind"),
    ],
)
def test_each_thing_is_noticed_by_itself(change: dict[str, object], kind: str) -> None:
    assert kinds(replace(WELL, **change)) == [kind]  # type: ignore[arg-type]


def test_a_kiosk_that_came_by_stick_this_morning_is_not_silent() -> None:
    assert kinds(replace(WELL, via="stick", heard_ms=NOW - 10 * SILENT_MS, received_ms=NOW - 1000)) == []


def test_a_kiosk_that_was_taken_out_of_service_is_not_missed() -> None:
    assert kinds(replace(WELL, received_ms=NOW - 100 * SILENT_MS, heard_ms=None, revoked=True)) == []


def test_a_cloned_disk_comes_before_everything_else() -> None:
    fork = Alarm("serang", "k1", 7, "fork", NOW, NOW, 3, "Dua komputer memakai nama ini.", None)
    found = warnings([replace(WELL, parked=1)], [fork], NOW)
    assert [one.kind for one in found] == ["fork", "parked"]
    assert found[0].grade is Grade.NOW
    assert found[0].sentence == "Dua komputer memakai nama ini."

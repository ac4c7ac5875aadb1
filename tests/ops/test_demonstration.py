"""A demonstration shows the branch at work at any hour, and started again it does not go back in time."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.app import furnish, read_settings
from kiosk.ops.demonstration import SHIFT_NAME, demonstration_clock
from kiosk.ops.settings import Settings
from tests.clock import SimulatedClock
from tests.rules import ROOT

AT_NIGHT = datetime(2025, 1, 14, 17, 42, tzinfo=UTC)
"""00.42 in Serang, on a Wednesday."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(ROOT / "kiosk.toml", furnish(), {"kiosk.data_dir": str(tmp_path / "data")})


def test_in_opening_hours_it_is_the_clock_itself(settings: Settings) -> None:
    clock = SimulatedClock()
    assert demonstration_clock(clock, settings) is clock
    assert not settings.data_dir.exists()


def test_at_night_it_is_the_next_working_morning(settings: Settings) -> None:
    shown = demonstration_clock(SimulatedClock(AT_NIGHT), settings).now().astimezone(settings.branch.zone.tz)
    assert f"{shown:%a %H.%M}" == "Wed 09.10"


def test_started_again_it_goes_on_from_where_it_was(settings: Settings) -> None:
    clock = SimulatedClock(AT_NIGHT)
    first = demonstration_clock(clock, settings)
    clock.advance(minutes=3)
    assert demonstration_clock(clock, settings).now_ms() == first.now_ms()


@pytest.mark.parametrize("kept", ["", "not a number", "9" * 40, "-1"])
def test_a_kept_step_that_is_of_no_use_is_replaced(settings: Settings, kept: str) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / SHIFT_NAME).write_text(kept, encoding="ascii")
    shown = demonstration_clock(SimulatedClock(AT_NIGHT), settings).now().astimezone(settings.branch.zone.tz)
    assert f"{shown:%H.%M}" == "09.10"


def test_a_step_of_another_night_is_replaced_once_it_leads_outside_opening_hours(settings: Settings) -> None:
    clock = SimulatedClock(AT_NIGHT)
    demonstration_clock(clock, settings)
    clock.jump_to(datetime(2025, 1, 15, 13, 0, tzinfo=UTC))
    assert f"{demonstration_clock(clock, settings).now():%d %H.%M}" == "16 02.10"

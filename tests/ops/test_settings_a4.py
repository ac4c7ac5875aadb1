"""The [a4] section: a queue that CUPS could have, or none."""

from pathlib import Path

import pytest

from kiosk.ops.settings import Settings, SettingsError, load_settings
from tests.rules import ROOT


def load(folder: Path, a4: str) -> Settings:
    file = folder / "kiosk.toml"
    file.write_text((ROOT / "kiosk.toml").read_text("utf-8") + a4, "utf-8")
    return load_settings(file)


def test_without_the_section_or_a_name_lists_come_out_on_the_roll(tmp_path: Path) -> None:
    assert load(tmp_path, "").a4_queue == ""
    assert load(tmp_path, '[a4]\nqueue = ""\n').a4_queue == ""


def test_a_queue_is_taken_as_it_is_called(tmp_path: Path) -> None:
    assert load(tmp_path, '[a4]\nqueue = "HP_LaserJet-2.lantai"\n').a4_queue == "HP_LaserJet-2.lantai"


@pytest.mark.parametrize("queue", ["-U root", "a b", "a/b", "a#b", "-x"])
def test_a_name_that_no_queue_has_is_refused_with_its_line(tmp_path: Path, queue: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, f'[a4]\nqueue = "{queue}"\n')
    (problem,) = caught.value.problems
    assert problem.key == "a4.queue"
    assert problem.line > 0
    assert "lpstat -e" in problem.sentence

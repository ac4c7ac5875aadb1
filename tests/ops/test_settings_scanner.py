"""Whether a scanner is at the kiosk: said, unsaid, or said wrong."""

from pathlib import Path

import pytest

from kiosk.ops.settings import SettingsError, load_settings
from tests.rules import ROOT

SAMPLE = (ROOT / "kiosk.toml").read_text("utf-8")
SAID = "scanner = false "


def load(folder: Path, said: str) -> bool:
    file = folder / "kiosk.toml"
    assert SAID in SAMPLE
    file.write_text(SAMPLE.replace(SAID, said), "utf-8")
    return load_settings(file).scanner


def test_a_scanner_is_there_when_somebody_says_so(tmp_path: Path) -> None:
    assert load(tmp_path, "scanner = true ")
    assert not load(tmp_path, SAID)
    assert not load(tmp_path, "")


@pytest.mark.parametrize("said", ["scanner = 1 ", 'scanner = "ya" '])
def test_anything_but_true_and_false_is_refused_with_its_line(tmp_path: Path, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, said)
    (problem,) = caught.value.problems
    assert problem.key == "kiosk.scanner"
    assert problem.line > 0

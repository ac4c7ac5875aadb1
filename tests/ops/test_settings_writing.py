"""One value in the settings file changes, and nothing else in it."""

from pathlib import Path

import pytest

from kiosk.ops.settings import load_settings
from kiosk.ops.settings_writing import CannotWriteError, change_file, with_texts

SAMPLE = Path(__file__).parents[2] / "kiosk.toml"
VALUES = {"url": "serial:///dev/ttyUSB0?baud=9600", "profile": "custom-80"}


def test_only_the_two_lines_change_and_comments_stay(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(SAMPLE.read_bytes())
    file.chmod(0o640)
    change_file(file, "printer", VALUES)
    before, after = SAMPLE.read_text(encoding="utf-8").splitlines(), file.read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == ['url = "serial:///dev/ttyUSB0?baud=9600"', 'profile = "custom-80"']
    assert load_settings(file).printer.profile == "custom-80"
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", '\n[printer]\nurl = "virtual:"\n'),
        ("[printer]\n[idle]\n", '[printer]\nurl = "virtual:"\n[idle]\n'),
        ("[printer]\nurl = 'x' # hier\n", '[printer]\nurl = "virtual:" # hier\n'),
    ],
)
def test_what_is_not_there_is_added_in_its_place(source: str, expected: str) -> None:
    assert with_texts(source, "printer", {"url": "virtual:"}) == expected


def test_a_file_that_cannot_be_changed_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError, match="satu baris"):
        with_texts("printer = { url = 'a', profile = 'b' }\n", "printer", VALUES)
    with pytest.raises(CannotWriteError, match="tidak dapat ditulis"):
        change_file(tmp_path / "none.toml", "printer", VALUES)

"""What is installed is what was looked at: hashed, of no particular index or machine, and sound."""

import re
import subprocess
import sys

import pytest

from tests.rules import ROOT

LOCKS = ["requirements.lock", "requirements-dev.lock"]


def pins(lock: str) -> dict[str, str]:
    """Package name to version."""
    found = re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_hashed(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    requirements = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert len(requirements) == len(pins(lock)) > 15
    assert [line for line in requirements if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_index_address_or_machine_path(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--find-links|--trusted|@ file|^\s*-e|^/|\s/\w", text, re.MULTILINE)


def test_the_longer_lock_holds_the_shorter() -> None:
    longer = pins("requirements-dev.lock")
    assert {name: longer.get(name) for name in pins("requirements.lock")} == pins("requirements.lock")


VOID_CALLS = """
from PySide6.QtCore import QObject, QTimer
thing, timer = QObject(), QTimer()
for i in range(10_000):
    thing.setObjectName("x")
    timer.setInterval(i)
"""


def test_qt_survives_calls_that_return_nothing() -> None:
    """PySide6 6.12.0 drops one reference of None at each such call and aborts before 3.12 after about 5,000."""
    done = subprocess.run([sys.executable, "-c", VOID_CALLS], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr

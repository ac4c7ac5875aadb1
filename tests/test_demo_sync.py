"""The demonstration of kiosk and hub is true: a number is taken, sent over a real socket, and both sides agree."""

import subprocess
import sys
from pathlib import Path

from tests.rules import ROOT


def test_a_number_reaches_the_hub_and_both_sides_agree(tmp_path: Path) -> None:
    command = [sys.executable, "deploy/demo_sync.py", str(tmp_path / "demo")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "TERSINKRON" in done.stdout
    assert done.stdout.rstrip().endswith("both sides agree, byte by byte")

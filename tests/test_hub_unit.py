"""The hub's unit is taken by systemd, and keeps the hub in its place."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.rules import ROOT

UNIT = (ROOT / "deploy/hub.service").read_text(encoding="utf-8")


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """In a root of its own, with a stub for the program and the distribution's units."""
    analyze = shutil.which("systemd-analyze")
    assert analyze, "this test needs systemd-analyze: apt-get install systemd"
    units = tmp_path / "etc/systemd/system"
    units.mkdir(parents=True)
    shutil.copy(ROOT / "deploy/hub.service", units / "pasti-hub.service")
    (tmp_path / "usr/lib").mkdir(parents=True)
    shutil.copytree("/usr/lib/systemd/system", tmp_path / "usr/lib/systemd/system", symlinks=True)
    program = tmp_path / "opt/pasti/kiosk"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    command = [analyze, "verify", f"--root={tmp_path}", "--man=no", "--recursive-errors=no", "pasti-hub.service"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "line",
    ["User=pasti-hub", "Restart=always", "ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes", "UMask=0077"],
)
def test_it_keeps_its_doors_shut(line: str) -> None:
    assert line in UNIT.splitlines()


def test_no_password_stands_in_it() -> None:
    assert "EnvironmentFile=-/etc/pasti/hub.env" in UNIT
    assert "--database" not in UNIT

"""The hub's units are taken by systemd, and keep the hub in its place."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.rules import ROOT

UNITS = ("hub.service", "hub-nightly.service", "hub-nightly.timer")
UNIT = (ROOT / "deploy/hub.service").read_text(encoding="utf-8")


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """In a root of its own, with a stub for the program and the distribution's units."""
    analyze = shutil.which("systemd-analyze")
    assert analyze, "this test needs systemd-analyze: apt-get install systemd"
    units = tmp_path / "etc/systemd/system"
    units.mkdir(parents=True)
    for unit in UNITS:
        shutil.copy(ROOT / "deploy" / unit, units)
    (tmp_path / "usr/lib").mkdir(parents=True)
    shutil.copytree("/usr/lib/systemd/system", tmp_path / "usr/lib/systemd/system", symlinks=True)
    program = tmp_path / "opt/pasti/kiosk"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    for program in ("bin/sh", "usr/bin/find"):
        stub = tmp_path / program
        stub.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tmp_path / "opt/pasti/kiosk", stub)
    command = [analyze, "verify", f"--root={tmp_path}", "--man=no", "--recursive-errors=no", *UNITS]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "line",
    ["User=pasti-hub", "Restart=always", "ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes", "UMask=0077"],
)
def test_it_keeps_its_doors_shut(line: str) -> None:
    assert line in UNIT.splitlines()


def test_nothing_is_let_go_of_before_it_was_looked_at_and_copied() -> None:
    night = (ROOT / "deploy/hub-nightly.service").read_text(encoding="utf-8")
    at = [night.index(word) for word in ("hub verify", "hub backup", "hub retain")]
    assert at == sorted(at)


def test_no_password_stands_in_it() -> None:
    assert "EnvironmentFile=-/etc/pasti/hub.env" in UNIT
    assert "--database" not in UNIT

"""The nightly service and its timer are what systemd itself calls well-formed, and open no door."""

import configparser
import shutil
import subprocess
from pathlib import Path

from tests.rules import ROOT

UNITS = ("kiosk.service", "kiosk-sync.service", "kiosk-sync.timer")
OF_THE_SYSTEM = Path("/usr/lib/systemd/system")
PROGRAMS = ("/opt/pasti/kiosk", "/usr/bin/cage")


def test_systemd_finds_nothing_to_say(tmp_path: Path) -> None:
    """In a root of our own: the distribution's units, and stubs where our programs will be."""
    assert shutil.which("systemd-analyze"), "this test needs systemd-analyze: apt-get install systemd"
    folder = tmp_path / "etc/systemd/system"
    folder.mkdir(parents=True)
    for unit in UNITS:
        shutil.copy(ROOT / "deploy" / unit, folder)
    shutil.copytree(OF_THE_SYSTEM, tmp_path / "usr/lib/systemd/system", symlinks=True)
    for program in PROGRAMS:
        stub = tmp_path / program.lstrip("/")
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text("#!/bin/sh\n", encoding="utf-8")
        stub.chmod(0o755)
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", f"--root={tmp_path}", *UNITS]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    ours = [line for line in done.stderr.splitlines() if "kiosk" in line]
    assert ours == [], done.stderr
    assert done.returncode == 0, done.stderr


def read(name: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(ROOT / "deploy" / name, encoding="utf-8")
    return parser


def test_the_nightly_run_is_the_kiosk_s_own_and_may_do_no_more() -> None:
    service = read("kiosk-sync.service")
    assert service.get("Service", "User") == "kiosk"
    assert service.get("Service", "ExecStart").split()[0] == "/opt/pasti/kiosk"
    assert service.get("Service", "ExecStart").endswith(" sync")
    for key in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "RestrictNamespaces"):
        assert service.get("Service", key) == "yes"
    assert service.get("Service", "CapabilityBoundingSet") == ""


def test_a_country_of_timers_spreads_over_the_night() -> None:
    timer = read("kiosk-sync.timer")
    assert timer.get("Timer", "RandomizedDelaySec") == "8h"
    assert timer.get("Timer", "FixedRandomDelay") == "yes"
    assert timer.get("Timer", "Persistent") == "yes"

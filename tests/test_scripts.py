"""The doors of the project: every make target says what it does, every script can be read by its shell."""

import re
import subprocess

import pytest

from tests.rules import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
assert TARGETS


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)


def test_make_alone_explains_every_target() -> None:
    shown = run("make", "--no-print-directory").stdout
    assert {line.split()[1] for line in shown.splitlines()} == set(TARGETS.group(1).split())
    assert all(len(line.split()) > 3 for line in shown.splitlines())


@pytest.mark.parametrize(("shell", "script"), [("sh", "deploy/setup.sh"), ("bash", ".ci/run")])
def test_its_shell_can_read_it(shell: str, script: str) -> None:
    assert run(shell, "-n", script).returncode == 0
    assert (ROOT / script).stat().st_mode & 0o111


def test_setup_says_how_it_is_used() -> None:
    asked = run("sh", "deploy/setup.sh")
    assert asked.returncode != 0
    assert "run|test|package" in asked.stderr

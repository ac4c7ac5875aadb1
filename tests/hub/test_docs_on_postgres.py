"""What docs/hub.md tells an operator to type is true on PostgreSQL as well (tests/test_docs.py: on a file)."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.postgres import programs
from tests.rules import ROOT
from tests.test_docs import as_a_reader_has_it, commands, stays_open


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return as_a_reader_has_it(tmp_path)


def test_every_command_of_the_hubs_page_runs_on_postgresql(folder: Path, postgres_url: str) -> None:
    environment = dict(os.environ, PYTHONPATH=str(ROOT), LANG="C.UTF-8", PASTI_HUB_DATABASE=postgres_url)
    environment["PATH"] = f"{programs()}:{environment['PATH']}"
    run = []
    for command in commands(ROOT / "docs/hub.md"):
        words = command.split()
        if words[0] != ".venv/bin/kiosk" and "|" not in command:
            continue
        if words[0] == ".venv/bin/kiosk" and stays_open(words[1:]):
            continue
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        run.append(command)
    assert any("backup" in command for command in run)
    assert any("retain" in command for command in run)
    assert not (folder / "hub/hub.db").exists(), "nothing went into a file instead"
    assert (folder / "out/hub-backup.db").read_bytes()[:5] == b"PGDMP"

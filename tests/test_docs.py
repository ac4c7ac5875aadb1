"""What people read is true: every command shown runs, every setting and picture named exists."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kiosk.cli import kiosk as kiosk_command
from kiosk.ops.settings import explain, load_settings
from tests.rules import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

RUN_HERE = "sh"
FENCES = {
    RUN_HERE: "run by this test, in order",
    "console": "for another machine, as root",
    "text": "not a command",
    "json": "not a command",
    "toml": "not a command",
}
DATABASE = re.compile(r"postgresql://[^\s'…]+")
STAYS_OPEN = {("run",), ("hub", "serve"), ("printer", "virtual"), ("sync",), ("usb", "import")}
"""Commands that end only when told to, or need the centre's answer; their options are looked up instead."""


def fences(page: Path) -> list[tuple[str, str]]:
    """(kind, contents) of every fenced block."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[str]:
    """Every line a reader may type, without its comment."""
    lines = [line for kind, text in fences(page) if kind == RUN_HERE for line in text.splitlines()]
    return [command for line in lines if (command := line.partition("  #")[0].strip()) and not command.startswith("#")]


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_block_says_what_it_is(page: Path) -> None:
    assert {kind for kind, _ in fences(page)} <= set(FENCES)


def test_commands_for_another_machine_stand_in_one_place() -> None:
    pages = {named(page) for page in PAGES if "console" in {kind for kind, _ in fences(page)}}
    assert pages <= {"docs/install.md"}


def as_a_reader_has_it(folder: Path) -> Path:
    """`folder` with the settings and `.venv/bin/kiosk` in it."""
    shim = folder / ".venv/bin/kiosk"
    shim.parent.mkdir(parents=True)
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kiosk "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    (folder / "kiosk.toml").write_bytes((ROOT / "kiosk.toml").read_bytes())
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return as_a_reader_has_it(tmp_path)


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=named)
def test_every_command_runs(page: Path, folder: Path, request: pytest.FixtureRequest) -> None:
    environment = dict(os.environ, PYTHONPATH=str(ROOT), LANG="C.UTF-8")
    for display in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(display, None)
    for command in commands(page):
        if DATABASE.search(command):  # an example's database stands for a real one
            command = DATABASE.sub(request.getfixturevalue("postgres_url"), command)  # noqa: PLW2901
        words = [word for word in shlex.split(command) if not re.match("[A-Z_]+=", word)]
        if words[0] == "make":
            assert re.search(rf"^{words[1]}: .*##", MAKEFILE, re.MULTILINE), f"no such target: {command}"
        elif words[0] == ".venv/bin/kiosk" and (open_ended := stays_open(words[1:])):
            known = {option for parameter in subcommand(*open_ended).params for option in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= known, command
        else:
            assert ".venv/bin/kiosk" in words, f"what is this, and who would run it? {command}"
            done = subprocess.run(
                ["bash", "-o", "pipefail", "-c", command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


def stays_open(words: list[str]) -> tuple[str, ...] | None:
    """The command's name when it is one that only ends when told to."""
    return next((name for name in STAYS_OPEN if tuple(words[: len(name)]) == name), None)


def subcommand(*names: str) -> click.Command:
    command: click.Command = kiosk_command
    for name in names:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None, f"kiosk {' '.join(names)} does not exist"
        command = found
    return command


def test_the_readme_shows_every_command() -> None:
    assert isinstance(kiosk_command, click.Group)
    names = kiosk_command.list_commands(click.Context(kiosk_command))
    hidden = {name for name in names if subcommand(name).hidden}
    shown = re.findall(r"\.venv/bin/kiosk (?:--set \S+ )?([a-z]+)", README)
    assert set(names) - hidden <= set(shown)


def test_the_readme_explains_every_setting() -> None:
    settings = load_settings(ROOT / "kiosk.toml")
    keys = {re.sub(r"\[\d+\]", "", key) for key, _, _ in explain(settings)}
    assert len(keys) > 15
    assert not [key for key in sorted(keys) if f"`{key}`" not in README]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    inside = [target for target in targets if "://" not in target]
    assert not [target for target in inside if not (page.parent / target).exists()]


def test_every_picture_is_shown_somewhere() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert not [path.name for path in (ROOT / "docs/pictures").glob("*") if f"pictures/{path.name}" not in text]

"""The order of the rooms and the rules of the house, held by machine."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import rules
from tests.rules import ROOT, Rule

SOURCES = rules.source_files("kiosk", "printers")


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_nothing_breaks_the_rule(rule: Rule) -> None:
    assert len(SOURCES) >= 25, "the walk has lost its way"
    broken = [sentence for path in SOURCES for sentence in rule(path, rules.parsed(path))]
    assert not broken, "\n".join(broken)


SLEEPS = {("time", "sleep"), ("QTest", "qWait"), ("QTest", "qSleep"), ("qtbot", "wait")}


def test_no_test_sleeps() -> None:
    broken = [
        f"{path}:{node.lineno}"
        for path in rules.source_files("tests")
        for node in ast.walk(rules.parsed(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in SLEEPS
    ]
    assert not broken, "\n".join(broken)


BREAKERS = [
    (rules.reads_the_real_clock, "import time\nstart = time.monotonic()"),
    (rules.reads_the_real_clock, "import time as t\nt.sleep(1)"),
    (rules.reads_the_real_clock, "from time import perf_counter"),
    (rules.reads_the_real_clock, "import datetime\nday = datetime.date.today()"),
    (rules.reads_the_real_clock, "from datetime import UTC, datetime\nnow = datetime.now(UTC)"),
    (rules.reads_the_real_clock, "QThread.msleep(5)"),
    (rules.opens_a_way_out, "from PySide6.QtWidgets import QMessageBox"),
    (rules.opens_a_way_out, "from PySide6 import QtWidgets\nQtWidgets.QFileDialog()"),
    (rules.opens_a_way_out, "label.setOpenExternalLinks(True)"),
    (rules.opens_a_way_out, "label.setTextFormat(Qt.TextFormat.RichText)"),
    (rules.opens_a_way_out, "from PySide6.QtWebEngineWidgets import View"),
    (rules.opens_a_way_out, "import webbrowser"),
    (rules.opens_a_way_out, "subprocess.run(line, shell=True)"),
    (rules.opens_a_way_out, "import os\nos.system(line)"),
    (rules.has_a_vague_name, "class PrintManager: ..."),
    (rules.has_a_vague_name, "def make_helper(): ..."),
    (rules.is_too_long, "x = 1\n" * 321),
    (rules.is_too_long, "def f():\n" + "    x = 1\n" * 45),
    (rules.prints, "print('hello')"),
    (rules.speaks_sql, "db.execute('SELECT 1')"),
    (rules.says_not_why_it_exists, "x = 1"),
]


@pytest.mark.parametrize(("rule", "code"), BREAKERS)
def test_each_rule_notices(rule: Rule, code: str) -> None:
    assert list(rule(Path("kiosk/ui/example.py"), ast.parse(code)))


def test_the_clock_and_the_commands_are_exempt() -> None:
    assert not list(rules.reads_the_real_clock(rules.THE_CLOCK, ast.parse("import time\ntime.time_ns()")))
    assert not list(rules.prints(Path("kiosk/cli.py"), ast.parse("print('hello')")))


WITHOUT_QT = """
import importlib, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6"}:
            raise ModuleNotFoundError(f"blocked: {name}", name=name)

sys.meta_path.insert(0, NoQt())
failed = []
for module in sys.argv[1:]:
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        failed.append(f"{module}: {error}")
print("\\n".join(failed))
sys.exit(bool(failed))
"""


def import_without_qt(*modules: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT_QT, *modules]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_everything_outside_ui_imports_without_qt() -> None:
    modules = [
        ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        for path in SOURCES
        if not path.is_relative_to("kiosk/ui") and path.name != "__main__.py"
    ]
    done = import_without_qt(*modules)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_block_does_block() -> None:
    done = import_without_qt("PySide6.QtCore")
    assert done.returncode == 1
    assert "blocked: PySide6" in done.stdout


FORBIDDEN_ARROWS = {  # file: (line, the contract that must notice)
    "kiosk/domain/bad.py": ("import kiosk.store", "Rooms: arrows only downwards"),
    "kiosk/wire/bad.py": ("import kiosk.domain", "domain and wire stand on nothing of ours"),
    "kiosk/queue/bad.py": ("def f():\n    import PySide6.QtCore", "Qt stays in the ui and in what shows it"),
    "kiosk/ui/bad.py": ("import kiosk.press", "ui reads visit, staff, queue and domain"),
    "kiosk/visit/bad.py": ("import printers.blocks", "visit prints through a callable it is given"),
    "kiosk/staff/bad.py": ("import kiosk.visit", "Rooms: arrows only downwards"),
    "kiosk/press/bad.py": ("import kiosk.wire", "press reads store, slips, printers and domain"),
    "kiosk/slips/bad.py": ("import printers.bad", "slips reads domain and, of the printers, only their blocks"),
    "kiosk/sync/bad.py": ("import kiosk.ops", "sync reads store, wire and domain"),
    "kiosk/soak/bad.py": ("import kiosk.visit", "soak reads press, queue, store, printers and domain"),
    "kiosk/ops/bad.py": ("import sqlite3", "Only the store opens a database"),
    "printers/bad.py": ("import kiosk", "The device world knows nothing of queues or claims"),
    "kiosk/access/bad.py": ("import kiosk.wire", "access knows people and no storage"),
    "kiosk/web/bad.py": ("import kiosk.slips", "web reads access"),
    "kiosk/hub/bad.py": ("import kiosk.store", "hub reads web, access, slips, wire and domain"),
    "kiosk/attic/__init__.py": ("", "Rooms: arrows only downwards"),
}


def test_the_import_contracts_notice(tmp_path: Path) -> None:
    for folder in ("kiosk", "printers"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, (code, _) in FORBIDDEN_ARROWS.items():
        path = tmp_path / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'"""Breaks a contract."""\n{code}\n', encoding="utf-8")
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    unnoticed = {contract for _, contract in FORBIDDEN_ARROWS.values() if f"{contract} BROKEN" not in done.stdout}
    assert not unnoticed, done.stdout + done.stderr
    assert "attic" in done.stdout, "a room that is on no list must be noticed"

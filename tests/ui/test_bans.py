"""What may not stand in the source at all (R-LOCK-3): every way out of a kiosk that Qt or Python offers."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BANNED = {
    "QFileDialog",
    "QPrintDialog",
    "QPageSetupDialog",
    "QColorDialog",
    "QFontDialog",
    "QMessageBox",
    "QInputDialog",
    "QErrorMessage",
    "QSystemTrayIcon",
    "QTextBrowser",
    "QLineEdit",
    "QTextEdit",
    "QMenu",
    "QToolTip",
    "setOpenExternalLinks",
    "openUrl",
    "startfile",
    "webbrowser",
    "RichText",
    "QtVirtualKeyboard",
}
"""Editors and menus are banned with the dialogs: the kiosk has keypads of its own and no right button."""


def faults(source: str) -> list[str]:
    """Banned names and `shell=True` in `source`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        for name in _names(node):
            if name in BANNED or name.startswith(("QWebEngine", "QtWebEngine")):
                found.append(f"line {getattr(node, 'lineno', 0)}: {name}")
        if isinstance(node, ast.keyword) and node.arg == "shell":
            found.append(f"line {node.value.lineno}: shell=")
    return found


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return [name]
        case ast.Import(names=names):
            return [part for alias in names for part in alias.name.split(".")]
        case ast.ImportFrom(module=module, names=names):
            return [*(module or "").split("."), *(alias.name for alias in names)]
        case _:
            return []


@pytest.mark.parametrize(
    "source",
    [
        "from PySide6.QtWidgets import QMessageBox",
        "QDesktopServices.openUrl(url)",
        "import webbrowser",
        "import PySide6.QtWebEngineWidgets",
        "subprocess.run(line, shell=True)",
        "label.setTextFormat(Qt.TextFormat.RichText)",
    ],
)
def test_the_check_sees_what_it_is_for(source: str) -> None:
    assert faults(source)


@pytest.mark.parametrize("file", sorted(ROOT.glob("kiosk/**/*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_way_out_of_the_kiosk_is_in_the_source(file: Path) -> None:
    assert faults(file.read_text(encoding="utf-8")) == []

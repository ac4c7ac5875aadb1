"""Package and installation carry what the program reads, and nothing that leads out of it (R-LOCK-5)."""

import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.rules import ROOT

WAYS_OUT = [
    "PySide6/Qt/plugins/platforms/libqvnc.so",
    "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
    "PySide6/Qt/lib/libQt6VirtualKeyboard.so.6",
    "PySide6/Qt/lib/libQt6WebEngineCore.so.6",
    "PySide6/Qt/lib/libQt6Quick.so.6",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
]
NEEDED = [
    "PySide6/Qt/plugins/platforms/libqwayland.so",
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "PySide6/Qt/plugins/imageformats/libqsvg.so",
    "PySide6/Qt/lib/libQt6Core.so.6",
    "PySide6/Qt/lib/libQt6Widgets.so.6",
    "PySide6/Qt/lib/libQt6Svg.so.6",
]


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    """The names the spec defines, with a builder that builds nothing and remembers what it was asked for."""
    asked: dict[str, Any] = {}

    def analysis(scripts: list[str], **wanted: Any) -> SimpleNamespace:
        asked.update(wanted, scripts=scripts)
        found = [(name, name, "BINARY") for name in [*WAYS_OUT, *NEEDED]]
        return SimpleNamespace(pure=[], scripts=[], binaries=found, datas=[])

    def collect(*_parts: Any, **_named: Any) -> None:
        asked["collected"] = _parts

    source = (ROOT / "build_kiosk.spec").read_text(encoding="utf-8")
    names = {"Analysis": analysis, "PYZ": lambda *_: None, "EXE": lambda *_, **__: None, "COLLECT": collect}
    exec(compile(source, "build_kiosk.spec", "exec"), names)  # noqa: S102 - our own file
    return asked


def test_nothing_that_leads_out_is_in_the_folder(spec: dict[str, Any]) -> None:
    _, binaries, _ = spec["collected"]
    assert [name for name, _, _ in binaries] == NEEDED


def test_every_file_that_is_no_module_is_taken_along(spec: dict[str, Any]) -> None:
    folders = {Path(source) for source, _ in spec["datas"]}
    read = {
        path.parent.relative_to(ROOT)
        for room in ("assets", "kiosk", "printers")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc", ".md"}
    }
    assert len(read) > 4
    assert {folder for folder in read if not any(folder.is_relative_to(taken) for taken in folders)} == set()


def test_an_installed_program_has_them_too() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    taken = [ROOT / "printers" / glob for glob in setuptools["package-data"]["printers"]]
    for folder, globs in setuptools["data-files"].items():
        assert all(Path(glob).parent == Path(folder).relative_to("share/pasti") for glob in globs)
        taken += [ROOT / glob for glob in globs]
    found = {path for glob in taken for path in glob.parent.glob(glob.name)}
    read = {path for room in ("assets", "printers") for path in (ROOT / room).rglob("*") if path.is_file()}
    assert {path for path in read if path.suffix not in {".py", ".pyc"}} == found


def test_what_is_found_only_by_name_is_named(spec: dict[str, Any]) -> None:
    assert {"pysqlite3", "sqlite_utils", "kiosk.window", "kiosk.tour"} <= set(spec["hiddenimports"])

"""The visit that `make run` plays without a display: by touch alone, through the one running app, or not at all."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pytestqt.qtbot import QtBot
from pyzbar.pyzbar import decode

from kiosk.app import furnish, read_settings
from kiosk.domain.clock import Clock
from kiosk.ops.clock import SystemClock
from kiosk.ops.demonstration import demonstration_clock
from kiosk.ops.settings import Settings
from kiosk.tour import Made, TourError, take_tour
from kiosk.ui import touring
from kiosk.ui.stage import Stage
from kiosk.visit.view import ScreenId, View
from printers.profiles import profile
from printers.virtual import VirtualPrinter
from printers.virtual_tcp import serve_tcp
from tests.talk import ROOT, run_kiosk

SCREENS = ("attract", "fork", "need", "promise", "done", "question", "checklist", "result", "farewell")


def _settings(out: Path, **overrides: str) -> tuple[Settings, Clock]:
    changes = {"kiosk.data_dir": str(out / "data")} | {key.replace("__", "."): text for key, text in overrides.items()}
    settings = read_settings(ROOT / "kiosk.toml", furnish(), changes)
    return settings, demonstration_clock(SystemClock(), settings)


def _tour(out: Path, **overrides: str) -> Made:
    settings, clock = _settings(out, **overrides)
    return take_tour(settings, furnish(), clock, out)


def test_a_whole_visit_leaves_every_screen_and_paper(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = run_kiosk("tour", "--out", str(out))
    assert ended.returncode == 0, ended.stderr
    assert str(out) in ended.stdout
    passed = " ".join(file.name for file in out.glob("*.png"))
    assert all(re.search(rf"\d\d-{screen}\.png", passed) for screen in SCREENS)
    facts = json.loads((out / "visit.json").read_text())
    number = facts["ticket"]["number"]
    codes = decode(Image.open(out / "ticket.png"))
    assert number in codes[0].data.decode()
    assert facts["promise"] == "not-estimable"
    held = {row["id"]: row["held"] for row in facts["documents"]}
    assert (held["ktp"], held["surat-pengunduran-diri"]) == ("have", "missing")
    assert {"ticket.taken", "promise.made", "handover.moved"} <= {event["type"] for event in facts["events"]}
    assert len((out / "ticket.bin").read_bytes()) <= 700
    assert len((out / "checklist.bin").read_bytes()) <= 1900
    assert PdfReader(out / "checklist.pdf").pages
    assert not (out / "data").exists(), "the visit's own store does not stay behind"


def test_what_goes_over_the_network_is_the_ticket_byte_for_byte(tmp_path: Path, qtbot: QtBot) -> None:
    printer = VirtualPrinter(profile("epson-80"))
    server = serve_tcp(printer)
    out = tmp_path / "out"
    try:
        _tour(out, printer__url=f"tcp://127.0.0.1:{server.port}")
    finally:
        server.close()
    ticket, checklist = (out / "ticket.bin").read_bytes(), (out / "checklist.bin").read_bytes()
    assert ticket in printer.received
    assert checklist in printer.received
    assert printer.received.index(ticket) < printer.received.index(checklist)


@pytest.mark.parametrize("gone", [ScreenId.PROMISE, ScreenId.QUESTION, ScreenId.CHECKLIST, ScreenId.RESULT])
def test_without_one_of_its_screens_the_visit_is_not_played(
    gone: ScreenId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    shown = Stage.show_view

    def without(stage: Stage, view: View) -> None:
        if view.screen is not gone:
            shown(stage, view)

    monkeypatch.setattr(Stage, "show_view", without)
    monkeypatch.setattr(touring, "PATIENCE_MS", 500)
    with pytest.raises(TourError, match=gone.value):
        _tour(tmp_path / "out")


def test_what_else_lies_in_the_folder_is_not_deleted(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    (tmp_path / "01-attract.png").write_text("of a tour before")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "owner.lock").touch()
    _tour(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
    assert (tmp_path / "01-attract.png").stat().st_size > 1000

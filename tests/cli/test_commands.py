"""The command line as TI and scripts meet it: help that reads well, codes that mean something."""

import json
import os
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.cli import COMMANDS, FELL, main
from kiosk.cli import visit as visit_command
from kiosk.ops.assets import assets_root
from kiosk.ui.boot_picture import BootPicture
from tests.talk import ROOT, TO_A_NUMBER, Talk, run_kiosk


def test_the_help_names_every_command_and_every_exit_code() -> None:
    shown = run_kiosk("--help")
    assert shown.returncode == 0
    assert all(f"  {command} " in shown.stdout for command in COMMANDS)
    assert "Kode keluar" in shown.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    shown = run_kiosk(command, "--help")
    assert shown.returncode == 0, shown.stderr
    assert "Usage" in shown.stdout


def test_wrong_settings_are_refused_with_file_line_and_sentence(tmp_path: Path) -> None:
    wrong = tmp_path / "kiosk.toml"
    source = (ROOT / "kiosk.toml").read_text()
    wrong.write_text(source.replace('zone = "WIB"', 'zone = "WIX"').replace("[printer]", "[printer]\ncolour = 1"))
    ended = run_kiosk("--config", str(wrong), "doctor")
    assert ended.returncode == 2
    assert "kiosk.toml baris 9: " in ended.stderr
    assert "WIB, WITA atau WIT" in ended.stderr
    assert "colour" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_missing_settings_file_is_said_so() -> None:
    ended = run_kiosk("--config", "/nowhere/kiosk.toml", "doctor")
    assert ended.returncode == 2
    assert "/nowhere/kiosk.toml" in ended.stderr


def test_the_doctor_tells_a_script_what_it_found_and_where_settings_come_from(tmp_path: Path) -> None:
    ended = run_kiosk("--set", f"kiosk.data_dir={tmp_path}", "doctor", "--json")
    found = json.loads(ended.stdout)
    origins = {row["key"]: row["origin"] for row in found["settings"]}
    assert origins["kiosk.data_dir"] == "baris perintah"
    assert "baris" in origins["branch.id"]
    assert {row["health"] for row in found["findings"]} <= {"good", "look", "bad"}


def test_the_journal_of_a_kiosk_that_never_ran_is_no_crash(tmp_path: Path) -> None:
    ended = run_kiosk("--set", f"kiosk.data_dir={tmp_path}", "journal", "tail")
    assert ended.returncode == 4
    assert "belum pernah dijalankan" in ended.stderr


def test_a_broken_chain_is_found_and_named(tmp_path: Path) -> None:
    with Talk(tmp_path) as talk:
        talk.choose_all(TO_A_NUMBER)
        talk.end()
    store = tmp_path / "kiosk.db"
    store.write_bytes(store.read_bytes().replace(b'"ticket.taken"', b'"ticket.tiken"'))
    ended = run_kiosk("--set", f"kiosk.data_dir={tmp_path}", "journal", "verify", "--json")
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["ok"] is False
    assert "Rantai putus" in ended.stderr


def test_the_catalogue_can_be_listed_shown_and_checked() -> None:
    listed = json.loads(run_kiosk("catalogue", "list", "--json").stdout)
    cases = [case["id"] for need in listed["needs"] for case in need["cases"]]
    assert "jht-mengundurkan-diri" in cases
    shown = json.loads(run_kiosk("catalogue", "show", "jht-mengundurkan-diri", "--json").stdout)
    assert any("KTP" in paper for row in shown["rows"] for paper in row["papers"])
    assert run_kiosk("catalogue", "check").returncode == 0
    assert run_kiosk("catalogue", "show", "nothing").returncode == 2


def test_the_printer_says_how_it_is_and_draws_its_bytes(tmp_path: Path) -> None:
    assert "siap" in run_kiosk("printer", "status", "--printer", "virtual:").stdout
    assert run_kiosk("printer", "test", "--printer", "virtual:").returncode == 0
    assert run_kiosk("printer", "status", "--printer", "tcp://127.0.0.1:9").returncode == 1
    data, drawn = tmp_path / "a.bin", tmp_path / "a.png"
    data.write_bytes(b"\x1b@Halo\n\x1dVB\x00")
    assert run_kiosk("printer", "draw", str(data), "-o", str(drawn)).returncode == 0
    assert not QImage(str(drawn)).isNull()


def test_without_a_display_the_window_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    ended = run_kiosk("run")
    assert ended.returncode == 1
    assert "Tidak ada layar" in ended.stderr


@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (1920, 1080)])
def test_the_first_picture_fills_any_screen(width: int, height: int, qtbot: QtBot) -> None:
    boot = BootPicture(assets_root(), "Layar sedang disiapkan", "Tunggu sebentar.")
    qtbot.addWidget(boot)
    boot.resize(width, height)
    drawn = boot.grab().toImage()
    colours = {drawn.pixel(x, y) for x in range(0, width, 40) for y in range(0, height, 40)}
    assert len(colours) > 3
    assert drawn.pixel(2, 2) == drawn.pixel(width - 3, height - 3)


@pytest.mark.parametrize("folder", ["/proc/nowhere", "/etc/passwd", "/etc/passwd/data", "x" * 300])
def test_a_data_directory_that_cannot_be_is_said_in_a_sentence(folder: str) -> None:
    ended = run_kiosk("visit", "--stdio", "--data-dir", folder)
    assert ended.returncode == 4
    assert "Folder data" in ended.stderr
    assert "Traceback" not in ended.stderr
    seen = run_kiosk("--set", f"kiosk.data_dir={folder}", "doctor")
    assert seen.returncode in (1, 4), seen.stderr
    assert "Kesalahan program" not in seen.stderr


def test_the_data_directory_is_a_folder_of_its_own() -> None:
    ended = run_kiosk("visit", "--stdio", "--data-dir", "")
    assert ended.returncode == 2
    assert "folder tersendiri" in ended.stderr


def test_a_host_that_cannot_be_a_name_is_a_printer_that_is_not_there() -> None:
    ended = run_kiosk("printer", "test", "--printer", "tcp://a..b:9100")
    assert ended.returncode == 1
    assert "tercetak" in ended.stderr
    assert "Kesalahan program" not in ended.stderr


def test_a_fault_of_the_program_tells_where_and_nobodys_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("Q7Z7Q7Z7Q7")

    monkeypatch.setattr(visit_command, "run_stdio", broken)
    monkeypatch.setattr(sys, "argv", ["kiosk", "visit", "--stdio", "--data-dir", str(tmp_path)])
    monkeypatch.chdir(ROOT)
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == FELL
    told = capsys.readouterr()
    assert "Q7Z7Q7Z7Q7" not in told.err + told.out
    assert "Kesalahan program: ValueError" in told.err
    log = (tmp_path / "log" / "kiosk.log").read_text()
    assert '"fault"' in log
    assert "Q7Z7Q7Z7Q7" not in log

"""`kiosk printer` tells TI in their own words what is wrong and what to do."""

import gc
import json
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli.doctor import A4_TROUBLES, a4_problem
from kiosk.cli.printer import PAPERS, TROUBLES
from kiosk.cli.printer_virtual import virtual
from kiosk.cli.told import Ended
from kiosk.ops.settings import load_settings
from printers.a4 import REASONS, A4Trouble
from printers.profiles import profile
from printers.status import Paper, Trouble
from printers.virtual import VirtualPrinter
from printers.virtual_tcp import serve_tcp
from tests.printers.cups import Cups
from tests.talk import COMMAND, ROOT, run_kiosk

NOBODY_LISTENS = "tcp://127.0.0.1:1"


def test_every_trouble_and_every_paper_has_its_words() -> None:
    assert set(TROUBLES) == set(Trouble)
    assert set(PAPERS) == set(Paper)


def test_an_a4_printer_that_would_not_print_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(A4_TROUBLES) == {A4Trouble.ABSENT, A4Trouble.MUTE, A4Trouble.STOPPED, *REASONS.values()}
    cups = Cups(tmp_path, monkeypatch)
    assert a4_problem("office") is None
    cups.alerts("media-empty-error")
    told = a4_problem("office") or ""
    assert "Printer A4 office: kertasnya habis" in told
    asked = run_kiosk("--set", "a4.queue=office", "printer", "status", "--printer", "virtual:")
    assert asked.returncode == 0, "tickets and, in its place, lists come out"
    assert told in asked.stdout


def test_a_printer_that_is_ready_says_so() -> None:
    asked = run_kiosk("printer", "status", "--printer", "virtual:")
    assert asked.returncode == 0, asked.stderr
    assert "siap, kertas cukup" in asked.stdout


def test_a_printer_that_cannot_be_reached_is_told_with_what_to_do() -> None:
    for task in ("status", "test"):
        asked = run_kiosk("printer", task, "--printer", NOBODY_LISTENS)
        assert asked.returncode == 1
        assert "tidak terhubung: periksa listrik dan kabelnya" in asked.stderr


def test_a_printer_is_known_by_asking_it_and_written_into_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes((ROOT / "kiosk.toml").read_bytes())
    with serve_tcp(VirtualPrinter(profile("custom-80"))) as server:
        url = f"tcp://127.0.0.1:{server.port}"
        looked = run_kiosk("-c", str(file), "printer", "probe", url, "--look", "--json")
        assert (json.loads(looked.stdout)["profile"], json.loads(looked.stdout)["level"]) == ("custom-80", 1)
        assert file.read_bytes() == (ROOT / "kiosk.toml").read_bytes()
        asked = run_kiosk("-c", str(file), "printer", "probe", url)
    assert asked.returncode == 0, asked.stderr
    assert "PASTI CUSTOM" in asked.stdout
    written = load_settings(file).printer
    assert (written.url, written.profile) == (url, "custom-80")


def test_nobody_at_the_url_is_told_and_nothing_written(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes((ROOT / "kiosk.toml").read_bytes())
    asked = run_kiosk("-c", str(file), "printer", "probe", NOBODY_LISTENS)
    assert asked.returncode == 1
    assert "Tidak ada pencetak" in asked.stderr
    assert file.read_bytes() == (ROOT / "kiosk.toml").read_bytes()


def test_a_virtual_printer_that_gets_no_port_or_device_says_so_and_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> tuple[int, int]:
        raise OSError("out of pty devices")

    monkeypatch.setattr("pty.openpty", none)
    with socket.create_server(("127.0.0.1", 0)) as others:
        port = str(others.getsockname()[1])
        for told in (["--port", "0", "--device", str(tmp_path / "lp0")], ["--port", port]):
            asked = CliRunner().invoke(virtual, told)
            assert isinstance(asked.exception, Ended)
            assert re.search("tidak dapat dibuka: (out of pty devices|Address already in use)", str(asked.exception))
    gc.collect()  # a descriptor left open would be told of now, and fail this test


def test_a_virtual_printer_of_its_own_prints_for_another_process_and_can_be_broken(tmp_path: Path) -> None:
    command = [*COMMAND, "printer", "virtual", "--port", "0", "--control-port", "0", "--fast", "--out", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        url = running.stdout.readline().split()[-1]
        port = int(running.stdout.readline().rpartition(":")[2])
        assert run_kiosk("printer", "test", "--printer", url).returncode == 0
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.sendall(b'{"do": "turn", "fault": "cover-open", "on": true}\n')
            assert json.loads(line.makefile().readline())["faults"] == ["cover-open"]
        asked = run_kiosk("printer", "status", "--printer", url)
        assert (asked.returncode, "penutupnya terbuka" in asked.stderr) == (1, True)
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0
    assert [path.name for path in tmp_path.glob("*.png")] == ["paper-001.png"]

"""A visit over lines, through the real program: real store, real press, real bytes."""

import signal
import socket
from pathlib import Path

import pytest

from kiosk.store.opening import Role, open_db
from printers.profiles import profile
from printers.protocol import Question, ask
from printers.virtual import VirtualPrinter
from printers.virtual_tcp import serve_tcp
from tests.talk import TO_A_NUMBER, Talk, run_kiosk


def test_a_worker_who_resigned_goes_home_with_a_number_and_a_list(tmp_path: Path) -> None:
    with Talk(tmp_path) as talk:
        assert talk.screen["screen"] == "attract"
        done = talk.choose_all(TO_A_NUMBER)
        assert done["screen"] == "done"
        assert done["data"]["label"] == "A 001"
        talk.choose("see-papers")
        talk.answer("berhenti", "mengundurkan-diri", "sampai-50", "tidak")
        assert talk.screen["screen"] == "checklist"
        talk.choose_all(["have:ktp", "missing:surat-pengunduran-diri", "to-result"])
        talk.choose("print-list")
        end = talk.end()
    assert end["ticket"]["number"] == "A 001"
    assert end["promise"] == "not-estimable"
    held = {row["id"]: row["held"] for row in end["documents"]}
    assert held["ktp"] == "have"
    assert held["surat-pengunduran-diri"] == "missing"
    assert {slip["kind"] for slip in end["slips"]} == {"ticket", "checklist"}
    verified = run_kiosk("--set", f"kiosk.data_dir={tmp_path}", "journal", "verify")
    assert verified.returncode == 0, verified.stderr


def test_four_taps_lead_from_the_first_screen_to_a_committed_number(tmp_path: Path) -> None:
    with Talk(tmp_path) as talk:
        assert len(TO_A_NUMBER) == 4
        assert talk.choose_all(TO_A_NUMBER)["data"]["label"] == "A 001"
        journal = run_kiosk("--set", f"kiosk.data_dir={tmp_path}", "journal", "tail", "--json")
    assert '"ticket.taken"' in journal.stdout, "read beside the running kiosk"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not json", "JSON"),
        ('{"choose": 3}', "choose"),
        ('{"choose": "take-number"}', "take-number"),
        ('{"input": "x"}', "text"),
        ("[" * 4000, "JSON"),
        ("x" * 5000, "characters"),
    ],
)
def test_a_wrong_line_gets_a_sentence_and_the_same_screen_again(tmp_path: Path, line: str, told: str) -> None:
    with Talk(tmp_path) as talk:
        talk.write(line)
        assert told in talk.read()["error"]
        assert talk.read()["screen"] == "attract"
        assert talk.end()["ticket"] is None


def test_after_a_kill_the_last_number_is_offered_to_whoever_stands_there(tmp_path: Path) -> None:
    nobody_there = ("--printer", "tcp://127.0.0.1:9")
    with Talk(tmp_path, *nobody_there) as talk:
        held = talk.choose_all(TO_A_NUMBER)
        assert held["screen"] == "print-failed"
        assert held["data"]["label"] == "A 001"
        talk.kill()
    with Talk(tmp_path, *nobody_there) as talk:
        assert talk.screen["screen"] == "last-number"
        assert "A 001" in str(talk.screen)
        talk.choose("mine")
        talk.end()
    with Talk(tmp_path, *nobody_there) as talk:
        assert talk.choose_all(TO_A_NUMBER)["data"]["label"] == "A 002"


def test_a_second_program_on_the_same_data_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    with Talk(tmp_path):
        second = run_kiosk("visit", "--stdio", "--data-dir", str(tmp_path))
    assert second.returncode == 3
    assert "sedang dipakai oleh proses" in second.stderr


def test_what_the_network_printer_gets_is_what_the_store_held(tmp_path: Path) -> None:
    printer = VirtualPrinter(profile("generic-80"))
    server = serve_tcp(printer)
    try:
        with Talk(tmp_path, "--printer", f"tcp://127.0.0.1:{server.port}") as talk:
            talk.choose_all(TO_A_NUMBER)
            talk.end()
    finally:
        server.close()
    (ticket,) = printer.papers
    assert any("A 001" in line.replace("  ", " ") for line in ticket.lines())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_visit_properly(tmp_path: Path, number: signal.Signals) -> None:
    with Talk(tmp_path) as talk:
        talk.choose_all(TO_A_NUMBER)
        assert talk.signal(number) == 128 + number
        assert talk.screen["ticket"]["number"] == "A 001"
    journal = run_kiosk("--set", f"kiosk.data_dir={tmp_path}", "journal", "tail", "--json")
    assert '"kiosk.stopped"' in journal.stdout.splitlines()[-1]
    with Talk(tmp_path) as talk:
        assert talk.screen["screen"] == "attract", "nothing is offered after a proper end"


def test_what_is_kept_on_disk_is_for_the_kiosks_own_user(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with Talk(tmp_path) as talk:
        talk.choose_all(TO_A_NUMBER)
        files = [path for path in tmp_path.rglob("*") if not path.is_dir()]
        assert {path.name for path in files} >= {"kiosk.db", "kiosk.db-wal", "kiosk.db-shm", "owner.sock"}
        assert {path.name: path.stat().st_mode & 0o077 for path in files if path.stat().st_mode & 0o077} == {}


def test_a_listener_that_never_answers_gets_the_ticket_and_the_person_is_asked(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        with Talk(tmp_path, "--printer", url) as talk:
            assert talk.choose_all(TO_A_NUMBER)["screen"] == "slip-check"
            talk.choose("came-out")
            (slip,) = talk.end()["slips"]
        assert slip["state"] == "confirmed"
        link, _ = listener.accept()
        with link:
            heard = b"".join(iter(lambda: link.recv(65536), b""))
    db = open_db(tmp_path / "kiosk.db", Role.READER)
    (data,) = db.execute("SELECT data FROM job").fetchone()
    db.conn.close()
    assert heard == ask(Question.OFFLINE_CAUSE) + data, "one question, then the ticket, and nothing else"

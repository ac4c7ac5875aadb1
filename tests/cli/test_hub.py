"""`kiosk hub` as an operator uses it: joining, a stick, figures, care; each failure a sentence and a code."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import kiosk as command
from kiosk.cli.told import Ended
from kiosk.hub import enrolment
from kiosk.hub.keys import hub_keys
from kiosk.hub.opening import open_store
from kiosk.hub.people import HubPeople
from kiosk.wire.batch import decode_batch
from kiosk.wire.enrolment import Enrolment
from kiosk.wire.envelope import peek
from kiosk.wire.keys import parse_sealing_key
from kiosk.wire.stick import batch_name, seal_batch
from tests.hub.centre import MORNING_MS, Sender

LINES = json.dumps(
    {
        "format": 1,
        "lines": [
            {
                "from": "2026-12-20",
                "until": "2026-12-31",
                "text": {"id": "Kantor tutup tanggal 24 Desember.", "en": "Closed on 24 December."},
            }
        ],
    }
)


class Operator:
    """Somebody at a terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def type(self, *words: str) -> Result:
        """One command; its exit code as `main` gives it."""
        result = CliRunner().invoke(command, ["hub", "--data-dir", str(self.folder / "hub"), *words])
        if isinstance(result.exception, Ended):
            result.exit_code = int(result.exception.code)
        return result

    def done(self, *words: str) -> str:
        """One command that succeeds."""
        result = self.type(*words)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.output

    def refused(self, *words: str) -> str:
        """One command that does not; the sentence."""
        result = self.type(*words)
        assert isinstance(result.exception, Ended), (result.output, result.exception)
        return str(result.exception)


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    monkeypatch.delenv("PASTI_HUB_DATABASE", raising=False)
    return Operator(tmp_path)


@pytest.fixture
def kiosk(operator: Operator) -> Sender:
    """A kiosk that has asked to join."""
    sender = Sender().work(5)
    _ask(operator, sender)
    return sender


def _ask(operator: Operator, sender: Sender) -> str:
    told = Enrolment(sender.stream.branch, sender.stream.kiosk, sender.key.public_key(), bytes(32), "0.1.0", MORNING_MS)
    store = open_store(str(operator.folder / "hub/hub.db"))
    store.write(lambda session: enrolment.ask(session, told, MORNING_MS))
    store.close()
    return told.code


def test_from_the_code_to_the_figures(operator: Operator, kiosk: Sender) -> None:
    code = re.search(r"\w{4}-\w{4}-\w{4}", operator.done("list"))
    assert code is not None
    assert "Diterima: srg/k1" in operator.done("accept", code.group(), "--branch-name", "Serang", "--zone", "WIB")
    up = operator.folder / "stick/PASTI/up"
    up.mkdir(parents=True)
    centre = parse_sealing_key(next(word for word in operator.done("keys").split() if word.startswith("x25519:")))
    envelope = kiosk.batch()
    (up / batch_name(decode_batch(peek(envelope).body).header)).write_bytes(seal_batch(envelope, centre))
    told = operator.done("import", str(operator.folder / "stick"))
    assert "15 kejadian baru" in told
    assert "boleh dicabut" in told
    assert "sampai 15" in operator.done("status")
    assert '"behind": 0' in operator.done("status", "--json")
    assert "15 kejadian utuh" in operator.done("verify")
    assert "15 kejadian" in operator.done("rebuild")
    assert "Cadangan lengkap" in operator.done("backup", str(operator.folder / "copy.db"))
    assert "Belum ada" in operator.done("retain")


def test_a_second_key_for_one_kiosk_needs_a_word(operator: Operator, kiosk: Sender) -> None:
    operator.done("accept", _ask(operator, kiosk))
    code = _ask(operator, Sender(key=9))
    assert "--replace" in operator.refused("accept", code)
    assert "Diterima" in operator.done("accept", f"PASTI srg k1 {code}", "--replace")
    assert "dicabut (diganti)" in operator.done("list")
    assert "Dicabut" in operator.done("revoke", "srg", "k1", "--why", "hilang")
    assert "tidak punya kunci" in operator.refused("revoke", "srg", "k1", "--why", "hilang")


def test_a_code_nobody_asked_with_or_that_was_refused(operator: Operator, kiosk: Sender) -> None:
    assert "tidak ada" in operator.refused("accept", "AAAA-BBBB-CCCC")
    code = _ask(operator, kiosk)
    operator.done("reject", code)
    assert "sudah ditolak" in operator.refused("accept", code)


def test_a_pack_from_key_to_offer(operator: Operator) -> None:
    root, pack = operator.folder / "root.key", operator.folder / "a.ktp"
    public = operator.done("pack", "key", str(root)).strip()
    assert "tidak ditimpa" in operator.refused("pack", "key", str(root))
    contents = operator.folder / "lines.json"
    contents.write_text(LINES)
    sign = ["pack", "sign", str(contents), "--kind", "announcement", "--key", str(root), "-o", str(pack)]
    operator.done(*sign, "--version", "1", "--from", "2026-12-01T00:00")
    assert "belum tahu kunci" in operator.refused("pack", "publish", str(pack))
    assert "pack_key" not in operator.done("keys", "--toml", "https://hub.example")
    operator.done("pack", "trust", public)
    told = tomllib.loads(operator.done("keys", "--toml", "https://hub.example"))["sync"]
    assert (told["pack_key"], told["hub_url"]) == (public, "https://hub.example")
    assert told["hub_key"] != told["pack_key"]
    assert "Ditawarkan: announcement 1" in operator.done("pack", "publish", str(pack))
    assert "versi hanya naik" in operator.refused("pack", "publish", str(pack))
    assert "tidak dapat dibuat" in operator.refused(*sign, "--version", "2", "--from", "besok")
    operator.done("pack", "withdraw", "announcement", "1")
    assert "ditarik" in operator.done("pack", "list")


NOT_SIGNED = {
    "announcement": ('{"format": 1, "lines": [{"from": "2026-12-20"}]}', "until"),
    "calendar": ('{"format": 1, "days": [{"from": "2026-02-30"}]}', "bukan tanggal"),
    "quotas": ('{"format": 1, "lanes": [{"lane": "Z", "monday": 1}]}', "Z"),
    "settings": ('{"format": 1, "settings": {"printer": {"url": "virtual:"}}}', '"printer" tidak boleh'),
    "catalogue": ('{"a.yaml": "cases: ["}', "a.yaml"),
    "branch-confirmation": ("{}", "belum diisi"),
}


@pytest.mark.parametrize("kind", NOT_SIGNED)
def test_what_a_kiosk_would_refuse_is_not_signed(operator: Operator, kind: str) -> None:
    text, sentence = NOT_SIGNED[kind]
    root, contents, pack = (operator.folder / name for name in ("root.key", "contents", "a.ktp"))
    operator.done("pack", "key", str(root))
    contents.write_text(text)
    sign = ["pack", "sign", str(contents), "--kind", kind, "--key", str(root), "-o", str(pack)]
    told = operator.refused(*sign, "--version", "1", "--from", "2026-12-01T00:00")
    assert "Belum ditandatangani" in told
    assert sentence in told
    assert not pack.exists()


def test_a_pack_for_one_branch_is_held_against_that_branch_s_settings(operator: Operator) -> None:
    root, contents, pack = (operator.folder / name for name in ("root.key", "contents", "a.ktp"))
    operator.done("pack", "key", str(root))
    contents.write_text(LINES)
    sign = ["pack", "sign", str(contents), "--kind", "announcement", "--key", str(root), "-o", str(pack)]
    moment = ["--version", "1", "--from", "2026-12-01T00:00"]
    assert "pengaturan kantor itu" in operator.refused(*sign, *moment, "--branch", "cilegon")
    operator.done(*sign, *moment, "--branch", "serang")


def test_workers_need_postgres_and_a_database_must_be_one(operator: Operator, tmp_path: Path) -> None:
    assert "PostgreSQL" in operator.refused("serve", "--workers", "2")
    assert "stik" in operator.refused("import", str(tmp_path))
    (tmp_path / "hub/hub.db").write_bytes(b"this is no database, but long enough to be taken for one" * 50)
    assert "not a database" in operator.refused("list")


def test_the_keys_are_for_our_eyes_only_and_stay(operator: Operator) -> None:
    first = operator.done("keys")
    assert operator.done("keys") == first
    for file in (operator.folder / "hub").glob("*.key"):
        assert file.stat().st_mode & 0o077 == 0
    assert hub_keys(operator.folder / "hub").receipt
    (operator.folder / "hub/receipt.key").write_bytes(b"spoilt")
    assert "receipt.key" in operator.refused("keys")


def test_what_an_operator_does_stands_in_the_audit(operator: Operator, kiosk: Sender, tmp_path: Path) -> None:
    store = open_store(str(operator.folder / "hub/hub.db"))
    (asked,) = store.read(enrolment.waiting)
    operator.done("accept", asked.code, "--by", "rina")
    operator.done("revoke", "srg", "k1", "--why", "dicuri")
    operator.refused("revoke", "srg", "k1", "--why", "dua kali")
    operator.done("rebuild")
    root = operator.done("pack", "key", str(tmp_path / "pack.key")).strip()
    operator.done("pack", "trust", root)
    lines = {line.action: line for line in HubPeople(store).audit(10)}
    assert set(lines) == {"pack-trusted", "figures-rebuilt", "kiosk-revoked", "kiosk-accepted"}
    assert lines["kiosk-accepted"].person_id == "rina"
    assert lines["kiosk-revoked"].detail == "srg/k1: dicuri"
    store.close()

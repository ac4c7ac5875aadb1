"""`kiosk sync`, `usb`, `enroll` as TI types them, against a real hub, without a kiosk and beside a running one."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.app import Furnishing, furnish, read_settings
from kiosk.cli import main
from kiosk.ops.clock import SystemClock
from kiosk.ops.doctor import Health
from kiosk.store.opening import Role, open_db
from kiosk.sync.status import sync_status
from kiosk.uplink import centre
from kiosk.wire.keys import key_text
from tests.sync.real_hub import RealHub, serving
from tests.talk import ROOT, TO_A_NUMBER, Talk
from tests.wire.letters import HUB_KEY, STICK_KEY


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RealHub]:
    folder = tmp_path / "hub"
    folder.mkdir()
    with serving(folder, SystemClock()) as hub:
        yield hub


@pytest.fixture
def settings(tmp_path: Path, hub: RealHub) -> Path:
    file = tmp_path / "kiosk.toml"
    file.write_text(
        (ROOT / "kiosk.toml").read_text("utf-8")
        + f'[sync]\nhub_url = "{hub.url}"\nhub_key = "{key_text(HUB_KEY.public_key())}"\n'
        + f'stick_key = "{key_text(STICK_KEY.public_key())}"\ntrickle_min = 0\n',
        "utf-8",
    )
    return file


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Kiosk:
    """The command on one settings file, in this process: the assets are read once for all."""

    def __init__(self, settings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings = settings
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *words: str) -> Done:
        self._monkeypatch.setattr(sys, "argv", ["kiosk", "-c", str(self.settings), *words])
        code: object = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code
        told = self._capsys.readouterr()
        return Done(int(str(code or 0)), told.out, told.err)


@pytest.fixture(scope="module")
def furnishing() -> Furnishing:
    return furnish()


@pytest.fixture
def kiosk(
    settings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, furnishing: Furnishing
) -> Kiosk:
    monkeypatch.setattr("kiosk.cli.sync.furnished", lambda: furnishing)
    return Kiosk(settings, capsys, monkeypatch)


def join(kiosk: Kiosk, hub: RealHub) -> None:
    told = json.loads(kiosk("enroll", "--json").stdout)
    assert told["state"] == "waiting"
    hub.accept(told["code"])
    assert json.loads(kiosk("enroll", "--json").stdout)["state"] == "accepted"


def test_from_nothing_to_in_step(kiosk: Kiosk, hub: RealHub) -> None:
    assert kiosk("sync", "--status").returncode == 4
    first = kiosk("sync")
    assert (first.returncode, "kiosk enroll" in first.stderr) == (1, True)
    shown = kiosk("enroll")
    assert "█" in shown.stdout
    assert "Kode: " in shown.stdout
    join(kiosk, hub)
    done = kiosk("sync")
    assert done.returncode == 0, done.stderr
    assert "Pusat menerima 4 kejadian dalam 1 kiriman" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("TERSINKRON")
    looked = kiosk("sync", "--status", "--json")
    assert json.loads(looked.stdout)["state"] == "TERSINKRON"
    assert kiosk("sync", "--new-epoch").returncode == 1


def test_beside_a_running_kiosk_which_does_it_itself(
    kiosk: Kiosk, hub: RealHub, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(kiosk, hub)
    monkeypatch.setenv("PASTI_CONFIG", str(settings))
    with Talk(settings.parent / "data") as talk:
        talk.choose_all(TO_A_NUMBER)
        done = kiosk("sync", "--json")
        told = json.loads(done.stdout)
        assert (done.returncode, told["state"], told["ok"]) == (0, "TERSINKRON", True), done.stderr
        assert told["events"] > 5


def test_by_stick(kiosk: Kiosk, hub: RealHub, tmp_path: Path) -> None:
    join(kiosk, hub)
    stick = tmp_path / "stick"
    stick.mkdir()
    out = kiosk("usb", "export", str(stick))
    assert (out.returncode, out.stdout.strip().endswith("Stik boleh dicabut.")) == (0, True), out.stderr
    assert len(list((stick / "PASTI/up").glob("*.ktb"))) == 1
    never = kiosk("usb", "import", str(stick))
    assert (never.returncode, "Folder PASTI" in never.stderr) == (1, True)
    (stick / "PASTI/down").mkdir()
    (stick / "PASTI/down/forged.ktr").write_bytes(b"no")
    home = kiosk("usb", "import", str(stick))
    assert home.returncode == 1
    assert "forged.ktr ditolak" in home.stdout
    assert not (kiosk.settings.parent / "data/from-stick").exists()
    assert kiosk("enroll", "--usb", str(stick)).returncode == 0
    assert list((stick / "PASTI/up").glob("*.kte"))


def test_a_hub_that_is_away_is_said_in_a_sentence_and_the_state_is_computed(kiosk: Kiosk, hub: RealHub) -> None:
    join(kiosk, hub)
    kiosk.settings.write_text(kiosk.settings.read_text("utf-8").replace(hub.url, "http://127.0.0.1:9"), "utf-8")
    done = kiosk("sync")
    assert done.returncode == 1
    assert "tidak terjangkau" in done.stderr
    assert "Traceback" not in done.stderr
    (finding,) = centre(read_settings(kiosk.settings, furnish()))
    assert (finding.health, finding.sentence[:5]) == (Health.LOOK, "GAGAL")
    looked = kiosk("sync", "--status")
    assert looked.returncode == 1
    assert looked.stderr.startswith("GAGAL sejak")
    db = open_db(kiosk.settings.parent / "data/kiosk.db", Role.READER)
    assert sync_status(db).waiting == 3

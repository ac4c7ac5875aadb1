"""What TI asks for is answered in a plain sentence: joining, a new computer in an old one's place, a copied disk."""

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.branch import Zone
from kiosk.sync import errands
from kiosk.sync.config import KEY_NAME, load_key, make_key
from kiosk.sync.enrol import REQUEST_NAME
from kiosk.sync.errands import SyncDesk
from kiosk.sync.schedule import Cause
from kiosk.sync.shelf import OwnShelf
from kiosk.wire.keys import key_id
from tests.clock import SimulatedClock
from tests.sync.office import CONFIG, NearHub, Office
from tests.sync.small_hub import SmallHub
from tests.wire.letters import HUB_KEY


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def hub(clock: SimulatedClock, monkeypatch: pytest.MonkeyPatch) -> SmallHub:
    hub = SmallHub(HUB_KEY, clock)

    def near(config: Any, key: Any, clock: Any) -> NearHub:
        return NearHub(hub, clock, config, key)

    monkeypatch.setattr(errands, "HubClient", near)
    monkeypatch.setattr(errands.enrol, "HubClient", near)
    return hub


class Computer:
    """One computer with a disk of its own."""

    def __init__(self, folder: Path, clock: SimulatedClock, hub: SmallHub) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.office = Office(folder, clock, hub, enrolled=False)
        self.settled: list[bool] = []
        self.desk = SyncDesk(
            shelf=OwnShelf(self.office.db),
            config=CONFIG,
            data_dir=folder,
            clock=clock,
            zone=Zone.WIB,
            boot_id="boot",
            packs=self.office.desk,
            pause=lambda _seconds: False,
            close=lambda: None,
            settled=lambda _db: self.settled.append(True),
        )

    def join(self, hub: SmallHub) -> Mapping[str, Any]:
        """Enrolled, with the operator's yes."""
        told = self.desk.join()
        enrolment = hub.waiting[told["code"]]
        hub.accept(enrolment.branch, enrolment.kiosk, enrolment.key)
        return self.desk.join()


def test_joining_makes_a_key_that_stays_here_and_a_code_that_both_ends_compute(
    tmp_path: Path, clock: SimulatedClock, hub: SmallHub
) -> None:
    computer = Computer(tmp_path / "pc", clock, hub)
    assert "kiosk enroll" in computer.desk.sync(Cause.TI)["sentence"]
    told = computer.desk.join()
    assert (told["ok"], told["state"]) == (True, "waiting")
    assert computer.desk.join()["code"] == told["code"], "asking again is no new request"
    key_file = computer.folder / KEY_NAME
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert b"PRIVATE" not in (computer.folder / REQUEST_NAME).read_bytes()
    assert "belum diterima" in computer.desk.sync(Cause.TI)["sentence"]
    enrolment = hub.waiting[told["code"]]
    hub.accept(enrolment.branch, enrolment.kiosk, enrolment.key)
    assert computer.desk.join()["state"] == "accepted"
    assert computer.desk.sync(Cause.TI)["state"] == "TERSINKRON"


def test_a_request_can_travel_by_stick(tmp_path: Path, clock: SimulatedClock, hub: SmallHub) -> None:
    computer = Computer(tmp_path / "pc", clock, hub)
    stick = tmp_path / "stick"
    stick.mkdir()
    told = computer.desk.join()
    errands.enrol.put_on_stick(computer.folder, stick)
    hub.handle("POST", "/v1/enrol", (stick / "PASTI/up/srg-k1.kte").read_bytes(), {})
    assert told["code"] in hub.waiting


def test_a_new_key_has_a_new_code_and_the_old_key_is_put_aside(
    tmp_path: Path, clock: SimulatedClock, hub: SmallHub
) -> None:
    computer = Computer(tmp_path / "pc", clock, hub)
    first, before = computer.desk.join()["code"], load_key(computer.folder)
    assert computer.desk.join(renew=True)["code"] != first
    assert key_id(load_key(computer.folder).public_key()) != key_id(before.public_key())
    assert (computer.folder / f"{KEY_NAME}.before").exists()


def test_a_broken_key_file_is_told_not_replaced(tmp_path: Path, clock: SimulatedClock, hub: SmallHub) -> None:
    computer = Computer(tmp_path / "pc", clock, hub)
    make_key(computer.folder)
    (computer.folder / KEY_NAME).write_bytes(b"torn")
    assert "bukan kunci" in computer.desk.join()["sentence"]
    assert "bukan kunci" in computer.desk.sync(Cause.TI)["sentence"]
    assert (computer.folder / KEY_NAME).read_bytes() == b"torn"


def test_a_new_computer_takes_an_old_one_s_place(tmp_path: Path, clock: SimulatedClock, hub: SmallHub) -> None:
    old = Computer(tmp_path / "old", clock, hub)
    old.join(hub)
    old.office.issue(5)
    old.desk.sync(Cause.TI)
    old_key = load_key(old.folder).public_key()
    lost = old.office.stream

    clock.advance(hours=1)
    new = Computer(tmp_path / "new", clock, hub)
    new.join(hub)
    hub.revoked.append(old_key)
    new.office.issue(7)
    told = new.desk.sync(Cause.TI)
    assert (told["state"], told["waiting"]) == ("TERSINKRON", 0)
    assert new.office.stream.epoch > lost.epoch, "the same name, a new life"
    assert hub.streams[lost].lines == old.office.lines()
    assert hub.streams[new.office.stream].lines == new.office.lines()


def test_a_copied_disk_is_an_alarm_and_both_go_on_after_it_is_settled(
    tmp_path: Path, clock: SimulatedClock, hub: SmallHub
) -> None:
    first = Computer(tmp_path / "first", clock, hub)
    first.join(hub)
    first.office.issue(5)
    first.desk.sync(Cause.TI)
    first.office.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    (tmp_path / "copy").mkdir()
    for name in ("kiosk.db", KEY_NAME, REQUEST_NAME):
        (tmp_path / "copy" / name).write_bytes((first.folder / name).read_bytes())
    copy = Computer(tmp_path / "copy", clock, hub)
    first.office.issue(3)
    first.desk.sync(Cause.TI)
    copy.office.issue(2)
    told = copy.desk.sync(Cause.TI)
    assert (told["ok"], told["state"]) == (False, "MISMATCH")
    assert "ALARM" in told["sentence"]
    assert hub.streams[first.office.stream].lines == first.office.lines()
    assert not copy.settled
    assert copy.desk.settle()["ok"]
    assert copy.settled, "numbers go on above any that the other may have given"
    assert copy.desk.sync(Cause.TI)["state"] == "TERSINKRON"
    assert "tidak diperlukan" in first.desk.settle()["sentence"]


def test_without_a_hub_the_stick_is_named(tmp_path: Path, clock: SimulatedClock, hub: SmallHub) -> None:
    from dataclasses import replace

    computer = Computer(tmp_path / "pc", clock, hub)
    desk = replace(computer.desk, config=replace(CONFIG, hub_url=None, stick_key=None))
    assert "usb export" in desk.sync(Cause.TI)["sentence"]
    make_key(computer.folder)
    assert "stick_key" in desk.export(tmp_path)["sentence"]
    assert desk.join()["state"] == "unknown"


def test_old_events_go_after_the_night_s_run(tmp_path: Path, clock: SimulatedClock, hub: SmallHub) -> None:
    computer = Computer(tmp_path / "pc", clock, hub)
    computer.join(hub)
    computer.office.issue(1200)
    computer.desk.sync(Cause.TI)
    assert computer.desk.tidy() == 0
    clock.advance(hours=24 * 91)
    computer.office.issue(1)
    computer.desk.sync(Cause.TI)
    assert computer.desk.tidy() == 1202 + 1
    assert computer.desk.sync(Cause.TI)["state"] == "TERSINKRON"

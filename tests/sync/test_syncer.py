"""The thread beside the kiosk does one thing after the other, tells how it stands, and survives what goes wrong."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from kiosk.domain.branch import Zone
from kiosk.store.errors import StoreFull
from kiosk.store.opening import Role, open_db
from kiosk.store.writer import Writer
from kiosk.sync import errands, syncer
from kiosk.sync.config import make_key
from kiosk.sync.errands import SyncDesk, Told
from kiosk.sync.report import Progress, Stage
from kiosk.sync.shelf import WriterShelf
from kiosk.sync.syncer import ROUTINE, Syncer
from tests.clock import SimulatedClock
from tests.sync.office import CONFIG, NearHub, Office
from tests.sync.small_hub import SmallHub
from tests.wire.letters import HUB_KEY


class House:
    """A store with its writer, a hub, and the thread between them."""

    def __init__(self, folder: Path) -> None:
        self.clock = SimulatedClock(datetime(2025, 1, 14, 9, 0, tzinfo=UTC))
        self.hub = SmallHub(HUB_KEY, self.clock)
        office = Office(folder, self.clock, self.hub, enrolled=False)
        office.issue(20)
        self.lines = len(office.lines())
        office.db.close()
        self.path, self.packs = office.path, office.desk
        self.writer = Writer(office.path)
        self.hub.accept("srg", "k1", make_key(folder).public_key())
        self.folder = folder
        self.syncer = Syncer(self._desk)

    def _desk(self, pause: Callable[[float], bool]) -> SyncDesk:
        shelf = WriterShelf(open_db(self.path, Role.READER), self.writer)
        return SyncDesk(
            shelf=shelf,
            config=replace(CONFIG, trickle_min=0),
            data_dir=self.folder,
            clock=self.clock,
            zone=Zone.WIB,
            boot_id="boot",
            packs=self.packs,
            pause=pause,
            close=shelf.close,
        )

    def done(self, number: int) -> Told:
        while "done" not in (found := self.syncer.look(number)):
            Event().wait(0.01)
        told: Told = found["done"]
        return told


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    house = House(tmp_path)
    monkeypatch.setattr(errands, "HubClient", lambda config, key, clock: NearHub(house.hub, clock, config, key))
    monkeypatch.setattr(syncer, "LOOK_EVERY_S", 0.02)
    house.syncer.start()
    yield house
    house.syncer.close()
    house.writer.close()


def test_the_night_s_run_happens_by_itself(house: House) -> None:
    house.done(house.syncer.submit("nothing", lambda _desk: {"ok": True, "sentence": ""}))  # its timetable is made
    house.clock.advance(hours=24)
    while not house.hub.streams or len(next(iter(house.hub.streams.values())).lines) < house.lines:
        Event().wait(0.01)


def test_errands_are_done_in_order_and_a_fault_ends_only_its_own(house: House) -> None:
    def falls(_desk: SyncDesk) -> Told:
        raise ZeroDivisionError

    def full(_desk: SyncDesk) -> Told:
        raise StoreFull("full")

    numbers = [house.syncer.submit(name, errand) for name, errand in (("falls", falls), ("full", full))]
    good = house.syncer.submit("sync", lambda desk: desk.sync(errands.Cause.TI, house.syncer.tell))
    assert house.done(good)["state"] == "TERSINKRON"
    assert "Kesalahan program" in house.done(numbers[0])["sentence"]
    assert house.done(numbers[1])["ok"] is False


def test_who_looks_sees_where_it_is(house: House) -> None:
    seen, go_on = Event(), Event()

    def slow(_desk: SyncDesk) -> Told:
        house.syncer.tell(Progress(Stage.SENDING, total=9, events=4))
        seen.set()
        go_on.wait(10)
        return {"ok": True, "sentence": "Selesai."}

    number = house.syncer.submit("sync", slow)
    assert seen.wait(10)
    assert house.syncer.look(number)["running"] == {
        "errand": "sync",
        "stage": "sending",
        "total": 9,
        "events": 4,
        "bytes": 0,
    }
    go_on.set()
    assert house.done(number)["sentence"] == "Selesai."


def test_chores_leave_no_line_in_the_log_and_no_answer_behind(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    chore = house.syncer.submit(ROUTINE, lambda _desk: {"ok": True, "sentence": ""})
    house.done(house.syncer.submit("sync", lambda _desk: {"ok": True, "sentence": ""}))
    assert "done" not in house.syncer.look(chore)
    assert [record.__dict__["fields"]["errand"] for record in caplog.records] == ["sync"]


def test_closing_waits_for_nobody_who_is_not_there(tmp_path: Path) -> None:
    never_started = Syncer(lambda _pause: None)  # type: ignore[arg-type,return-value]
    never_started.close()

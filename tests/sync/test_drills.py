"""What TI does when a kiosk's computer dies, and what happens when a disk was copied, against the hub as it is."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.hub import enrolment
from kiosk.hub.alarms import AlarmKind
from kiosk.hub.store import HubError
from kiosk.store import journal
from kiosk.store.streams import settle_fork
from kiosk.store.transaction import transaction
from kiosk.sync.report import Outcome
from kiosk.sync.shelf import OwnShelf
from kiosk.sync.stick import export_stick
from kiosk.wire.enrolment import Enrolment
from kiosk.wire.line import decode_line
from tests.clock import SimulatedClock
from tests.hub.centre import digest
from tests.sync.near_hub import NearRealHub, new_key
from tests.sync.office import CONFIG, Office


class House:
    """The centre, and computers that call themselves srg/k1."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = SimulatedClock()
        (folder / "centre").mkdir()
        self.hub = NearRealHub(folder / "centre", self.clock)
        self.label = 0

    def computer(self, name: str, key: int) -> Office:
        """A new one, or what its disk holds already, under a key of its own."""
        (self.folder / name).mkdir(exist_ok=True)
        office = Office(self.folder / name, self.clock, self.hub, enrolled=False)  # type: ignore[arg-type]
        office.take_key(new_key(key))
        return office

    def serve(self, office: Office, count: int) -> None:
        """So many people ask for help; each is told apart from all others."""
        with transaction(office.db):
            for _ in range(count):
                self.label += 1
                journal.append(office.db, self.clock, "help.called", {"screen": f"e{self.label}"})

    def told(self) -> Counter[str]:
        """How often the hub holds each of them."""
        events = [decode_line(line) for lines in self.hub.held().values() for line in lines]
        return Counter(str(event.payload["screen"]) for event in events if event.type == "help.called")

    def everyone(self) -> Counter[str]:
        """Each once."""
        return Counter(f"e{number}" for number in range(1, self.label + 1))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.hub.close()


def test_a_new_computer_in_the_place_of_a_broken_one(house: House) -> None:
    old = house.computer("old", 1)
    house.hub.admit("srg", "k1", old.key.public_key())
    house.serve(old, 40)
    assert old.sync().outcome is Outcome.SYNCED
    first = old.stream
    house.serve(old, 7)  # never sent: the computer dies, its disk is laid aside
    house.clock.advance(seconds=86_400)

    new = house.computer("new", 2)
    house.serve(new, 3)  # it serves at once; joining may wait
    report = new.sync()
    assert report.outcome is Outcome.DENIED
    assert "kiosk enroll" in report.problem
    asked = Enrolment("srg", "k1", new.key.public_key(), bytes(32), "0.1.0", 0)
    house.hub.store.write(lambda session: enrolment.ask(session, asked, 1))
    with pytest.raises(HubError, match="--replace"):  # an operator does not take the old one's word away unawares
        house.hub.store.write(lambda session: enrolment.accept(session, asked.code, by="uji", at_ms=2))
    house.hub.store.write(lambda session: enrolment.accept(session, asked.code, by="uji", at_ms=2, replace=True))
    assert new.sync().outcome is Outcome.SYNCED
    assert new.stream.epoch > first.epoch
    assert digest(house.hub.lines(new.stream)) == digest(new.lines())

    # Somebody plugs the old computer in again: it is not believed, and harms nobody.
    house.serve(old, 1)
    report = old.sync()
    assert report.outcome is Outcome.DENIED
    assert "dicabut" in report.problem
    assert house.hub.lines(first) == old.lines(first.epoch)[: len(house.hub.lines(first))]
    assert house.hub.alarms(new.stream) <= {AlarmKind.NEW_EPOCH}

    # What lay on its disk still counts, once the centre has taken its key again; the new one's stream stays as it is.
    house.hub.admit("srg", "k1", new_key(3).public_key())
    old.take_key(new_key(3))
    assert old.sync().outcome is Outcome.SYNCED
    house.hub.admit("srg", "k1", new_key(4).public_key())
    new.take_key(new_key(4))
    house.serve(new, 2)
    assert new.sync().outcome is Outcome.SYNCED
    assert house.told() == house.everyone()
    assert digest(house.hub.lines(new.stream)) == digest(new.lines())


@pytest.mark.parametrize("by_stick", [False, True])
def test_a_copied_disk_raises_an_alarm_and_merges_nothing(house: House, by_stick: bool, tmp_path: Path) -> None:
    one = house.computer("one", 1)
    house.hub.admit("srg", "k1", one.key.public_key())
    house.serve(one, 30)
    assert one.sync().outcome is Outcome.SYNCED
    one.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    (tmp_path / "two").mkdir()
    (tmp_path / "two/kiosk.db").write_bytes(one.path.read_bytes())
    two = house.computer("two", 1)  # the key lies in the same folder, and was copied with it
    house.serve(one, 5)
    house.serve(two, 9)
    assert one.sync().outcome is Outcome.SYNCED
    before = digest(house.hub.lines(one.stream))

    if by_stick:
        (tmp_path / "stick").mkdir()
        export_stick(OwnShelf(two.db), two.cutter, CONFIG, tmp_path / "stick")
        house.hub.take_stick(tmp_path / "stick")
    assert two.sync().outcome is Outcome.FORKED
    assert AlarmKind.FORK in house.hub.alarms(one.stream)
    assert digest(house.hub.lines(one.stream)) == before == digest(one.lines())
    house.serve(two, 1)  # it goes on serving, and sends nothing
    assert two.sync().outcome is Outcome.FORKED
    assert digest(house.hub.lines(one.stream)) == before

    settle_fork(two.db, house.clock)  # TI, on the centre's word
    assert two.sync().outcome is Outcome.SYNCED
    assert one.sync().outcome is Outcome.SYNCED
    assert house.told() == house.everyone()
    assert digest(house.hub.lines(two.stream)) == digest(two.lines())
    assert house.hub.alarms(two.stream) & {AlarmKind.NEW_EPOCH, AlarmKind.OLD_EPOCH}  # two under one name: seen

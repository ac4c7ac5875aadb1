"""A stick is taken like a POST, whatever else lies on it, and carries receipts and packs back."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.hub import enrolment, packs
from kiosk.hub.stick import import_stick
from kiosk.hub.store import HubError
from kiosk.wire.batch import decode_batch
from kiosk.wire.enrolment import Enrolment, seal_enrolment
from kiosk.wire.envelope import peek
from kiosk.wire.keys import key_ring
from kiosk.wire.pack import PackKind, open_pack, seal_pack
from kiosk.wire.receipt import open_receipt
from kiosk.wire.stick import batch_name, seal_batch
from tests.hub.centre import MORNING_MS, Centre, Sender
from tests.wire.letters import HUB_KEY, STICK_KEY, STRANGER

HUB = key_ring(HUB_KEY.public_key())
FEBRUARY = datetime(2025, 2, 1)  # noqa: DTZ001 - a pack starts at each branch's own time


@pytest.fixture
def kiosk(centre: Centre) -> Sender:
    sender = Sender().work(20)
    centre.accept(sender)
    return sender


@pytest.fixture
def up(tmp_path: Path) -> Path:
    folder = tmp_path / "stick/PASTI/up"
    folder.mkdir(parents=True)
    return folder


def put(up: Path, sender: Sender, first: int, last: int) -> Path:
    """As the kiosk's export leaves it."""
    envelope = sender.batch(first, last)
    file = up / batch_name(decode_batch(peek(envelope).body).header)
    file.write_bytes(seal_batch(envelope, STICK_KEY.public_key()))
    return file


def test_events_come_in_receipts_and_packs_go_back(centre: Centre, kiosk: Sender, up: Path) -> None:
    pack = seal_pack(PackKind.CALENDAR, 2, b"[]", HUB_KEY, effective_from=FEBRUARY, branch="srg")
    centre.store.write(lambda session: packs.trust(session, HUB_KEY.public_key()))
    centre.store.write(lambda session: packs.publish(session, pack, 1))
    for first in (1, 21, 41):
        put(up, kiosk, first, first + 19)
    done = import_stick(centre.hub, up.parents[1])
    assert (done.fresh, done.refused, done.streams) == (60, [], {kiosk.stream: 60})
    assert centre.lines(kiosk.stream) == kiosk.lines
    down = up.parent / "down"
    assert sorted(file.name for file in down.iterdir()) == sorted(done.written)
    (receipt,) = down.glob("*.ktr")
    assert open_receipt(receipt.read_bytes(), HUB).upto == 60
    (carried,) = down.glob("*.ktp")
    assert carried.name == "srg-calendar-2.ktp"
    assert open_pack(carried.read_bytes(), HUB).header.version == 2


def test_the_same_stick_twice_changes_nothing(centre: Centre, kiosk: Sender, up: Path) -> None:
    put(up, kiosk, 1, 60)
    import_stick(centre.hub, up.parents[1])
    done = import_stick(centre.hub, up.parents[1])
    assert (done.fresh, done.known) == (0, 1)
    assert centre.lines(kiosk.stream) == kiosk.lines


def test_a_stick_from_which_a_file_is_missing_is_taken_as_far_as_it_goes(
    centre: Centre, kiosk: Sender, up: Path
) -> None:
    put(up, kiosk, 1, 20)
    late = put(up, kiosk, 41, 60)
    done = import_stick(centre.hub, up.parents[1])
    assert (done.fresh, [name for name, _ in done.refused]) == (20, [late.name])
    put(up, kiosk, 21, 40)
    assert import_stick(centre.hub, up.parents[1]).fresh == 40


def test_a_kiosk_asks_to_join_by_stick(centre: Centre, up: Path) -> None:
    told = Enrolment("srg", "k9", STRANGER.public_key(), bytes(32), "0.1.0", MORNING_MS)
    (up / "srg-k9.kte").write_bytes(seal_enrolment(told, STRANGER))
    assert import_stick(centre.hub, up.parents[1]).waiting == ["srg-k9.kte"]
    assert centre.store.read(enrolment.waiting)[0].code == told.code


def test_a_hostile_stick_is_named_and_harms_nothing(centre: Centre, kiosk: Sender, up: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"not for the stick")
    put(up, kiosk, 1, 60)
    (up / "a-link.ktb").symlink_to(secret)
    (up / "folder.ktb").mkdir()
    os.mkfifo(up / "pipe.ktb")
    (up / "empty.ktb").write_bytes(b"")
    (up / "\x1b[2Jname\nwith.ktb").write_bytes(b"junk")
    with (up / "giant.ktb").open("wb") as giant:
        giant.truncate(50_000_000_000)
    (up / "other-centre.ktb").write_bytes(b"PASTI\x00S1" + bytes(200))
    (up / "autorun.inf").write_bytes(b"not ours")
    cut = put(up, kiosk, 1, 20)
    cut.write_bytes(cut.read_bytes()[:-1])
    done = import_stick(centre.hub, up.parents[1])
    assert done.fresh == 60
    assert len(done.refused) == 8
    assert all(sentence and name.isprintable() for name, sentence in done.refused)
    assert secret.read_bytes() == b"not for the stick"
    assert centre.count("event") == 60


def test_links_in_the_way_back_are_not_followed(centre: Centre, kiosk: Sender, up: Path, tmp_path: Path) -> None:
    put(up, kiosk, 1, 60)
    (up.parent / "down").symlink_to(tmp_path)
    with pytest.raises(HubError, match="bukan folder"):
        import_stick(centre.hub, up.parents[1])
    (up.parent / "down").unlink()
    (up.parent / "down").mkdir()
    victim = tmp_path / "victim"
    victim.write_bytes(b"stays")
    (up.parent / "down" / f"srg-k1-{kiosk.stream.epoch}-000000060.ktr").symlink_to(victim)
    (up.parent / "down" / f"srg-k1-{kiosk.stream.epoch}-000000060.ktr.part").symlink_to(victim)
    import_stick(centre.hub, up.parents[1])
    assert victim.read_bytes() == b"stays"


def test_what_is_no_stick_of_ours_is_said_so(centre: Centre, tmp_path: Path) -> None:
    with pytest.raises(HubError, match="bukan stik"):
        import_stick(centre.hub, tmp_path)

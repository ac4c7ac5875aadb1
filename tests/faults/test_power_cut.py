"""The power goes at any moment of the real take: whatever was acknowledged is there when it comes back."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from kiosk.store.opening import Role, open_db
from tests.clock import SimulatedClock
from tests.faults.office import STORE, assert_sound, open_office, take
from tests.faults.power_cut import Loss, dice, image, lay_out
from tests.faults.sqlite_vfs import Kind, Op, RecordingVfs

TICKETS = 40
LOSSES = tuple(Loss)


@dataclass(frozen=True)
class Recording:
    """A run of tickets as the disk saw it; `acknowledged` says after how many operations each was told to a person."""

    ops: list[Op]
    made_at: int
    acknowledged: list[tuple[int, str, str]]

    def told_by(self, cut: int) -> dict[str, str]:
        """{ticket id: code} of everything somebody was told before the cut."""
        return {ticket: code for at, ticket, code in self.acknowledged if at <= cut}


def record(folder: Path, synchronous: str, tickets: int = TICKETS) -> Recording:
    folder.mkdir()
    clock = SimulatedClock()
    with RecordingVfs() as vfs:
        db = open_office(folder, clock)
        db.execute(f"PRAGMA synchronous = {synchronous}")
        db.execute("PRAGMA wal_autocheckpoint = 40")  # so that a cut often meets a checkpoint
        made_at = len(vfs.ops)
        acknowledged = []
        for _ in range(tickets):
            clock.advance(seconds=20)
            ticket = take(db, clock).ticket
            acknowledged.append((len(vfs.ops), ticket.ticket_id, ticket.code))
        ops = list(vfs.ops)
        db.conn.close()
    return Recording(ops, made_at, acknowledged)


def cuts(recording: Recording, count: int) -> Iterator[tuple[int, int, Loss, Random]]:
    """`count` moments spread over the whole run, each with a kind of loss and its own dice."""
    span = len(recording.ops) - recording.made_at
    for number in range(count):
        chance = dice(number)
        yield number, recording.made_at + chance.randint(0, span), LOSSES[number % len(LOSSES)], chance


def survive(recording: Recording, folder: Path, count: int) -> list[str]:
    """What went wrong at each of `count` cuts that did not end well."""
    wrong = []
    for number, cut, loss, chance in cuts(recording, count):
        place = folder / str(number)
        lay_out(image(recording.ops, cut, loss, chance), place)
        told = recording.told_by(cut)
        db = open_db(place / STORE, Role.WRITER)
        try:
            assert_sound(db, told)
            after = take(db, SimulatedClock()).ticket
            assert after.ticket_id not in told, f"{after.ticket_id} is given to a second person"
            assert_sound(db, {**told, after.ticket_id: after.code})
        except AssertionError as error:
            wrong.append(f"cut {number} after {cut} operations, {loss.value}: {error}")
        finally:
            db.conn.close()
    return wrong


def test_no_acknowledged_ticket_is_lost_at_any_of_400_cuts(tmp_path: Path) -> None:
    recording = record(tmp_path / "kiosk", "FULL")
    assert any(op.file == STORE and op.kind is Kind.WRITE for op in recording.ops[recording.made_at :]), (
        "no checkpoint came into the run: its cuts would prove less"
    )
    assert survive(recording, tmp_path, 400) == []


def test_the_same_test_sees_what_synchronous_normal_loses(tmp_path: Path) -> None:
    wrong = survive(record(tmp_path / "kiosk", "NORMAL"), tmp_path, 100)
    assert len(wrong) > 20, "a test of power cuts that NORMAL passes proves nothing about FULL"
    assert all("acknowledged, but not in the store" in loss or "second person" in loss for loss in wrong), wrong


@pytest.mark.soak
def test_no_acknowledged_ticket_is_lost_at_any_of_5000_cuts(tmp_path: Path) -> None:
    assert survive(record(tmp_path / "kiosk", "FULL", 300), tmp_path, 5000) == []


def test_the_power_may_go_while_the_store_is_being_made(tmp_path: Path) -> None:
    recording = record(tmp_path / "kiosk", "FULL", 1)
    for cut in range(recording.made_at):
        chance = dice(cut)
        place = tmp_path / str(cut)
        lay_out(image(recording.ops, cut, chance.choice(LOSSES), chance), place)
        clock = SimulatedClock()
        db = open_office(place, clock)
        ticket = take(db, clock).ticket
        assert ticket.number == 1
        assert_sound(db, {ticket.ticket_id: ticket.code})
        db.conn.close()


def test_an_image_holds_what_was_synced_and_never_more_than_was_written() -> None:
    ops = [Op("f", Kind.WRITE, 0, b"a" * 1024), Op("f", Kind.SYNC), Op("f", Kind.WRITE, 512, b"b" * 1024)]
    seen = {loss: {image(ops, 3, loss, dice(seed))["f"] for seed in range(40)} for loss in Loss}
    before, after = b"a" * 1024, b"a" * 512 + b"b" * 1024
    assert seen[Loss.NONE_ARRIVED] == {before}
    assert seen[Loss.ALL_ARRIVED] == {after}
    assert seen[Loss.PREFIX] == seen[Loss.SUBSET] == {before, after}
    assert seen[Loss.TORN] == {before, after, b"a" * 512 + b"b" * 512}
    assert image(ops, 1, Loss.NONE_ARRIVED, dice(0))["f"] == b""

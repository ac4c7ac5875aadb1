"""The stick carries all that waits, sealed and whole, whatever it is: full, locked, hostile, pulled at any byte."""

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from kiosk.store.streams import newest_receipt
from kiosk.sync import stick_drive
from kiosk.sync.batches import Cutter
from kiosk.sync.shelf import OwnShelf
from kiosk.sync.stick import Exported, Imported, export_stick, import_stick
from kiosk.sync.stick_drive import StickError
from kiosk.wire.pack import PackKind, seal_pack
from kiosk.wire.receipt import Receipt, seal_receipt
from kiosk.wire.refusal import Refused
from kiosk.wire.stick import unseal_batch
from tests.clock import SimulatedClock
from tests.sync.office import CONFIG, Office
from tests.sync.small_hub import SmallHub
from tests.sync.test_packs import MORNING
from tests.wire.letters import HUB_KEY, KIOSK_KEY, STICK_KEY, STRANGER


@pytest.fixture
def office(tmp_path: Path) -> Office:
    clock = SimulatedClock()
    (tmp_path / "stick").mkdir()
    return Office(tmp_path, clock, SmallHub(HUB_KEY, clock))


@pytest.fixture
def stick(tmp_path: Path, office: Office) -> Path:
    return tmp_path / "stick"


def export(office: Office, stick: Path) -> Exported:
    return export_stick(OwnShelf(office.db), Cutter(KIOSK_KEY, office.clock, "0.1.0", "boot"), CONFIG, stick)


def bring_home(office: Office, stick: Path) -> Imported:
    return import_stick(OwnShelf(office.db), CONFIG, office.clock, office.desk, stick)


def centre(office: Office, stick: Path) -> list[int]:
    """What the hub does with a stick: the same as with a POST, and a receipt back. The status of each file."""
    (stick / "PASTI/down").mkdir(exist_ok=True)
    statuses = []
    for file in sorted((stick / "PASTI/up").glob("*.ktb")):
        try:
            envelope = unseal_batch(file.read_bytes(), STICK_KEY)
        except Refused:
            statuses.append(400)
            continue
        status, _, body = office.hub.batch("srg", "k1", envelope)
        statuses.append(status)
        if status == 200:
            (stick / "PASTI/down" / f"{file.stem}.ktr").write_bytes(body)
    return statuses


def test_out_and_home(office: Office, stick: Path) -> None:
    office.issue(12_000)
    made = export(office, stick)
    assert (made.files, made.events) == (3, len(office.lines()))
    assert centre(office, stick) == [200, 200, 200]
    assert office.held() == office.lines()
    assert office.status.waiting == len(office.lines()), "a stick alone proves nothing"
    assert bring_home(office, stick).receipts == 3
    assert office.status.waiting == 0
    again = export(office, stick)
    assert (again.files, again.removed) == (0, 3)


def test_what_lies_on_it_is_readable_at_the_centre_only(office: Office, stick: Path) -> None:
    office.issue(3)
    export(office, stick)
    (file,) = (stick / "PASTI/up").iterdir()
    assert b"help.called" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0


def test_by_wire_and_by_stick_at_once_nothing_is_doubled(office: Office, stick: Path) -> None:
    office.issue(20)
    export(office, stick)
    office.issue(20)
    office.sync()
    centre(office, stick)
    centre(office, stick)
    bring_home(office, stick)
    assert office.held() == office.lines()
    assert office.status.waiting == 0


def test_packs_come_home_too(office: Office, stick: Path) -> None:
    folder = stick / "PASTI/down"
    folder.mkdir(parents=True)
    (folder / "catalogue-1.ktp").write_bytes(seal_pack(PackKind.CATALOGUE, 1, b"good", HUB_KEY, effective_from=MORNING))
    (folder / "catalogue-2.ktp").write_bytes(b"PASTI no")
    told = bring_home(office, stick).packs
    assert "diterima" in told[0]
    assert "ditolak" in told[1]


def cut_points(size: int) -> list[int]:
    """Every byte of the ends, and some of each class between: nothing, the magic, the key id, HPKE, the last tag."""
    return sorted({*range(40), *range(40, size, max(1, size // 60)), *range(size - 40, size)})


def test_pulled_at_any_byte_there_is_a_whole_file_or_none(
    office: Office, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.issue(30)
    size = next(file for file in [_exported(office, stick)]).stat().st_size
    real = os.write
    for cut in cut_points(size):
        for leftover in (stick / "PASTI/up").iterdir():
            leftover.unlink()
        written = 0

        def torn(handle: int, data: Any, cut: int = cut) -> int:
            nonlocal written
            if written >= cut:
                raise OSError(errno.EIO, "pulled")
            done = real(handle, bytes(data)[: cut - written])
            written += done
            return done

        with monkeypatch.context() as patch:
            patch.setattr(stick_drive.os, "write", torn)
            with pytest.raises(StickError, match="tercabut"):
                export(office, stick)
        assert list((stick / "PASTI/up").glob("*.ktb")) == []
    assert export(office, stick).events == len(office.lines())


def _exported(office: Office, stick: Path) -> Path:
    export(office, stick)
    (file,) = (stick / "PASTI/up").glob("*.ktb")
    return file


def test_a_half_file_of_a_pulled_stick_is_no_batch_and_is_cleared_away(office: Office, stick: Path) -> None:
    office.issue(30)
    file = _exported(office, stick)
    whole = file.read_bytes()
    for cut in cut_points(len(whole)):
        file.write_bytes(whole[:cut])
        assert centre(office, stick) == [400]
    file.rename(f"{file}.part")
    made = export(office, stick)
    assert (made.files, made.removed) == (1, 1)
    assert centre(office, stick) == [200]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "penuh"),
        (errno.EROFS, "terkunci"),
        (errno.EIO, "tercabut"),
        (errno.EACCES, "tidak boleh"),
        (errno.EINVAL, "tidak dapat dipakai"),
    ],
)
def test_what_the_stick_does_is_said_in_a_sentence_and_nothing_half_is_left(
    office: Office, stick: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    office.issue(3)

    def fails(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(stick_drive.os, "fsync", fails)
    with pytest.raises(StickError, match=sentence):
        export(office, stick)
    assert list((stick / "PASTI/up").iterdir()) == []


def test_a_stick_that_gives_back_something_else_is_told(
    office: Office, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.issue(3)
    monkeypatch.setattr(stick_drive.StickFolder, "read", lambda *_: b"other")
    with pytest.raises(StickError, match="rusak"):
        export(office, stick)


@pytest.mark.parametrize("where", ["PASTI", "PASTI/up"])
def test_links_lead_nowhere(office: Office, stick: Path, tmp_path: Path, where: str) -> None:
    office.issue(3)
    outside = tmp_path / "outside"
    outside.mkdir()
    link = stick / where
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside)
    with pytest.raises(StickError, match="bukan folder biasa"):
        export(office, stick)
    assert list(outside.iterdir()) == []


def test_a_file_that_is_a_link_a_pipe_or_a_folder_is_passed_by(office: Office, stick: Path, tmp_path: Path) -> None:
    office.issue(5)
    office.sync()
    folder = stick / "PASTI/down"
    folder.mkdir(parents=True)
    secret = tmp_path / "secret.ktr"
    secret.write_bytes(office.hub.receipt(office.stream))
    (folder / "a.ktr").symlink_to(secret)
    os.mkfifo(folder / "b.ktr")
    (folder / "c.ktr").mkdir()
    (folder / "d.ktr").write_bytes(bytes(50_000))
    (folder / "e\nf.ktr").write_bytes(b"odd")
    (folder / ".hidden.ktr").write_bytes(b"odd")
    (folder / "ü.ktr").write_bytes(b"odd")
    found = bring_home(office, stick)
    assert found.receipts == 0
    assert len(found.problems) == 4


def test_receipts_that_are_forged_old_or_of_others_change_nothing(office: Office, stick: Path) -> None:
    office.issue(5)
    office.sync()
    office.issue(5)
    stream = office.stream
    folder = stick / "PASTI/down"
    folder.mkdir(parents=True)
    later = office.clock.now_ms() + 1
    before = newest_receipt(office.db, stream.epoch)
    lies = [
        seal_receipt(Receipt(stream, 9, bytes(32), later), STRANGER),
        seal_receipt(Receipt(stream, 2, bytes(32), office.clock.now_ms() - 1), HUB_KEY),
        seal_receipt(Receipt(type(stream)("srg", "k2", stream.epoch), 9, bytes(32), later), HUB_KEY),
        seal_receipt(Receipt(type(stream)("srg", "k1", 5), 9, bytes(32), later), HUB_KEY),
        seal_receipt(Receipt(stream, 9, bytes(32), later), HUB_KEY),
    ]
    for number, lie in enumerate(lies):
        (folder / f"{number}.ktr").write_bytes(lie)
    found = bring_home(office, stick)
    assert (found.receipts, found.others) == (0, 3 + 1)
    assert any("tidak dikenal" in problem for problem in found.problems)
    assert any("tidak cocok" in problem for problem in found.problems)
    assert newest_receipt(office.db, stream.epoch) == before
    assert office.status.waiting == 5


def test_a_stick_that_was_never_at_the_centre_is_told(office: Office, stick: Path) -> None:
    with pytest.raises(StickError, match="Folder PASTI tidak ada"):
        bring_home(office, stick)

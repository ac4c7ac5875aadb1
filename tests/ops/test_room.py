"""The disk's last bytes are kept back for the day they are needed."""

import os
from pathlib import Path

import pytest

from kiosk.ops import room
from kiosk.ops.room import Reserve, disk_has_room

SIZE = 64 * 1024


def test_the_reserve_takes_real_room_and_gives_it_back(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path, SIZE)
    assert not reserve.kept
    assert reserve.keep()
    assert reserve.kept
    assert (tmp_path / "reserve").stat().st_blocks * 512 >= SIZE, "a sparse file would be no reserve"
    assert reserve.keep(), "keeping twice is no error"
    assert reserve.release()
    assert not reserve.kept
    assert not reserve.release()


def test_without_plenty_of_room_no_reserve_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "free_bytes", lambda _: 2 * SIZE - 1)
    assert not Reserve(tmp_path, SIZE).keep()
    assert not (tmp_path / "reserve").exists()
    monkeypatch.setattr(room, "free_bytes", lambda _: 2 * SIZE)
    assert Reserve(tmp_path, SIZE).keep()


def test_a_disk_that_fills_while_reserving_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, offset: int, size: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    assert not Reserve(tmp_path, SIZE).keep()
    assert not (tmp_path / "reserve").exists()


def test_room_is_judged_by_what_is_needed(tmp_path: Path) -> None:
    assert disk_has_room(tmp_path, 1)
    assert not disk_has_room(tmp_path, 1 << 60)

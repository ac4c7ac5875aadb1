"""Room on the disk: known before it ends, and a reserve that is given up so that staff can go on."""

import os
import shutil
from pathlib import Path
from typing import Final

RESERVE_BYTES: Final = 16 * 1024 * 1024
"""Several thousand tickets. Never less than 4 MB: only a log of 1000 pages is worked off into the store."""

SCARCE_BYTES: Final = 64 * 1024 * 1024
"""Below this, staff are told; the kiosk still works."""


def free_bytes(path: Path) -> int:
    """Bytes an ordinary user can still write on the disk of `path`."""
    return shutil.disk_usage(path).free


def disk_has_room(path: Path, needed_bytes: int = SCARCE_BYTES) -> bool:
    """Whether the disk of `path` has `needed_bytes` left."""
    return free_bytes(path) >= needed_bytes


class Reserve:
    """A file that only takes up room: released when the store is full, taken again when there is plenty."""

    def __init__(self, data_dir: Path, size_bytes: int = RESERVE_BYTES) -> None:
        self._file = data_dir / "reserve"
        self._size_bytes = size_bytes

    @property
    def kept(self) -> bool:
        """Whether the reserve is whole."""
        return self._file.is_file() and self._file.stat().st_size == self._size_bytes

    def keep(self) -> bool:
        """Take the room if there is plenty beside it; whether the reserve is there now."""
        if self.kept:
            return True
        if free_bytes(self._file.parent) < 2 * self._size_bytes:
            return False
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(handle, 0, self._size_bytes)
        except OSError:
            self.release()
            return False
        finally:
            os.close(handle)
        return True

    def release(self) -> bool:
        """Give the room back (the store is full); whether there was anything to give."""
        try:
            self._file.unlink()
        except FileNotFoundError:
            return False
        return True

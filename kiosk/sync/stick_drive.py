"""A USB stick as a folder that may be hostile, full, or pulled at any byte: opened without following a single link."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Self

MAX_NAMES: Final = 5000
"""What one folder of a stick may hold before we stop reading it."""
_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE: Final = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class StickError(Exception):
    """The stick cannot be used; the sentence says what to do."""


class StickFolder:
    """One folder, held open: whatever happens to its name meanwhile, we stay inside it."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)

    def names(self, ending: str) -> list[str]:
        """Names that end in `ending`, sorted; only plain ones: letters, digits, hyphens and dots of ASCII."""
        with os.scandir(self._handle) as found:
            names = [entry.name for entry, _ in zip(found, range(MAX_NAMES), strict=False)]
        return sorted(name for name in names if name.endswith(ending) and _is_plain(name))

    def read(self, name: str, longest: int) -> bytes | None:
        """The bytes of a regular file of at most `longest` bytes; None for anything else under that name."""
        try:
            handle = os.open(name, os.O_RDONLY | _FILE, dir_fd=self._handle)
        except OSError:
            return None
        try:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode) or about.st_size > longest:
                return None
            pieces = []
            while piece := os.read(handle, 1 << 20):
                pieces.append(piece)
                if sum(map(len, pieces)) > longest:
                    return None
            return b"".join(pieces)
        except OSError:
            return None
        finally:
            os.close(handle)

    def write(self, name: str, data: bytes) -> None:
        """`data` under `name`, whole or not at all, on the stick itself and read back. StickError otherwise."""
        part = f"{name}.part"
        try:
            self.remove(part)
            self._write_part(part, data)
            os.rename(part, name, src_dir_fd=self._handle, dst_dir_fd=self._handle)
            os.fsync(self._handle)
        except OSError as error:
            self.remove(part)
            raise _told(error) from error
        if self.read(name, len(data)) != data:
            raise StickError(f"{name} terbaca lain daripada yang ditulis. Stik ini rusak: pakai stik lain.")

    def remove(self, name: str) -> None:
        """Take one name away, if it is there."""
        with suppress(OSError):
            os.unlink(name, dir_fd=self._handle)

    def _write_part(self, part: str, data: bytes) -> None:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FILE, 0o600, dir_fd=self._handle)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
            with suppress(OSError):  # so that reading back asks the stick, not the memory
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


@contextmanager
def stick_folder(root: Path, *names: str, make: bool) -> Iterator[StickFolder]:
    """The folder `names` under the stick's own folder `root`. StickError when it is not there, a link, or no folder."""
    handles: list[int] = []
    try:
        handles.append(os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
        for name in names:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(name, 0o700, dir_fd=handles[-1])
            handles.append(os.open(name, _FOLDER, dir_fd=handles[-1]))
        yield StickFolder(handles[-1])
    except OSError as error:
        raise _told(error) from error
    finally:
        for handle in handles:
            os.close(handle)


def _is_plain(name: str) -> bool:
    return name.isascii() and not name.startswith(".") and all(letter.isalnum() or letter in "-." for letter in name)


def _told(error: OSError) -> StickError:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return StickError("Stik penuh. Kosongkan stik atau pakai stik lain, lalu ulangi.")
        case errno.EROFS:
            return StickError("Stik terkunci tulis. Geser kuncinya atau pakai stik lain.")
        case errno.ENOENT | errno.ENOTDIR | errno.ELOOP:
            return StickError("Folder PASTI tidak ada di stik ini, atau bukan folder biasa.")
        case errno.EIO | errno.ENODEV | errno.ENXIO | errno.ESTALE:
            return StickError("Stik tercabut atau rusak. Pasang lagi, lalu ulangi.")
        case errno.EACCES | errno.EPERM:
            return StickError("Stik tidak boleh ditulisi oleh kiosk ini.")
        case _:
            return StickError(f"Stik tidak dapat dipakai ({error.strerror}).")

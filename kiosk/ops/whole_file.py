"""A file that is there whole and on the disk, or is what it was before."""

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """The whole of `data` at `path`, mode 0600, on the disk before the old one is gone. Raises OSError."""
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

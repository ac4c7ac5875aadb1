"""What the disk can do to us, under names a caller can act on."""

import pysqlite3

_FAILED = frozenset({8, 10, 11, 14, 26})
"""SQLITE_READONLY, IOERR, CORRUPT, CANTOPEN, NOTADB: https://www.sqlite.org/rescode.html"""
_FULL = 13


class StoreError(Exception):
    """The store could not do it; nothing was written."""


class StoreFull(StoreError):  # noqa: N818 - what it says is what happened
    """No room on the disk. Service comes back by itself when there is room again."""


class StoreFailed(StoreError):  # noqa: N818 - likewise
    """The disk or the file failed. The writer opens it anew at the next task."""


def store_error(error: Exception) -> StoreError | None:
    """The named error for what SQLite raised; None when it is a fault of the program, not of the disk."""
    if isinstance(error, StoreError):
        return error
    if not isinstance(error, pysqlite3.Error):
        return None
    code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # extended codes keep the plain one in the low byte
    if code == _FULL:
        return StoreFull(f"The disk is full, nothing was written: {error}")
    if code in _FAILED:
        return StoreFailed(f"The store could not be read or written: {error}")
    return None

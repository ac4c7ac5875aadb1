"""A wrapping VFS inside the very library pysqlite3 loads: it writes down what reaches the disk, and fails on demand.

Registered as the default, so that the real code opens its database unchanged. Only xOpen, xDelete, xWrite, xTruncate
and xSync pass through Python; every other entry stays the native one.
"""

import ctypes
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, Structure, addressof, c_char_p, c_int, c_int64, c_void_p, memmove, sizeof
from enum import Enum
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Self

import pysqlite3._sqlite3 as native

SQLITE_OK = 0
SQLITE_FULL = 13
SQLITE_IOERR_READ = 10 | (1 << 8)
SQLITE_IOERR_WRITE = 10 | (3 << 8)
SQLITE_IOERR_FSYNC = 10 | (4 << 8)

library = ctypes.CDLL(native.__file__)  # loaded already: the same handle, not a second SQLite
library.sqlite3_vfs_find.restype = c_void_p
library.sqlite3_vfs_find.argtypes = [c_char_p]
library.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
library.sqlite3_vfs_unregister.argtypes = [c_void_p]

_X_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_X_DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_X_TRANSFER = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_X_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_X_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(Structure):
    """sqlite3_vfs: https://www.sqlite.org/c3ref/vfs.html"""

    _fields_: ClassVar[list[Any]] = [
        ("version", c_int),
        ("file_size", c_int),
        ("max_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("app_data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        ("rest", c_void_p * 14),
    ]


class _IoMethods(Structure):
    """sqlite3_io_methods: https://www.sqlite.org/c3ref/io_methods.html"""

    _fields_: ClassVar[list[Any]] = [
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("rest", c_void_p * 13),
    ]


class _File(Structure):
    _fields_: ClassVar[list[Any]] = [("methods", POINTER(_IoMethods))]


class Kind(Enum):
    READ = "read"  # never written down, only offered to `fault`
    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    DELETE = "delete"


class Op(NamedTuple):
    """One thing the database did to one file, in order of all."""

    file: str
    kind: Kind
    offset: int = 0
    data: bytes = b""


class RecordingVfs:
    """While entered, every database opened in this process goes through it. `fault(op)` may answer an SQLite code."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self.fault: Callable[[Op], int] = lambda _: SQLITE_OK
        self._names: dict[int, str] = {}
        self._tables: dict[int, _IoMethods] = {}
        self._natives: dict[int, _IoMethods] = {}
        self._real = _Vfs.from_address(library.sqlite3_vfs_find(None))
        self._real_open = _X_OPEN(self._real.open)
        self._real_delete = _X_DELETE(self._real.delete)
        self._callbacks = (_X_OPEN(self._open), _X_DELETE(self._delete))
        self._io_callbacks = (
            _X_TRANSFER(self._read),
            _X_TRANSFER(self._write),
            _X_TRUNCATE(self._truncate),
            _X_SYNC(self._sync),
        )
        self._vfs = _Vfs()
        memmove(addressof(self._vfs), addressof(self._real), sizeof(_Vfs))
        self._vfs.name = b"recording"
        self._vfs.next = None
        self._vfs.open, self._vfs.delete = (_address(callback) for callback in self._callbacks)

    def __enter__(self) -> Self:
        library.sqlite3_vfs_register(addressof(self._vfs), 1)
        return self

    def __exit__(self, *_: object) -> None:
        library.sqlite3_vfs_unregister(addressof(self._vfs))
        library.sqlite3_vfs_register(addressof(self._real), 1)

    def _open(self, _vfs: int, name: int | None, file: int, flags: int, out_flags: int | None) -> int:
        # The name goes on as the original pointer: the unix VFS keeps it and looks beyond its end for parameters.
        code = self._real_open(addressof(self._vfs), name, file, flags, out_flags)
        head = _File.from_address(file)
        if code == SQLITE_OK and head.methods:
            self._names[file] = Path(ctypes.string_at(name).decode()).name if name else ""
            head.methods = ctypes.pointer(self._own_table(addressof(head.methods.contents)))
            self._natives[file] = self._natives[addressof(head.methods.contents)]
        return code

    def _own_table(self, original: int) -> _IoMethods:
        table = self._tables.get(original)
        if table is None:
            table = _IoMethods()
            memmove(addressof(table), original, sizeof(_IoMethods))
            table.version = 2  # no xFetch: a page mapped into memory would be written past us
            table.read, table.write, table.truncate, table.sync = map(_address, self._io_callbacks)
            self._tables[original] = table
            self._natives[addressof(table)] = _IoMethods.from_address(original)
        return table

    def _delete(self, _vfs: int, name: int, sync_dir: int) -> int:
        op = Op(Path(ctypes.string_at(name).decode()).name, Kind.DELETE)
        return self._done(op, lambda: self._real_delete(addressof(self._vfs), name, sync_dir))

    def _read(self, file: int, buffer: int, amount: int, offset: int) -> int:
        refused = self.fault(Op(self._names[file], Kind.READ, offset))
        return refused or _X_TRANSFER(self._natives[file].read)(file, buffer, amount, offset)

    def _write(self, file: int, buffer: int, amount: int, offset: int) -> int:
        op = Op(self._names[file], Kind.WRITE, offset, ctypes.string_at(buffer, amount))
        return self._done(op, lambda: _X_TRANSFER(self._natives[file].write)(file, buffer, amount, offset))

    def _truncate(self, file: int, size: int) -> int:
        op = Op(self._names[file], Kind.TRUNCATE, size)
        return self._done(op, lambda: _X_TRUNCATE(self._natives[file].truncate)(file, size))

    def _sync(self, file: int, _flags: int) -> int:
        op = Op(self._names[file], Kind.SYNC)
        return self._done(op, lambda: SQLITE_OK)  # our images forget what was not synced; the true disk need not wait

    def _done(self, op: Op, do: Callable[[], int]) -> int:
        code = self.fault(op) or do()
        if code == SQLITE_OK:
            self.ops.append(op)
        return code


def _address(callback: Any) -> int | None:
    return ctypes.cast(callback, c_void_p).value

"""One process owns the data directory: a lock that dies with its holder, and how others speak to the holder."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from kiosk.domain.clock import Clock
from kiosk.ops.owner_socket import MAX_LINE_BYTES, Command, CommandServer

LOCK_NAME: Final = "owner.lock"
SOCKET_NAME: Final = "owner.sock"
_LOOKERS_ON: Final = 1000


class AlreadyOwned(Exception):  # noqa: N818 - the name is the fact, and the sentence says who
    """Another living process holds the data directory."""

    def __init__(self, data_dir: Path, pid: int | None, since: str) -> None:
        self.pid = pid
        self.since = since
        who = "proses lain" if pid is None else f"proses {pid}"
        when = f" sejak {since}" if since else ""
        super().__init__(f"Folder data {data_dir} sedang dipakai oleh {who}{when}. Tutup kiosk itu lebih dahulu.")


class DataDirUnusable(Exception):  # noqa: N818 - the name is the fact, and the sentence says why
    """The data directory cannot be made, entered or written."""

    def __init__(self, data_dir: Path, error: OSError) -> None:
        super().__init__(f"Folder data {data_dir} tidak dapat dipakai: {error.strerror or error}.")


class NoOwner(Exception):  # noqa: N818 - the name is the fact
    """Nobody holds the data directory, so nobody can be asked; a command may open the store itself."""


class OwnerSilent(Exception):  # noqa: N818 - the name is the fact
    """The holder is there, but gave no whole answer in time."""


class OwnerRefused(Exception):  # noqa: N818 - the name is the fact
    """The holder answered that it will not; the sentence is its own."""


class Owner:
    """The data directory in our hands, from `Owner(...)` to `close()`. Raises AlreadyOwned, DataDirUnusable.

    The kernel frees the lock when the process ends however it ends, so a stale lock file is no obstacle.
    """

    def __init__(self, data_dir: Path, clock: Clock) -> None:
        self._data_dir = data_dir
        self._clock = clock
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = _take_lock(data_dir, clock.now().isoformat(timespec="seconds"))
        except OSError as error:
            raise DataDirUnusable(data_dir, error) from error
        self._server: CommandServer | None = None

    def serve(self, commands: Mapping[str, Command]) -> None:
        """Answer `commands` (and `ping`) on the socket from a thread of its own."""
        path = self._data_dir / SOCKET_NAME
        path.unlink(missing_ok=True)  # of a holder that was killed: we hold the lock, so it is nobody's
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        os.fchmod(listener.fileno(), 0o600)  # before bind: the file is never there with wider rights
        with _short_address(path) as address:
            listener.bind(address)
        listener.listen(128)  # a full backlog refuses at once, whatever the client's patience
        self._server = CommandServer(listener, {"ping": lambda _: {"pid": os.getpid()}, **commands}, self._clock)

    def close(self) -> None:
        """Stop answering, then let go of the directory."""
        if self._server is not None:
            self._server.close()
            (self._data_dir / SOCKET_NAME).unlink(missing_ok=True)
            self._server = None
        os.ftruncate(self._lock, 0)
        os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def holder(data_dir: Path) -> tuple[int | None, str] | None:
    """(pid, since) of the process that holds `data_dir`; None when nobody does."""
    try:
        lock = os.open(data_dir / LOCK_NAME, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _who(lock)
    else:
        return None
    finally:
        os.close(lock)


def ask_owner(data_dir: Path, command: str, *, timeout_s: float = 5.0, **fields: Any) -> dict[str, Any]:
    """Have the process that holds `data_dir` run `command`; its answer.

    Raises NoOwner, OwnerSilent after `timeout_s` seconds without a word, OwnerRefused with the holder's sentence.
    """
    request = json.dumps({"command": command, **fields}).encode() + b"\n"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(timeout_s)
        try:
            with _short_address(data_dir / SOCKET_NAME) as address:
                link.connect(address)
        except (FileNotFoundError, ConnectionRefusedError) as error:
            raise NoOwner(f"Tidak ada kiosk yang berjalan pada {data_dir}.") from error
        except OSError as error:
            raise OwnerSilent(f"Kiosk yang berjalan tidak dapat dihubungi: {error.strerror}.") from error
        try:
            link.sendall(request)
            line = _read_line(link)
        except OSError as error:
            raise OwnerSilent("Kiosk yang berjalan tidak menjawab pada waktunya.") from error
    return _answer(line)


def _answer(line: bytes) -> dict[str, Any]:
    try:
        reply = json.loads(line)
    except ValueError as error:
        raise OwnerSilent("Kiosk yang berjalan menutup sambungan tanpa jawaban.") from error
    if "error" in reply:
        raise OwnerRefused(str(reply["error"]))
    answer: dict[str, Any] = reply["answer"]
    return answer


def _read_line(link: socket.socket) -> bytes:
    line = b""
    while not line.endswith(b"\n") and len(line) <= MAX_LINE_BYTES:
        piece = link.recv(65536)
        if not piece:
            break
        line += piece
    return line


def _take_lock(data_dir: Path, since: str) -> int:
    lock = os.open(data_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _lock_or_raise(lock, data_dir)
    except AlreadyOwned:
        os.close(lock)
        raise
    with suppress(OSError):  # who holds it is a courtesy: on a full disk the lock itself still holds
        os.ftruncate(lock, 0)
        os.pwrite(lock, json.dumps({"pid": os.getpid(), "since": since}).encode(), 0)
    return lock


def _lock_or_raise(lock: int, data_dir: Path) -> None:
    pid, since = None, ""
    for _ in range(_LOOKERS_ON):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid, since = _who(lock)
            if pid is not None and _alive(pid):
                break
            os.sched_yield()  # only somebody who looks who the holder is (see `holder`), for an instant
        else:
            return
    raise AlreadyOwned(data_dir, pid, since)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _who(lock: int) -> tuple[int | None, str]:
    try:
        note = json.loads(os.pread(lock, 4096, 0))
        return int(note["pid"]), str(note["since"])
    except (ValueError, KeyError, TypeError):  # nobody, or the holder is just now writing it
        return None, ""


@contextmanager
def _short_address(path: Path) -> Iterator[str]:
    """`path` as a socket address: the kernel takes 107 bytes at most, so a long folder goes by its descriptor."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)

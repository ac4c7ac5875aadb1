"""Names become addresses within a deadline: the system's own look-up may take half a minute without a network."""

import ipaddress
import socket
from queue import Empty, Queue
from threading import Lock, Thread
from typing import Final

from printers.transport.base import LinkLostError

_under_way: Final[dict[tuple[str, int], "Queue[list[str] | OSError]"]] = {}
_known: Final[dict[tuple[str, int], list[str]]] = {}
_lock: Final = Lock()


def addresses(host: str, port: int, within_ms: int) -> list[str]:
    """The addresses of `host`, at once where it is one itself. Raises LinkLostError, after `within_ms` at the latest.

    A name that was found before and cannot be looked up now is taken to be where it was.
    """
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    key = (host, port)
    try:
        found = _asked(key).get(timeout=max(within_ms, 1) / 1000)
    except Empty:
        found = OSError("the name could not be looked up in time")
    else:
        with _lock:
            _under_way.pop(key, None)
    if isinstance(found, OSError):
        if key in _known:
            return _known[key]
        raise LinkLostError(f"no printer at {host}: {found.strerror or found}") from found
    _known[key] = found
    return found


def _asked(key: tuple[str, int]) -> "Queue[list[str] | OSError]":
    """Where the answer to this look-up will come; one thread a name at most, however long it takes."""
    with _lock:
        if key in _under_way:
            return _under_way[key]
        answer: Queue[list[str] | OSError] = Queue()
        _under_way[key] = answer
    Thread(target=_look_up, args=(key, answer), name="name-look-up", daemon=True).start()
    return answer


def _look_up(key: tuple[str, int], answer: "Queue[list[str] | OSError]") -> None:
    try:
        found = socket.getaddrinfo(*key, type=socket.SOCK_STREAM)
        answer.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
    except OSError as error:
        answer.put(error)
    except UnicodeError:
        answer.put(OSError("this is no host name"))

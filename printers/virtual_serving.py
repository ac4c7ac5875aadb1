"""What a served virtual printer needs on any wire: one thread that sleeps until something is to be done."""

import selectors
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Final, Self

READ_SIZE: Final = 4096


class Serving:
    """Whoever inherits watches its descriptors, and looks after the printer in `_tend`, at every turn of the loop."""

    def __init__(self, name: str, due_ms: Callable[[], int | None]) -> None:
        """`due_ms`: until something happens by itself; None: nothing will."""
        self._due_ms = due_ms
        self._bell, self._ringer = socket.socketpair()
        self._bell.setblocking(False)
        self._ringer.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._watch(self._bell, lambda: self._bell.recv(READ_SIZE))
        self._closing = False
        self._thread = Thread(target=self._run, name=name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connections, the listening and the thread."""
        self._closing = True
        self._ring()
        self._thread.join()

    def _start(self) -> None:
        self._thread.start()

    def _ring(self) -> None:
        """Look again, from any thread."""
        with suppress(OSError):  # full: it is rung already
            self._ringer.send(b"!")

    def _watch(self, ready: socket.socket | int, act: Callable[[], object]) -> None:
        self._selector.register(ready, selectors.EVENT_READ, act)

    def _unwatch(self, ready: socket.socket | int) -> None:
        with suppress(KeyError, ValueError):  # it was not watched just now
            self._selector.unregister(ready)

    def _watches(self, ready: socket.socket | int) -> bool:
        return ready in self._selector.get_map()

    def _run(self) -> None:
        while not self._closing:
            due_ms = self._due_ms()
            for key, _ in self._selector.select(None if due_ms is None else due_ms / 1000):
                key.data()
            self._tend()
        self._let_go()
        self._put_away()

    def _put_away(self) -> None:
        """Close what every wire needs. For whoever inherits: when its own end of the wire cannot be opened."""
        self._selector.close()
        for end in (self._bell, self._ringer):
            end.close()

    def _tend(self) -> None:
        raise NotImplementedError

    def _let_go(self) -> None:
        raise NotImplementedError

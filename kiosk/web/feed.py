"""Server-sent events: what happens is told to every open page, and again to one that was away for a moment."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from threading import Lock
from typing import Final

from starlette.requests import Request
from starlette.responses import StreamingResponse

KEPT: Final = 256
WAITING: Final = 256
HEARTBEAT_S: Final = 15.0
"""A comment this often, so that neither side nor a proxy takes silence for a dead line."""
RETRY_MS: Final = 2000


@dataclass(frozen=True, slots=True)
class Told:
    """One event. `number` grows by one; `data` is one text, JSON as a rule."""

    number: int
    name: str
    data: str

    def encoded(self) -> bytes:
        """As the standard has it (WHATWG HTML, 9.2 Server-sent events)."""
        lines = "".join(f"data: {line}\n" for line in self.data.split("\n"))
        return f"id: {self.number}\nevent: {self.name}\n{lines}\n".encode()


@dataclass(slots=True, eq=False)
class _Listener:
    loop: asyncio.AbstractEventLoop
    queue: "asyncio.Queue[Told | None]"

    def give(self, told: Told | None) -> None:
        """On the listener's own loop. One that is too slow is let go: it comes back and is told from its last event."""
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(None)
        else:
            self.queue.put_nowait(told)


class Feed:
    """Publish from any thread; serve to any number of pages. `start`: the number before the first event."""

    def __init__(self, start: int = 0) -> None:
        self._lock = Lock()
        self._number = start
        self._kept: deque[Told] = deque(maxlen=KEPT)
        self._listeners: set[_Listener] = set()
        self._closed = False

    def publish(self, name: str, data: str) -> int:
        """Tell everybody; the event's number."""
        with self._lock:
            self._number += 1
            told = Told(self._number, name, data)
            self._kept.append(told)
            for listener in self._listeners:
                listener.loop.call_soon_threadsafe(listener.give, told)
        return told.number

    def close(self) -> None:
        """End every open answer, so that the server can stop."""
        with self._lock:
            self._closed = True
            for listener in self._listeners:
                listener.loop.call_soon_threadsafe(listener.give, None)

    def answer(self, request: Request, first: str | None = None) -> StreamingResponse:
        """The endless answer to one page. `first`: data of an event 'now' for a page that comes new, or whose last
        event is no longer kept."""
        last = request.headers.get("last-event-id", "")
        since = int(last) if last.isdecimal() and len(last) < 19 else None
        return StreamingResponse(
            self._lines(since, first), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
        )

    async def _lines(self, since: int | None, first: str | None) -> AsyncIterator[bytes]:
        listener = _Listener(asyncio.get_running_loop(), asyncio.Queue(WAITING))
        missed, whole = self._join(listener, since)
        try:
            yield f"retry: {RETRY_MS}\n\n".encode()
            if not whole and first is not None:
                yield Told(self._number, "now", first).encoded()
            for told in missed:
                yield told.encoded()
            while True:
                try:
                    news = await asyncio.wait_for(listener.queue.get(), HEARTBEAT_S)
                except TimeoutError:
                    yield b": \n\n"
                    continue
                if news is None:
                    return
                yield news.encoded()
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def _join(self, listener: _Listener, since: int | None) -> tuple[list[Told], bool]:
        """What a page has missed, and whether that is all it has missed."""
        with self._lock:
            if self._closed:
                listener.queue.put_nowait(None)
            self._listeners.add(listener)
            if since is None or since > self._number:
                return [], False
            missed = [told for told in self._kept if told.number > since]
            return (missed, True) if len(missed) == self._number - since else ([], False)

"""The hub as it is, listening on a port of its own, for the tests that leave nothing out."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import uvicorn

from kiosk.domain.clock import Clock
from kiosk.hub import enrolment
from kiosk.hub.hub import Hub
from kiosk.hub.keys import HubKeys
from kiosk.hub.opening import open_store
from kiosk.hub.server import create_app
from kiosk.hub.streams import events
from kiosk.wire.stream import Stream
from tests.wire.letters import HUB_KEY, STICK_KEY


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


class RealHub:
    """A hub over `database`; `url` is where it listens."""

    def __init__(self, database: str, clock: Clock, url: str) -> None:
        self.hub = Hub(open_store(database), clock, HubKeys(HUB_KEY, STICK_KEY))
        self.clock = clock
        self.url = url

    def accept(self, code: str) -> None:
        """The operator says yes."""
        self.hub.store.write(
            lambda session: enrolment.accept(session, code, by="uji", at_ms=self.clock.now_ms(), replace=True)
        )

    def lines(self, stream: Stream) -> list[bytes]:
        """What lies in it, in order, without gap."""
        found = self.hub.store.read(lambda session: events(session, stream, 0, 2**62, 10**9))
        assert [event.seq for event in found] == list(range(1, len(found) + 1))
        return [event.line for event in found]


@contextmanager
def serving(
    folder: Path,
    clock: Clock,
    database: str | None = None,
    address: str = "127.0.0.1",
    tls: Mapping[str, Any] | None = None,
) -> Iterator[RealHub]:
    """The hub, over a file in `folder` if no database is told, until the block ends; HTTPS with `tls` of uvicorn."""
    with socket.create_server((address, 0)) as listener:
        url = f"{'https' if tls else 'http'}://{address}:{listener.getsockname()[1]}"
        hub = RealHub(database or str(folder / "hub.db"), clock, url)
        config = uvicorn.Config(
            create_app(hub.hub), log_config=None, access_log=False, timeout_graceful_shutdown=1, **(tls or {})
        )
        server = _Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="hub")
        thread.start()
        try:
            assert server.listening.wait(20)
            yield hub
        finally:
            server.should_exit = True
            thread.join()

"""Kiosks and people at one address: the signed contract, and the monitor's pages behind their door."""

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.access.entry import Door
from kiosk.access.lockout import Moment
from kiosk.access.secret import PEPPER_BYTES
from kiosk.domain.clock import Clock
from kiosk.hub.downloads import Downloads
from kiosk.hub.drawing import Artist
from kiosk.hub.hub import Hub
from kiosk.hub.keys import write_key
from kiosk.hub.monitor import FILTERS, Monitor
from kiosk.hub.people import HubPeople
from kiosk.hub.reading import made_on
from kiosk.hub.server import create_app
from kiosk.hub.store import HubError, HubStore
from kiosk.web.entrance import TRIES_A_MINUTE, TRIES_AT_ONCE, Entrance
from kiosk.web.pages import Pages, Static, theme_css
from kiosk.web.rate import RateLimit
from kiosk.web.sessions import Sessions
from kiosk.web.shell import Shell

SIGNING: Final = "sessions.key"
PEPPER: Final = "pepper.key"
IDLE_MS: Final = 30 * 60_000
CONTRACT: Final = ("/v1/", "/health")


class Site:
    """One ASGI application of two: requests of the contract never see a cookie, pages never see an envelope."""

    def __init__(self, contract: Starlette, pages: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._contract = contract
        self._pages = pages
        self._routes = routes

    @property
    def routes(self) -> list[BaseRoute]:
        """Every address there is, of both."""
        return [*self._contract.routes, *self._routes]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the beginning and end of the server, which are the contract's."""
        if scope["type"] != "http" or scope["path"].startswith(CONTRACT):
            await self._contract(scope, receive, send)
        else:
            await self._pages(scope, receive, send)


def make_site(
    hub: Hub, clock: Clock, folder: Path, assets: Path, *, boot: str, names: Mapping[str, str], https: bool
) -> Site:
    """The whole site of one worker. `boot` names the run of this machine. Raises HubError."""
    people = HubPeople(hub.store)
    static = Static(
        "/static",
        {"": assets / "web/static", "fonts/": assets / "fonts"},
        {"theme.css": theme_css((assets / "theme.toml").read_text(encoding="utf-8"))},
    )
    pages = Pages(assets / "web/templates", static)
    entrance = Entrance(
        make_door(hub.store, clock, folder, boot),
        Sessions(people, clock.now_ms, IDLE_MS),
        pages,
        RateLimit(TRIES_A_MINUTE, TRIES_AT_ONCE, clock.monotonic_ms),
    )
    pages.add(**FILTERS)
    artist = Artist(pages.words("monitor/words.html"), names, assets)
    made = hub.store.read(made_on) is not None
    monitor = Monitor(hub.store, people, entrance, pages, clock, artist=artist, made=made)
    downloads = Downloads(hub.store, entrance, clock.now_ms, artist, made=made)
    shell = Shell(pages, secret_in(folder / SIGNING).hex(), https=https, unavailable=(HubError,))
    routes = [*entrance.routes(), *downloads.routes(), *monitor.routes(), Mount("/static", static)]
    return Site(create_app(hub), shell.app(routes), routes)


def make_door(store: HubStore, clock: Clock, folder: Path, boot: str) -> Door:
    """Where people are checked and kept. Raises HubError."""

    def now() -> Moment:
        return Moment(clock.now_ms(), clock.monotonic_ms(), boot)

    return Door(HubPeople(store), secret_in(folder / PEPPER), now)


def secret_in(path: Path) -> bytes:
    """32 bytes from a file of mode 0600, made where there is none; the same for every worker. Raises HubError."""
    try:
        if not path.exists():
            write_key(path, secrets.token_bytes(PEPPER_BYTES))
        return path.read_bytes()
    except OSError as error:
        raise HubError(f"{path} tidak dapat dibaca atau dibuat: {error.strerror}") from error

"""A small server on the kit, as hub and lobby are: one open page, one guarded, one that falls."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from kiosk.access.entry import Door, Newcomer
from kiosk.access.lockout import Moment
from kiosk.access.people import Person, Right, Role
from kiosk.access.secret import SecretKind
from kiosk.ops.assets import assets_root, read_theme
from kiosk.web.entrance import Entrance
from kiosk.web.pages import Pages, Static, theme_css
from kiosk.web.rate import RateLimit
from kiosk.web.sessions import Sessions, checked_form, form_token
from kiosk.web.shell import Shell
from tests.access.storage import InMemory
from tests.clock import SimulatedClock

PASSWORD = "kuda hijau di atap"  # noqa: S105 - invented
HERE = {"origin": "https://testserver", "sec-fetch-site": "same-origin"}
IDLE_MS = 30 * 60_000


@dataclass
class Site:
    """The server and a browser in front of it."""

    browser: TestClient
    clock: SimulatedClock
    storage: InMemory
    door: Door
    entrance: Entrance

    def open_to_many_addresses(self) -> None:
        """No limit by address, as if each request came from another one."""
        object.__setattr__(self.entrance, "rate", RateLimit(10_000, 10_000, self.clock.monotonic_ms))

    def token(self) -> str:
        """The token of this browser's forms, read off the page as a browser does."""
        page = self.browser.get("/masuk", follow_redirects=False).text or self.browser.get("/token").text
        return page.split('name="token" value="')[1].split('"')[0] if "<form" in page else page

    def sign_in(self, name: str = "sari", password: str = PASSWORD, onward: str = "/rahasia") -> Response:
        """Fill in the form and send it."""
        form = {"nama": name, "sandi": password, "token": self.token()}
        return self.browser.post(f"/masuk?lanjut={onward}", data=form, headers=HERE, follow_redirects=False)  # type: ignore[return-value]


def pages() -> tuple[Pages, Static]:
    """The kit's own templates and files."""
    root = assets_root()
    static = Static(
        "/static",
        {"": root / "web/static", "fonts/": root / "fonts"},
        {"theme.css": theme_css(read_theme(root))},
    )
    return Pages(root / "web/templates", static), static


@contextmanager
def site() -> Iterator[Site]:
    """Open for the length of a test."""
    clock, storage = SimulatedClock(), InMemory()
    door = Door(storage, b"p" * 32, lambda: Moment(clock.now_ms(), clock.monotonic_ms(), "boot"))
    for name, role in (("sari", Role.HEAD_OFFICE), ("tono", Role.TI)):
        door.add(Newcomer(name, name.title(), role), PASSWORD, SecretKind.PASSWORD, by="root")
    drawn, static = pages()
    entrance = Entrance(
        door, Sessions(storage, clock.now_ms, IDLE_MS), drawn, RateLimit(10, 10, clock.monotonic_ms), home="/rahasia"
    )

    @entrance.only(Right.SEE_ALL)
    async def secret(_request: Request, person: Person) -> Response:
        return PlainTextResponse(f"rahasia untuk {person.name}")

    @entrance.only(Right.SEE_ALL)
    async def change(request: Request, person: Person) -> Response:
        form = await checked_form(request)
        return PlainTextResponse(f"{person.name} mengubah {form.get('apa')}")

    async def token(request: Request) -> Response:
        return PlainTextResponse(form_token(request))

    async def falls(_request: Request) -> Response:
        raise ValueError("NIK 0000")

    async def machine(request: Request) -> Response:
        return JSONResponse({"bytes": len(await request.body())})

    routes = [
        *entrance.routes(),
        Route("/rahasia", secret),
        Route("/rahasia.json", secret),
        Route("/ubah", change, methods=["POST"]),
        Route("/token", token),
        Route("/jatuh", falls),
        Route("/v1/kirim", machine, methods=["POST"]),
        Mount("/static", static),
    ]
    shell = Shell(drawn, "signing key of a test", https=True, open_to_all=("/v1/",), body_limits={"/v1/": 1_000_000})
    with TestClient(shell.app(routes), base_url="https://testserver", raise_server_exceptions=False) as browser:
        yield Site(browser, clock, storage, door, entrance)

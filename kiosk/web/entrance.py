"""Signing in and out, and which pages are open to whom; the same for every server of the house."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kiosk.access.entry import Door, Entered, Refused
from kiosk.access.people import Person, Right
from kiosk.web.pages import Pages
from kiosk.web.rate import RateLimit
from kiosk.web.sessions import Sessions, checked_form

SIGN_IN: Final = "/masuk"
SIGN_OUT: Final = "/keluar"
TRIES_A_MINUTE: Final = 10
TRIES_AT_ONCE: Final = 10
CHECKED_AT_ONCE: Final = 2
"""Secrets, from all addresses: each costs a processor 0.3 s and 64 MiB."""
WAITING_AT_DOOR: Final = 30
BUSY_MS: Final = 5000

Endpoint = Callable[[Request], Awaitable[Response]]
PersonEndpoint = Callable[[Request, Person], Awaitable[Response]]


class Crowd:
    """Who is at the door, checked or waiting; each counts from the moment of being let in, on the event loop.

    A limiter's own figure knows them a turn of the loop later: a burst would pass it as a whole.
    """

    def __init__(self) -> None:
        self._count = 0

    @property
    def full(self) -> bool:
        """Whoever comes now would wait too long."""
        return self._count >= WAITING_AT_DOOR + CHECKED_AT_ONCE

    def __enter__(self) -> None:
        self._count += 1

    def __exit__(self, *_how: object) -> None:
        self._count -= 1


@dataclass(frozen=True, slots=True)
class Entrance:
    """The door of one server. `home`: where somebody goes who has just entered."""

    door: Door
    sessions: Sessions
    pages: Pages
    rate: RateLimit
    """By address, before anything costly happens; the waits of `kiosk.access` are by person."""
    home: str = "/"
    checking: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(CHECKED_AT_ONCE))
    """Threads of their own: however many knock, what else the server does finds a thread."""
    crowd: Crowd = field(default_factory=Crowd)

    def routes(self) -> list[Route]:
        """The pages for signing in and out."""
        return [
            Route(SIGN_IN, self._ask, methods=["GET"]),
            Route(SIGN_IN, self._enter, methods=["POST"]),
            Route(SIGN_OUT, self._leave, methods=["POST"]),
        ]

    def only(self, *rights: Right) -> Callable[[PersonEndpoint], Endpoint]:
        """Opens an endpoint to people with one of `rights`; others are asked to enter, or told that they may not.

        Addresses that end in .json or .csv are answered by a status alone.
        """

        def guarded(endpoint: PersonEndpoint) -> Endpoint:
            async def answer(request: Request) -> Response:
                person = await run_in_threadpool(self.sessions.who, request)
                if person is None:
                    return self._to_the_door(request)
                if not any(person.may(right) for right in rights):
                    return self._may_not(request, person)
                return await endpoint(request, person)

            return answer

        return guarded

    def _to_the_door(self, request: Request) -> Response:
        if for_a_program(request):
            return JSONResponse({"error": "Masuk dahulu."}, 401)
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{SIGN_IN}?lanjut={quote(asked, safe='/')}", 303)

    def _may_not(self, request: Request, person: Person) -> Response:
        if for_a_program(request):
            return JSONResponse({"error": "Peran Anda tidak membuka halaman ini."}, 403)
        return self.pages.answer(request, "may-not.html", 403, person=person)

    async def _ask(self, request: Request) -> Response:
        if await run_in_threadpool(self.sessions.who, request) is not None:
            return RedirectResponse(self._onward(request.query_params.get("lanjut")), 303)
        return self._asked(request)

    async def _enter(self, request: Request) -> Response:
        wait_ms = self.rate.wait_ms(address(request))
        if wait_ms:
            return self._asked(request, status=429, wait_ms=wait_ms)
        form = await checked_form(request)
        name, secret = str(form.get("nama", "")), str(form.get("sandi", ""))
        if self.crowd.full:
            return self._asked(request, status=429, wait_ms=BUSY_MS, name=name[:64])
        enter = partial(self.door.enter, name, secret, address=address(request))
        with self.crowd:
            answer = await to_thread.run_sync(enter, limiter=self.checking)
        match answer:
            case Entered(person):
                self.sessions.sign_in(request, person)
                return RedirectResponse(self._onward(request.query_params.get("lanjut")), 303)
            case Refused(wait_ms):
                return self._asked(request, status=429 if wait_ms else 401, wait_ms=wait_ms, name=name[:64], wrong=True)

    async def _leave(self, request: Request) -> Response:
        await checked_form(request)
        person = await run_in_threadpool(self.sessions.who, request)
        if person is not None:
            await run_in_threadpool(self.door.leave, person, address=address(request))
        self.sessions.sign_out(request)
        return RedirectResponse(SIGN_IN, 303)

    def _asked(
        self, request: Request, *, status: int = 200, wait_ms: int = 0, name: str = "", wrong: bool = False
    ) -> Response:
        onward = self._onward(request.query_params.get("lanjut"))
        answer = self.pages.answer(
            request, "sign-in.html", status, wait_s=-(-wait_ms // 1000), name=name, wrong=wrong, onward=onward
        )
        if wait_ms:
            answer.headers["Retry-After"] = str(-(-wait_ms // 1000))
        return answer

    def _onward(self, asked: str | None) -> str:
        """Where to after signing in: only ever a path of this server."""
        if asked and asked.startswith("/") and not asked.startswith(("//", "/\\")) and asked.isprintable():
            return asked
        return self.home


def address(request: Request) -> str:
    """The address a request comes from, as the server sees it (behind a proxy: uvicorn's --proxy-headers)."""
    return request.client.host if request.client else ""


def for_a_program(request: Request) -> bool:
    """True for addresses that a person does not read: a status and one sentence are enough."""
    return request.url.path.endswith((".json", ".csv"))

"""What every answer and every request of a server passes, whichever page it is for: headers, size, origin."""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_BYTES: Final = 64 * 1024
HEADERS: Final[Mapping[str, str]] = {
    # Nothing from elsewhere, nothing inline, in nobody's frame.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


HTTPS_ONLY: Final[Mapping[str, str]] = {"Strict-Transport-Security": "max-age=31536000"}
Say = Callable[[int, str], Response]
"""A refusal as an answer: status and sentence."""


def plainly(status: int, sentence: str) -> Response:
    """A refusal where there is no dress for it."""
    return PlainTextResponse(f"{sentence}\n", status)


class Headed:
    """Puts the security headers on every answer; pages are kept in no cache unless they say otherwise."""

    def __init__(self, app: ASGIApp, *, https: bool = False) -> None:
        self._app = app
        self._headers = {**HEADERS, **HTTPS_ONLY} if https else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, headed if scope["type"] == "http" else send)


class SameOrigin:
    """Refuses a changing request that a page of somebody else sent with our visitor's cookie (CSRF).

    Browsers name where a request comes from (Fetch Metadata, Origin). The form token of `kiosk.web.sessions` is the
    second lock. `open_to_all`: path prefixes whose requests prove themselves and never look at a cookie.
    """

    def __init__(self, app: ASGIApp, open_to_all: tuple[str, ...] = (), say: Say = plainly) -> None:
        self._app = app
        self._open = open_to_all
        self._say = say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if self._is_strange(scope):
            refusal = self._say(403, "Permintaan ini tidak berasal dari halaman kami.")
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_strange(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS or scope["path"].startswith(self._open):
            return False
        return not _from_here(Headers(scope=scope))


def _from_here(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is not None and urlsplit(origin).netloc == headers.get("host")


class TooMuch(Exception):  # noqa: N818 - the name is the fact
    """A body grew past its limit while it was read."""


class BodyLimit:
    """Refuses bodies over `limit` bytes with 413, announced or not; `wider` gives other limits by path prefix."""

    def __init__(
        self, app: ASGIApp, limit: int = FORM_BYTES, wider: Mapping[str, int] | None = None, say: Say = plainly
    ) -> None:
        self._app = app
        self._say = say
        self._limit = limit
        self._wider = wider or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = next((size for prefix, size in self._wider.items() if scope["path"].startswith(prefix)), self._limit)
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > limit:
            await self._too_large(limit)(scope, receive, send)
            return
        heard, begun = 0, False

        async def counted() -> Message:
            nonlocal heard
            message = await receive()
            heard += len(message.get("body", b""))
            if heard > limit:
                raise TooMuch
            return message

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, counted, watched)
        except TooMuch:
            if not begun:
                await self._too_large(limit)(scope, receive, send)

    def _too_large(self, limit: int) -> Response:
        return self._say(413, f"Kiriman terlalu besar: paling banyak {limit} byte.")

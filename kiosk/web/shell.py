"""One server put together: the layers every request passes, and what is said when something goes wrong."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Lifespan

from kiosk.web.entrance import for_a_program
from kiosk.web.guarding import FORM_BYTES, BodyLimit, Headed, SameOrigin
from kiosk.web.pages import Pages
from kiosk.web.sessions import LONGEST_MS, StrangeForm

COOKIE: Final = "pasti"
OVER_HTTPS: Final = "__Host-"
"""A name by which browsers take the cookie only from this very host, over HTTPS (RFC 6265bis, 4.1.3.2)."""
SENTENCES: Final = {
    400: "Permintaan ini tidak dapat dibaca.",
    403: "Halaman ini tidak dapat dibuka.",
    404: "Halaman ini tidak ada.",
    405: "Halaman ini tidak menerima permintaan seperti itu.",
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shell:
    """What differs between one server and another."""

    pages: Pages
    signing_key: str
    """Kept outside the code, shared by all workers of one server."""
    https: bool
    """True wherever the address is https, directly or by a proxy: then the cookie goes nowhere else."""
    open_to_all: tuple[str, ...] = ()
    """Prefixes of requests that are signed themselves and use no cookie."""
    body_limits: Mapping[str, int] = field(default_factory=dict)
    """Prefixes that take larger bodies than a form, in bytes."""

    unavailable: tuple[type[Exception], ...] = ()
    """Exceptions that mean 'not now': answered by 503 and a kind sentence."""

    def app(self, routes: Sequence[BaseRoute], lifespan: Lifespan[Starlette] | None = None) -> ASGIApp:
        """The ASGI application."""
        layers = [
            Middleware(BodyLimit, limit=FORM_BYTES, wider=dict(self.body_limits), say=self.pages.said),
            Middleware(SameOrigin, open_to_all=self.open_to_all, say=self.pages.said),
            Middleware(
                SessionMiddleware,
                secret_key=self.signing_key,
                session_cookie=OVER_HTTPS + COOKIE if self.https else COOKIE,
                max_age=LONGEST_MS // 1000,
                same_site="lax",
                https_only=self.https,
            ),
        ]
        app = Starlette(routes=routes, middleware=layers, lifespan=lifespan)
        app.add_exception_handler(StrangeForm, self._strange_form)
        app.add_exception_handler(HTTPException, self._http)
        for kind in self.unavailable:
            app.add_exception_handler(kind, self._not_now)
        app.add_exception_handler(500, self._fault)
        return Headed(app, https=self.https)  # outside of everything: what is said after a fault is headed, too

    async def _strange_form(self, _request: Request, _error: Exception) -> Response:
        return self.pages.said(403, "Formulir ini sudah kedaluwarsa. Muat ulang halamannya, lalu kirim sekali lagi.")

    async def _http(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        detail = error.detail if isinstance(error, HTTPException) and status == 400 else ""
        # Starlette's own details are English phrases of the status; ours are sentences.
        sentence = detail if detail.endswith(".") else SENTENCES.get(status, "Permintaan ditolak.")
        if for_a_program(request):
            answer: Response = JSONResponse({"error": sentence}, status)
        else:
            answer = self.pages.said(status, sentence)
        answer.headers.update(error.headers or {} if isinstance(error, HTTPException) else {})
        return answer

    async def _not_now(self, request: Request, error: Exception) -> Response:
        _log.warning("web-not-now", extra={"fields": {"path": request.url.path, "why": type(error).__name__}})
        answer = self.pages.said(503, "Server sedang sibuk. Coba lagi sebentar lagi.")
        answer.headers["Retry-After"] = "5"
        return answer

    async def _fault(self, request: Request, error: Exception) -> Response:
        # No trace and no words of the request leave the server; the log has the exception.
        _log.error("web-fault", exc_info=error, extra={"fields": {"path": request.url.path}})
        return self.pages.said(500, "Server sedang bermasalah. Coba lagi sebentar lagi.")

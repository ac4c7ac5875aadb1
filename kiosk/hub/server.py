"""The hub's side of the contract in docs/sync.md: HTTP in, one function of the rooms below, HTTP out."""

import asyncio
import hashlib
import logging
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kiosk.hub.enrolment import Denied, Standing
from kiosk.hub.hub import Hub
from kiosk.hub.ingest import Fork, Gap, Landed, Via
from kiosk.hub.store import HubError, StoreFull, StoreUnavailable
from kiosk.wire import batch, enrolment, envelope
from kiosk.wire.protocol import BATCHES, CURSOR, ENROL, PACK, PACKS, Answer, refusal
from kiosk.wire.refusal import Reason, Refused

log = logging.getLogger(__name__)

MAX_ENVELOPE_BYTES: Final = batch.MAX_BODY_BYTES + 512
MAX_ENROLMENT_BYTES: Final = enrolment.MAX_BODY_BYTES + 512
BODY_WITHIN_S: Final = 120
"""A batch of 312 KB takes 10 s at 256 kbit/s; whoever needs longer than this is no kiosk."""
AT_ONCE: Final = 8
WAITING: Final = 120
"""Batches a worker lands at once, and how many more may be on their way in before it says 429."""
LATER_S: Final = (5, 30)
WHEN_FULL_S: Final = (600, 1200)
JSON: Final = "application/json"


class _TooLarge(Exception):  # noqa: N818 - becomes 413
    """More bytes than anything that is sent here may have."""


class Door:
    """The routes of one worker."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._room = asyncio.Semaphore(AT_ONCE)
        self._inside = 0

    def routes(self) -> list[BaseRoute]:
        """What kiosks may ask."""
        return [
            Route(BATCHES, self.batches, methods=["POST"]),
            Route(CURSOR.replace("{epoch}", "{epoch:int}"), self.cursor, methods=["GET"]),
            Route(PACKS, self.packs, methods=["GET"]),
            Route(PACK, self.pack, methods=["GET"]),
            Route(ENROL, self.enrol, methods=["POST"]),
            Route("/health", self.health, methods=["GET"]),
        ]

    async def batches(self, request: Request) -> Response:
        """One batch; its receipt."""
        if self._inside >= AT_ONCE + WAITING:
            return _busy(429, "Hub sedang menerima banyak batch.", LATER_S)
        self._inside += 1
        try:
            data = await _body(request, MAX_ENVELOPE_BYTES)
            expected = (request.path_params["branch"], request.path_params["kiosk"])
            async with self._room:
                outcome = await run_in_threadpool(self._hub.ingest.take, data, Via.NET, expected=expected)
        finally:
            self._inside -= 1
        match outcome:
            case Landed(receipt=receipt):
                self._hub.nudge()
                return Response(receipt, media_type=envelope.MEDIA_TYPE)
            case Gap(last_seq=last_seq, last_hash=last_hash):
                sentence = f"Hub memegang sampai kejadian {last_seq}: lanjutkan dari situ."
                known = last_hash.hex() if last_hash else None
                return _no(409, Answer.GAP, sentence, last_seq=last_seq, last_hash=known)
            case Fork(seq=seq):
                sentence = f"Hub memegang kejadian {seq} yang lain dari kiosk ini."
                return _no(422, Answer.FORK, sentence, seq=seq)

    async def cursor(self, request: Request) -> Response:
        """What the hub holds of one stream, counted, with a receipt for it."""
        path, told = request.path_params, request.headers.get("authorization", "")
        whose = (path["branch"], path["kiosk"], path["epoch"])
        found = await run_in_threadpool(self._hub.cursor, told, request.url.path, *whose)
        return Response(found, media_type=JSON)

    async def packs(self, request: Request) -> Response:
        """The list of packs for a branch; 304 when the kiosk has this very list."""
        branch, told = request.path_params["branch"], request.headers.get("authorization", "")
        listed = await run_in_threadpool(self._hub.pack_list, told, request.url.path, branch)
        etag = f'"{hashlib.sha256(listed).hexdigest()[:32]}"'
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"ETag": etag})
        return Response(listed, media_type=JSON, headers={"ETag": etag})

    async def pack(self, request: Request) -> Response:
        """One pack by the hash of its envelope."""
        path, told = request.path_params, request.headers.get("authorization", "")
        found = await run_in_threadpool(self._hub.pack, told, request.url.path, path["branch"], path["sha256"])
        if found is None:
            return _no(404, "unknown", "Paket ini tidak ada di hub.")
        return Response(found, media_type=envelope.MEDIA_TYPE, headers={"ETag": f'"{path["sha256"]}"'})

    async def enrol(self, request: Request) -> Response:
        """A kiosk introduces itself, or asks how that stands."""
        data = await _body(request, MAX_ENROLMENT_BYTES)
        standing = await run_in_threadpool(self._hub.enrol, data)
        if standing is Standing.REJECTED:
            return _no(403, Answer.REJECTED, "Pusat menolak pendaftaran ini. Buat kode baru kalau itu keliru.")
        status = 200 if standing is Standing.ACCEPTED else 202
        return Response(f'{{"state":"{standing}"}}', status, media_type=JSON)

    async def health(self, _request: Request) -> Response:
        """200 when the database answers: for whatever stands in front."""
        await run_in_threadpool(self._hub.look)
        return Response('{"state":"up"}', media_type=JSON)


def create_app(hub: Hub, more: Sequence[BaseRoute] = ()) -> Starlette:
    """The application; `more` routes (the monitor's pages) beside those of the contract."""

    @asynccontextmanager
    async def living(_app: Starlette) -> AsyncIterator[None]:
        hub.start()
        try:
            yield
        finally:
            await run_in_threadpool(hub.close)

    expected = (HubError, Refused, _TooLarge, TimeoutError, ClientDisconnect)
    handlers = dict.fromkeys(expected, _answer)
    return Starlette(routes=[*Door(hub).routes(), *more], exception_handlers=handlers, lifespan=living)


async def _body(request: Request, longest: int) -> bytes:
    """The body, never more than `longest` bytes of it in memory."""
    told = request.headers.get("content-length", "0")
    if told.isdecimal() and len(told) < 12 and int(told) > longest:
        raise _TooLarge
    pieces, size = [], 0
    async with asyncio.timeout(BODY_WITHIN_S):
        async for piece in request.stream():
            size += len(piece)
            if size > longest:
                raise _TooLarge
            pieces.append(piece)
    return b"".join(pieces)


def _no(status: int, error: str, sentence: str, **more: object) -> Response:
    return Response(refusal(error, sentence, **more), status, media_type=JSON)


def _busy(status: int, sentence: str, within_s: tuple[int, int]) -> Response:
    answer = _no(status, Answer.BUSY, sentence)
    answer.headers["Retry-After"] = str(random.randint(*within_s))  # noqa: S311 - apart, not secret
    return answer


def _answer(request: Request, error: Exception) -> Response:
    """The expected failures as docs/sync.md has them; each is logged once, here."""
    log.warning("%s from %s: %s: %s", request.url.path, _whence(request), type(error).__name__, error)
    match error:
        case Refused(reason=reason):
            answer = _no(413 if reason is Reason.TOO_LARGE else 400, reason.value, str(error))
        case Denied(code=code, status=status):
            answer = _no(status, code, str(error))
        case StoreUnavailable() if not isinstance(error, StoreFull):
            answer = _busy(503, str(error), LATER_S)
        case _TooLarge():
            answer = _no(413, Answer.TOO_LARGE, "Kiriman ini terlalu besar: kirim separuhnya.")
        case TimeoutError():
            answer = _no(408, "too-slow", "Kiriman ini terlalu lambat.")
        case ClientDisconnect():
            answer = Response(status_code=499)  # nobody reads it any more
        case _:
            answer = _busy(503, str(error), WHEN_FULL_S)
    return answer


def _whence(request: Request) -> str:
    return request.client.host if request.client else "?"

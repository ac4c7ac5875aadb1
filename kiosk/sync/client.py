"""Speaking HTTPS with the hub: one question, one bounded answer, by a deadline; never a redirect, never a retry."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import urllib3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.clock import Clock
from kiosk.sync.answers import Accepted, Answer, Busy, Denied, Fork, Gap, TooLarge, Trouble, Unreachable
from kiosk.sync.config import SyncConfig
from kiosk.sync.tls import TlsUnusableError, client_context, what_failed
from kiosk.wire import pack, protocol
from kiosk.wire.envelope import MEDIA_TYPE
from kiosk.wire.fields import read_fields
from kiosk.wire.protocol import Cursor, PackEntry
from kiosk.wire.receipt import open_receipt
from kiosk.wire.refusal import Refused
from kiosk.wire.request import Request, authorization
from kiosk.wire.stream import Stream

CONNECT_S: Final = 10.0
SILENCE_S: Final = 30.0
"""How long the hub may say nothing; it writes a batch in well under a second."""
DEADLINE_S: Final = 120.0
"""For a whole answer, however slowly it drips: a pack over 256 kbit/s takes less."""
MAX_RETRY_AFTER_S: Final = 3600
_PIECE: Final = 16 * 1024
_TOO_SLOW: Final = 408
_KNOWN: Final = {
    "not-enrolled": "Kiosk ini belum diterima pusat. Jalankan: kiosk enroll, lalu bacakan kodenya ke pusat.",
    "revoked": "Kunci kiosk ini sudah dicabut pusat. Nomor tetap jalan; hubungi pusat sebelum mendaftar lagi.",
    "rejected": "Pusat menolak pendaftaran ini. Hubungi pusat, lalu ulangi kiosk enroll.",
}


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    body: bytes
    headers: Mapping[str, str]


class HubClient:
    """The hub at `config.hub_url`, asked as this kiosk. `close` lets the connections go."""

    def __init__(self, config: SyncConfig, key: Ed25519PrivateKey, clock: Clock) -> None:
        if config.hub_url is None:
            raise ValueError("no hub is set")
        self._base = config.hub_url.rstrip("/")
        self._config = config
        self._key = key
        self._clock = clock
        context, self._no_trust = None, ""
        try:
            context = client_context(config) if self._base.startswith("https:") else None
        except TlsUnusableError as error:
            self._no_trust = str(error)
        self._http = urllib3.PoolManager(
            num_pools=2,
            maxsize=1,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_S, read=SILENCE_S),
            ssl_context=context,
        )

    def close(self) -> None:
        """Close every connection."""
        self._http.clear()

    def post_batch(self, stream: Stream, envelope: bytes) -> Answer:
        """Hand in one batch."""
        reply = self._ask("POST", protocol.path(protocol.BATCHES, stream), body=envelope)
        if not isinstance(reply, _Reply):
            return reply
        try:
            return self._read_batch_answer(stream, reply)
        except Refused as error:
            return Unreachable(f"Jawaban pusat tidak dapat dipakai: {error}")

    def cursor(self, stream: Stream) -> Cursor | Trouble:
        """What the hub holds of `stream`."""
        reply = self._ask("GET", protocol.path(protocol.CURSOR, stream), stream=stream)
        if not isinstance(reply, _Reply):
            return reply
        if reply.status != 200:
            return _no(reply)
        try:
            return self._proved(protocol.decode_cursor(reply.body), stream)
        except Refused as error:
            return Unreachable(f"Jawaban pusat tidak dapat dipakai: {error}")

    def pack_list(self, stream: Stream, etag: str) -> tuple[list[PackEntry], str] | Trouble | None:
        """Packs for the branch and the list's tag; None when it is still the list of `etag`."""
        more = {"If-None-Match": etag} if etag else {}
        reply = self._ask("GET", protocol.path(protocol.PACKS, stream), stream=stream, headers=more)
        if not isinstance(reply, _Reply):
            return reply
        if reply.status == 304:
            return None
        if reply.status != 200:
            return _no(reply)
        try:
            return protocol.decode_pack_list(reply.body), reply.headers.get("ETag", "")
        except Refused as error:
            return Unreachable(f"Jawaban pusat tidak dapat dipakai: {error}")

    def pack(self, stream: Stream, sha256: bytes) -> bytes | Trouble:
        """One pack, not looked into yet."""
        where = protocol.path(protocol.PACK, stream, sha256=sha256.hex())
        reply = self._ask("GET", where, stream=stream, longest=pack.MAX_BODY_BYTES + 1024)
        if not isinstance(reply, _Reply):
            return reply
        return reply.body if reply.status == 200 else _no(reply)

    def enrol(self, envelope: bytes) -> str | Trouble:
        """Introduce this kiosk; "waiting" or "accepted"."""
        reply = self._ask("POST", protocol.ENROL, body=envelope)
        if not isinstance(reply, _Reply):
            return reply
        return {200: "accepted", 202: "waiting"}.get(reply.status) or _no(reply)

    def _proved(self, cursor: Cursor, stream: Stream) -> Cursor | Unreachable:
        """A cursor counts only with the hub's signature under the same (seq, hash): no bent answer raises an alarm."""
        if cursor.receipt is not None:
            receipt = open_receipt(cursor.receipt, self._config.hub_keys)
            if (receipt.stream, receipt.upto, receipt.hash) != (stream, cursor.last_seq, cursor.last_hash):
                return Unreachable("Jawaban pusat tidak cocok dengan tanda tangannya.")
        return cursor

    def _read_batch_answer(self, stream: Stream, reply: _Reply) -> Answer:
        if reply.status == 200:
            receipt = open_receipt(reply.body, self._config.hub_keys)
            if receipt.stream != stream:
                return Unreachable("Pusat menjawab dengan tanda terima milik kiosk lain.")
            return Accepted(receipt, reply.body)
        if reply.status == 409:
            fields = read_fields(reply.body)
            last_seq = fields.whole("last_seq")
            return Gap(last_seq, fields.digest("last_hash") if last_seq else None)
        if reply.status == 422:
            return Fork(read_fields(reply.body).whole("seq", least=1))
        return TooLarge() if reply.status == 413 else _no(reply)

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        stream: Stream | None = None,
        headers: Mapping[str, str] | None = None,
        longest: int = protocol.MAX_ANSWER_BYTES,
    ) -> _Reply | Unreachable:
        told = {"User-Agent": f"pasti/{self._config.program}", **(headers or {})}
        if body is not None:
            told["Content-Type"] = MEDIA_TYPE
        if stream is not None:
            request = Request(stream.branch, stream.kiosk, path, self._clock.now_ms())
            told["Authorization"] = authorization(request, self._key)
        return self._exchange(method, path, body, told, longest)

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], longest: int
    ) -> _Reply | Unreachable:
        if self._no_trust:
            return Unreachable(self._no_trust)
        until_ms = self._clock.monotonic_ms() + round(DEADLINE_S * 1000)
        try:
            # In pieces, each with a limit of its own: over a slow line a whole batch takes longer than one may.
            told = headers if body is None else {**headers, "Content-Length": str(len(body))}
            response = self._http.request(
                method,
                self._base + path,
                body=None if body is None else io.BytesIO(body),
                headers=told,
                redirect=False,
                preload_content=False,
            )
            try:
                return self._read(response, longest, until_ms)
            finally:
                response.release_conn()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            return what_failed(error, over_tls=self._base.startswith("https:"))

    def _read(self, response: urllib3.BaseHTTPResponse, longest: int, until_ms: int) -> _Reply | Unreachable:
        pieces, size = [], 0
        for piece in response.stream(_PIECE, decode_content=False):
            size += len(piece)
            pieces.append(piece)
            late = self._clock.monotonic_ms() > until_ms
            if size > longest or late:
                response.close()
                return Unreachable(f"Pusat menjawab terlalu {'lambat' if late else 'panjang'}.", slow=late)
        return _Reply(response.status, b"".join(pieces), response.headers)


def _no(reply: _Reply) -> Trouble:
    if reply.status == _TOO_SLOW:
        return Unreachable("Kiriman ini terlalu lama di jalan.", slow=True)
    if reply.status in (429, 503):
        return Busy(_retry_after(reply.headers.get("Retry-After", "")))
    try:
        told = json.loads(reply.body)
        error, sentence = str(told["error"])[:64], str(told["sentence"])[:300]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Unreachable(f"Pusat menjawab {reply.status} tanpa penjelasan: mungkin proksi di depannya.")
    sentence = "".join(letter if letter.isprintable() else " " for letter in sentence)
    return Denied(error, _KNOWN.get(error, f"Pusat menolak: {sentence}"))


def _retry_after(value: str) -> int:
    return min(int(value), MAX_RETRY_AFTER_S) if value.isascii() and value.isdigit() else 60

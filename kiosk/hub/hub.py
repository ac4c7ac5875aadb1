"""What one worker of the hub is made of, and what may be asked of it; knows no HTTP."""

import logging
import threading
from typing import Final

from kiosk.domain.clock import Clock
from kiosk.hub.enrolment import Standing, ask, key_rings, not_enrolled, revoked
from kiosk.hub.ingest import Ingest
from kiosk.hub.keys import HubKeys
from kiosk.hub.packs import envelope_of, offered, pack_list
from kiosk.hub.projecting import Projector
from kiosk.hub.store import HubStore, Session, StoreUnavailable
from kiosk.hub.streams import end_of, first_kept, held, parked_count
from kiosk.wire.enrolment import open_enrolment
from kiosk.wire.protocol import Cursor, encode_cursor
from kiosk.wire.receipt import Receipt, seal_receipt
from kiosk.wire.refusal import Reason, Refused
from kiosk.wire.request import Request, claimed, open_request
from kiosk.wire.stream import Stream

log = logging.getLogger(__name__)

PROJECT_EVERY_S: Final = 5
"""Another worker, or a stick, may have landed something: looked for without being told."""
_CONTACT: Final = """INSERT INTO contact (branch_id, kiosk_id, heard_ms, clock_ahead_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (branch_id, kiosk_id)
    DO UPDATE SET heard_ms = excluded.heard_ms, clock_ahead_ms = excluded.clock_ahead_ms"""


class Hub:
    """One worker. Keeps no state that another worker would miss."""

    def __init__(self, store: HubStore, clock: Clock, keys: HubKeys) -> None:
        self.store = store
        self.keys = keys
        self.ingest = Ingest(store, clock, keys.receipt)
        self._clock = clock
        self._projector = Projector(store)
        self._wanted = threading.Event()
        self._ending = False
        self._thread: threading.Thread | None = None
        self._counted: dict[Stream, tuple[int, int, int]] = {}

    def start(self) -> None:
        """Begin to project what lands."""
        self._thread = threading.Thread(target=self._project, name="projector")
        self._thread.start()

    def close(self) -> None:
        """Stop projecting and let go of the database."""
        self._ending = True
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()
        self.store.close()

    def nudge(self) -> None:
        """Something has landed."""
        self._wanted.set()

    def look(self) -> None:
        """Raises StoreUnavailable when the database does not answer."""
        self.store.read(lambda session: session.rows("SELECT 1"))

    def enrol(self, data: bytes) -> Standing:
        """A kiosk introduces itself. Raises Refused, HubError."""
        told = open_enrolment(data)
        return self.store.write(lambda session: ask(session, told, self._clock.now_ms()))

    def cursor(self, authorization: str, path: str, branch: str, kiosk: str, epoch: int) -> bytes:
        """What the hub holds of one stream. Raises Refused, Denied."""
        asked = self._authorised(authorization, path, branch)
        if asked.kiosk != kiosk:
            raise Refused(Reason.BAD_HEADER, f"Kiosk {asked.kiosk} bertanya tentang kiosk {kiosk}.")
        stream, now_ms = Stream(branch, kiosk, epoch), self._clock.now_ms()
        self.store.write(lambda session: session.run(_CONTACT, (branch, kiosk, now_ms, asked.wall_ms - now_ms)))
        return encode_cursor(self.store.read(lambda session: self._cursor(session, stream, now_ms)))

    def pack_list(self, authorization: str, path: str, branch: str) -> bytes:
        """What is offered to the branch of whoever asks. Raises Refused, Denied."""
        self._authorised(authorization, path, branch)
        return self.store.read(lambda session: pack_list(session, branch, self._clock.now_ms()))

    def pack(self, authorization: str, path: str, branch: str, sha256: str) -> bytes | None:
        """One pack, None when there is none. Raises Refused, Denied."""
        self._authorised(authorization, path, branch)
        return self.store.read(lambda session: envelope_of(session, branch, sha256))

    def packs_of(self, branch: str) -> list[tuple[str, str, int, bytes]]:
        """What is offered to `branch`, to be put on a stick: whose, kind, version, envelope."""

        def look(session: Session) -> list[tuple[str, str, int, bytes]]:
            found = offered(session, branch, self._clock.now_ms())
            return [
                (one.branch_id, one.kind, one.version, envelope_of(session, branch, one.sha256) or b"") for one in found
            ]

        return self.store.read(look)

    def _authorised(self, authorization: str, path: str, branch: str) -> Request:
        told = claimed(authorization)
        if told.path != path or told.branch != branch:
            raise Refused(Reason.BAD_HEADER, "Permintaan ini ditandatangani untuk alamat lain.")
        in_force, taken_back = self.store.read(lambda session: key_rings(session, told.branch, told.kiosk))
        try:
            return open_request(authorization, in_force)
        except Refused as refused:
            if refused.reason is not Reason.UNKNOWN_KEY:
                raise
        try:
            open_request(authorization, taken_back)
        except Refused:
            raise not_enrolled(told.branch, told.kiosk) from None
        raise revoked(told.branch, told.kiosk)

    def _cursor(self, session: Session, stream: Stream, now_ms: int) -> Cursor:
        end = end_of(session, stream)
        if end.last_seq == 0:
            return Cursor(0, None, 0, 0, 0, now_ms, None)
        first = first_kept(session, stream)
        # Each row is really counted, but once: a stream of a year has millions, and its kiosk asks every five minutes.
        before, upto, events = self._counted.get(stream, (first, first - 1, 0))
        if before != first or upto > end.last_seq:  # the latter: the database was put back under this worker
            upto, events = first - 1, 0
        events += held(session, stream, upto, end.last_seq)
        self._counted[stream] = (first, end.last_seq, events)
        parked = parked_count(session, stream)
        # What this look sees was committed before it: a receipt may tell it.
        receipt = seal_receipt(Receipt(stream, end.last_seq, end.last_hash, now_ms, parked), self.keys.receipt)
        return Cursor(end.last_seq, end.last_hash, first, events, parked, now_ms, receipt)

    def _project(self) -> None:
        while not self._ending:
            self._wanted.clear()
            try:
                self._projector.catch_up()
            except StoreUnavailable as error:
                log.warning("not projected for now: %s", error)
            except Exception:
                log.exception("projecting failed; what has landed is safe")
            self._wanted.wait(PROJECT_EVERY_S)

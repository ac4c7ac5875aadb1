"""The thread of synchronisation inside the running kiosk: runs by the timetable, errands when TI asks."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Final

from kiosk.store.errors import StoreError
from kiosk.sync.errands import SyncDesk, Told
from kiosk.sync.report import Outcome, Progress
from kiosk.sync.schedule import Cause, Timetable

LOG = logging.getLogger(__name__)
LOOK_EVERY_S: Final = 15.0
"""How often the timetable is looked at; a look costs nothing."""
ROUTINE: Final = "routine"
"""Done every few seconds: not worth a line of the log, and nobody asks for the answer."""
_REACHED: Final = {Outcome.SYNCED.value, Outcome.FORKED.value, Outcome.MISMATCH.value}

Errand = Callable[[SyncDesk], Told]


class Syncer:
    """`start`, `submit` errands from any thread, `look` at the newest one, `close`. One errand at a time."""

    def __init__(self, open_desk: Callable[[Callable[[float], bool]], SyncDesk]) -> None:
        """`open_desk(pause)` is called on the thread of its own, where the reader's connection is to live."""
        self._open_desk = open_desk
        self._errands: SimpleQueue[tuple[int, str, Errand] | None] = SimpleQueue()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._count = 0
        self._now: Told = {}
        self._answers: dict[int, Told] = {}
        self._thread = threading.Thread(target=self._run, name="sync")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Stop after the request that is under way; what was not sent waits on the disk."""
        self._stop.set()
        self._errands.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def submit(self, name: str, errand: Errand) -> int:
        """Have `errand` done in its turn; its number, to ask `look` by. A chore of the house is a ROUTINE."""
        with self._lock:
            self._count += 1
            number = self._count
        self._errands.put((number, name, errand))
        return number

    def look(self, number: int) -> dict[str, Any]:
        """{"done": the answer} once there is one, {"running": what is under way} before."""
        with self._lock:
            answer = self._answers.get(number)
            return {"running": dict(self._now)} if answer is None else {"done": answer}

    def tell(self, progress: Progress) -> None:
        """Keep where the run under way is, for `look`."""
        with self._lock:
            self._now |= {
                "stage": progress.stage.value,
                "total": progress.total,
                "events": progress.events,
                "bytes": progress.sent_bytes,
            }

    def _run(self) -> None:
        try:
            desk = self._open_desk(self._stop.wait)
        except StoreError:
            LOG.exception("sync-store-unreadable")
            return
        try:
            self._serve(desk)
        finally:
            desk.close()

    def _serve(self, desk: SyncDesk) -> None:
        config = desk.config
        table = Timetable(desk.name, config.window, config.trickle_min, desk.local_now(), desk.clock.monotonic_ms())
        while not self._stop.is_set():
            try:
                waiting = self._errands.get(timeout=LOOK_EVERY_S)
            except Empty:
                self._by_the_timetable(desk, table)
                continue
            if waiting is not None:
                number, name, errand = waiting
                self._answer(number, name, partial(errand, desk))

    def _by_the_timetable(self, desk: SyncDesk, table: Timetable) -> None:
        cause = table.due(desk.local_now(), desk.clock.monotonic_ms())
        if cause is None or desk.config.hub_url is None:
            return
        told = self._answer(0, cause.value, lambda: desk.sync(cause, self.tell))
        reached = told.get("outcome") in _REACHED
        retry = int(told.get("retry_after_s", 0))
        table.ran(desk.local_now(), desk.clock.monotonic_ms(), reached=reached, retry_after_s=retry)
        if cause is Cause.WINDOW and told.get("outcome") == Outcome.SYNCED:
            self._answer(0, "tidy", lambda: {"ok": True, "deleted": desk.tidy()})

    def _answer(self, number: int, name: str, errand: Callable[[], Told]) -> Told:
        with self._lock:
            self._now = {"errand": name}
        try:
            told = errand()
        except StoreError as error:
            told = {"ok": False, "sentence": f"Penyimpanan kiosk tidak dapat dipakai: {error}"}
        except Exception:  # a fault of one errand must not end the thread: the next night tries again
            LOG.exception("sync-errand-failed", extra={"fields": {"errand": name}})
            told = {"ok": False, "sentence": "Kesalahan program; lihat catatan kiosk."}
        if name != ROUTINE:
            LOG.info("sync-errand", extra={"fields": {"errand": name, "ok": told["ok"]}})
        with self._lock:
            self._now = {}
            if number and name != ROUTINE:
                self._answers = {**dict(list(self._answers.items())[-16:]), number: told}
        return told

"""The lists that come out on the office's A4 printer: one thread that waits for CUPS, so that nobody else does."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Final

from kiosk.domain.branch import Branch
from kiosk.domain.checklist import Checklist, Held
from kiosk.domain.clock import Clock
from kiosk.domain.texts import Texts
from kiosk.slips import checklist_pdf
from printers.a4 import A4Error, A4Trouble, OfficePrinter

LOOK_EVERY_S: Final = 60.0
"""While nothing is to print: whether the printer would, and whether what was left behind can be taken back now."""
CLOSES_WITHIN_S: Final = 10.0
"""A few of CUPS's programs, each with its own deadline."""
TITLE: Final = "Daftar surat"
"""In CUPS's history for everybody to read: it names no case."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Page:
    checklist: Checklist
    held: dict[str, Held]
    done: Callable[[bool], None]
    given_up: Event = field(default_factory=Event)


class Office:
    """One queue of CUPS, or none. Pages are made and kept in memory only, and only while they are on their way."""

    def __init__(self, queue: str, branch: Branch, texts: Texts, clock: Clock, fonts: Path) -> None:
        """`queue`: empty when there is no such printer; `fonts`: the folder assets/fonts."""
        self._branch, self._texts, self._clock, self._fonts = branch, texts, clock, fonts
        self._printer = OfficePrinter(queue, clock.monotonic_ms, self._pause)
        self._tasks: SimpleQueue[_Page | None] = SimpleQueue()
        self._open_pages: list[Event] = []
        self._in_work = Event()
        self._left_behind = False
        self._state = "unknown" if queue else "none"
        self._thread = Thread(target=self._run, name="office", daemon=True) if queue else None

    @property
    def state(self) -> str:
        """`none`, `unknown` before anybody looked, `ready`, or why it does not print (A4Trouble)."""
        return self._state

    def start(self) -> None:
        """Begin to print, after whatever an earlier run left in the queue was taken back."""
        if self._thread is not None:
            self._thread.start()

    def print_list(self, checklist: Checklist, held: dict[str, Held], done: Callable[[bool], None]) -> bool:
        """False at once when there is no A4 printer. Else `done` is told on another thread: True when the list is on
        A4, False when it is not and will not be. What was given up by `give_up` is told of no more.
        """
        if self._thread is None:
            return False
        page = _Page(checklist, held, done)
        self._open_pages.append(page.given_up)
        self._tasks.put(page)
        return True

    def give_up(self) -> None:
        """Nobody waits for these pages any more: what is not on paper yet is taken back. On the thread that asks."""
        for given_up in self._open_pages:
            given_up.set()
        self._open_pages.clear()

    def close(self) -> None:
        """Take back what is on its way and end the thread."""
        self.give_up()
        if self._thread is not None and self._thread.is_alive():
            self._tasks.put(None)
            self._thread.join(CLOSES_WITHIN_S)

    def _run(self) -> None:
        self._look(clear=True)
        while self._next():
            pass

    def _next(self) -> bool:
        """One page, or a look around; no name here outlives it. False when there is nothing to wait for any more."""
        try:
            page = self._tasks.get(timeout=LOOK_EVERY_S)
        except Empty:
            self._look(clear=self._left_behind)
            return True
        if page is not None and not page.given_up.is_set():
            self._print(page)
        return page is not None

    def _look(self, *, clear: bool) -> None:
        if clear:
            self._left_behind = not self._printer.clear()
        self._note(self._printer.trouble())

    def _print(self, page: _Page) -> None:
        self._in_work = page.given_up
        try:
            self._printer.print_page(self._compose(page), TITLE)
        except A4Error as error:
            self._left_behind = self._left_behind or error.left_behind
            if error.trouble is not A4Trouble.TAKEN_BACK:
                self._note(error.trouble)
            printed = False
        except Exception as error:  # a list that cannot be drawn as a page can still go to the roll
            _log.error("a4-failed", exc_info=error)
            printed = False
        else:
            self._note(None)
            printed = True
        if not page.given_up.is_set():
            page.done(printed)

    def _compose(self, page: _Page) -> bytes:
        now_ms = self._clock.now_ms()
        return checklist_pdf(page.checklist, page.held, self._branch, self._texts, printed_ms=now_ms, fonts=self._fonts)

    def _pause(self, ms: int) -> None:
        if self._in_work.wait(ms / 1000):
            raise A4Error(A4Trouble.TAKEN_BACK)

    def _note(self, trouble: A4Trouble | None) -> None:
        state = "ready" if trouble is None else trouble.value
        if state != self._state:
            self._state = state
            level = logging.INFO if trouble is None else logging.WARNING
            _log.log(level, "a4-printer", extra={"fields": {"state": state}})

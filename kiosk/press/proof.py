"""Whether anybody knows how the paper lies: kept in the store, so that a restart does not print on its back."""

import logging
from threading import Lock

from kiosk.domain.clock import Clock
from kiosk.store.errors import StoreError
from kiosk.store.rolls import is_unproven, mark_proven, mark_unproven
from kiosk.store.writer import Writer
from printers.status import Cover, Paper

STEADY_LOOKS = 2
"""A sensor that flickers once has not seen the end of the paper."""

_log = logging.getLogger(__name__)


class PaperProof:
    """What is said counts at once; `catch_up` on the print thread writes it down, and again while a disk refuses."""

    def __init__(self, writer: Writer, clock: Clock) -> None:
        """Nothing is known before the first `catch_up`; until then the paper is in doubt."""
        self._writer = writer
        self._clock = clock
        self._lock = Lock()
        self._unproven: bool | None = None
        self._written: bool | None = None
        self._looks_without_paper = 0

    @property
    def unproven(self) -> bool:
        """The printer was opened, and no test strip was read since. From any thread."""
        return self._unproven is not False

    def seen(self, cover: Cover, paper: Paper) -> None:
        """What the sensors tell: an open cover, or paper after there was none, means hands at the roll."""
        ended = self._looks_without_paper >= STEADY_LOOKS and paper in (Paper.ENOUGH, Paper.LOW)
        if paper is Paper.OUT:
            self._looks_without_paper += 1
        elif paper is not Paper.UNKNOWN:
            self._looks_without_paper = 0
        if ended or cover is Cover.OPEN:
            self.say(unproven=True)
            self.catch_up()

    def say(self, *, unproven: bool) -> None:
        """The printer was opened or a strip is printed, or a strip was read. From any thread."""
        with self._lock:
            self._unproven = unproven

    def catch_up(self) -> None:
        """Read what the process before has left; write what was said since."""
        try:
            if self._written is None:
                self._read()
            self._write()
        except StoreError as error:
            _log.warning("paper-proof-waits-for-disk", extra={"fields": {"error": type(error).__name__}})

    def _read(self) -> None:
        self._written = self._writer.submit(is_unproven).result()
        with self._lock:
            if self._unproven is None:
                self._unproven = self._written

    def _write(self) -> None:
        unproven = self.unproven
        if unproven is not self._written:
            mark = mark_unproven if unproven else mark_proven
            self._writer.submit(lambda db: mark(db, self._clock)).result()
            self._written = unproven

"""The screen's thread never waits for printer or disk: measured while the printer is dead, mute, late or slow."""

import threading
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from kiosk.ops.clock import SystemClock
from kiosk.ui.touring import comes_true
from kiosk.visit.view import ScreenId
from printers.faults import Fault
from tests.ui.front import lobby

MOST_MS = 50
EVERY_MS = 5


class Watchdog:
    """Ticks on the screen's thread, and beside it on one of its own, which tells what the machine itself lost.

    A wait for printer, disk or lock lets the other thread run on; a busy machine stops both, or lets the screen's
    thread wait for a processor, which the kernel counts. What the screen's thread itself computes is never taken off.
    """

    def __init__(self) -> None:
        self._clock = SystemClock()
        self._screen: list[tuple[int, int]] = []
        self._waits = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._beside: list[int] = []
        self._over = threading.Event()
        self._timer = QTimer()
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(lambda: self._screen.append((self._clock.monotonic_ms(), self._queued_ms())))
        self._thread = threading.Thread(target=self._run, name="watchdog")

    def start(self) -> None:
        self._thread.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(EVERY_MS / 1000):
            self._beside.append(self._clock.monotonic_ms())

    def worst_ms(self) -> int:
        """The longest the screen's thread stood still while the machine did not."""
        return max(
            (
                end - begin - max(self._lost(begin, end), queued - before)
                for (begin, before), (end, queued) in pairwise(self._screen)
            ),
            default=0,
        )

    def _queued_ms(self) -> int:
        """How long the screen's thread has waited for a processor (the kernel's sched-stats)."""
        return int(self._waits.read_text(encoding="ascii").split()[1]) // 1_000_000 if self._waits.exists() else 0

    def _lost(self, begin: int, end: int) -> int:
        first = max(0, bisect_right(self._beside, begin) - 1)
        last = bisect_right(self._beside, end) + 1
        return sum(gap for one, other in pairwise(self._beside[first:last]) if (gap := other - one) > 3 * EVERY_MS)


@contextmanager
def watched() -> Iterator[Watchdog]:
    dog = Watchdog()
    dog.start()
    try:
        yield dog
    finally:
        dog.stop()


def _let_pass(ms: int) -> None:
    clock = SystemClock()
    until_ms = clock.monotonic_ms() + ms
    assert comes_true(lambda: clock.monotonic_ms() >= until_ms)


@pytest.mark.parametrize(
    "fault", [Fault.CABLE_PULLED, Fault.MUTE, Fault.LATE, Fault.SLOW, Fault.GARBAGE, Fault.PAPER_OUT, Fault.COVER_OPEN]
)
def test_a_printer_in_trouble_never_stops_the_screen(tmp_path: Path, qtbot: QtBot, fault: Fault) -> None:
    with lobby(tmp_path, width=270, height=480) as place:
        place.touch("start", "take", "need:jht")
        place.front.stage.grab()
        with watched() as dog:
            place.printer.turn(fault, True)
            place.touch("take-number")
            assert comes_true(lambda: place.front.kiosk.visit.state.number is not None)
            place.front.kiosk.chores()
            _let_pass(1500)
            place.printer.turn(fault, False)
            _let_pass(500)
        assert place.screen is not ScreenId.OUT_OF_SERVICE
        assert dog.worst_ms() <= MOST_MS


def test_the_watchdog_notices_a_screen_that_waits(qtbot: QtBot) -> None:
    with watched() as dog:
        _let_pass(50)
        QTimer.singleShot(10, lambda: threading.Event().wait(0.4))
        _let_pass(600)
    assert dog.worst_ms() > MOST_MS

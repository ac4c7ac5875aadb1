"""A whole kiosk for the bench: real store, press and slips, the real stage offscreen, touched like a panel is."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk import app
from kiosk.domain.calendar import opening
from kiosk.ops.clock import ShiftedClock, SystemClock
from kiosk.visit.view import ScreenId
from kiosk.window import Front, application
from printers.transport.base import Transport
from tests.rules import ROOT

WIDTH_PX, HEIGHT_PX = 1080, 1920
LIMIT_S = 10.0
LEAST_SLIP_BYTES = 200
"""Longer than any question to the printer, shorter than any slip."""
A_BREATH_MS = 500
"""Between two taps of a person; the guard against double taps has let go by then."""
A_PAUSE_MS = 5_000
"""Between two people: the hand of the one before is no longer waited for."""

SHORTEST = {  # from the first touch to a number in the hand, and the way out
    ScreenId.ATTRACT: "start",
    ScreenId.FORK: "take",
    ScreenId.NEED: "need:jht",
    ScreenId.PROMISE: "take-number",
    ScreenId.DONE: "finish",
    ScreenId.FAREWELL: "new-visit",
}
PASSING = (ScreenId.TAKING, ScreenId.PRINTING)


class SkippingClock(SystemClock):
    """The machine's time plus what was skipped of it."""

    def __init__(self) -> None:
        self.skipped_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.skipped_ms

    def now(self) -> datetime:
        return super().now() + timedelta(milliseconds=self.skipped_ms)

    def monotonic_ms(self) -> int:
        return super().monotonic_ms() + self.skipped_ms


class Listening:
    """A transport that notes when which bytes had been handed over."""

    def __init__(self, inner: Transport, written: list[tuple[float, bytes]]) -> None:
        self._inner = inner
        self._written = written

    @property
    def two_way(self) -> bool:
        return self._inner.two_way

    def open(self, within_ms: int) -> None:
        self._inner.open(within_ms)

    def write(self, data: bytes, within_ms: int) -> None:
        self._inner.write(data, within_ms)
        self._written.append((time.perf_counter(), data))

    def read(self, within_ms: int) -> bytes:
        return self._inner.read(within_ms)

    def close(self) -> None:
        self._inner.close()


class Painted(QObject):
    """Counts what the widgets of a window have painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.count = 0
        self._window = window
        application().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Looks on, eats nothing."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.window() is self._window:
            self.count += 1
        return False


@dataclass(frozen=True, slots=True)
class Visit:
    """Seconds from each tap until its screen was painted, and from the tap for a number until the slip was sent."""

    painted_s: list[float]
    sent_s: float


class House:
    """One kiosk, its stage on screen. `tap` is a finger; everything below it is real."""

    def __init__(self, folder: Path, printer_url: str = "virtual:") -> None:
        """Data goes into `folder`; the day begins ten minutes after the counters open."""
        self.written: list[tuple[float, bytes]] = []
        self._listen()
        furnishing = app.furnish()
        told = {"kiosk.data_dir": str(folder), "printer.url": printer_url}
        settings = app.read_settings(ROOT / "kiosk.toml", furnishing, told)
        self._skipping = SkippingClock()
        opens = opening(self._skipping.now(), settings.branch.hours, settings.branch.zone).opens_at
        assert opens is not None
        clock = ShiftedClock(self._skipping, opens + timedelta(minutes=10) - self._skipping.now())
        self.front = Front(settings, furnishing, clock, motion=False)
        self.stage = self.front.stage
        self.stage.resize(WIDTH_PX, HEIGHT_PX)
        self.painted = Painted(self.stage)
        self.lifted_at = 0.0
        self._finger = QTest.createTouchDevice()
        self.stage.show()
        self.front.start()

    @property
    def screen(self) -> ScreenId:
        """What is shown."""
        return self.front.kiosk.visit.view().screen

    def tap(self, choice_id: str) -> float:
        """Touch a control; seconds from the finger leaving the glass until the next screen is painted."""
        self._skip()
        control = next(control for control in self.stage.controls() if control.objectName() == choice_id)
        spot: QPoint = control.mapTo(self.stage, control.rect().center())
        window = self.stage.windowHandle()
        QTest.touchEvent(window, self._finger).press(0, spot, window).commit()
        application().processEvents()
        before = self.stage.view
        painted = self.painted.count
        self.lifted_at = started = time.perf_counter()
        QTest.touchEvent(window, self._finger).release(0, spot, window).commit()
        self._until(lambda: self.stage.view is not before and self.painted.count > painted, choice_id)
        application().processEvents()
        return time.perf_counter() - started

    def pass_by(self) -> None:
        """Wait until a screen is shown that asks something."""
        self._until(lambda: self.screen not in PASSING, "the house")

    def shortest_visit(self) -> Visit:
        """To a number and out again by touch."""
        painted, taken_at = [], 0.0
        for screen, choice in SHORTEST.items():
            self.pass_by()
            assert self.screen is screen, f"{self.screen} instead of {screen}"
            painted.append(self.tap(choice))
            if screen is ScreenId.PROMISE:
                taken_at = self.lifted_at
        self._until(lambda: self._slip_left_at(taken_at) is not None, "the press")
        return Visit(painted, (self._slip_left_at(taken_at) or 0.0) - taken_at)

    def quick_visit(self) -> None:
        """The same without a finger and without waiting for the picture, for thousands of them."""
        for screen, choice in SHORTEST.items():
            self.pass_by()
            assert self.screen is screen, f"{self.screen} instead of {screen}"
            self._skip()
            self.stage.chosen.emit(choice)
            application().processEvents()

    def _slip_left_at(self, since: float) -> float | None:
        """When the last byte of the first slip after `since` had been handed to the transport."""
        return next((at for at, data in self.written if at > since and len(data) >= LEAST_SLIP_BYTES), None)

    def close(self) -> None:
        """As at the end of a day."""
        self.front.close()

    def _skip(self) -> None:
        self._skipping.skipped_ms += A_PAUSE_MS if self.screen is ScreenId.ATTRACT else A_BREATH_MS

    def _listen(self) -> None:
        make = app.transport_factory

        def listening(*args: object) -> Callable[[], Transport]:
            factory = make(*args)  # type: ignore[arg-type]
            return lambda: Listening(factory(), self.written)

        app.transport_factory = listening  # type: ignore[assignment]

    def _until(self, reached: Callable[[], bool], what: str) -> None:
        limit = time.perf_counter() + LIMIT_S
        while not reached():
            application().processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # the face ticks
            assert time.perf_counter() < limit, f"nothing came of {what!r} on {self.screen}"

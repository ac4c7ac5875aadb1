"""A participant made of touches: finds a control on the stage, touches it in its middle, looks at what comes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest

from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.stage import Stage
from kiosk.visit.view import ScreenId

PATIENCE_MS = 10_000
"""The longest a screen may take to come, on a machine that is busy with other things."""
NEXT_PAGE = "page:next"


class LostError(Exception):
    """The way through the screens is broken: a control or a screen is missing."""


def comes_true(condition: Callable[[], bool]) -> bool:
    """Let Qt work until `condition` holds; False when it does not within PATIENCE_MS."""
    deadline = QDeadlineTimer(PATIENCE_MS)
    loop = QEventLoop()
    while not condition():
        if deadline.hasExpired():
            return False
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return True


class Tourist:
    """Touches one stage; keeps a picture of every screen it passes in `pictures`."""

    def __init__(self, stage: Stage, pictures: Path, rest: Callable[[], None]) -> None:
        """`rest` lets the time between two touches pass on the stage's clock."""
        self._stage = stage
        self._pictures = pictures
        self._rest = rest
        self._finger: QPointingDevice = QTest.createTouchDevice()
        self.taken: list[Path] = []

    def touch(self, choice_id: str) -> None:
        """Touch the control of `choice_id`, turning pages until it is there. LostError when it never is."""
        while (control := self._find(choice_id)) is None:
            further = self._find(NEXT_PAGE)
            if further is None:
                raise LostError(f"pada layar '{self._screen()}' tidak ada tombol '{choice_id}'")
            self._press(further)
        self._press(control)

    def expect(self, *screens: ScreenId) -> ScreenId:
        """Wait until one of `screens` is shown and take its picture. LostError when none comes."""
        if not comes_true(lambda: self._screen() in screens):
            wanted = " atau ".join(screen.value for screen in screens)
            raise LostError(f"layar '{wanted}' tidak datang; yang tampil '{self._screen()}'")
        screen = self._screen()
        if screen is None:
            raise LostError("tidak ada layar yang tampil")
        self.look(screen.value)
        return screen

    def look(self, name: str) -> None:
        """Keep a picture of the stage as it is."""
        file = self._pictures / f"{len(self.taken) + 1:02d}-{name}.png"
        self._stage.grab().save(str(file))
        self.taken.append(file)

    def _screen(self) -> ScreenId | None:
        view = self._stage.view
        return None if view is None else view.screen

    def _find(self, choice_id: str) -> Pressable | None:
        for control in self._stage.controls():
            if control.objectName() == choice_id:
                return control
        return None

    def _press(self, control: Pressable) -> None:
        self._rest()
        middle = control.mapTo(self._stage, QPoint(control.width() // 2, control.height() // 2))
        QTest.touchEvent(self._stage, self._finger).press(0, middle, self._stage).commit()
        QTest.touchEvent(self._stage, self._finger).release(0, middle, self._stage).commit()

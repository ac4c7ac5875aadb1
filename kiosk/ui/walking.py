"""The kiosk without touch: the focus walks from control to control, Enter chooses (R-AUD-4)."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent

from kiosk.ui.keys import Burst, Move, meaning_of
from kiosk.ui.kit.pressable import WALKED, Pressable


class Walker(QObject):
    """What a key press does on the screen that is shown."""

    typed = Signal(str)
    walked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.dropped = 0
        """How many key presses the allow-list has dropped."""
        self._burst = Burst(self)
        self._burst.done.connect(self.typed)

    def press(self, event: QKeyEvent, controls: Sequence[Pressable], *, typing: bool) -> None:
        """One key press among `controls`; `typing` where a code is asked for."""
        match meaning_of(event, typing=typing):
            case Move.FORWARD:
                self._walk(controls, 1)
            case Move.BACK:
                self._walk(controls, -1)
            case Move.CHOOSE:
                self._choose(controls)
            case Move.TYPE:
                self._burst.add(event.text())
            case None:
                self.dropped += 1

    def forget(self) -> None:
        """Drop what a scanner has typed so far."""
        self._burst.forget()

    def _choose(self, controls: Sequence[Pressable]) -> None:
        if self._burst.end():
            return
        focused = next((control for control in controls if control.hasFocus()), None)
        if focused is not None:
            focused.activate()

    def _walk(self, controls: Sequence[Pressable], by: int) -> None:
        if not controls:
            return
        at = next((index for index, control in enumerate(controls) if control.hasFocus()), None)
        following = (0 if by > 0 else -1) if at is None else (at + by) % len(controls)
        controls[following].setFocus(WALKED)
        self.walked.emit()

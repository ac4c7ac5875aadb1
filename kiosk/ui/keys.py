"""Which keys a kiosk hears at all (R-LOCK-1): walking the focus, choosing, and typing or scanning a code."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

BURST_MS: Final = 80
"""A scanner types faster than this; what came in one go is handed on in one piece."""
MOST_TYPED: Final = 600


class Move(Enum):
    """What an allowed key does."""

    FORWARD = "forward"
    BACK = "back"
    CHOOSE = "choose"
    TYPE = "type"


_FORWARD = (Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Right)
_BACK = (Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Left)
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = Qt.KeyboardModifier.NoModifier
_PAD = Qt.KeyboardModifier.KeypadModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def meaning(key: int, modifiers: Qt.KeyboardModifier, text: str, *, typing: bool) -> Move | None:
    """What a key press means here; None: nothing, it is dropped. `typing`: a code is being entered."""
    if key == Qt.Key.Key_Backtab and modifiers in (_PLAIN, _SHIFT):
        return Move.BACK
    if modifiers in (_PLAIN, _PAD):
        for keys, move in ((_FORWARD, Move.FORWARD), (_BACK, Move.BACK), (_CHOOSE, Move.CHOOSE)):
            if key in keys:
                return move
    if typing and modifiers in (_PLAIN, _PAD, _SHIFT) and _typable(text):
        return Move.TYPE
    return None


def meaning_of(event: QKeyEvent, *, typing: bool) -> Move | None:
    """The same for an event of Qt; a key held down repeats nothing."""
    if event.isAutoRepeat():
        return None
    return meaning(event.key(), event.modifiers(), event.text(), typing=typing)


def _typable(text: str) -> bool:
    return len(text) == 1 and text.isprintable()


class Burst(QObject):
    """Collects what a scanner types; `done` carries it in one piece."""

    done = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._text = ""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self.end)

    def add(self, text: str) -> None:
        """One more character."""
        self._text = (self._text + text)[:MOST_TYPED]
        self._quiet.start(BURST_MS)

    def end(self) -> bool:
        """Hand on what has come; False when nothing has."""
        self._quiet.stop()
        text, self._text = self._text, ""
        if text:
            self.done.emit(text)
        return bool(text)

    def forget(self) -> None:
        """Drop what has come."""
        self._quiet.stop()
        self._text = ""

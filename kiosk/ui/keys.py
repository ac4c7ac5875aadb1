"""Which keys a kiosk hears at all (R-LOCK-1): walking the focus, choosing, and typing or scanning a code."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


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

"""Turning pages where not everything fits: two large buttons and where one is; never a scroll."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.button import Button
from kiosk.ui.kit.guard import Guard
from kiosk.ui.kit.words import Words
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.visit.view import Choice, ChoiceKind

PREVIOUS: Final = "page:previous"
NEXT: Final = "page:next"


class Pager:
    """The controls; where they go is the page's affair."""

    def __init__(self, look: Look, guard: Guard, parent: QWidget) -> None:
        self.previous = Button(look, guard, parent)
        self.next = Button(look, guard, parent)
        self.place = Words(look, parent)

    def say(self, look: Look, previous: str, following: str, place: str) -> None:
        """Take the words in the language of the visit."""
        for piece in (self.previous, self.next, self.place):
            piece.set_look(look)
        self.previous.offer(Choice(PREVIOUS, previous, ChoiceKind.QUIET, icon="previous"))
        self.next.offer(Choice(NEXT, following, ChoiceKind.PRIMARY, icon="next"))
        self.place.say(place, Role.CAPTION, ink="ink2", align=Qt.AlignmentFlag.AlignHCenter)

    def hide(self) -> None:
        """Nothing to turn."""
        for piece in (self.previous, self.next, self.place):
            piece.hide()

"""The head of a screen: steps, title, lead, and a drawing where there is room for one."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.drawing_plate import DrawingPlate
from kiosk.ui.kit.step_dots import StepDots
from kiosk.ui.kit.words import Words
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.visit.view import View

_LEAST_DRAWING_MM = 42.0
_MOST_DRAWING_MM = 120.0


class Head:
    """Pieces of one page, laid out again for each view."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        self.steps = StepDots(look, parent)
        self.title = Words(look, parent)
        self.lead = Words(look, parent)
        self.drawing = DrawingPlate(look, parent)
        self._look = look
        self._picture = ""
        self._title = ""

    def say(self, look: Look, view: View, lead: str, picture: str) -> None:
        """Take title and steps of `view`, and `lead`; `picture` is an illustration's stem."""
        self._look = look
        for piece in (self.steps, self.title, self.lead, self.drawing):
            piece.set_look(look)
        at, of = view.step if view.step is not None else (0, 0)
        self.steps.say(view.step_text, at, of)
        self._title = view.title
        self.title.say(view.title, Role.TITLE, ground="head", most_px=look.px(52 if look.landscape else 72))
        self.lead.say(lead, Role.BODY, ink="ink2", ground="head")
        has = look.pictures.has(f"illustrations/{picture}") if picture else False
        self._picture = picture if has else ""
        self.drawing.show_drawing(self._picture)

    def without_picture(self) -> None:
        """The drawing is shown elsewhere."""
        self._picture = ""

    @property
    def picture(self) -> str:
        """The illustration's stem; empty when there is none."""
        return self._picture

    def give_up_lead(self, rect: QRect) -> str:
        """The lead, given up where a rail cannot hold it; empty where it can."""
        if not self._look.landscape or self._least_height(rect.width()) <= rect.height():
            return ""
        text = self.lead.accessibleName()
        self.lead.say("", Role.BODY)
        return text

    def _least_height(self, width: int) -> int:
        """With the title as small as it gets."""
        self.title.say(self._title, Role.TITLE, ground="head", most_px=1)
        height = self._words_height(width)
        self.title.say(self._title, Role.TITLE, ground="head", most_px=self._look.px(52))
        return height

    def height_for(self, width: int) -> int:
        """Height of the words in px."""
        return self._words_height(width)

    def wish_for(self, width: int) -> int:
        """The height in px with a drawing beside the words; that of the words when there is none."""
        if not self._picture:
            return self._words_height(width)
        side = self._look.px(64)
        return max(self._words_height(width - side), side)

    def lay(self, rect: QRect) -> None:
        """Into `rect`: in portrait words at the left and a drawing at the right, in a rail one under the other."""
        if self._look.landscape:
            self._lay_rail(rect)
        else:
            self._lay_wide(rect)

    def forget(self) -> None:
        """Drop the words."""
        self._title = ""
        for piece in (self.steps, self.title, self.lead, self.drawing):
            piece.forget()

    def _shown(self) -> list[tuple[StepDots | Words, int]]:
        """(piece, px of room under it)."""
        pieces: list[tuple[StepDots | Words, int]] = []
        if self.steps.accessibleName():
            pieces.append((self.steps, self._look.px(3)))
        pieces.append((self.title, self._look.px(2)))
        if self.lead.accessibleName():
            pieces.append((self.lead, 0))
        return pieces

    def _words_height(self, width: int) -> int:
        return sum(piece.height_for(width) + room for piece, room in self._shown())

    def _lay_words(self, left: int, top: int, width: int) -> None:
        for piece in (self.steps, self.lead):
            piece.hide()
        y = top
        for piece, room in self._shown():
            high = piece.height_for(width)
            piece.place(QRect(left, y, width, high))
            y += high + room

    def _lay_wide(self, rect: QRect) -> None:
        least, most = self._look.px(_LEAST_DRAWING_MM), self._look.px(_MOST_DRAWING_MM)
        side = min(rect.height(), most, round(rect.width() * 0.44))
        words_width = rect.width()
        beside = rect.width() - side - self._look.px(4)
        if self._picture and side >= least and self._words_height(beside) <= rect.height():
            words_width = beside
            self.drawing.place(QRect(rect.right() + 1 - side, rect.bottom() + 1 - side, side, side))
        else:
            self.drawing.hide()
        high = self._words_height(words_width)
        top = rect.bottom() + 1 - high
        if not self.drawing.isHidden():
            low = rect.bottom() + 1 - high - self._look.px(4)
            top = max(rect.top(), min(low, round(self.drawing.geometry().center().y() - high / 2 + side * 0.12)))
        self._lay_words(rect.x(), top, words_width)

    def _lay_rail(self, rect: QRect) -> None:
        high = self._words_height(rect.width())
        if high > rect.height():
            title = self.title.height_for(rect.width())
            least = max(1, title - (high - rect.height()))
            self.title.say(self._title, Role.TITLE, ground="head", most_px=least)
            high = self._words_height(rect.width())
        self._lay_words(rect.x(), rect.y(), rect.width())
        room = rect.height() - high - self._look.px(6)
        side = min(rect.width(), room, self._look.px(_MOST_DRAWING_MM))
        if self._picture and side >= self._look.px(_LEAST_DRAWING_MM * 0.8):
            left = rect.x() + (rect.width() - side) // 2
            self.drawing.place(QRect(left, rect.bottom() + 1 - side, side, side))
        else:
            self.drawing.hide()

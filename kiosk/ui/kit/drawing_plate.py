"""An illustration on the ground of a screen, and one pictured step with its words."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.drawing import draw_sheet
from kiosk.ui.kit.piece import Painted
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.ui.typeset import Block, Placed, set_text


class DrawingPlate(Painted):
    """A drawing, as large as its place allows; decoration, so without a name."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._name = ""

    def show_drawing(self, name: str) -> None:
        """Show the illustration with the stem `name`."""
        if name != self._name:
            self._name = name
            self.stale()

    def height_for(self, width: int) -> int:
        """The height at full width."""
        return round(width / self.look.pictures.proportion(f"illustrations/{self._name}"))

    def compose(self, body: QRectF) -> list[Placed]:
        """No words."""
        del body
        return []

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """The drawing."""
        contrast = self.look.presentation.contrast
        self.look.pictures.drawing(painter, f"illustrations/{self._name}", body, contrast=contrast)

    def forget(self) -> None:
        """Drop the drawing."""
        self._name = ""
        super().forget()


class StepPlate(Painted):
    """A step of an instruction: its number, a drawing, few words."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._number = 0
        self._picture = ""
        self._words = ""

    def say(self, number: int, picture: str, words: str) -> None:
        """Step `number`: the illustration `picture` with `words`."""
        if (number, picture, words) != (self._number, self._picture, self._words):
            self._number, self._picture, self._words = number, picture, words
            self.setAccessibleName(f"{number}. {words}")
            self.stale()

    def height_for(self, width: int) -> int:
        """A drawing of at least 30 mm beside or above the words."""
        block = self._set(width)
        if self._beside(width):
            return max(self.look.px(34), round(block.height)) + 2 * self._pad()
        return self.look.px(50) + round(block.height) + 3 * self._pad()

    def word_fits(self, width: int) -> bool:
        """Whether no word is wider than its place."""
        return self._set(width).width <= self._room(width)

    def compose(self, body: QRectF) -> list[Placed]:
        """The figure on its disc, and the words."""
        width = round(body.width())
        block = self._set(width)
        if self._beside(width):
            left = body.x() + 2 * self._pad() + self._picture_width(body)
            words = QRectF(left, body.y(), self._room(width), body.height())
        else:
            top = body.bottom() - self._pad() - block.height
            words = QRectF(body.x() + self._pad(), top, self._room(width), block.height)
        figure = set_text(self.look, str(self._number), Role.BUTTON, 1e6)
        return [
            Placed(block, words, "ink", "paper"),
            Placed(figure, self._disc(body), "on_accent", "accent", Qt.AlignmentFlag.AlignHCenter),
        ]

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """Sheet, drawing, disc."""
        radius = self.look.grid("radius")
        width = self.look.px(0.5)
        draw_sheet(painter, self.look, body, ground="paper", edge="line", edge_px=width, radius=radius)
        pad = self._pad()
        block = self._set(round(body.width()))
        picture = body.adjusted(pad, pad, -pad, -2 * pad - block.height)
        if self._beside(round(body.width())):
            picture = QRectF(body.x() + pad, body.y() + pad, self._picture_width(body), body.height() - 2 * pad)
        contrast = self.look.presentation.contrast
        self.look.pictures.drawing(painter, f"illustrations/{self._picture}", picture, contrast=contrast)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("accent"))
        painter.drawEllipse(self._disc(body))

    def forget(self) -> None:
        """Drop the step."""
        self._number, self._picture, self._words = 0, "", ""
        super().forget()

    def _pad(self) -> int:
        return self.look.px(3 if self.look.tight else 4)

    def _beside(self, width: int) -> bool:
        return self.look.landscape and width > self.look.px(95)

    def _picture_width(self, body: QRectF) -> float:
        return float(self._picture_share(round(body.width())))

    def _picture_share(self, width: int) -> int:
        return round(width * 0.36)

    def _room(self, width: int) -> int:
        if self._beside(width):
            return width - self._picture_share(width) - 3 * self._pad()
        return width - 2 * self._pad()

    def _set(self, width: int) -> Block:
        return set_text(self.look, self._words, Role.BODY, self._room(width))

    def _disc(self, body: QRectF) -> QRectF:
        side = self.look.px(self.look.em_mm(Role.BUTTON) * 1.7)
        return QRectF(body.x() + self._pad(), body.y() + self._pad(), side, side)

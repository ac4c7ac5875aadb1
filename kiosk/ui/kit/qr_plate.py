"""The ticket's text as a QR code to photograph: at least 75 mm wide, at least 1.2 mm a module."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.drawing import draw_sheet
from kiosk.ui.kit.piece import Painted
from kiosk.ui.look import Look
from kiosk.ui.typeset import Placed

CODE_MM: Final = 75.0
MODULE_MM: Final = 1.2
QUIET_MODULES: Final = 4
Matrix = list[list[bool]]


class QrPlate(Painted):
    """Black on white in every palette: a camera must read it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._text = ""
        self._matrix: Matrix = []

    def say(self, text: str, name: str) -> None:
        """Encode `text`; `name` tells what it is to assistive technology."""
        if text != self._text:
            self._text = text
            self._matrix = encode(text) if text else []
            self.setAccessibleName(name)
            self.stale()

    def module_px(self) -> int:
        """Whole pixels of one module."""
        modules = max(1, len(self._matrix))
        smallest = max(self.look.true_px(MODULE_MM + 0.1), 1)
        wanted = -(-self.look.px(CODE_MM / self.look.growth) // modules)
        return max(smallest, wanted)

    def side_px(self) -> int:
        """Side of the plate with its quiet zone."""
        return self.module_px() * (len(self._matrix) + 2 * QUIET_MODULES)

    def height_for(self, width: int) -> int:
        """It is square."""
        del width
        return self.side_px()

    def compose(self, body: QRectF) -> list[Placed]:
        """No words."""
        del body
        return []

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """Whole pixels, no smoothing."""
        side = self.side_px()
        plate = QRect(round(body.center().x() - side / 2), round(body.center().y() - side / 2), side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.look.presentation.contrast:
            painter.fillRect(plate, Qt.GlobalColor.white)
        else:
            edge = self.look.px(0.5)
            radius = self.look.px(4)
            sheet = QRectF(plate)
            draw_sheet(painter, self.look, sheet, ground="paper", edge="line", edge_px=edge, radius=radius)
        module = self.module_px()
        for row, cells in enumerate(self._matrix):
            for column, dark in enumerate(cells):
                if dark:
                    x = plate.x() + (column + QUIET_MODULES) * module
                    y = plate.y() + (row + QUIET_MODULES) * module
                    painter.fillRect(x, y, module, module, Qt.GlobalColor.black)

    def forget(self) -> None:
        """Drop text and code."""
        self._text, self._matrix = "", []
        super().forget()


def encode(text: str) -> Matrix:
    """The modules of `text` as a QR code, error correction M, without its quiet zone."""
    # Not needed to draw the first frame; the stage warms it soon after, so that no ticket waits for the import.
    import qrcode

    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]

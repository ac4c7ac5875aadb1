"""The first picture: there before the kiosk itself has been read, so that nobody stands before a black screen."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import parse_theme

FACE_FILE: Final = "PlusJakartaSans_700Bold.ttf"
WORDS_SHARE: Final = 0.055
"""Of the shorter side: the settings, and with them the millimetres, are not read yet."""


class BootPicture(QWidget):
    """A drawing and two lines on the ground of all screens; shows nothing of anybody and takes no touch."""

    def __init__(self, assets: Path, title: str, lead: str) -> None:
        """`assets` is the folder with theme, fonts and illustrations."""
        super().__init__()
        self._words = (title, lead)
        palette = parse_theme((assets / "theme.toml").read_text(encoding="utf-8")).normal
        self._page, self._ink = QColor(palette["page"]), QColor(palette["ink"])
        known = QFontDatabase.addApplicationFont(str(assets / "fonts" / FACE_FILE))
        families = QFontDatabase.applicationFontFamilies(known)
        self._face = families[0] if families else ""
        self._drawing = QSvgRenderer(str(assets / "illustrations" / "boot.svg"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, drawing, words."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self._page)
            side = min(self.width(), self.height())
            box = QRectF((self.width() - side / 2) / 2, self.height() * 0.28 - side / 8, side / 2, side / 2)
            self._drawing.render(painter, box)
            painter.setPen(self._ink)
            top = box.bottom() + side * WORDS_SHARE
            for words, share in zip(self._words, (WORDS_SHARE, WORDS_SHARE * 0.7), strict=True):
                painter.setFont(self._font(side * share))
                line = QRectF(0, top, self.width(), side * share * 1.5)
                painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
                top = line.bottom() + side * 0.02

    def _font(self, size_px: float) -> QFont:
        font = QFont(self._face)
        font.setPixelSize(max(12, round(size_px)))
        return font

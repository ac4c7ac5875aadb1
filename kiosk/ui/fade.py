"""The one transition between screens: the old picture fades into the new one, both opaque."""

from PySide6.QtCore import QRect, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QWidget


class Fade(QWidget):
    """A layer over the stage for the length of a fade; it keeps no picture after that."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = parent
        self._old: QPixmap | None = None
        self._new: QPixmap | None = None
        self._part = 1.0
        self._run = QVariantAnimation(self)
        self._run.setStartValue(0.0)
        self._run.setEndValue(1.0)
        self._run.valueChanged.connect(self._step)
        self._run.finished.connect(self.end)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def take_old(self) -> None:
        """Keep a picture of the stage as it is."""
        self.end()
        self._old = self._picture()

    def start(self, duration_ms: int) -> None:
        """Fade from the kept picture to the stage as it is now."""
        if self._old is None:
            return
        self._new = self._picture()
        self._part = 0.0
        self.setGeometry(self._stage.rect())
        self.raise_()
        self.show()
        self._run.setDuration(duration_ms)
        self._run.start()

    def end(self) -> None:
        """Drop both pictures and go away."""
        self._run.stop()
        self._old = None
        self._new = None
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The old picture under a part of the new one."""
        if self._old is None or self._new is None:
            return
        with QPainter(self) as painter:
            area: QRect = event.rect()
            painter.drawPixmap(area, self._old, area)
            painter.setOpacity(self._part)
            painter.drawPixmap(area, self._new, area)

    def _picture(self) -> QPixmap:
        stage = self._stage
        picture = QPixmap(stage.size())
        stage.render(picture, sourceRegion=QRegion(stage.rect()))
        return picture

    def _step(self, value: object) -> None:
        if isinstance(value, float):
            self._part = value
            self.update()

"""The base of all controls: painted once into a pixmap, blitted from then on, measured by the same composition."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui.look import Look
from kiosk.ui.typeset import Placed

if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object  # at run time the Qt class comes second in the bases; Piece only adds to it


class Piece(_Base):
    """Something on a screen. `height_for` says how high it must be, `compose` where its words are, `draw` paints."""

    _look: Look
    _hit: QMargins
    _face: QPixmap | None
    _placed: tuple[Placed, ...] | None

    def begin(self, look: Look) -> None:
        """Take the first look; to be called once, by the constructor."""
        self._look = look
        self._hit = QMargins()
        self._face = None
        self._placed = None
        # Hidden until placed; hide() would call hideEvent before the constructor is through.
        self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        self.setAttribute(Qt.WidgetAttribute.WA_WState_Hidden)

    @property
    def look(self) -> Look:
        """What it is drawn with."""
        return self._look

    def set_look(self, look: Look) -> None:
        """Draw with another look from now on."""
        if look is not self._look:
            self._look = look
            self.stale()

    def stale(self) -> None:
        """Forget the painted face and the set words; they are made again when next shown."""
        self._face = None
        self._placed = None
        self.update()

    def place(self, drawn: QRect, hit: QMargins | None = None) -> None:
        """Put the drawn body at `drawn` (parent's px); `hit` is how much further a finger may land."""
        margins = hit if hit is not None else QMargins()
        if drawn.size() != self.body().size() or margins != self._hit:
            self._hit = margins
            self.stale()
        self.setGeometry(drawn.marginsAdded(margins))
        self.show()

    def body(self) -> QRect:
        """The drawn part, in own px."""
        return self.rect().marginsRemoved(self._hit)

    def drawn_rect(self) -> QRect:
        """The drawn part, in the parent's px."""
        return self.geometry().marginsRemoved(self._hit)

    def height_for(self, width: int) -> int:
        """The least height in px at `width` px."""
        raise NotImplementedError

    def compose(self, body: QRectF) -> list[Placed]:
        """The words and their places when drawn into `body`."""
        raise NotImplementedError

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """Paint everything but the words into `body`."""

    def placed(self) -> tuple[Placed, ...]:
        """The words as they are painted now; read by painting and by the geometry walk alike."""
        if self._placed is None:
            self._placed = tuple(self.compose(QRectF(self.body())))
        return self._placed

    def blit(self, painter: QPainter) -> None:
        """Paint the face, making it first when it is stale."""
        painter.drawPixmap(0, 0, self._made_face())

    def forget(self) -> None:
        """Drop every word and picture of the participant."""
        self.setAccessibleName("")
        self.setAccessibleDescription("")
        self.stale()
        self.hide()

    def _made_face(self) -> QPixmap:
        if self._face is None:
            ratio = self.devicePixelRatioF()
            face = QPixmap(self.size() * ratio)
            face.setDevicePixelRatio(ratio)
            face.fill(Qt.GlobalColor.transparent)
            with QPainter(face) as painter:
                painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
                self.draw(painter, QRectF(self.body()))
                for words in self.placed():
                    words.paint(painter, self._look)
            self._face = face
        return self._face


class Painted(Piece, QLabel):
    """A piece that is only looked at; a static text to assistive technology."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.begin(look)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Blit."""
        del event
        with QPainter(self) as painter:
            self.blit(painter)

"""The base of everything that can be tapped: a larger target than is drawn, slips forgiven, taps debounced."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QTouchEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.ui.kit.guard import Guard
from kiosk.ui.kit.piece import Piece
from kiosk.ui.look import Look

_TOUCHES = (
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
)
WALKED = Qt.FocusReason.ShortcutFocusReason
"""The reason of a focus that a person moved by key; Qt moves focus for reasons of its own, too."""
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)


class Pressable(Piece, QAbstractButton):
    """A control. Emits `chosen(choice_id)` once for each tap that counts; finger, mouse and key take one path."""

    chosen = Signal(str)
    let_go = Signal()
    """A finger was put down here and taken away elsewhere: nothing chosen, but somebody is there."""

    def __init__(self, look: Look, guard: Guard, parent: QWidget) -> None:
        super().__init__(parent)
        self.begin(look)
        self._guard = guard
        self._is_key = False
        self._pressed = False
        self._pressed_on = 0
        self._ring = False
        self._dark: QPixmap | None = None
        self._release = QTimer(self)
        self._release.setSingleShot(True)
        self._release.timeout.connect(self._lighten)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def identify(self, choice_id: str, name: str, description: str = "") -> None:
        """Its identity for the visit and the tests, and its words for assistive technology."""
        if choice_id != self.objectName():
            self._lighten()  # the press that led here was another choice's
        self.setObjectName(choice_id)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)

    def activate(self) -> bool:
        """Choose it, as Enter does; False when the guard lets the tap pass."""
        if not self.isEnabled() or not self._guard.admits(self._identity(), key=self._is_key):
            return False
        self._happen()
        return True

    def event(self, event: QEvent) -> bool:
        """Touch goes the mouse's way; keys belong to the stage."""
        if event.type() in _TOUCHES and isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        if event.type() in _KEYS:
            event.ignore()
            return False
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Press."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A second press like any other."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Stay pressed as long as the release would count."""
        self._move(event.position())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose when near enough."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._lift(event.position())
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Blit the face, or its dark copy while pressed."""
        del event
        with QPainter(self) as painter:
            if self.isDown():
                painter.drawPixmap(0, 0, self._dark_face())
            else:
                self.blit(painter)
            if self._ring:
                self._draw_ring(painter)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the ring when the focus came by key."""
        self._ring = event.reason() == WALKED
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the ring."""
        del event
        self._ring = False
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """A finger still down belongs to a screen that is gone."""
        self._pressed = False
        self._lighten()
        super().hideEvent(event)

    def stale(self) -> None:
        """Forget both faces."""
        self._dark = None
        super().stale()

    def forget(self) -> None:
        """Drop its identity too."""
        self.setObjectName("")
        self.setText("")
        super().forget()

    def radius(self) -> float:
        """Corner radius of the drawn body in px."""
        return float(self.look.grid("radius"))

    def _identity(self) -> str:
        return self.objectName()

    def _press(self) -> None:
        if self.isEnabled() and self._guard.admits(self._identity(), key=self._is_key):
            self._pressed = True
            self._pressed_on = self._guard.screen
            self._release.stop()
            self.setDown(True)

    def _move(self, at: QPointF) -> None:
        if self._pressed:
            self.setDown(self._near(at))

    def _lift(self, at: QPointF) -> None:
        if not self._pressed:
            return
        self._pressed = False
        if self._pressed_on != self._guard.screen:
            self._lighten()
            return
        if not self._near(at):
            self._lighten()
            self.let_go.emit()
            return
        self._release.start(self.look.theme.motion["press"])
        self._happen()

    def _happen(self) -> None:
        identity = self._identity()
        self._guard.happened(identity)
        self.chosen.emit(identity)

    def _near(self, at: QPointF) -> bool:
        slip = self.look.true_px(self.look.theme.touch["slip"])
        return QRectF(self.body()).adjusted(-slip, -slip, slip, slip).contains(at)

    def _touch(self, event: QTouchEvent) -> None:
        event.accept()
        if event.type() == QEvent.Type.TouchCancel or not event.points():
            self._pressed = False
            self._lighten()
            return
        at = event.points()[0].position()
        if event.type() == QEvent.Type.TouchBegin:
            self._press()
        elif event.type() == QEvent.Type.TouchUpdate:
            self._move(at)
        else:
            self._lift(at)

    def _lighten(self) -> None:
        self._release.stop()
        self._dark = None
        self.setDown(False)

    def _dark_face(self) -> QPixmap:
        if self._dark is None:
            self._dark = self._made_face().copy()
            shade = QColor(self.look.hex("on_accent" if self.look.presentation.contrast else "ink"))
            shade.setAlphaF(0.45 if self.look.presentation.contrast else 0.16)
            with QPainter(self._dark) as painter:
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
                painter.fillRect(self.rect(), shade)
        return self._dark

    def _draw_ring(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.look.px(1.2)
        painter.setPen(QPen(self.look.colour("focus"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = width / 2 + self.look.px(0.6)
        radius = self.radius() - inset
        painter.drawRoundedRect(QRectF(self.body()).adjusted(inset, inset, -inset, -inset), radius, radius)

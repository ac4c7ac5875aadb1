"""The one window: shows a View, forwards touches and keys, keeps nothing after the wipe. Decides nothing."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from kiosk.ui.backdrop import Backdrop
from kiosk.ui.fade import Fade
from kiosk.ui.frame import Frame, canvas_of, frame_of
from kiosk.ui.kit.action_bar import ActionBar
from kiosk.ui.kit.guard import Guard
from kiosk.ui.kit.header import Header
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.kit.qr_plate import encode
from kiosk.ui.look import Look, load_fonts
from kiosk.ui.page import Page
from kiosk.ui.pictures import Pictures
from kiosk.ui.screens.still_there import StillThere
from kiosk.ui.screens.welcome import Welcome
from kiosk.ui.setting import Setting
from kiosk.ui.theme import Theme, parse_theme
from kiosk.ui.walking import Walker
from kiosk.visit.view import ChoiceKind, Presentation, ScreenId, View

__all__ = ["Setting", "Stage"]

_WARM_MS: Final = 400
_SHIFTS: Final = (QPoint(0, 0), QPoint(1, 0), QPoint(1, 1), QPoint(0, 1))


class Stage(QWidget):
    """`show_view` draws; `chosen`, `typed` and `touched` tell what the person did."""

    chosen = Signal(str)
    typed = Signal(str)
    touched = Signal()

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting = setting
        self._theme: Theme = parse_theme((setting.assets / "theme.toml").read_text(encoding="utf-8"))
        load_fonts(setting.assets / "fonts", self._theme)
        self._pictures = Pictures(setting.assets, self._theme.picture_contrast)
        self._guard = Guard(setting.clock, int(self._theme.touch["debounce"]), int(self._theme.touch["key_debounce"]))
        self._look = self._make_look(QSize(540, 960), Presentation())
        self._view: View | None = None
        self._may_close = not setting.kiosk_mode
        self._backdrop = Backdrop()
        self._build()
        self._arm()

    def show_view(self, view: View) -> None:
        """Show `view`. The same screen with news is redrawn in place; another screen fades in."""
        fresh = self._view is None or _identity(view) != _identity(self._view)
        motion = self._setting.motion and self.isVisible() and self._view is not None
        fades = fresh and motion
        if fades:
            self._fade.take_old()
        if fresh:
            self._fade.end() if not fades else None
            self._walker.forget()
            self._guard.screen_changed()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view = view
        if fresh:
            self._look.memo.clear()
        self._lay(fresh=fresh)
        if fades:
            self._fade.start(self._theme.motion["fade"])

    def wipe(self) -> None:
        """Forget everything of the participant: words, names, pictures. Call when the visit wipes its state."""
        self._fade.end()
        self._walker.forget()
        self._view = None
        self._look.memo.clear()
        for page in self._pages:
            page.forget()
            page.hide()
        self._bar.forget()
        self._guard.screen_changed()
        self._guard.person_changed(int(self._theme.touch["handover"]))

    def permit_close(self) -> None:
        """Let the window close: only after a person of TI has asked for it (R-LOCK-2)."""
        self._may_close = True

    @property
    def look(self) -> Look:
        """What everything is drawn with now."""
        return self._look

    @property
    def view(self) -> View | None:
        """What is shown."""
        return self._view

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return next((page for page in self._pages if not page.isHidden()), self._page)

    @property
    def dropped_keys(self) -> int:
        """How many key presses the allow-list has dropped."""
        return self._walker.dropped

    def controls(self) -> list[Pressable]:
        """Every enabled control that is shown, in reading order: the page's, then the bar's."""
        bar = [b for b in self._bar.buttons() if b.isEnabled()] if not self._bar.isHidden() else []
        return [*self.page.controls(), *bar]

    def event(self, event: QEvent) -> bool:
        """Keys pass the allow-list; a touch on the ground tells that somebody is there."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            typing = self._view is not None and self._view.scans
            self._walker.press(event, self.controls(), typing=typing)
            event.accept()
            return True
        if kind in (QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride):
            event.accept()
            return True
        if kind == QEvent.Type.TouchBegin:
            self._ground_touched()
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A touch on the ground."""
        self._ground_touched()
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Refused in public mode."""
        event.setAccepted(self._may_close)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Millimetres stay, pixels change."""
        del event
        self._fade.end()
        if self._view is not None:
            self._lay(fresh=False)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The clock runs while it is seen."""
        self._minute.start(self._theme.motion["shift_every"] // 4)
        QTimer.singleShot(_WARM_MS, _warm)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing runs unseen."""
        self._minute.stop()
        self._walker.forget()
        self._fade.end()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The ground."""
        with QPainter(self) as painter:
            canvas = self._canvas()
            painter.fillRect(event.rect(), self._look.colour("page"))
            painter.translate(canvas.topLeft())
            exposed = event.rect().translated(-canvas.topLeft())
            self._backdrop.paint(
                painter, self._look, self.page.ground, exposed.intersected(QRect(QPoint(), canvas.size()))
            )

    def _build(self) -> None:
        self._header = Header(self._look, self)
        self._page = Page(self._look, self._guard, self)
        self._welcome = Welcome(self._look, self._guard, self)
        self._still_there = StillThere(self._look, self._guard, self)
        self._pages = (self._page, self._welcome, self._still_there)
        for page in self._pages:
            page.hide()
            page.chosen.connect(self.chosen)
            page.busy.connect(self.touched)
        self._bar = ActionBar(self._look, self._guard, self)
        self._bar.chosen.connect(self.chosen)
        self._bar.hide()
        self._fade = Fade(self)

    def _arm(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if self._setting.kiosk_mode:
            self.setCursor(Qt.CursorShape.BlankCursor)
            self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self._minute = QTimer(self)
        self._minute.timeout.connect(self._minute_passed)
        self._minutes = 0
        self._walker = Walker(self)
        self._walker.typed.connect(self.typed)
        self._walker.walked.connect(self.touched)

    def _make_look(self, size: QSize, presentation: Presentation) -> Look:
        panel = self._setting.panel
        return Look(self._theme, panel, max(1, size.width()), max(1, size.height()), self._pictures, presentation)

    def _canvas(self) -> QRect:
        return canvas_of(self._setting.panel, self.size())

    def _lay(self, *, fresh: bool) -> None:
        view = self._view
        if view is None:
            return
        canvas = self._canvas()
        size = canvas.size()
        if (self._look.width, self._look.height) != (size.width(), size.height()) or (
            self._look.presentation != view.presentation
        ):
            self._look = self._make_look(size, view.presentation)
        frame = self._frame(view, canvas)
        page = self._page_for(view)
        page.setGeometry(canvas)
        words = self._setting.kit_words(view.presentation.language)
        page.show_view(view, self._look, frame, words, fresh=fresh, motion=self._setting.motion)
        self._show_only(page, canvas, frame, view)
        self.update()

    def _frame(self, view: View, canvas: QRect) -> Frame:
        self._header.set_look(self._look)
        self._tell_time(view)
        first = frame_of(self._look, has_bar=bool(view.bar), header_px=0)
        high = self._header.height_for(first.header.width())
        frame = frame_of(self._look, has_bar=bool(view.bar), header_px=high)
        self._header.place(frame.header.translated(canvas.topLeft()))
        return frame

    def _page_for(self, view: View) -> Page:
        if view.screen is ScreenId.ATTRACT:
            return self._welcome
        return self._still_there if view.screen is ScreenId.TIMEOUT else self._page

    def _show_only(self, page: Page, canvas: QRect, frame: Frame, view: View) -> None:
        for other in self._pages:
            if other is not page and not other.isHidden():
                other.forget()
                other.hide()
        page.show()
        self._header.setVisible(page is not self._still_there)
        if view.bar and page is not self._still_there:
            self._bar.setGeometry(frame.bar.translated(canvas.topLeft()))
            self._bar.offer(self._look, view.bar)
            self._bar.show()
        else:
            self._bar.forget()
            self._bar.hide()

    def _tell_time(self, view: View) -> None:
        clock, day = self._setting.clock_words(view.presentation.language)
        self._header.say(self._setting.branch.name, clock, day)

    def _minute_passed(self) -> None:
        self._minutes += 1
        if self._view is None:
            return
        self._tell_time(self._view)
        if self._minutes % 4 == 0 and self._view.screen is ScreenId.ATTRACT:
            self._welcome.shift(_SHIFTS[self._minutes // 4 % len(_SHIFTS)] * self._theme.motion["shift_px"])

    def _ground_touched(self) -> None:
        """Anywhere on the attract screen begins a visit; elsewhere it only says that somebody is there."""
        view = self._view
        if view is not None and view.screen is ScreenId.ATTRACT:
            for choice in view.choices:
                if choice.kind is ChoiceKind.PRIMARY and self._guard.admits(choice.choice_id):
                    self._guard.happened(choice.choice_id)
                    self.chosen.emit(choice.choice_id)
                    return
        self.touched.emit()


def _warm() -> None:
    """What the first ticket would wait for otherwise."""
    encode("PASTI")


def _identity(view: View) -> tuple[ScreenId, str, tuple[int, int] | None, Presentation]:
    """Two views with the same identity are the same screen with news."""
    steady = view.screen in (ScreenId.CHECKLIST, ScreenId.CODE, ScreenId.HELP, ScreenId.TIMEOUT, ScreenId.FAREWELL)
    return view.screen, "" if steady else view.title, view.step, view.presentation

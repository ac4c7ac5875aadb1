"""The kiosk with its screen: joins the running kiosk and the stage. Qt is imported here when a screen is wanted."""

import logging
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from kiosk.app import CHORES_EVERY_MS, Furnishing, Kiosk
from kiosk.domain.clock import Clock
from kiosk.domain.texts import Texts
from kiosk.ops.settings import Settings
from kiosk.visit.views_lobby import boot

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from kiosk.ui.dock import Dock
    from kiosk.ui.stage import Stage

LOG = logging.getLogger(__name__)

PICTURE_PX_PER_MM: Final = 4
"""About that of a 21.5 inch panel."""
DOCK_GAP_PX: Final = 16
ROOM_PX: Final = 80
"""Left free around a developer's window for title bar and panels."""


class Front:
    """A running kiosk and its stage on this thread, which must be Qt's. `start`, then `close`."""

    def __init__(
        self,
        settings: Settings,
        furnishing: Furnishing,
        clock: Clock,
        *,
        kiosk_mode: bool = False,
        motion: bool = True,
        stage_clock: Clock | None = None,
        on_sent: Callable[[int, bytes], None] | None = None,
    ) -> None:
        """Raises what Kiosk raises. `stage_clock`: the clock by which double taps are told, where it is another."""
        from kiosk.ui.face import Face, Postbox
        from kiosk.ui.stage import Setting, Stage

        self.texts = furnishing.texts
        self._post = Postbox()
        self.kiosk = Kiosk(settings, furnishing, clock, self._post.deliver, on_sent=on_sent, changes_paper=True)
        place = Setting(
            branch=settings.branch,
            panel=settings.panel,
            texts=furnishing.texts,
            clock=stage_clock or clock,
            assets=furnishing.root,
            motion=motion,
            kiosk_mode=kiosk_mode,
        )
        self.stage: Stage = Stage(place)
        self.face = Face(self.kiosk.visit, self.stage, self.kiosk.paper.restocking, furnishing.texts)
        self._chores: QTimer = _every(CHORES_EVERY_MS, self.kiosk.chores)

    def start(self) -> None:
        """Open for the first visit."""
        self.kiosk.start()
        self.face.start()
        self._chores.start()

    def close(self, *, fallen: bool = False) -> None:
        """Close the visit, the store and the window; `fallen` as in `Kiosk.close`."""
        self._chores.stop()
        self.face.close()
        self._post.close()
        self.kiosk.close(fallen=fallen)
        self.stage.permit_close()
        self.stage.close()


def show(
    settings: Settings,
    furnishing: Furnishing,
    clock: Clock,
    *,
    windowed: bool,
    fell_code: int,
    shown: Callable[[], object] | None = None,
) -> int:
    """Open the kiosk and run it until it is closed; the exit code.

    `windowed`: a developer's window that fits the screen, with the dock; else the whole screen and no way out.
    `fell_code` is the exit code after a fault; `shown` is called when the kiosk's own first screen is there.
    """
    app = application()
    front = Front(settings, furnishing, clock, kiosk_mode=not windowed)
    dock, code = None, fell_code
    try:
        _on_fault(app, front, fell_code)
        if windowed:
            _fit(app, front.stage, settings)
            front.stage.show()
            dock = _dock_beside(front, furnishing.texts)
        else:
            front.stage.showFullScreen()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: app.quit())
        front.start()
        if shown is not None:
            shown()
        code = app.exec()
    except Exception:
        LOG.critical("fault", exc_info=True)
        raise
    finally:
        if dock is not None:
            dock.close()
        front.close(fallen=code == fell_code)
    return code


def _dock_beside(front: Front, texts: Texts) -> "Dock | None":
    """The developer's dock, where there is a virtual printer to show."""
    if front.kiosk.virtual is None:
        return None
    from kiosk.docked import DockedPrinter
    from kiosk.ui.dock import Dock

    dock = Dock(DockedPrinter(front.kiosk, front.kiosk.virtual), texts, "id")
    dock.resize(dock.width(), front.stage.height())
    dock.move(front.stage.x() + front.stage.width() + DOCK_GAP_PX, front.stage.y())
    dock.show()
    return dock


def measure(settings: Settings, furnishing: Furnishing, picture: Path | None) -> int:
    """Show the frame of a bank card in true millimetres, or draw it into `picture`; the exit code."""
    app = application()
    from kiosk.ui.calibration import Calibration
    from kiosk.ui.look import Look, load_fonts
    from kiosk.ui.pictures import Pictures
    from kiosk.ui.theme import parse_theme

    theme = parse_theme((furnishing.root / "theme.toml").read_text(encoding="utf-8"))
    load_fonts(furnishing.root / "fonts", theme)
    panel = settings.panel
    if picture is None:
        size = app.primaryScreen().size()
        width, height = size.width(), size.height()
    else:
        width, height = round(panel.width_mm * PICTURE_PX_PER_MM), round(panel.height_mm * PICTURE_PX_PER_MM)
    look = Look(theme, panel, width, height, Pictures(furnishing.root, theme.picture_contrast))
    say = furnishing.texts.say
    advice = (
        say("calibration.card", "id"),
        say("calibration.ruler", "id"),
        say("calibration.change", "id"),
        say(
            "calibration.now",
            "id",
            width=f"{panel.width_mm:g}",
            height=f"{panel.height_mm:g}",
            width_px=width,
            height_px=height,
        ),
    )
    ruler = Calibration(look, say("calibration.title", "id"), advice)
    if picture is not None:
        return 0 if ruler.grab().save(str(picture)) else 1
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    ruler.showFullScreen()
    return app.exec()


def application() -> "QApplication":
    """The one QApplication, made if there is none yet. Qt gets no argument of ours: its options are not for here."""
    from PySide6.QtWidgets import QApplication

    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    app = QApplication([Path(sys.argv[0]).name])
    app.setApplicationName("Pasti")
    return app


def _every(interval_ms: int, call: Callable[[], None]) -> "QTimer":
    from PySide6.QtCore import QTimer

    timer = QTimer()
    timer.setInterval(interval_ms)
    timer.timeout.connect(call)
    return timer


def _fit(app: "QApplication", stage: "Stage", settings: Settings) -> None:
    """The panel's own shape, as large as the screen allows beside the dock."""
    room = app.primaryScreen().availableGeometry()
    panel = settings.panel
    scale = min((room.width() - ROOM_PX) / panel.width_mm, (room.height() - ROOM_PX) / panel.height_mm)
    stage.resize(int(panel.width_mm * scale), int(panel.height_mm * scale))
    stage.move(room.topLeft())


def _on_fault(app: "QApplication", front: Front, fell_code: int) -> None:
    """A fault shows the neutral picture, never a trace, and ends the program so that it is started anew."""
    logged = sys.excepthook

    def fell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logged(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            front.stage.wipe()
            front.stage.show_view(boot(front.texts))
            app.exit(fell_code)

    sys.excepthook = fell

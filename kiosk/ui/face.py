"""Joins one visit and one stage: touches go down, views come up, and nothing else happens here."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.ui.stage import Stage
from kiosk.visit.visit import Visit

TICK_MS = 200


class Postbox(QObject):
    """Carries a call from any thread to the one that owns the screen."""

    _posted = Signal(object)

    def __init__(self) -> None:
        """Made on the thread on which the calls are to run."""
        super().__init__()
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def deliver(self, call: Callable[[], None]) -> None:
        """Run `call` on the postbox's own thread, soon; returns at once."""
        self._posted.emit(call)

    def _run(self, call: Callable[[], None]) -> None:
        call()


class Face(QObject):
    """Shows what the visit says and tells it what was touched."""

    shown = Signal(object)
    """The view that has just been put on the stage."""

    def __init__(self, visit: Visit, stage: Stage) -> None:
        """`visit` and `stage` belong to this thread from now on."""
        super().__init__()
        self._visit = visit
        self._stage = stage
        self._visit_no = visit.visit_no
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(visit.tick)
        stage.chosen.connect(visit.choose)
        stage.typed.connect(visit.type_text)
        stage.touched.connect(visit.touch)
        visit.on_change = self.refresh

    def start(self) -> None:
        """Show the first view and let time pass."""
        self.refresh()
        self._timer.start()

    def refresh(self) -> None:
        """Put the visit's present view on the stage; of a visit that was wiped nothing is kept."""
        if self._visit.visit_no != self._visit_no:
            self._visit_no = self._visit.visit_no
            self._stage.wipe()
        view = self._visit.view()
        self._stage.show_view(view)
        self.shown.emit(view)

    def close(self) -> None:
        """Stop the clockwork; the stage is closed by its owner."""
        self._timer.stop()

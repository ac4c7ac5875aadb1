"""Joins one visit and one stage: touches go down, views come up, and nothing else happens here."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.domain.texts import Texts
from kiosk.staff.restocking import Restocking
from kiosk.ui.restock_views import Told, restock_view
from kiosk.ui.stage import Stage
from kiosk.visit.view import ScreenId, View
from kiosk.visit.visit import Visit

TICK_MS = 200
BACK_IS = {"back": "leave"}
"""The bar's way back out of a change of paper."""


class Postbox(QObject):
    """Carries a call from any thread to the one that owns the screen."""

    _posted = Signal(object)

    def __init__(self) -> None:
        """Made on the thread on which the calls are to run."""
        super().__init__()
        self._closed = False
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def deliver(self, call: Callable[[], None]) -> None:
        """Run `call` on the postbox's own thread, soon; returns at once."""
        self._posted.emit(call)

    def close(self) -> None:
        """What is still on its way is for nobody any more."""
        self._closed = True

    def _run(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()


class Face(QObject):
    """Shows what the visit says and tells it what was touched; a change of paper has the screen to itself."""

    shown = Signal(object)
    """The view that has just been put on the stage."""

    def __init__(self, visit: Visit, stage: Stage, restocking: Restocking, texts: Texts) -> None:
        """All of them belong to this thread from now on."""
        super().__init__()
        self._visit = visit
        self._stage = stage
        self._restocking = restocking
        self._texts = texts
        self._visit_no = visit.visit_no
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        stage.chosen.connect(self._choose)
        stage.typed.connect(visit.type_text)
        stage.touched.connect(visit.touch)
        visit.on_change = self.refresh
        restocking.on_change = self._paper_moved
        restocking.on_end = self._paper_done

    def start(self) -> None:
        """Show the first view and let time pass."""
        self.refresh()
        self._timer.start()

    def refresh(self) -> None:
        """Put the present view on the stage; of a visit that was wiped nothing is kept."""
        if self._visit.visit_no != self._visit_no:
            self._visit_no = self._visit.visit_no
            self._stage.wipe()
        view = self._view()
        self._stage.show_view(view)
        self.shown.emit(view)

    def close(self) -> None:
        """Stop the clockwork; the stage is closed by its owner."""
        self._timer.stop()

    def _view(self) -> View:
        state = self._restocking.state
        if state is None:
            return self._visit.view()
        told = Told(self._restocking.outlook, self._restocking.not_received)
        return restock_view(state, told, self._texts, self._visit.state.presentation)

    def _choose(self, choice: str) -> None:
        if self._restocking.active:
            self._visit.touch()
            self._restocking.choose(BACK_IS.get(choice, choice))
        elif self._visit.choose(choice) and choice == "paper-change":
            self._restocking.begin()

    def _tick(self) -> None:
        self._visit.tick()
        self._restocking.tick(free=not self._visit.open)

    def _paper_moved(self) -> None:
        """Hands at the printer are a sign of life: whoever waits for the paper is not asked whether they are there."""
        self._visit.touch()
        self.refresh()

    def _paper_done(self) -> None:
        if self._visit.state.screen is ScreenId.PAPER_CHANGE:
            self._visit.choose("paper-done")
        self.refresh()

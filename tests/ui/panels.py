"""The four panels of the walk, and a stage on one of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.domain.branch import Panel
from kiosk.ui.stage import Setting, Stage
from tests.clock import SimulatedClock
from tests.visit.player import SERANG, TEXTS

ASSETS = Path(__file__).resolve().parents[2] / "assets"
PANELS = {
    "21.5 portrait": (Panel(268, 476, 800), 1080, 1920),
    "32 portrait": (Panel(398.5, 708.5, 750), 1080, 1920),
    "21.5 landscape": (Panel(476, 268, 850), 1920, 1080),
    "15.6 landscape": (Panel(345.6, 194.4, 900), 1920, 1080),
}


@contextmanager
def stage_on(
    panel: str = "21.5 portrait",
    *,
    clock: SimulatedClock | None = None,
    motion: bool = False,
    kiosk_mode: bool = False,
    scale: float = 1.0,
    show: bool = True,
) -> Iterator[Stage]:
    """A stage on `panel`, at `scale` of its pixels; closed at the end."""
    glass, width, height = PANELS[panel]
    setting = Setting(SERANG, glass, TEXTS, clock or SimulatedClock(), ASSETS, motion, kiosk_mode)
    stage = Stage(setting)
    stage.resize(round(width * scale), round(height * scale))
    if show:
        stage.show()
        QApplication.processEvents()
    try:
        yield stage
    finally:
        stage.permit_close()
        stage.close()
        stage.deleteLater()
        QApplication.processEvents()

"""The frame for a bank card: right to a hundredth, or the millimetres in the settings are worth nothing (R-ERG-1)."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.app import furnish, read_settings
from kiosk.domain.branch import Panel
from kiosk.ui.calibration import CARD_HEIGHT_MM, CARD_WIDTH_MM, RULER_MM, Calibration
from kiosk.ui.look import Look
from kiosk.ui.pictures import Pictures
from kiosk.ui.theme import parse_theme
from kiosk.window import measure
from tests.talk import ROOT

PANELS = [(Panel(268, 476, 800), 1080, 1920), (Panel(398, 708, 750), 1080, 1920), (Panel(345, 194, 900), 1920, 1080)]


@pytest.mark.parametrize(("panel", "width", "height"), PANELS, ids=["21p", "32p", "15l"])
def test_card_and_ruler_are_true_within_one_per_cent(panel: Panel, width: int, height: int, qtbot: QtBot) -> None:
    theme = parse_theme((ROOT / "assets" / "theme.toml").read_text())
    look = Look(theme, panel, width, height, Pictures(ROOT / "assets", theme.picture_contrast))
    ruler = Calibration(look, "Ukur layar", ())
    qtbot.addWidget(ruler)
    mm_per_px = panel.width_mm / width
    left, right = ruler.ruler_px()
    assert (right.x() - left.x()) * mm_per_px == pytest.approx(RULER_MM, rel=0.01)
    assert ruler.card_px().width() * mm_per_px == pytest.approx(CARD_WIDTH_MM, rel=0.01)
    assert ruler.card_px().height() * mm_per_px == pytest.approx(CARD_HEIGHT_MM, rel=0.01)
    assert ruler.rect().contains(ruler.card_px().toAlignedRect())


def test_the_command_draws_it_without_a_display(tmp_path: Path, qtbot: QtBot) -> None:
    furnishing = furnish()
    picture = tmp_path / "ruler.png"
    assert measure(read_settings(ROOT / "kiosk.toml", furnishing), furnishing, picture) == 0
    drawn = QImage(str(picture))
    colours = {drawn.pixel(x, drawn.height() // 2) for x in range(0, drawn.width(), 3)}
    assert len(colours) > 1, "something is drawn"

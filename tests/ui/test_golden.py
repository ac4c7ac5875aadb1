"""A few screens look as they did when somebody last looked at them."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ui.golden.pictures import CELLS_THAT_MAY_DIFFER, FOLDER, SCREENS, difference, draw


@pytest.mark.parametrize("name", SCREENS)
def test_the_screen_looks_as_it_did(qapp: QApplication, name: str) -> None:
    kept = QImage(str(FOLDER / f"{name}.png"))
    assert not kept.isNull(), "draw it with `python -m tests.ui.golden` and look at it"
    assert difference(draw(name), kept) <= CELLS_THAT_MAY_DIFFER


def test_another_screen_is_told_apart(qapp: QApplication) -> None:
    assert difference(draw("need"), draw("question")) > 3 * CELLS_THAT_MAY_DIFFER
    assert difference(draw("checklist"), draw("checklist-contrast")) > 0.5
    assert difference(draw("done"), draw("done-small")) == 1.0

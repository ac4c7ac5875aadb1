"""Draws the golden pictures again: look at each before you commit it."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from tests.ui.golden.pictures import FOLDER, SCREENS, draw

if __name__ == "__main__":
    app = QApplication([])
    for name in SCREENS:
        draw(name).save(str(FOLDER / f"{name}.png"))

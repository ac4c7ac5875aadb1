"""Starts a program and ends it at its picture: `bare` window or `kiosk`, whose command runs as in a branch.

Prints when the first frame was painted and, for the kiosk, when its first screen could be touched.
"""

import json
import os
import sys
import tempfile
import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget


class FirstPaint(QObject):
    """Sees every event; the first picture is complete when, after painting, something else comes."""

    def __init__(self, ready: frozenset[str]) -> None:
        """`ready`: names of controls of which one is waited for; empty: the first picture is all."""
        super().__init__()
        self._ready = ready
        self._first_at: float | None = None
        self._last_at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Prints and ends the process when all has been seen."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self._last_at = time.perf_counter()
            if watched.objectName() in self._ready:
                self._ready = frozenset()
        elif self._last_at:
            self._first_at = self._first_at or self._last_at
            if not self._ready:
                self._tell()
        return False

    def _tell(self) -> None:
        print(json.dumps({"first": self._first_at, "ready": self._last_at}), flush=True)
        os._exit(0)  # the way out is not measured


def watch(*ready: str) -> None:
    """Look on from the moment the program makes its QApplication."""
    filters = [FirstPaint(frozenset(ready))]
    make = QApplication.__init__

    def made(self: QApplication, *arguments: object) -> None:
        make(self, *arguments)
        QGuiApplication.installEventFilter(self, filters[0])

    QApplication.__init__ = made  # type: ignore[method-assign,assignment]


def main() -> None:
    """Runs `bare` or `kiosk` until the picture is there."""
    if sys.argv[1] == "bare":
        watch()
        app = QApplication([])
        window = QWidget()
        window.showFullScreen()
        app.exec()
        return
    os.environ["WAYLAND_DISPLAY"] = "offscreen"  # the command asks whether there is a display; Qt is told offscreen
    watch("start", "papers")  # the first screen, or the closed one: the command keeps real hours
    from kiosk.cli import main as command

    with tempfile.TemporaryDirectory() as folder:
        sys.argv[1:] = ["--set", f"kiosk.data_dir={folder}", "run"]
        command()


if __name__ == "__main__":
    main()

"""The developer's dock: the virtual printer's paper and switches for its faults. Never in kiosk mode."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kiosk.domain.texts import Texts

PAPER_WIDTH_PX = 360


@dataclass(frozen=True, slots=True)
class Switch:
    """One fault a developer can put on and off."""

    name: str
    turn: Callable[[bool], None]
    at_once: bool = False
    """It happens and is over: nothing to put off again."""


class Printer(Protocol):
    """What the dock shows and moves: the virtual printer, seen from outside."""

    def switches(self) -> tuple[Switch, ...]:
        """The faults, in the order they stand in the dock."""
        ...

    def papers_png(self) -> tuple[bytes, ...]:
        """Every paper cut so far, oldest first, as PNG."""
        ...

    def on_paper(self, listener: Callable[[], None]) -> None:
        """`listener` is called, on any thread, when a paper has come out."""
        ...


class Dock(QWidget):
    """Newest paper on top; a switch for each fault."""

    _paper_came = Signal()

    def __init__(self, printer: Printer, texts: Texts, language: str) -> None:
        """Listens to `printer` from now on."""
        super().__init__()
        self._printer = printer
        self._texts = texts
        self._language = language
        self._papers: list[QLabel] = []
        self.setObjectName("dock")
        self.setWindowTitle(texts.say("dock.title", language))
        column = QVBoxLayout(self)
        switches = QGridLayout()
        for at, switch in enumerate(printer.switches()):
            switches.addWidget(self._button(switch) if switch.at_once else self._box(switch), at // 2, at % 2)
        column.addLayout(switches)
        self._strip = QVBoxLayout()
        self._strip.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._scroll(), stretch=1)
        self.setFixedWidth(PAPER_WIDTH_PX + 60)
        self._paper_came.connect(self.refresh)
        printer.on_paper(self._paper_came.emit)
        self.refresh()

    def refresh(self) -> None:
        """Add the papers that have come out since the last look."""
        for png in self._printer.papers_png()[len(self._papers) :]:
            label = QLabel()
            label.setPixmap(_scaled(png))
            self._papers.append(label)
            self._strip.insertWidget(0, label)

    def _box(self, switch: Switch) -> QCheckBox:
        box = QCheckBox(self._texts.say(f"dock.{switch.name}", self._language))
        box.setObjectName(f"dock-{switch.name}")
        box.toggled.connect(switch.turn)
        return box

    def _button(self, switch: Switch) -> QPushButton:
        button = QPushButton(self._texts.say(f"dock.{switch.name}", self._language))
        button.setObjectName(f"dock-{switch.name}")
        button.clicked.connect(lambda: switch.turn(True))
        return button

    def _scroll(self) -> QScrollArea:
        holder = QWidget()
        holder.setLayout(self._strip)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(holder)
        return area


def _scaled(png: bytes) -> QPixmap:
    image = QImage.fromData(png)
    return QPixmap.fromImage(
        image.scaledToWidth(PAPER_WIDTH_PX, Qt.TransformationMode.SmoothTransformation),
    )

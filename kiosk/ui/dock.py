"""The developer's dock: the virtual printer with its faults, the slips and the roll, live. Never in kiosk mode."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kiosk.domain.texts import Texts

PAPER_WIDTH_PX = 360
LOOK_EVERY_MS = 500
COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Switch:
    """One fault a developer can put on and off; `once`: it happens and is over."""

    name: str
    turn: Callable[[bool], None]
    once: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What store and press say now, in lines for whoever develops."""

    printer: str
    roll: str
    slips: tuple[str, ...]
    """The newest first."""


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

    def look(self, told: Callable[[Facts], None]) -> None:
        """`told` gets the facts, on any thread, soon."""
        ...


class Dock(QWidget):
    """A switch for each fault, what press and store say, and the newest paper on top."""

    _paper_came = Signal()
    _told = Signal(object)

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
        column.addLayout(self._switches(printer.switches()))
        self._facts = QLabel()
        self._facts.setObjectName("dock-facts")
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._facts.setWordWrap(True)
        column.addWidget(self._facts)
        self._strip = QVBoxLayout()
        self._strip.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._scroll(), stretch=1)
        self.setFixedWidth(PAPER_WIDTH_PX + 60)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._told.connect(self._show_facts)
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

    def look(self) -> None:
        """Ask for the facts; they are shown when they come."""
        self._printer.look(self._told.emit)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Live while it is seen."""
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing runs unseen."""
        self._timer.stop()
        super().hideEvent(event)

    def _show_facts(self, facts: Facts) -> None:
        self._facts.setText("\n".join((facts.printer, facts.roll, *facts.slips)))

    def _switches(self, switches: tuple[Switch, ...]) -> QGridLayout:
        grid = QGridLayout()
        for at, switch in enumerate(switches):
            control = self._button(switch) if switch.once else self._box(switch)
            grid.addWidget(control, at // COLUMNS, at % COLUMNS)
        return grid

    def _button(self, switch: Switch) -> QPushButton:
        button = QPushButton(self._texts.say(f"dock.{switch.name}", self._language))
        button.setObjectName(f"dock-{switch.name}")
        button.clicked.connect(lambda: switch.turn(True))
        return button

    def _box(self, switch: Switch) -> QCheckBox:
        box = QCheckBox(self._texts.say(f"dock.{switch.name}", self._language))
        box.setObjectName(f"dock-{switch.name}")
        box.toggled.connect(switch.turn)
        return box

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

"""The whole kiosk with its window and a virtual printer, and a finger on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.app import furnish, read_settings
from kiosk.ops.clock import SystemClock
from kiosk.ops.demonstration import demonstration_clock
from kiosk.staff.restock import Restock, Step
from kiosk.tour import PacedClock
from kiosk.ui.touring import Tourist, comes_true
from kiosk.visit.view import ScreenId
from kiosk.window import Front
from printers.virtual import VirtualPrinter
from tests.talk import ROOT


class Lobby:
    """One kiosk in its lobby."""

    def __init__(self, folder: Path, *, width: int = 540, height: int = 960, **overrides: str) -> None:
        furnishing = furnish()
        changes = {"kiosk.data_dir": str(folder), "printer.url": "virtual:"}
        changes |= {name.replace("__", "."): value for name, value in overrides.items()}
        settings = read_settings(ROOT / "kiosk.toml", furnishing, changes)
        clock = demonstration_clock(SystemClock(), settings)
        self.paced = PacedClock(clock)
        self.front = Front(settings, furnishing, clock, kiosk_mode=True, motion=False, stage_clock=self.paced)
        self.front.stage.resize(width, height)
        self.front.stage.show()
        self.front.start()
        self.tourist = Tourist(self.front.stage, folder, self.paced.pause)

    @property
    def printer(self) -> VirtualPrinter:
        """The printer in it."""
        assert self.front.kiosk.virtual is not None
        return self.front.kiosk.virtual

    @property
    def screen(self) -> ScreenId:
        """What the visit shows, behind a change of paper too."""
        return self.front.kiosk.visit.view().screen

    @property
    def restock(self) -> Restock:
        """The change of paper under way."""
        state = self.front.kiosk.paper.restocking.state
        assert state is not None
        return state

    def touch(self, *choices: str) -> None:
        """One after the other."""
        for choice in choices:
            self.tourist.touch(choice)

    def at(self, screen: ScreenId) -> bool:
        """Wait for this screen of the visit."""
        return comes_true(lambda: self.screen is screen)

    def step(self, step: Step) -> bool:
        """Wait for this step of a change of paper."""
        restocking = self.front.kiosk.paper.restocking
        return comes_true(lambda: restocking.state is not None and restocking.state.step is step)

    def code(self) -> str:
        """What a person reads on the newest paper."""
        return next(line for line in self.printer.papers[-1].lines() if line.isdigit())


@contextmanager
def lobby(folder: Path, *, width: int = 540, height: int = 960, **overrides: str) -> Iterator[Lobby]:
    """A kiosk that is open while the block runs."""
    made = Lobby(folder, width=width, height=height, **overrides)
    try:
        yield made
    finally:
        made.front.close()
        QApplication.processEvents()

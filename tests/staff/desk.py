"""A change of paper at a real press, store and virtual printer, on the test's own thread and clock."""

from pathlib import Path

from kiosk.domain.roll import Outlook
from kiosk.domain.slip import SlipStatus
from kiosk.press.composing import Composer
from kiosk.press.state import PrinterState
from kiosk.queue.handover import recover
from kiosk.staff.bench import PressBench
from kiosk.staff.restock import Restock, Step
from kiosk.staff.restocking import Restocking
from kiosk.staff.roll_watch import look_at_roll
from printers.faults import Fault
from printers.profiles import Profile
from tests.press.kiosk import Kiosk
from tests.store.branch import BRANCH
from tests.visit.player import TEXTS

CODES = ("472", "253", "375", "734")


class Satpam:
    """Somebody at the printer who has never seen the program."""

    def __init__(self, folder: Path, family: Profile | None = None) -> None:
        self.kiosk = Kiosk(folder, family)
        self.rings = 0
        self._codes = iter(CODES * 5)
        self._news = [0, 0]
        self._open()

    def _open(self) -> None:
        composer = Composer(BRANCH, TEXTS, self.kiosk.family, self.kiosk.clock)
        self.kiosk.press = self.kiosk.new_press(lambda job: composer.copy(job, None), opened=True)
        self.bench = PressBench(
            self.kiosk.writer,
            self.kiosk.press,
            composer,
            branch=BRANCH,
            clock=self.kiosk.clock,
            deliver=lambda call: call(),
            ring=self._ring,
            installed=lambda: None,
        )
        self.restocking = Restocking(self.bench, self.kiosk.clock, draw=lambda _before: next(self._codes))
        self.turn(2)

    def restart(self, *, unclean: bool = True) -> None:
        """The process ends without a word, or properly, and comes back; the printer is left as it is."""
        self.kiosk.press.close()
        self.kiosk.ask(lambda db: recover(db, self.kiosk.clock, unclean=unclean))
        self._open()

    @property
    def state(self) -> Restock:
        """Where the change is."""
        assert self.restocking.state is not None, "nobody changes the paper"
        return self.restocking.state

    @property
    def step(self) -> Step:
        """Its step."""
        return self.state.step

    def turn(self, times: int = 1) -> None:
        """The press works, its news reach the screen."""
        for _ in range(times):
            self.settle()
            self.kiosk.turn()
            self.settle()

    def settle(self) -> None:
        """What store and press have told since is heard."""
        self.kiosk.ask(lambda _db: None)
        states, told = self.kiosk.states[self._news[0] :], self.kiosk.told[self._news[1] :]
        self._news = [len(self.kiosk.states), len(self.kiosk.told)]
        for state in states:
            self._tell(state)
        for status in told:
            self._tell(status)
        self.kiosk.ask(lambda _db: None)

    def _tell(self, news: PrinterState | SlipStatus) -> None:
        if isinstance(news, PrinterState):
            self.restocking.printer_changed(news)
        else:
            self.restocking.slip_changed(news)

    def change_roll(self) -> None:
        """Open, change, close: what the sensors see of it."""
        self.kiosk.printer.turn(Fault.COVER_OPEN, True)
        self.turn(2)
        self.kiosk.printer.turn(Fault.PAPER_OUT, False)
        self.kiosk.printer.turn(Fault.COVER_OPEN, False)
        self.turn(3)

    def touch(self, *choices: str) -> "Satpam":
        """Touch these, one after the other; a moment passes after each."""
        for choice in choices:
            assert self.restocking.choose(choice), f"{self.step} does not offer {choice}"
            self.turn(2)
        return self

    def type(self, code: str) -> "Satpam":
        """The digits of a code."""
        return self.touch(*(f"key:{digit}" for digit in code))

    def read(self) -> str:
        """The code on the last strip, as a person reads it."""
        lines = self.kiosk.printer.papers[-1].lines()
        return next(line for line in lines if line.isdigit())

    def outlook(self) -> Outlook:
        """How long the roll lasts."""
        return self.kiosk.ask(lambda db: look_at_roll(db, BRANCH, self.kiosk.clock, self.kiosk.family.paper_mm))

    def _ring(self, _screen: str) -> None:
        self.rings += 1

    def close(self) -> None:
        """End everything."""
        self.kiosk.close()

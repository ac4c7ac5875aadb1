"""Everything of the paper that a kiosk looks after: the change under way, and how long the roll lasts."""

from collections.abc import Callable

from kiosk.domain.branch import Branch
from kiosk.domain.clock import Clock
from kiosk.domain.roll import Outlook
from kiosk.press.composing import Composer
from kiosk.press.press import Press
from kiosk.staff.bench import Deliver, PressBench
from kiosk.staff.restocking import Restocking
from kiosk.staff.roll_watch import RollWatch
from kiosk.store.writer import Writer


class PaperCare:
    """One printer's paper. `restocking` belongs to the thread of the screen; `tick` may come from it."""

    def __init__(
        self,
        writer: Writer,
        press: Press,
        composer: Composer,
        *,
        branch: Branch,
        clock: Clock,
        paper_mm: float,
        deliver: Deliver,
        ring: Callable[[str], None],
        roll_changed: Callable[[Outlook], None],
    ) -> None:
        """`roll_changed` hears on the thread of the screen how long the roll lasts."""
        self._deliver = deliver
        self._roll_changed = roll_changed
        self._roll = RollWatch(writer, branch, clock, paper_mm, self._heard)
        bench = PressBench(
            writer,
            press,
            composer,
            branch=branch,
            clock=clock,
            deliver=deliver,
            ring=ring,
            installed=self._roll.look,
        )
        self.restocking = Restocking(bench, clock)

    def use_branch(self, branch: Branch) -> None:
        """Other hours count from now on."""
        self._roll.use_branch(branch)

    def tick(self) -> None:
        """Call every few seconds."""
        self._roll.tick()

    def _heard(self, outlook: Outlook) -> None:
        def tell() -> None:
            self.restocking.roll_changed(outlook)
            self._roll_changed(outlook)

        self._deliver(tell)

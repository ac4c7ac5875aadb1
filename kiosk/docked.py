"""The running kiosk as the developer's dock sees it: faults to switch, papers, slips and the roll."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sqlite_utils import Database

from kiosk.app import Kiosk
from kiosk.store.jobs import newest_jobs
from kiosk.store.rolls import present_roll
from printers.faults import INCIDENTS, Fault
from printers.virtual import VirtualPrinter

if TYPE_CHECKING:
    from kiosk.ui.dock import Facts, Switch

SHOWN: Final = 8
"""Slips, the newest."""


class DockedPrinter:
    """Fits `kiosk.ui.dock.Printer`."""

    def __init__(self, kiosk: Kiosk, printer: VirtualPrinter) -> None:
        """`printer` is the one the kiosk prints on."""
        self._kiosk = kiosk
        self._printer = printer

    def switches(self) -> "tuple[Switch, ...]":
        """Every fault of the virtual printer."""
        from kiosk.ui.dock import Switch

        def turning(fault: Fault) -> Callable[[bool], None]:
            return lambda on: self._printer.turn(fault, on)

        return tuple(Switch(fault.value, turning(fault), fault in INCIDENTS) for fault in Fault)

    def papers_png(self) -> tuple[bytes, ...]:
        """Every paper so far, oldest first."""
        return self._printer.papers_png()

    def on_paper(self, listener: Callable[[], None]) -> None:
        """`listener` is called on any thread when a paper has come out."""
        self._printer.on_paper(listener)

    def look(self, told: "Callable[[Facts], None]") -> None:
        """`told` gets the facts on the writer's thread."""
        from kiosk.ui.dock import Facts

        def find(db: Database) -> None:
            told(Facts(self._printer_line(), self._roll_line(db), _slip_lines(db)))

        self._kiosk.writer.submit(find)

    def _printer_line(self) -> str:
        state = self._kiosk.press.printer_state()
        ready = "ready" if state.ready else f"not ready: {state.cause}"
        held = ", on hold" if state.on_hold else ""
        return f"printer {ready}{held} · paper {state.paper} · cover {state.cover} · level {state.level}"

    def _roll_line(self, db: Database) -> str:
        roll, outlook = present_roll(db), self._kiosk.paper.restocking.outlook
        if roll is None or outlook is None:
            return "roll: nothing counted yet"
        ends = "-" if outlook.ends_minute is None else f"{outlook.ends_minute // 60:02d}.{outlook.ends_minute % 60:02d}"
        sure = "" if outlook.sure else "?"
        return (
            f"roll {roll.roll_id} ({roll.use.kind}): {roll.use.used_mm / 1000:.2f} m used,"
            f" {outlook.left_mm / 1000:.1f} m left{sure} · {outlook.tickets} tickets · ends {ends} · {outlook.change}"
        )


def _slip_lines(db: Database) -> tuple[str, ...]:
    lines = []
    for job in newest_jobs(db, SHOWN):
        whose = "" if job.ticket_id is None else f" {job.ticket_id.rpartition('/')[2]}"
        copy = f" copy {job.copy_no}" if job.copy_no else ""
        why = f" ({job.cause})" if job.cause else ""
        touched = " touched" if job.touched else ""
        lines.append(f"#{job.job_id} {job.kind}{whose}{copy}: {job.state}{why}{touched}")
    return tuple(lines)

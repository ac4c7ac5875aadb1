"""Draws the pictures of the README and of docs: the program plays two visits, this makes them small."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from kiosk.ui.touring import Tourist
    from kiosk.window import Front

ROOT = Path(__file__).parent.parent
MADE, KEPT = ROOT / "out/pictures", ROOT / "docs/pictures"
WIDTH_PX = 540
SCREENS = ("attract", "need", "done", "question", "checklist-ticked", "result")
PAPERS = ("ticket", "checklist")
EMPTY_ROLL = (
    "print-failed",
    "paper-open",
    "paper-roll",
    "paper-code",
    "paper-turn",
    "paper-kind",
    "paper-held",
    "paper-ready",
)


def main() -> None:
    """Play both visits into out/pictures and fill docs/pictures."""
    shutil.rmtree(MADE, ignore_errors=True)
    _kiosk("tour", "--out", str(MADE))
    KEPT.mkdir(exist_ok=True)
    for screen in SCREENS:
        _keep_screen(screen)
    for paper in PAPERS:
        _keep_small(MADE / f"{paper}.png", KEPT / f"{paper}-paper.png")
    _visit_on_an_empty_roll()
    for screen in EMPTY_ROLL:
        _keep_screen(screen)
    _keep_small(MADE / "strip.png", KEPT / "strip-paper.png")
    _kiosk("measure", "--out", str(MADE / "measure.png"))
    _keep_small(MADE / "measure.png", KEPT / "measure.png")


def _visit_on_an_empty_roll() -> None:
    """A number is taken while there is no paper, and the paper is changed: what satpam sees."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT))
    from kiosk.app import furnish, read_settings
    from kiosk.ops.clock import SystemClock
    from kiosk.ops.demonstration import demonstration_clock
    from kiosk.tour import PacedClock
    from kiosk.ui.touring import Tourist
    from kiosk.window import Front, application
    from printers.faults import Fault

    furnishing = furnish()
    settings = read_settings(
        ROOT / "kiosk.toml", furnishing, {"kiosk.data_dir": str(MADE / "empty"), "printer.url": "virtual:"}
    )
    application()
    clock = demonstration_clock(SystemClock(), settings)
    paced = PacedClock(clock)
    front = Front(settings, furnishing, clock, motion=False, stage_clock=paced)
    front.stage.resize(1080, 1920)
    front.stage.show()
    try:
        if front.kiosk.virtual is not None:  # as the URL above makes sure
            front.kiosk.virtual.turn(Fault.PAPER_OUT, on=True)
        front.start()
        _ChangeOfPaper(front, Tourist(front.stage, MADE, paced.pause)).play()
    finally:
        front.close()


class _ChangeOfPaper:
    """Two numbers without paper, the first of them left; then every step of the change, wrong side up at first."""

    def __init__(self, front: "Front", tourist: "Tourist") -> None:
        self._front = front
        self._tourist = tourist
        self._restocking = front.kiosk.paper.restocking

    def play(self) -> None:
        from kiosk.visit.idle import BOUNCE_MS

        self._take("finish", "new-visit")
        clock = self._front.kiosk.clock
        heard_ms = clock.monotonic_ms() + BOUNCE_MS
        self._until(lambda: clock.monotonic_ms() >= heard_ms)
        self._take("paper-change")
        self._change_roll()
        self._read_strip()
        self._print_what_waited()

    def _take(self, *then: str) -> None:
        from kiosk.visit.view import ScreenId

        self._tourist.expect(ScreenId.ATTRACT)
        self._touch("start", "take", "need:jht", "take-number")
        self._tourist.expect(ScreenId.PRINT_FAILED)
        self._touch(*then)

    def _change_roll(self) -> None:
        from printers.faults import Fault

        self._look("open")
        printer = self._front.kiosk.virtual
        if printer is None:
            return
        printer.turn(Fault.COVER_OPEN, on=True)
        self._look("change", "paper-roll")
        printer.turn(Fault.PAPER_OUT, on=False)
        printer.turn(Fault.COVER_OPEN, on=False)
        self._step("code")
        self._touch("blank")
        self._look("turn")
        self._touch("next")
        self._look("code")
        (MADE / "strip.png").write_bytes(printer.papers_png()[-1])

    def _read_strip(self) -> None:
        state = self._restocking.state
        self._touch(*(f"key:{digit}" for digit in (state.code if state is not None else "")))
        self._look("kind")

    def _print_what_waited(self) -> None:
        self._touch("kind:new")
        self._until(lambda: self._restocking.state is not None and bool(self._restocking.state.held))
        self._look("held")
        self._touch("print-all")
        self._step("done")
        self._front.kiosk.chores()
        self._until(lambda: self._restocking.outlook is not None)
        self._look("done", "paper-ready")

    def _touch(self, *choices: str) -> None:
        for choice in choices:
            self._tourist.touch(choice)

    def _look(self, step: str, name: str = "") -> None:
        self._step(step)
        self._tourist.look(name or f"paper-{step}")

    def _step(self, step: str) -> None:
        self._until(lambda: self._restocking.state is not None and self._restocking.state.step == step)

    def _until(self, arrived: Callable[[], bool]) -> None:
        from kiosk.ui.touring import comes_true

        if not comes_true(arrived):
            sys.exit(f"the change of paper stands still: {self._restocking.state}")


def _kiosk(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "kiosk", *words], cwd=ROOT, check=True)


def _keep_screen(screen: str) -> None:
    *_, last = sorted(MADE.glob(f"[0-9][0-9]-{screen}.png"))
    _keep_small(last, KEPT / f"{screen}.png")


def _keep_small(made: Path, kept: Path) -> None:
    with Image.open(made) as picture:
        height_px = round(picture.height * WIDTH_PX / picture.width)
        small = picture.convert("RGB").resize((WIDTH_PX, height_px), Image.Resampling.LANCZOS)
    small.quantize(192).save(kept, optimize=True)


if __name__ == "__main__":
    main()

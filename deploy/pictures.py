"""Draws the pictures of the README and of docs: the program plays two visits, this makes them small."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from kiosk.ui.touring import Tourist

ROOT = Path(__file__).parent.parent
MADE, KEPT = ROOT / "out/pictures", ROOT / "docs/pictures"
WIDTH_PX = 540
SCREENS = ("attract", "need", "done", "question", "checklist-ticked", "result")
PAPERS = ("ticket", "checklist")
EMPTY_ROLL = ("print-failed", "paper-change")


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
        _walk_to_the_paper(Tourist(front.stage, MADE, paced.pause))
    finally:
        front.close()


def _walk_to_the_paper(tourist: "Tourist") -> None:
    from kiosk.visit.view import ScreenId

    tourist.expect(ScreenId.ATTRACT)
    for choice, screen in (
        ("start", ScreenId.FORK),
        ("take", ScreenId.NEED),
        ("need:jht", ScreenId.PROMISE),
        ("take-number", ScreenId.PRINT_FAILED),
        ("paper-change", ScreenId.PAPER_CHANGE),
    ):
        tourist.touch(choice)
        tourist.expect(screen)


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

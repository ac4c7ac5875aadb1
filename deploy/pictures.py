"""Draws the pictures of the README: the program plays a visit, this makes them small."""

import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parent.parent
WIDTH_PX = 540
SCREENS = ("attract", "need", "done", "question", "checklist-ticked", "result")
PAPERS = ("ticket", "checklist")


def main() -> None:
    """Play the tour into out/pictures and fill docs/pictures."""
    made, kept = ROOT / "out/pictures", ROOT / "docs/pictures"
    subprocess.run([sys.executable, "-m", "kiosk", "tour", "--out", str(made)], cwd=ROOT, check=True)
    kept.mkdir(exist_ok=True)
    for screen in SCREENS:
        *_, last = sorted(made.glob(f"[0-9][0-9]-{screen}.png"))
        _keep_small(last, kept / f"{screen}.png")
    for paper in PAPERS:
        _keep_small(made / f"{paper}.png", kept / f"{paper}-paper.png")


def _keep_small(made: Path, kept: Path) -> None:
    with Image.open(made) as picture:
        height_px = round(picture.height * WIDTH_PX / picture.width)
        small = picture.convert("RGB").resize((WIDTH_PX, height_px), Image.Resampling.LANCZOS)
    small.quantize(192).save(kept, optimize=True)


if __name__ == "__main__":
    main()

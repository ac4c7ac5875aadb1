"""What a finger waits for: the next screen, the slip on its way, and in the morning the first picture."""

import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kiosk.window import application
from tests.bench.figure import Effort, Figure, ms, percentile
from tests.bench.house import HEIGHT_PX, WIDTH_PX, House, Visit
from tests.bench.process import result, started

VISITS, QUICK_VISITS = 40, 8
STARTS, QUICK_STARTS = 7, 3


def figures(effort: Effort) -> list[Figure]:
    """Tap to painted, tap to sent, start to first frame."""
    return [
        *_visits(QUICK_VISITS if effort is Effort.QUICK else VISITS),
        *_starts(QUICK_STARTS if effort is Effort.QUICK else STARTS),
    ]


def _visits(count: int) -> list[Figure]:
    application()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        try:
            visits = [house.shortest_visit() for _ in range(count)]
        finally:
            house.close()
    return [_painted(visits), _sent(visits)]


def _painted(visits: list[Visit]) -> Figure:
    taps = [seconds for visit in visits for seconds in visit.painted_s]
    p50, p95 = percentile(taps, 50), percentile(taps, 95)
    floor = percentile(empty_repaints(len(taps)), 95)
    what = f"tap → next screen painted, p95 of {len(taps)} (p50 {ms(p50)})"
    return Figure(what, ms(p95), f"{ms(floor)}, an empty QWidget", "≤ 50 ms", p95 <= 0.050)


def _sent(visits: list[Visit]) -> Figure:
    first, later = visits[0].sent_s, [visit.sent_s for visit in visits[1:]]
    p95 = percentile(later, 95)
    what = "tap → last byte of the slip handed to the transport"
    measured = f"first after start {ms(first)}, then p95 {ms(p95)}"
    return Figure(what, measured, "", "≤ 100 ms, the first too", max(first, p95) <= 0.100)


def empty_repaints(count: int) -> list[float]:
    """Seconds of each repaint of a window with nothing in it."""
    app, window = application(), QWidget()
    window.resize(WIDTH_PX, HEIGHT_PX)
    window.show()
    app.processEvents()
    seconds = []
    for _ in range(count):
        begun = time.perf_counter()
        window.update()
        app.processEvents()
        seconds.append(time.perf_counter() - begun)
    window.close()
    return seconds


def _starts(count: int) -> list[Figure]:
    for program in ("bare", "kiosk"):  # once unmeasured: compiled modules and warm files for both
        _start(program)
    bare = percentile([_start("bare")[0] for _ in range(count)], 50)
    kiosk = [_start("kiosk") for _ in range(count)]
    first, ready = (percentile(values, 50) for values in zip(*kiosk, strict=True))
    return [
        Figure(
            "process start → first frame, median", ms(first), f"{ms(bare)}, a bare window", "≤ 2 ×", first <= 2 * bare
        ),
        Figure(
            "process start → first screen to touch, median",
            ms(ready),
            f"{ms(bare)}, a bare window",
            "≤ 2 s",
            ready <= 2,
        ),
    ]


def _start(program: str) -> tuple[float, float]:
    begun = time.perf_counter()  # one clock for all processes of the machine
    seen = result(started("first_frame", program))
    return seen["first"] - begun, seen["ready"] - begun

"""A long day in one process: memory at rest, processor at rest, then visit after visit. Prints one JSON object."""

import gc
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from kiosk.window import application
from tests.bench.house import House
from tests.bench.process import ENVIRONMENT, memory_mib
from tests.rules import ROOT

WARM_VISITS = 100
"""By then every screen, glyph and statement has been used; what still grows is SQLite's page cache, up to its 2 MiB."""


def rest(seconds: float) -> float:
    """Stand at the first screen; the part of one core that this took."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    wall, used = time.perf_counter(), time.process_time()
    loop.exec()
    return (time.process_time() - used) / (time.perf_counter() - wall)


def live(house: House, visits: int, limit_s: float, rest_s: float) -> dict[str, float]:
    """The whole day; fewer visits when `limit_s` is over."""
    rest(1.0)  # what starts late: the printer's first look, the store's first chores
    figures = {"at_rest_mib": memory_mib(), "idle_core": rest(rest_s)}
    until = time.perf_counter() + limit_s
    done = 0
    while done < visits and time.perf_counter() < until:
        house.quick_visit()
        house.written.clear()
        done += 1
        if done == WARM_VISITS:
            gc.collect()
            figures["warm_mib"] = memory_mib()
    gc.collect()
    return figures | {"visits": done, "after_mib": memory_mib()}


def main() -> None:
    """Arguments: visits, seconds at most for them, seconds at rest."""
    visits, limit_s, rest_s = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    application()
    printer = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.printing", "epson-80"],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert printer.stdout is not None
    port = int(printer.stdout.readline())
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), f"tcp://127.0.0.1:{port}")
        try:
            print(json.dumps(live(house, visits, limit_s, rest_s)))
        finally:
            house.close()
            printer.communicate("")


if __name__ == "__main__":
    main()

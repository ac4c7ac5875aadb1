"""From the tap to the paper: each stage of the software beside the time that the paper itself takes."""

import tempfile
import time
from pathlib import Path
from threading import Event

from kiosk.app import furnish
from kiosk.domain.lifecycle import JobState
from kiosk.domain.promise import NotEstimable
from kiosk.domain.slip import SlipStatus
from kiosk.domain.ticket import TakeRequest, TicketClass
from kiosk.ops.clock import SystemClock
from kiosk.ops.settings import load_settings
from kiosk.press.composing import Composer
from kiosk.press.press import Press
from kiosk.press.watching import WatchedDriver
from kiosk.queue.taking import take_ticket
from kiosk.store.boot import boot
from kiosk.store.jobs import load_job
from kiosk.store.writer import Writer
from printers.platen import paper_mm
from printers.profiles import profile
from printers.protocol import ask_printed, token_of
from printers.transport import transport_factory
from printers.virtual import VirtualPrinter
from printers.virtual_tcp import serve_tcp
from tests.bench.figure import Effort, Figure, ms, percentile
from tests.rules import ROOT

FAMILY = "epson-80"
ROUNDS, QUICK_ROUNDS, WARM = 120, 40, 5
PATIENCE_S = 10.0
REQUEST = TakeRequest("jht", TicketClass.REGULAR, "id", NotEstimable())


class Line:
    """The real press on a printer at the other end of a TCP line that moves its paper in no time."""

    def __init__(self, folder: Path, url: str) -> None:
        self.family = profile(FAMILY)
        self.branch = load_settings(ROOT / "kiosk.toml").branch
        self.clock = SystemClock()
        self.writer = Writer(folder / "kiosk.db")
        self.ask = lambda task: self.writer.submit(task).result(PATIENCE_S)
        self.ask(lambda db: boot(db, self.branch.branch_id, self.branch.kiosk_id, self.clock))
        self.composer = Composer(self.branch, furnish().texts, self.family, self.clock)
        self.handed, self.proved, self.ready = Event(), Event(), Event()
        driver = WatchedDriver(
            transport_factory(url, self.clock.monotonic_ms), self.family, self.clock.monotonic_ms, self._hand_over
        )
        self.press = Press(
            self.writer,
            driver,
            self.clock,
            self._hear,
            recompose=lambda job: job.data,
            printer_changed=lambda state: self.ready.set() if state.ready else None,
        )
        self.press.start()
        assert self.ready.wait(PATIENCE_S)

    def _hand_over(self, _job_id: int, _data: bytes) -> None:
        self.handed_at = time.perf_counter()

    def _hear(self, status: SlipStatus) -> None:
        if status.state is JobState.CONFIRMED:
            self.proved.set()

    def one(self) -> tuple[float, float, float, int]:
        """Seconds of each stage of one ticket, and its job."""
        self.proved.clear()
        started = time.perf_counter()
        taken = self.ask(lambda db: take_ticket(db, self.branch, self.clock, REQUEST, self.composer.ticket))
        committed = time.perf_counter()
        self.press.wake()
        assert self.proved.wait(PATIENCE_S)
        proved = time.perf_counter()
        return committed - started, self.handed_at - committed, proved - self.handed_at, taken.job_id

    def close(self) -> None:
        """As a kiosk closes."""
        self.press.close()
        self.writer.close()


def figures(effort: Effort) -> list[Figure]:
    """Bytes of a proved ticket; composing and commit, handing over, proof; all of it beside the paper's time."""
    rounds = QUICK_ROUNDS if effort is Effort.QUICK else ROUNDS
    with tempfile.TemporaryDirectory() as folder, serve_tcp(VirtualPrinter(profile(FAMILY))) as server:
        line = Line(Path(folder), f"tcp://127.0.0.1:{server.port}")
        times = [line.one() for _ in range(rounds + WARM)][WARM:]
        data = line.ask(lambda db: load_job(db, times[-1][3])).data
        line.close()
    return _figures(times, data)


def _figures(times: list[tuple[float, float, float, int]], data: bytes) -> list[Figure]:
    family = profile(FAMILY)
    length_mm = paper_mm(data, family)
    paper_s = length_mm / family.speed_mm_per_s
    floor = f"{ms(paper_s)} for {length_mm:.0f} mm of paper"
    size = len(data) + len(ask_printed(token_of(1)))
    taken, handed, proved = ([one[at] for one in times] for at in range(3))
    whole = percentile([sum(one[:3]) for one in times], 95)
    return [
        Figure("ticket with its proof (level 1), bytes", f"{size:,}", f"{len(data):,} without", "≤ 700", size <= 700),
        Figure("tap to commit: slip composed, p95", ms(percentile(taken, 95)), floor, "part of 100 ms", True),
        Figure("commit to last byte handed over, p95", ms(percentile(handed, 95)), floor, "part of 100 ms", True),
        Figure("last byte to written proof, p95", ms(percentile(proved, 95)), floor, "part of 100 ms", True),
        Figure("tap to paper, software's share, p95", ms(whole), floor, "≤ 100 ms", whole <= 0.1),
    ]

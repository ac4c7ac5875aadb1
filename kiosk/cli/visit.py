"""`kiosk visit`: the same visit without a window, one JSON object a line."""

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Final

import click

from kiosk.app import Kiosk
from kiosk.cli.asking import furnished, in_charge, settings_of
from kiosk.cli.told import Code, Ended, Told
from kiosk.ops.clock import SystemClock
from kiosk.ops.demonstration import demonstration_clock
from kiosk.uplink import settings_in_force
from kiosk.visit.stdio import LONGEST_LINE, run_stdio

WAIT_S: Final = 0.2
PUMP_S: Final = 0.05


@click.command()
@click.option("--stdio", "over_lines", is_flag=True, help="Satu layar sebaris keluar, satu pilihan sebaris masuk.")
@click.option("--printer", help="URL pencetak, misalnya virtual: atau tcp://127.0.0.1:9100.")
@click.option("--data-dir", help="Folder data lain, misalnya untuk mencoba.")
@click.option("--real-hours", is_flag=True, help="Di luar jam layanan tampilkan layar tutup, seperti di kantor.")
@click.pass_obj
def visit(told: Told, over_lines: bool, printer: str | None, data_dir: str | None, real_hours: bool) -> None:
    """Satu kunjungan tanpa jendela, untuk skrip dan uji coba.

    Setiap layar satu baris JSON di keluaran: {"screen", "title", "choices", "data"}. Setiap pilihan satu baris di
    masukan: {"choose": id} atau {"input": "teks"}. Baris terakhir: {"screen": "end", ...}.
    """
    if not over_lines:
        raise Ended(Code.REFUSED, "Pakai: kiosk visit --stdio. Untuk layar: kiosk run.")
    furnishing = furnished()
    settings = settings_of(told, furnishing, printer__url=printer, kiosk__data_dir=_here(data_dir))
    clock = SystemClock() if real_hours else demonstration_clock(SystemClock(), settings_in_force(settings))
    post: SimpleQueue[Callable[[], None]] = SimpleQueue()
    with _stopping() as stop, in_charge(), Kiosk(settings, furnishing, clock, post.put) as kiosk:
        kiosk.start()
        run_stdio(kiosk.visit, _lines(sys.stdin.fileno(), stop), _say, lambda: _pump(post))
    if stop.number:
        raise SystemExit(128 + stop.number)


class _Stop:
    """The signal that ended the input, 0 before there was one."""

    def __init__(self) -> None:
        self.number = 0

    def heard(self, number: int, _frame: FrameType | None) -> None:
        """Keep it; the input ends at its next turn."""
        self.number = number


@contextmanager
def _stopping() -> Iterator[_Stop]:
    """SIGTERM and SIGINT only end the input: the visit is ended properly, a slip under way is finished."""
    stop = _Stop()
    before = {number: signal.signal(number, stop.heard) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _here(folder: str | None) -> str | None:
    """A folder named on the command line counts from where the command was given."""
    return str(Path(folder).absolute()) if folder else folder


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()


def _pump(post: "SimpleQueue[Callable[[], None]]") -> None:
    """Let what the house has to say in; wait a moment for the first word."""
    try:
        post.get(timeout=PUMP_S)()
        while True:
            post.get_nowait()()
    except Empty:
        return


def _lines(handle: int, stop: _Stop) -> Iterator[str | None]:
    """Lines of `handle` as they come; None when nothing came for a while. A line without end is cut, not kept."""
    kept = b""
    while not stop.number:
        while b"\n" in kept:
            line, _, kept = kept.partition(b"\n")
            yield line.decode(errors="replace")
        if len(kept) > 4 * LONGEST_LINE:
            yield kept.decode(errors="replace")
            kept = b""
        if not select.select([handle], [], [], WAIT_S)[0]:
            yield None
            continue
        piece = os.read(handle, 65536)
        if not piece:
            if kept:
                yield kept.decode(errors="replace")
            return
        kept += piece

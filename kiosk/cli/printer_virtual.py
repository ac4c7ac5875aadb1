"""`kiosk printer virtual`: a printer without a box, on the network or as a device, to break and to look at."""

import signal
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Lock
from typing import Final

import click

from kiosk.cli.told import Code, Ended
from kiosk.ops.clock import SystemClock
from printers.profiles import Confirmation, ProfileError, profile
from printers.virtual import VirtualPrinter
from printers.virtual_control import serve_control
from printers.virtual_device import serve_device
from printers.virtual_tcp import serve_tcp

LEVELS: Final = {
    1: Confirmation.PROCESS_ID,
    2: Confirmation.FENCE,
    3: Confirmation.STATUS_ONLY,
    4: Confirmation.NONE,
}
WAKING_MS: Final = 3000
"""What a real one takes to start."""
TAKEN_AFTER_MS: Final = 4000


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=9100, show_default=True, help="0: cari yang kosong.")
@click.option("--profile", "name", default="epson-80", show_default=True, help="Keluarga yang ditiru.")
@click.option("--level", type=click.IntRange(1, 4), help="Tingkat kepastian; bawaan: milik keluarganya.")
@click.option("--control-port", type=click.IntRange(0, 65535), help="Kendali: JSON sebaris-sebaris.")
@click.option("--device", type=click.Path(path_type=Path), help="Juga sebagai perangkat di jalur ini.")
@click.option("--usb/--serial", default=True, show_default=True, help="Perangkat itu USB atau serial.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Simpan gambar setiap kertas di sini.")
@click.option("--fast", is_flag=True, help="Tanpa menunggu kertas berjalan.")
def virtual(
    *,
    port: int,
    name: str,
    level: int | None,
    control_port: int | None,
    device: Path | None,
    usb: bool,
    out: Path | None,
    fast: bool,
) -> None:
    """Pencetak maya di jaringan, untuk mencoba tanpa alat. Berhenti dengan Ctrl+C."""
    printer = _printer(name, level, fast=fast)
    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    if out is not None:
        _keep_papers(printer, out)
    try:
        with ExitStack() as open_ends:
            server = open_ends.enter_context(serve_tcp(printer, port))
            click.echo(f"Pencetak maya {name}: tcp://127.0.0.1:{server.port}")
            if device is not None:
                open_ends.enter_context(serve_device(printer, device, usb=usb))
                click.echo(f"Sebagai perangkat: {'usblp' if usb else 'serial'}://{device.absolute()}")
            if control_port is not None:
                control = open_ends.enter_context(serve_control(printer, control_port))
                click.echo(f"Kendali: 127.0.0.1:{control.port}")
            ended.wait()
    except OSError as error:
        raise Ended(Code.TROUBLE, f"Pencetak maya tidak dapat dibuka: {error.strerror or error}.") from error


def _printer(name: str, level: int | None, *, fast: bool) -> VirtualPrinter:
    try:
        family = profile(name)
    except ProfileError as error:
        raise Ended(Code.REFUSED, str(error)) from error
    return VirtualPrinter(
        family,
        SystemClock().monotonic_ms,
        speed_mm_per_s=None if fast else family.speed_mm_per_s,
        confirmation=None if level is None or level == family.confirmation.level else LEVELS[level],
        waking_ms=WAKING_MS,
        taken_after_ms=TAKEN_AFTER_MS,
    )


def _keep_papers(printer: VirtualPrinter, folder: Path) -> None:
    """Each piece of paper as a picture, numbered in the order they came off."""
    folder.mkdir(parents=True, exist_ok=True)
    kept, lock = [0], Lock()

    def keep() -> None:
        with lock:
            pictures = printer.papers_png()
            for at in range(kept[0], len(pictures)):
                (folder / f"paper-{at + 1:03d}.png").write_bytes(pictures[at])
            kept[0] = len(pictures)

    printer.on_paper(keep)

"""`kiosk printer`: what printers there are, how this one is, and what bytes look like on paper."""

import json
from pathlib import Path
from typing import Final

import click

from kiosk.cli.asking import furnished, settings_of
from kiosk.cli.doctor import a4_problem
from kiosk.cli.printer_probe import probe
from kiosk.cli.printer_soak import soak
from kiosk.cli.printer_virtual import virtual
from kiosk.cli.told import Code, Ended, Told
from kiosk.ops.clock import SystemClock
from kiosk.ops.settings import Settings
from printers.blocks import Align, Block, Cut, Logo, Space, Text
from printers.driver import Delivery, Driver
from printers.layout import render
from printers.paper_picture import draw
from printers.profiles import ProfileError, names, profile
from printers.status import Paper, Trouble
from printers.transport import transport_factory
from printers.virtual import VirtualPrinter

TROUBLES: Final = {
    Trouble.LINK: "tidak terhubung: periksa listrik dan kabelnya",
    Trouble.MUTE: "terhubung, tetapi tidak menjawab: matikan lalu nyalakan",
    Trouble.COVER_OPEN: "penutupnya terbuka",
    Trouble.PAPER_OUT: "kertasnya habis",
    Trouble.CUTTER: "pisaunya macet: buka penutup, keluarkan potongan kertas",
    Trouble.JAM: "kertasnya macet di dalam: buka penutup, keluarkan kertasnya",
    Trouble.OVERHEATED: "terlalu panas: tunggu beberapa menit",
    Trouble.ERROR: "melaporkan kesalahan: matikan lalu nyalakan",
    Trouble.OFFLINE: "sedang tidak menerima cetakan: lepaskan tombol kertasnya",
}
"""What is wrong and what to do, for TI."""
PAPERS: Final = {
    Paper.ENOUGH: "kertas cukup",
    Paper.LOW: "kertas hampir habis",
    Paper.OUT: "kertas habis",
    Paper.UNKNOWN: "sisa kertas tidak diketahui",
}
UNPRINTED: Final = "tidak memberi kepastian: lihat kertasnya"


@click.group()
def printer() -> None:
    """Pencetak tiket: kenali, keadaan, lembar uji, pencetak maya."""


printer.add_command(probe)
printer.add_command(soak)
printer.add_command(virtual)


@printer.command()
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
def profiles(as_json: bool) -> None:
    """Keluarga pencetak yang dikenal."""
    known = [profile(name) for name in names()]
    if as_json:
        rows = [
            {"name": one.name, "title": one.title, "dots": one.dots, "level": one.confirmation.level} for one in known
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in known:
        click.echo(f"{one.name:<12} {one.dots:>4} titik  tingkat kepastian {one.confirmation.level}  {one.title}")


@printer.command()
@click.option("--printer", "url", help="URL pencetak lain daripada di pengaturan.")
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def status(told: Told, url: str | None, as_json: bool) -> None:
    """Tanya pencetak bagaimana keadaannya sekarang."""
    settings = settings_of(told, furnished(), printer__url=url)
    driver = _driver(settings)
    try:
        seen = driver.ready_status()
        level = driver.confirmation.level
    finally:
        driver.close()
    if as_json:
        told_of = {"url": settings.printer.url, "ready": seen.ready, "paper": seen.paper.value, "level": level}
        click.echo(json.dumps(told_of | {"trouble": seen.trouble.value if seen.trouble else None}))
    else:
        state = "siap" if seen.ready else "belum siap"
        click.echo(f"Pencetak {settings.printer.url} {state}, {PAPERS[seen.paper]}, tingkat kepastian {level}.")
        if settings.a4_queue:
            click.echo(a4_problem(settings.a4_queue) or f"Printer A4 {settings.a4_queue} siap.")
    if not seen.ready:
        raise Ended(Code.TROUBLE, f"Pencetak {_why(seen.trouble)}.")


@printer.command()
@click.option("--printer", "url", help="URL pencetak lain daripada di pengaturan.")
@click.pass_obj
def test(told: Told, url: str | None) -> None:
    """Cetak satu lembar uji."""
    settings = settings_of(told, furnished(), printer__url=url)
    strip: list[Block] = [
        Logo(),
        Space(2),
        Text("LEMBAR UJI", width=2, height=2, bold=True, align=Align.CENTER),
        Text(settings.branch.name, align=Align.CENTER),
        Text(settings.printer.url, align=Align.CENTER),
        Cut(),
    ]
    rendered = render(strip, profile(settings.printer.profile))
    driver = _driver(settings)
    try:
        outcome = driver.print_slip(rendered.data, 0, rendered.length_mm)
    finally:
        driver.close()
    match outcome.delivery:
        case Delivery.CONFIRMED:
            click.echo("Lembar uji tercetak; pencetak membenarkannya.")
        case Delivery.SENT:
            click.echo("Lembar uji terkirim. Pencetak ini tidak dapat membenarkan: lihat kertasnya.")
        case _:
            raise Ended(Code.TROUBLE, f"Lembar uji belum tercetak. Pencetak {_why(outcome.trouble)}.")


@printer.command("draw")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Gambar PNG.")
@click.option("--profile", "name", default="epson-80", show_default=True, help="Keluarga pencetak.")
def draw_file(file: Path, out: Path, name: str) -> None:
    """Gambar kertas yang akan keluar dari sebuah berkas byte."""
    try:
        family = profile(name)
    except ProfileError as error:
        raise Ended(Code.REFUSED, str(error)) from error
    draw(file.read_bytes(), family).save(out)
    click.echo(str(out))


def _why(trouble: Trouble | None) -> str:
    return UNPRINTED if trouble is None else TROUBLES[trouble]


def _driver(settings: Settings) -> Driver:
    family = profile(settings.printer.profile)
    clock = SystemClock()
    factory = transport_factory(settings.printer.url, clock.monotonic_ms, VirtualPrinter(family))
    return Driver(factory, family, clock.monotonic_ms)

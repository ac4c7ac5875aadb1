"""`kiosk run`, `kiosk demo`, `kiosk tour`, `kiosk measure`: the kiosk with its screen. Heavy things are read last."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.told import Code, Ended, Told
from kiosk.ops.display import display_problem

if TYPE_CHECKING:
    from kiosk.ui.boot_picture import BootPicture


@click.command()
@click.option("--printer", help="URL pencetak lain daripada di pengaturan.")
@click.pass_obj
def run(told: Told, printer: str | None) -> None:
    """Jalankan kiosk satu layar penuh, seperti di kantor."""
    _show(told, printer, windowed=False)


@click.command(short_help="Jendela dengan pencetak maya, atau satu kunjungan tanpa layar.")
@click.option("--printer", help="URL pencetak lain daripada di pengaturan.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"), show_default=True)
@click.pass_obj
def demo(told: Told, printer: str | None, out: Path) -> None:
    """Perlihatkan kiosk: jendela dengan pencetak maya; tanpa layar satu kunjungan penuh ke dalam folder."""
    if display_problem() is None:
        _show(told, printer, windowed=True)
    else:
        click.echo("Tidak ada layar: satu kunjungan dimainkan tanpa jendela.")
        _tour(told, printer, out)


@click.command(short_help="Satu kunjungan tanpa layar; gambar dan kertasnya ditinggalkan.")
@click.option("--printer", help="URL pencetak lain daripada di pengaturan.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"), show_default=True)
@click.pass_obj
def tour(told: Told, printer: str | None, out: Path) -> None:
    """Mainkan satu kunjungan dengan sentuhan, tanpa layar; tinggalkan gambar dan kertasnya."""
    _tour(told, printer, out)


@click.command(short_help="Bingkai kartu ATM dan penggaris, untuk ukuran layar.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Gambar PNG, tanpa membuka layar.")
@click.pass_obj
def measure(told: Told, out: Path | None) -> None:
    """Tampilkan bingkai kartu ATM dan penggaris, untuk memeriksa ukuran layar di pengaturan."""
    problem = display_problem()
    if out is None and problem is not None:
        raise Ended(Code.TROUBLE, f"{problem} Untuk gambar saja: kiosk measure --out ukuran.png")
    if out is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kiosk.cli.asking import furnished, settings_of
    from kiosk.window import measure as show_ruler

    furnishing = furnished()
    raise SystemExit(show_ruler(settings_of(told, furnishing), furnishing, out))


def _show(told: Told, printer: str | None, *, windowed: bool) -> None:
    problem = display_problem()
    if problem is not None:
        raise Ended(Code.TROUBLE, problem)
    boot = None if windowed else _boot_picture()
    from kiosk.cli import FELL
    from kiosk.cli.asking import furnished, in_charge, settings_of
    from kiosk.ops.clock import SystemClock
    from kiosk.ops.demonstration import demonstration_clock
    from kiosk.uplink import settings_in_force
    from kiosk.window import show

    furnishing = furnished()
    settings = settings_of(told, furnishing, printer__url=printer)
    clock = demonstration_clock(SystemClock(), settings_in_force(settings)) if windowed else SystemClock()
    with in_charge():
        shown = None if boot is None else boot.close
        code = show(settings, furnishing, clock, windowed=windowed, fell_code=FELL, shown=shown)
    raise SystemExit(code)


def _boot_picture() -> "BootPicture | None":
    """A picture within a blink, before the kiosk is read; None where the assets are missing, as is told later."""
    from PySide6.QtWidgets import QApplication

    from kiosk.domain.texts import BASE, TextsError, parse_texts
    from kiosk.ops.assets import AssetsMissingError, assets_root
    from kiosk.ui.boot_picture import BootPicture

    app = QApplication.instance() or QApplication(["kiosk"])
    try:
        root = assets_root()
        say = parse_texts({BASE: (root / "i18n" / f"{BASE}.toml").read_text(encoding="utf-8")}).say
    except (AssetsMissingError, TextsError):
        return None
    boot = BootPicture(root, say("boot.title", BASE), say("boot.lead", BASE))
    boot.showFullScreen()
    app.processEvents()
    return boot


def _tour(told: Told, printer: str | None, out: Path) -> None:
    from kiosk.cli.asking import furnished, in_charge, settings_of
    from kiosk.ops.clock import SystemClock
    from kiosk.ops.demonstration import demonstration_clock
    from kiosk.tour import TourError, take_tour

    furnishing = furnished()
    settings = settings_of(told, furnishing, printer__url=printer, kiosk__data_dir=str((out / "data").absolute()))
    try:
        with in_charge():
            made = take_tour(settings, furnishing, demonstration_clock(SystemClock(), settings), out)
    except TourError as error:
        raise Ended(Code.TROUBLE, str(error)) from error
    click.echo(f"Satu kunjungan selesai. Nomor {made.number}. Semua ada di {out.absolute()}:")
    for file in made.files:
        click.echo(f"  {file.relative_to(out)}")

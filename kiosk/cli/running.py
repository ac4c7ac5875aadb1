"""`kiosk run`, `kiosk demo`, `kiosk tour`: the kiosk with its screen."""

import os
from pathlib import Path

import click

from kiosk.app import demonstration_clock
from kiosk.cli.asking import Code, Ended, Told, furnished, in_charge, settings_of
from kiosk.ops.clock import SystemClock
from kiosk.ops.doctor import display_problem


@click.command()
@click.option("--printer", help="URL pencetak lain daripada di pengaturan.")
@click.pass_obj
def run(told: Told, printer: str | None) -> None:
    """Jalankan kiosk satu layar penuh, seperti di kantor."""
    _show(told, printer, windowed=False)


@click.command()
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


@click.command()
@click.option("--printer", help="URL pencetak lain daripada di pengaturan.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"), show_default=True)
@click.pass_obj
def tour(told: Told, printer: str | None, out: Path) -> None:
    """Mainkan satu kunjungan dengan sentuhan, tanpa layar; tinggalkan gambar dan kertasnya."""
    _tour(told, printer, out)


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Gambar PNG, tanpa membuka layar.")
@click.pass_obj
def measure(told: Told, out: Path | None) -> None:
    """Tampilkan bingkai kartu ATM dan penggaris, untuk memeriksa ukuran layar di pengaturan."""
    furnishing = furnished()
    settings = settings_of(told, furnishing)
    problem = display_problem()
    if out is None and problem is not None:
        raise Ended(Code.TROUBLE, f"{problem} Untuk gambar saja: kiosk measure --out ukuran.png")
    if out is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kiosk.window import measure as show_ruler

    raise SystemExit(show_ruler(settings, furnishing, out))


def _show(told: Told, printer: str | None, *, windowed: bool) -> None:
    problem = display_problem()
    if problem is not None:
        raise Ended(Code.TROUBLE, problem)
    furnishing = furnished()
    settings = settings_of(told, furnishing, printer__url=printer)
    clock = SystemClock()
    from kiosk.window import show  # Qt is needed from here on, and only here

    with in_charge():
        code = show(
            settings, furnishing, demonstration_clock(clock, settings) if windowed else clock, windowed=windowed
        )
    raise SystemExit(code)


def _tour(told: Told, printer: str | None, out: Path) -> None:
    furnishing = furnished()
    settings = settings_of(told, furnishing, printer__url=printer, kiosk__data_dir=str((out / "data").absolute()))
    from kiosk.tour import TourError, take_tour

    try:
        with in_charge():
            made = take_tour(settings, furnishing, demonstration_clock(SystemClock(), settings), out)
    except TourError as error:
        raise Ended(Code.TROUBLE, str(error)) from error
    click.echo(f"Satu kunjungan selesai. Nomor {made.number}. Semua ada di {out.absolute()}:")
    for file in made.files:
        click.echo(f"  {file.relative_to(out)}")

"""`kiosk printer soak`: many tickets on one printer, and the account of where each of them went."""

import json
from threading import Event
from typing import Final

import click

from kiosk.app import Furnishing
from kiosk.cli.asking import furnished, settings_of
from kiosk.cli.told import Code, Ended, Told
from kiosk.ops.clock import SystemClock
from kiosk.ops.settings import Settings
from kiosk.soak.report import Report
from kiosk.soak.soak import NoScannerError, soak_real, soak_virtual
from printers.profiles import Confirmation, ProfileError, profile
from printers.transport import transport_factory
from printers.virtual import VirtualPrinter

BAD_WEATHER: Final = "virtual:faults"
LEVELS: Final = {
    1: ("epson-80", None),
    2: ("bixolon-80", None),
    3: ("generic-80", Confirmation.STATUS_ONLY),
    4: ("generic-80", Confirmation.NONE),
}
"""Which printer each level is tried on, unless a profile is named."""


@click.command()
@click.option("--printer", "url", default=BAD_WEATHER, show_default=True, help="URL pencetak, atau virtual:faults.")
@click.option("--jobs", type=click.IntRange(1, 100_000), default=20, show_default=True, help="Berapa tiket.")
@click.option("--seed", type=int, default=1, show_default=True, help="Gangguan yang sama dapat diulang.")
@click.option("--level", type=click.IntRange(1, 4), default=1, show_default=True, help="Untuk virtual:faults.")
@click.option("--profile", "name", help="Keluarga pencetak; bawaan: dari pengaturan, atau dari tingkatnya.")
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def soak(told: Told, *, url: str, jobs: int, seed: int, level: int, name: str | None, as_json: bool) -> None:
    """Cetak banyak tiket uji, lalu lihat ke mana perginya setiap tiket. Bukan nomor antrean."""
    furnishing = furnished()
    if url == BAD_WEATHER:
        report = _in_bad_weather(
            settings_of(told, furnishing), furnishing, jobs=jobs, seed=seed, level=level, name=name
        )
    else:
        settings = settings_of(told, furnishing, printer__url=url, printer__profile=name)
        report = _on_the_table(settings, furnishing, jobs=jobs, quiet=as_json)
    if as_json:
        click.echo(json.dumps(report.facts(), ensure_ascii=False))
    else:
        _tell(report)
    if not report.good:
        raise Ended(Code.TROUBLE, "Ada tiket yang hilang, kembar tanpa tanda, atau tidak jelas nasibnya.")


def _in_bad_weather(
    settings: Settings, furnishing: Furnishing, *, jobs: int, seed: int, level: int, name: str | None
) -> Report:
    usual, confirmation = LEVELS[level]
    try:
        family = profile(name or usual)
    except ProfileError as error:
        raise Ended(Code.REFUSED, str(error)) from error
    try:
        return soak_virtual(
            family,
            settings.branch,
            furnishing.texts,
            jobs=jobs,
            seed=seed,
            confirmation=confirmation if not name else None,
        )
    except NoScannerError as error:
        raise Ended(Code.TROUBLE, "Kertas tidak dapat diperiksa: pasang zbar-tools.") from error


def _on_the_table(settings: Settings, furnishing: Furnishing, *, jobs: int, quiet: bool) -> Report:
    clock, family, pausing = SystemClock(), profile(settings.printer.profile), Event()

    def tell(count: int, state: str) -> None:
        if not quiet:
            click.echo(f"{count}/{jobs}: {state}")

    return soak_real(
        settings.printer.url,
        transport_factory(settings.printer.url, clock.monotonic_ms, VirtualPrinter(family)),
        family,
        settings.branch,
        furnishing.texts,
        clock=clock,
        pause=lambda ms: pausing.wait(ms / 1000),
        jobs=jobs,
        tell=tell,
    )


def _tell(report: Report) -> None:
    click.echo(f"Pencetak {report.url}, jenis {report.profile}, tingkat kepastian {report.level}.")
    weather = "" if report.seed is None else f" (benih {report.seed}, {report.hit} terkena gangguan)"
    click.echo(f"{report.jobs} tiket{weather}:")
    click.echo(f"  dipastikan keluar    {report.confirmed:>6}")
    click.echo(f"  tertahan             {report.held:>6}")
    click.echo(f"  tidak pasti          {report.uncertain:>6}")
    click.echo(f"  ditanyakan ke orang  {report.asked:>6}")
    click.echo(f"  salinan bertanda     {report.copies:>6}")
    click.echo(f"  belum diterima       {report.not_received:>6}   (terdaftar untuk petugas)")
    verdict = report.verdict
    if verdict is None:
        click.echo("Hitung sendiri kertasnya: yang utuh harus sebanyak yang dipastikan keluar.")
        return
    click.echo(f"Menurut kertasnya ({report.papers} potong, {report.metres} m):")
    for what, numbers in (
        ("hilang", verdict.lost),
        ("kembar tanpa tanda", verdict.unmarked_doubles),
        ("nomor asing", verdict.strangers),
    ):
        click.echo(f"  {what:<20} {len(numbers):>6}   {', '.join(numbers)}".rstrip())

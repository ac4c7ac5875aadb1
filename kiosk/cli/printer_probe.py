"""`kiosk printer probe`: what stands at a URL, tried out and written into the settings."""

import json
from pathlib import Path
from typing import Final

import click

from kiosk.cli.asking import furnished, settings_of
from kiosk.cli.told import Code, Ended, Told
from kiosk.ops.clock import SystemClock
from kiosk.ops.settings import Settings
from kiosk.ops.settings_writing import CannotWriteError, change_file
from printers.probing import Found
from printers.probing import probe as ask
from printers.profiles import Confirmation, profile
from printers.status import Trouble
from printers.transport import TransportError, transport_factory
from printers.virtual import VirtualPrinter

PROOFS: Final = {
    Confirmation.PROCESS_ID: "menjawab setelah tiket tercetak",
    Confirmation.TICKET_TAKEN: "melihat tiket di mulutnya dan saat diambil",
    Confirmation.FENCE: "menjawab berurutan sesudah tiket",
    Confirmation.STATUS_ONLY: "hanya memberi tahu keadaannya; orang ditanya",
    Confirmation.NONE: "tidak menjawab; orang ditanya",
}
"""How each kind of printer proves a slip, for TI."""


@click.command()
@click.argument("url", required=False)
@click.option("--look", "only_look", is_flag=True, help="Hanya lihat, jangan tulis ke pengaturan.")
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def probe(told: Told, url: str | None, only_look: bool, as_json: bool) -> None:
    """Kenali pencetak di sebuah URL, lalu tulis jenisnya ke pengaturan. Tidak mencetak apa-apa."""
    settings = settings_of(told, furnished(), printer__url=url)
    clock = SystemClock()
    virtual = VirtualPrinter(profile(settings.printer.profile))
    try:
        found = ask(transport_factory(settings.printer.url, clock.monotonic_ms, virtual)(), clock.monotonic_ms)
    except TransportError as error:
        raise Ended(Code.TROUBLE, f"Tidak ada pencetak di {settings.printer.url}: {error}.") from error
    if as_json:
        click.echo(json.dumps(_facts(settings, found)))
    else:
        _tell(settings, found)
    if found.status.trouble not in (None, Trouble.MUTE):
        raise Ended(Code.TROUBLE, "Pencetak sedang tidak siap, jadi belum dapat dikenali: bereskan dulu, lalu ulangi.")
    if not only_look:
        written = _write(told.file(), settings, found.family.name)
        if not as_json:
            click.echo(written)


def _facts(settings: Settings, found: Found) -> dict[str, object]:
    return {
        "url": settings.printer.url,
        "maker": found.maker,
        "model": found.model,
        "profile": found.family.name,
        "level": found.confirmation.level,
        "confirmation": found.confirmation.value,
        "trouble": found.status.trouble.value if found.status.trouble else None,
    }


def _tell(settings: Settings, found: Found) -> None:
    name = " ".join(word for word in (found.maker, found.model) if word) or "tidak menyebut namanya"
    click.echo(f"Pencetak di {settings.printer.url}: {name}.")
    click.echo(f"Jenis {found.family.name}: {found.family.title}.")
    click.echo(f"Tingkat kepastian {found.confirmation.level}: {PROOFS[found.confirmation]}.")
    if not found.recognized:
        click.echo('Jenisnya tidak dikenal, jadi dipakai yang paling hati-hati. Kertas 58 mm? Tulis "generic-58".')


def _write(path: Path, settings: Settings, family: str) -> str:
    """What was written, or what is to be written by hand."""
    by_hand = f'[printer]\nurl = "{settings.printer.url}"\nprofile = "{family}"'
    if not path.is_file():
        return f"Tulis ke kiosk.toml:\n{by_hand}"
    try:
        change_file(path, "printer", {"url": settings.printer.url, "profile": family})
    except CannotWriteError as error:
        return f"Belum ditulis ({error}). Tulis sendiri ke {path}:\n{by_hand}"
    return f'Tertulis di {path}: url = "{settings.printer.url}", profile = "{family}".'

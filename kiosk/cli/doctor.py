"""`kiosk doctor`: is this kiosk fit to open, and where does each setting in force come from?"""

import json
from typing import Final

import click

from kiosk.cli.asking import furnished, settings_of
from kiosk.cli.told import Code, Ended, Told
from kiosk.ops.clock import SystemClock
from kiosk.ops.display import display_problem
from kiosk.ops.doctor import Finding, Health, examine
from kiosk.ops.settings import PrinterSettings, Settings, explain
from kiosk.uplink import centre, packs_unused, settings_in_force
from printers.a4 import A4Trouble, OfficePrinter
from printers.profiles import profile
from printers.transport import TransportError, open_transport
from printers.virtual import VirtualPrinter

MARKS: Final = {Health.GOOD: "baik ", Health.LOOK: "lihat", Health.BAD: "RUSAK"}


A4_TROUBLES: Final = {
    A4Trouble.ABSENT: "antrean ini tidak ada di CUPS, atau CUPS belum dipasang: periksa dengan lpstat -e",
    A4Trouble.MUTE: "CUPS tidak menjawab: systemctl restart cups",
    A4Trouble.STOPPED: "antreannya berhenti: cupsenable dan cupsaccept",
    A4Trouble.PAPER_OUT: "kertasnya habis",
    A4Trouble.JAM: "kertasnya macet",
    A4Trouble.COVER_OPEN: "penutupnya terbuka",
    A4Trouble.TONER: "tonernya habis",
    A4Trouble.OFFLINE: "tidak terhubung: periksa listrik dan kabelnya",
}


@click.command(short_help="Sehatkah kiosk ini, dan pengaturan mana yang berlaku?")
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def doctor(told: Told, as_json: bool) -> None:
    """Periksa kiosk ini dan jelaskan pengaturan yang berlaku serta asalnya."""
    settings = settings_in_force(settings_of(told, furnished()))
    findings = examine(settings, probe_printer=_printer_problem, probe_a4=a4_problem, probe_display=display_problem)
    findings += [*centre(settings), *packs_unused(settings)]
    if as_json:
        click.echo(json.dumps(_plain(settings, findings), ensure_ascii=False, indent=2))
    else:
        _show(settings, findings)
    if any(finding.health is Health.BAD for finding in findings):
        raise Ended(Code.TROUBLE, "Kiosk ini belum dapat dibuka: lihat baris RUSAK.")


def _show(settings: Settings, findings: list[Finding]) -> None:
    click.echo(f"Pengaturan yang berlaku ({settings.file}):")
    for key, value, origin in explain(settings):
        click.echo(f"  {key:<24} {value:<44} {origin}")
    click.echo("\nPemeriksaan:")
    for finding in findings:
        click.echo(f"  {MARKS[finding.health]}  {finding.subject:<10} {finding.sentence}")


def _plain(settings: Settings, findings: list[Finding]) -> dict[str, object]:
    return {
        "settings": [{"key": key, "value": value, "origin": origin} for key, value, origin in explain(settings)],
        "findings": [
            {"subject": found.subject, "health": found.health.value, "sentence": found.sentence} for found in findings
        ],
    }


def _printer_problem(printer: PrinterSettings) -> str | None:
    if printer.url.startswith("virtual:"):
        return None
    try:
        virtual = VirtualPrinter(profile(printer.profile))
        open_transport(printer.url, SystemClock().monotonic_ms, virtual).close()
    except TransportError as error:
        return f"{printer.url}: {error}"
    return None


def a4_problem(queue: str) -> str | None:
    """Why a list would not come out on A4 now, in a sentence."""
    trouble = OfficePrinter(queue, SystemClock().monotonic_ms, lambda _ms: None).trouble()
    if trouble is None:
        return None
    return f"Printer A4 {queue}: {A4_TROUBLES[trouble]}. Daftar surat keluar di kertas gulungan."

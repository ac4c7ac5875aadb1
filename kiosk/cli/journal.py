"""`kiosk journal`: read the journal beside the running kiosk, and walk its chain."""

import json
from datetime import datetime

import click

from kiosk.cli.asking import furnished, settings_of, store_of
from kiosk.cli.told import Code, Ended, Told
from kiosk.domain.branch import Zone
from kiosk.store import journal as book


@click.group()
def journal() -> None:
    """Catatan semua kejadian, berurutan dan berantai."""


@journal.command()
@click.option("-n", "--count", default=20, show_default=True, help="Berapa kejadian terakhir.")
@click.option("--after", type=int, help="Mulai sesudah nomor urut ini, bukan dari akhir.")
@click.option("--json", "as_json", is_flag=True, help="Setiap baris persis seperti dicatat.")
@click.pass_obj
def tail(told: Told, count: int, after: int | None, as_json: bool) -> None:
    """Kejadian terakhir; dibaca di samping kiosk yang berjalan."""
    settings = settings_of(told, furnished())
    with store_of(settings) as db:
        start = max(0, book.last_seq(db) - count) if after is None else after
        for entry in book.tail(db, start, count):
            click.echo(entry.line.decode() if as_json else _told(entry, settings.branch.zone))


@journal.command()
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def verify(told: Told, as_json: bool) -> None:
    """Periksa seluruh rantai; berhenti di mata rantai pertama yang putus."""
    with store_of(settings_of(told, furnished())) as db:
        report = book.verify(db)
    if as_json:
        found = {"ok": report.ok, "checked": report.checked, "broken_at": report.broken_at, "problem": report.problem}
        click.echo(json.dumps(found))
    elif report.ok:
        click.echo(f"Utuh: {report.checked} kejadian dalam {len(report.epochs)} masa.")
    if report.broken_at is not None:
        epoch, seq = report.broken_at
        where = f"Rantai putus pada kejadian {seq} masa {epoch}"
        raise Ended(Code.TROUBLE, f"{where}. Salin folder data, jangan ubah isinya, lalu lapor. ({report.problem})")


def _told(entry: book.Entry, zone: Zone) -> str:
    event = entry.event
    at = datetime.fromtimestamp(event.at_ms / 1000, zone.tz)
    payload = " ".join(f"{key}={value}" for key, value in event.payload.items())
    return f"{event.seq:>6}  {at:%Y-%m-%d %H.%M.%S}  {event.type:<18} {payload}"

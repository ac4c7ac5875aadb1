"""`kiosk catalogue poster` and `leaflet`: A4 sheets for the notice board, and for villages without internet."""

from pathlib import Path

import click

from kiosk.cli.asking import furnished, settings_of
from kiosk.cli.catalogue_reading import rules_here
from kiosk.cli.told import Code, Ended, Told
from kiosk.domain.dates import local_time
from kiosk.domain.poster import handout_of, poster_of
from kiosk.ops.clock import SystemClock
from kiosk.slips import case_sheet_pdf, poster_pdf

_out = click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Berkas PDF.")
_language = click.option("--language", type=click.Choice(["id", "en"]), default="id", help="Bahasa lembarnya.")


@click.command("poster")
@click.argument("programme_id", metavar="PROGRAM")
@_out
@_language
@click.pass_obj
def poster(told: Told, programme_id: str, out: Path, language: str) -> None:
    """Poster A4 satu PROGRAM untuk papan pengumuman: apa artinya, dan surat untuk tiap keadaan."""
    here, rules, now_ms = furnished(), rules_here(), SystemClock().now_ms()
    branch = settings_of(told, here).branch
    try:
        made = poster_of(rules, programme_id.lower(), language, local_time(now_ms, branch.zone).date())
    except KeyError as error:
        known = ", ".join(one.programme_id for one in rules.programmes)
        raise Ended(Code.REFUSED, f'Program "{programme_id}" tidak ada. Yang ada: {known}.') from error
    _write(out, poster_pdf(made, branch, here.texts, printed_ms=now_ms, assets=here.root))


@click.command("leaflet")
@click.argument("case_id", metavar="KASUS")
@_out
@_language
@click.pass_obj
def leaflet(told: Told, case_id: str, out: Path, language: str) -> None:
    """Lembar A4 satu KASUS untuk dibawa pulang: surat, tempat mengurus, urutannya, yang perlu diketahui."""
    here, rules, now_ms = furnished(), rules_here(), SystemClock().now_ms()
    branch = settings_of(told, here).branch
    try:
        made = handout_of(rules, case_id, language, local_time(now_ms, branch.zone).date())
    except KeyError as error:
        raise Ended(Code.REFUSED, f'Kasus "{case_id}" tidak ada. Semua kasus: kiosk catalogue list.') from error
    _write(out, case_sheet_pdf(made, branch, here.texts, printed_ms=now_ms, assets=here.root))


def _write(out: Path, pdf: bytes) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(pdf)
    except OSError as error:
        raise Ended(Code.REFUSED, f"{out} tidak dapat ditulis: {error.strerror}.") from error
    click.echo(f"{out}: siap dicetak di kertas A4.")

"""`kiosk catalogue confirm` and `sign`: what a branch says of the rules, whether a kiosk would take it, its seal."""

from collections.abc import Iterator
from pathlib import Path

import click

from kiosk.cli.asking import furnished, settings_of
from kiosk.cli.catalogue_reading import WEIGHTS, day_words, rules_here
from kiosk.cli.told import Code, Ended, Told
from kiosk.domain.catalogue import Catalogue, CatalogueError
from kiosk.domain.catalogue.confirming import Confirmation, RowVerdict, Verdict, read_confirmation
from kiosk.domain.checklist import Weight
from kiosk.ops.confirmed import ConfirmationRefusedError, fitting, opened, take
from kiosk.rulebook import opener_of
from kiosk.wire.envelope import Kind, seal
from kiosk.wire.keys import key_text, parse_signing_pem
from kiosk.wire.refusal import Refused

_VERDICTS = {Verdict.CONFIRMED: "benar", Verdict.CORRECTED: "dibetulkan", Verdict.OFF: "tidak diminta di cabang ini"}


@click.command("confirm")
@click.argument("file", metavar="BERKAS", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def confirm(told: Told, file: Path) -> None:
    """Lihat konfirmasi cabang di BERKAS, dan apakah kiosk ini akan memakainya. Tidak mengubah apa pun."""
    settings, rules = settings_of(told, furnished()), rules_here()
    open_signed = opener_of(settings)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Ended(Code.REFUSED, f"{file} tidak dapat dibaca: {error.strerror}.") from error
    try:
        found = opened(data, rules, settings.branch.branch_id, open_signed)
        for line in _shown(rules, found):
            click.echo(line)
        merged = take(data, rules, settings.branch.branch_id, open_signed, None)
    except ConfirmationRefusedError as error:
        raise Ended(Code.TROUBLE, f"Ditolak: {error}") from error
    for problem in merged.lapsed:
        click.echo(f"Tidak dipakai: {problem}")
    click.echo("Dapat dipakai: salin ke folder data kiosk sebagai catalogue/confirmation.pasti, lalu mulai ulang.")


@click.command("sign")
@click.argument("draft", metavar="DRAF", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--key", "key_file", required=True, type=click.Path(path_type=Path), help="Kunci Ed25519 (PEM).")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Berkas yang dibuat.")
def sign(draft: Path, key_file: Path, out: Path) -> None:
    """Tandatangani konfirmasi cabang yang ditulis di DRAF, setelah diperiksa terhadap katalog ini."""
    rules = rules_here()
    try:
        text, pem = draft.read_bytes(), key_file.read_bytes()
    except OSError as error:
        raise Ended(Code.REFUSED, f"{error.filename} tidak dapat dibaca: {error.strerror}.") from error
    try:
        key = parse_signing_pem(pem)
        found = read_confirmation(draft.name, text, rules.languages)
        fitting(found, rules)
    except (Refused, CatalogueError, ConfirmationRefusedError) as error:
        raise Ended(Code.TROUBLE, f"Belum ditandatangani: {error}") from error
    try:
        out.write_bytes(seal(Kind.BRANCH_CONFIRMATION, text, key))
    except OSError as error:
        raise Ended(Code.REFUSED, f"{out} tidak dapat ditulis: {error.strerror}.") from error
    for line in _shown(rules, found):
        click.echo(line)
    click.echo(f'{out} ditandatangani. Di kiosk cabang: confirm_key = "{key_text(key.public_key())}" di [branch].')


def _shown(rules: Catalogue, found: Confirmation) -> Iterator[str]:
    yield f"{found.name['id']} ({found.branch_id}), {day_words(found.day)}, konfirmasi nomor {found.number}"
    yield f"ditulis untuk katalog nomor {found.catalogue_number}; yang berlaku di sini nomor {rules.number}"
    for one in found.rows:
        yield f"  {one.case_id}/{one.item_id}: {_VERDICTS[one.verdict]}{_how(one)}"
    for more in found.practice:
        known = (rules.documents[one].name["id"] if one in rules.documents else one for one in more.row.document_ids)
        yield f"  {more.case_id}: juga {' | '.join(known)}{_as(more.row.confidence.weight)}"
    for note in found.notes:
        yield f'  {note.case_id}: dikatakan "{note.text["id"]}"'


def _how(one: RowVerdict) -> str:
    parts = [f"bentuk {one.form}"] if one.form else []
    parts += [f"bila {one.why['id']}"] if one.why is not None else []
    parts += [one.reason["id"]] if one.reason is not None else []
    return _as(one.weight) + "".join(f"; {part}" for part in parts)


def _as(weight: Weight | None) -> str:
    return "" if weight is None else f", {WEIGHTS[weight]}"

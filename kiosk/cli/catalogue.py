"""`kiosk catalogue`: look at the rules, hold them against their own, and against what they were or will be."""

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click

from kiosk.cli.catalogue_confirm import confirm, sign
from kiosk.cli.catalogue_history import rules_at, rules_diff
from kiosk.cli.catalogue_reading import WEIGHTS, day_words, rules_here, rules_of_folder
from kiosk.cli.catalogue_sheets import leaflet, poster
from kiosk.cli.told import Code, Ended
from kiosk.domain.catalogue import Catalogue, CatalogueError, Problem, Who, case_detail, catalogue_summary
from kiosk.domain.catalogue.basis import Confidence, Place
from kiosk.domain.catalogue.model import NoteKind
from kiosk.domain.catalogue.summary import CaseDetail, CaseSummary, RowDetail
from kiosk.domain.interview.checking import check_catalogue

_WHO = {
    Who.SELF: "peserta sendiri",
    Who.HEIR: "ahli waris",
    Who.REPRESENTED: "yang mewakili",
    Who.EMPLOYER: "perusahaan",
    Who.PAYER: "yang membayar biayanya",
}

_SURE = {
    Confidence.LAW: "menurut peraturan",
    Confidence.OFFICIAL: "menurut BPJS Ketenagakerjaan",
    Confidence.ANALOGOUS: "menurut aturan serupa atau lama",
    Confidence.PRESS: "menurut berita atau kebiasaan",
    Confidence.INFERRED: "simpulan kami",
    Confidence.UNSOURCED: "tanpa sumber",
}
_KINDS = {
    NoteKind.INFO: "perlu diketahui",
    NoteKind.ELIGIBILITY: "siapa yang berhak",
    NoteKind.EARLIEST: "mulai kapan",
    NoteKind.LATEST: "paling lambat",
    NoteKind.PAYMENT: "pembayaran",
    NoteKind.DEADLINE: "batas waktu",
}
MOST_NAMED = 2
"""Cases of one problem that are named; the others are counted."""


@click.group()
def catalogue() -> None:
    """Keperluan, pertanyaan dan surat yang diminta."""


catalogue.add_command(rules_at)
catalogue.add_command(rules_diff)
catalogue.add_command(confirm)
catalogue.add_command(sign)
catalogue.add_command(poster)
catalogue.add_command(leaflet)


@catalogue.command("list")
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
def list_cases(as_json: bool) -> None:
    """Semua keperluan dan kasus."""
    rules = rules_here()
    summary = catalogue_summary(rules, "id")
    if as_json:
        click.echo(json.dumps(_listed(rules, summary.cases), ensure_ascii=False, indent=2))
        return
    click.echo(
        f"Katalog {rules.version}: {len(summary.cases)} kasus, {summary.documents} surat, "
        f"{summary.questions} pertanyaan, {summary.sources} sumber."
    )
    for need in rules.needs:
        click.echo(f"\n{need.need_id:<14} {need.name['id']}")
        for case in summary.cases:
            if case.need_id == need.need_id:
                click.echo(f"  {case.case_id:<28} {case.title}  [{_counts(case)}]")


@catalogue.command()
@click.argument("case_id", metavar="KASUS")
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
def show(case_id: str, as_json: bool) -> None:
    """Satu kasus: surat, syarat, tempat mengurus, sumber, dan seberapa pasti."""
    rules = rules_here()
    try:
        detail = case_detail(rules, case_id, "id")
    except KeyError as error:
        known = ", ".join(case.case_id for case in rules.cases)
        raise Ended(Code.REFUSED, f'Kasus "{case_id}" tidak ada. Yang ada: {known}.') from error
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(detail), ensure_ascii=False, indent=2, default=str))
        return
    for line in _shown(detail):
        click.echo(line)


@catalogue.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def check(folder: Path | None) -> None:
    """Periksa katalog ini, atau yang di FOLDER: acuan, syarat, sumber, tanggal, kata-kata, bahasa."""
    try:
        rules = rules_of_folder(folder)
        problems: tuple[Problem, ...] = tuple(check_catalogue(rules))
    except CatalogueError as error:
        problems = error.problems
    told = tuple(_once(problems))
    for line in told:
        click.echo(line)
    if told:
        raise Ended(Code.TROUBLE, f"{len(told)} hal perlu diperbaiki. Katalog yang terakhir baik tetap berlaku.")
    click.echo(f"Katalog {rules.version}: {len(rules.cases)} kasus, {len(rules.documents)} surat, tidak ada masalah.")


def _once(problems: tuple[Problem, ...]) -> Iterator[str]:
    """Each problem on a line; what several cases share through one row of the file is said once, with all of them."""
    cases: dict[tuple[Place, str], list[str]] = {}
    for problem in problems:
        found = re.fullmatch(r"kasus '([^']*)'(:? .*)", problem.sentence)
        case, rest = (found[1], found[2]) if found else ("", problem.sentence)
        cases.setdefault((problem.place, rest), []).append(case)
    for (place, rest), names in cases.items():
        kept = ", ".join(f"'{name}'" for name in names[:MOST_NAMED])
        more = f" dan {len(names) - MOST_NAMED} kasus lain" if len(names) > MOST_NAMED else ""
        yield str(Problem(place, f"kasus {kept}{more}{rest}" if names[0] else rest))


def _listed(rules: Catalogue, cases: tuple[CaseSummary, ...]) -> dict[str, object]:
    needs = [
        {
            "id": need.need_id,
            "service": need.service,
            "name": dict(need.name),
            "cases": [
                {
                    "id": case.case_id,
                    "name": dict(rules.case(case.case_id).title),
                    "regulation": case.regulation,
                    "from": str(case.since or ""),
                    "until": str(case.until or ""),
                    "required": case.required,
                    "often_asked": case.often_asked,
                    "asks_officer": case.asks_officer,
                }
                for case in cases
                if case.need_id == need.need_id
            ],
        }
        for need in rules.needs
    ]
    return {"version": rules.version, "needs": needs}


def _counts(case: CaseSummary) -> str:
    parts = [f"{case.required} syarat"] if case.required else []
    parts += [f"{case.often_asked} sering diminta"] if case.often_asked else []
    parts += ["tanya petugas"] if case.asks_officer else []
    return ", ".join(parts)


def _shown(detail: CaseDetail) -> list[str]:
    case = detail.summary
    lines = [f"{case.title} ({case.case_id}, nomor {case.number})", f"  dasar: {case.regulation}{_period(case)}"]
    lines.append(f"  yang datang: {_WHO[detail.who]}")
    if detail.condition:
        lines.append(f"  bila: {detail.condition}")
    if detail.officer:
        lines.append(f"  petugas melengkapi: {detail.officer}")
    for row in detail.rows:
        lines += _row(row)
    for note in detail.notes:
        lines.append(f"  * {note.text}")
        kind = _KINDS[note.kind]
        sure = _sure(note.confidence)
        lines.append(f"      {kind}; {sure}{_given('; ', note.source)}{_given('; bila: ', note.condition)}")
    return lines


def _row(row: RowDetail) -> list[str]:
    weight = "tidak dicetak" if row.weight is None else WEIGHTS[row.weight]
    lines = [f"  - {' | '.join(row.papers)}{_given(': ', row.form)}  [{weight}]"]
    lines.append(f"      {_sure(row.confidence)}{_given('; ', row.source)}{_period(row)}")
    if row.condition:
        lines.append(f"      bila: {row.condition}")
    lines.append(f"      urus di: {' | '.join(dict.fromkeys(row.where))}")
    lines.append(f"      tanda untuk konfirmasi cabang: {row.item_id} {row.mark}")
    return lines


def _sure(confidence: Confidence) -> str:
    """How sure we are, in words and as the file says it."""
    return f"{_SURE[confidence]} ({confidence})"


def _given(before: str, words: str) -> str:
    return f"{before}{words}" if words else ""


def _period(one: CaseSummary | RowDetail) -> str:
    since = f", sejak {day_words(one.since)}" if one.since else ""
    return since + (f", sampai {day_words(one.until)}" if one.until else "")

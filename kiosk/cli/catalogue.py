"""`kiosk catalogue`: look at the rules, and hold them against their own."""

import json

import click

from kiosk.cli.asking import furnished
from kiosk.cli.told import Code, Ended
from kiosk.domain.catalogue import Case, Catalogue
from kiosk.domain.interview.checking import check_catalogue


@click.group()
def catalogue() -> None:
    """Keperluan, pertanyaan dan surat yang diminta."""


@catalogue.command("list")
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
def list_cases(as_json: bool) -> None:
    """Semua keperluan dan kasus."""
    rules = furnished().catalogue
    if as_json:
        click.echo(json.dumps(_listed(rules), ensure_ascii=False, indent=2))
        return
    click.echo(f"Katalog {rules.version}")
    for need in rules.needs:
        click.echo(f"\n{need.need_id:<12} {need.name['id']}")
        for case in rules.cases:
            if case.need_id == need.need_id:
                click.echo(f"  {case.case_id:<26} {case.title['id']}")


@catalogue.command()
@click.argument("case_id")
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
def show(case_id: str, as_json: bool) -> None:
    """Satu kasus: surat, sumber, dan seberapa pasti."""
    rules = furnished().catalogue
    try:
        case = rules.case(case_id)
    except KeyError as error:
        known = ", ".join(case.case_id for case in rules.cases)
        raise Ended(Code.REFUSED, f'Kasus "{case_id}" tidak ada. Yang ada: {known}.') from error
    rows = _rows(rules, case)
    if as_json:
        head = {"case": case.case_id, "name": dict(case.title), "regulation": _regulation(rules, case)}
        click.echo(json.dumps({**head, "rows": rows}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{case.title['id']} ({case.case_id})\n{_regulation(rules, case)}")
    for row in rows:
        click.echo(f"  - {' | '.join(row['papers'])}  [{row['confidence']}; {row['source']}]")


@catalogue.command()
def check() -> None:
    """Periksa katalog: acuan, syarat, sumber, bahasa."""
    rules = furnished().catalogue
    problems = check_catalogue(rules)
    for problem in problems:
        click.echo(str(problem))
    if problems:
        raise Ended(Code.TROUBLE, f"{len(problems)} hal perlu diperbaiki.")
    click.echo(f"Katalog {rules.version}: {len(rules.cases)} kasus, {len(rules.documents)} surat, tidak ada masalah.")


def _listed(rules: Catalogue) -> dict[str, object]:
    needs = [
        {
            "id": need.need_id,
            "service": need.service,
            "name": dict(need.name),
            "cases": [
                {"id": case.case_id, "name": dict(case.title)} for case in rules.cases if case.need_id == need.need_id
            ],
        }
        for need in rules.needs
    ]
    return {"version": rules.version, "needs": needs}


def _rows(rules: Catalogue, case: Case) -> list[dict[str, str | list[str]]]:
    return [
        {
            "papers": [rules.documents[document_id].name["id"] for document_id in row.document_ids],
            "confidence": row.confidence.value,
            "source": rules.sources[row.source_id].short["id"] if row.source_id else "",
        }
        for row in case.rows
    ]


def _regulation(rules: Catalogue, case: Case) -> str:
    return rules.sources[case.source_id].title

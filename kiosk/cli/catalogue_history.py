"""`kiosk catalogue diff` and `at`: what was, what is, what will be, in words a person understands."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import click

from kiosk.cli.catalogue_reading import WEIGHTS, day_words, rules_here, rules_of_folder
from kiosk.cli.told import Code, Ended
from kiosk.domain.catalogue import Case, Catalogue, CatalogueError, Row
from kiosk.domain.catalogue.changed import Shift
from kiosk.domain.catalogue.comparing import CaseDifference, PaperDifference, State, differences
from kiosk.domain.catalogue.history import Change, ChangeStatus


@click.command("at")
@click.argument("day", metavar="TANGGAL")
@click.argument("case_id", metavar="[KASUS]", required=False)
def rules_at(day: str, case_id: str | None) -> None:
    """Yang berlaku pada TANGGAL (misalnya 2025-02-23), dan yang diumumkan untuk sesudahnya."""
    state = State(rules_here(), _date(day))
    cases = state.cases()
    if case_id is not None:
        if case_id not in {case.case_id for case in state.catalogue.cases}:
            raise Ended(Code.REFUSED, f'Kasus "{case_id}" tidak ada. Semua kasus: kiosk catalogue list.')
        cases = {name: case for name, case in cases.items() if name == case_id}
    click.echo(f"Berlaku pada {day_words(state.day)} menurut katalog {state.catalogue.version}: {len(cases)} kasus.")
    for case in cases.values():
        click.echo(f"\n{case.title['id']} ({case.case_id})")
        for row in case.rows:
            click.echo(f"  - {_papers(state.catalogue, row)}  [{_weight(row)}]")
        if case.officer is not None:
            click.echo(f"  petugas melengkapi: {case.officer['id']}")
        for note in case.notes:
            click.echo(f"  * {note.text['id']}")
    for change in sorted(state.catalogue.changes, key=lambda one: one.since):
        if change.since > state.day and any(change.touches(case.case_id, case.programme) for case in cases.values()):
            click.echo(f"\nMulai {day_words(change.since)}: {_told(change)}")


@click.command("diff")
@click.argument("old", metavar="LAMA")
@click.argument("new", metavar="BARU")
def rules_diff(old: str, new: str) -> None:
    """Yang berbeda antara LAMA dan BARU: folder katalog, tanggal (2025-02-23), atau nomor katalog."""
    here = cache(rules_here)  # read once, so that two days of it are known to be of one catalogue
    before, after = _state(old, here), _state(new, here)
    found = differences(before, after)
    click.echo(f"{_named(before)} dan {_named(after)}: {_counted(found)}")
    if before.catalogue is after.catalogue:
        for change in sorted(after.catalogue.changes, key=lambda one: one.since):
            if before.day < change.since <= after.day:
                click.echo(f"\nSejak {day_words(change.since)}, {change.programme}: {_told(change)}")
    for one in found:
        click.echo("")
        for line in _case(before, after, one):
            click.echo(line)


def _state(text: str, here: Callable[[], Catalogue]) -> State:
    folder = Path(text)
    if folder.is_dir():
        try:
            rules = rules_of_folder(folder)
        except CatalogueError as error:
            raise Ended(Code.REFUSED, f"Katalog di {folder} tidak dapat dibaca:\n{error}") from error
        return State(rules, rules.day)
    rules = here()
    if re.fullmatch(r"[0-9]{1,4}", text):
        day = rules.edition_day(int(text))
        if day is None:
            known = ", ".join(str(edition.number) for edition in rules.editions)
            raise Ended(Code.REFUSED, f"Katalog nomor {text} tidak dikenal. Yang dikenal: {known}.")
        return State(rules, day)
    return State(rules, _date(text))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Ended(Code.REFUSED, f'"{text}" bukan folder, nomor katalog, atau tanggal seperti 2025-02-23.') from error


def _named(state: State) -> str:
    return f"Katalog {state.catalogue.version} pada {day_words(state.day)}"


def _counted(found: tuple[CaseDifference, ...]) -> str:
    return f"{len(found)} kasus berbeda." if found else "tidak ada bedanya."


def _case(before: State, after: State, one: CaseDifference) -> Iterator[str]:
    old, new = before.catalogue, after.catalogue
    if one.old is not None and one.new is not None:
        yield f"{one.new.title['id']} ({one.new.case_id})"
        yield from _grounds(old, new, one.old, one.new)
        for paper in one.papers:
            yield f"  {_paper(old, new, paper)}"
        yield from (f'  + dikatakan: "{note.text["id"]}"' for note in one.notes_came)
        yield from (f'  - tidak dikatakan lagi: "{note.text["id"]}"' for note in one.notes_went)
    elif one.new is not None:
        begins = one.new.period.since
        fate = f"berlaku sejak {day_words(begins)}" if old is new and begins else "kasus baru"
        yield f"{one.new.title['id']} ({one.new.case_id}): {fate}"
        yield from (f"  + {_papers(new, row)}: {_weight(row)}" for row in one.new.rows)
    elif one.old is not None:
        early = one.old.period.since is not None and one.old.period.since > after.day
        fate = "belum berlaku pada hari itu" if early else "tidak berlaku lagi"
        yield f"{one.old.title['id']} ({one.old.case_id}): {fate}"


def _grounds(old: Catalogue, new: Catalogue, was: Case, now: Case) -> Iterator[str]:
    before, after = _regulation(old, was), _regulation(new, now)
    if before != after:
        yield f"  ~ dasar: {before} menjadi {after}"
    if was.when != now.when:
        yield "  ~ jawaban yang membawa ke kasus ini berbeda"
    if was.officer != now.officer:
        yield "  ~ petugas melengkapi daftarnya" if now.officer else "  ~ daftarnya kini lengkap tanpa petugas"


def _regulation(rules: Catalogue, case: Case) -> str:
    return f"{rules.sources[case.source_id].short['id']} {case.article}".strip()


def _paper(old: Catalogue, new: Catalogue, paper: PaperDifference) -> str:
    name = " | ".join(name["id"] for name in paper.names)
    match paper.shift:
        case Shift.ADDED if paper.new is not None:
            return f"+ {name}: {_weight(paper.new)}{_why(paper.new)}{_source(new, paper.new)}"
        case Shift.REMOVED:
            return f"- {name}: tidak diminta lagi"
        case Shift.FIRMER if paper.new is not None:
            return f"~ {name}: dulu sering diminta, sekarang syarat{_source(new, paper.new)}"
        case Shift.LOOSER:
            return f"~ {name}: dulu syarat, sekarang sering diminta"
        case _ if paper.old is not None and paper.new is not None:
            return f"~ {name}: {_how(old, paper.old)} menjadi {_how(new, paper.new)}"
    raise ValueError(paper.shift)


def _how(rules: Catalogue, row: Row) -> str:
    form = rules.forms[row.form]["id"].lower() if row.form else "bentuk tidak disebut"
    return f'"{form}, {row.why["id"]}"' if row.why is not None else f'"{form}"'


def _papers(rules: Catalogue, row: Row) -> str:
    return f"{' | '.join(rules.documents[one].name['id'] for one in row.document_ids)}{_why(row)}"


def _weight(row: Row) -> str:
    weight = row.confidence.weight
    return "tidak dicetak" if weight is None else WEIGHTS[weight]


def _why(row: Row) -> str:
    return f" (bila {row.why['id']})" if row.why is not None else ""


def _source(rules: Catalogue, row: Row) -> str:
    return f" [{rules.sources[row.source_id].short['id']} {row.article}".rstrip() + "]" if row.source_id else ""


def _told(change: Change) -> str:
    if change.status is ChangeStatus.NEVER_APPLIED:
        return f"{change.after['id']} (tidak pernah berlaku; dulu: {change.before['id']})"
    return f"{change.after['id']} Sebelumnya: {change.before['id']}"

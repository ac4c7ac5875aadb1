"""Changes and tables held against the rest: what they name exists, and the rows say the same as the change."""

from collections.abc import Iterator

from kiosk.domain.catalogue.basis import Place, Problem, Text
from kiosk.domain.catalogue.history import Change
from kiosk.domain.catalogue.model import Catalogue, Note
from kiosk.domain.catalogue.tables import named_in


def history_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Every reference of `changes:` and `tables:` that leads nowhere, and every text that names no table."""
    for change in catalogue.changes:
        yield from _change(change, catalogue)
    for table in catalogue.tables.values():
        if table.source_id not in catalogue.sources:
            yield Problem(table.place, f"tabel '{table.table_id}' menyebut sumber tak dikenal '{table.source_id}'")
    for text, name, place in _texts(catalogue):
        for table_id in sorted(named_in(text) - catalogue.tables.keys()):
            yield Problem(place, f"{name} menyebut tabel '{{{table_id}}}', yang tidak ada di berkas mana pun")


def _change(change: Change, catalogue: Catalogue) -> Iterator[Problem]:
    name = f"perubahan '{change.change_id}'"
    known = {case.case_id for case in catalogue.cases}
    if change.source_id not in catalogue.sources:
        yield Problem(change.place, f"{name} menyebut sumber tak dikenal '{change.source_id}'")
    for case_id in change.case_ids:
        if case_id not in known:
            yield Problem(change.place, f"{name} menyebut kasus tak dikenal '{case_id}'")
    if not change.case_ids and change.programme not in {case.programme for case in catalogue.cases}:
        yield Problem(change.place, f"{name} menyebut program '{change.programme}', yang tidak mempunyai kasus")
    for document_id in (*change.added, *change.removed):
        if document_id not in catalogue.documents:
            yield Problem(change.place, f"{name} menyebut surat tak dikenal '{document_id}'")
    if sum(one.change_id == change.change_id for one in catalogue.changes) > 1:
        yield Problem(change.place, f"perubahan '{change.change_id}' dipakai dua kali")


def _texts(catalogue: Catalogue) -> Iterator[tuple[Text | None, str, Place]]:
    for fact in catalogue.facts.values():
        name = f"pertanyaan '{fact.fact_id}'"
        yield from ((text, name, fact.place) for text in (fact.text, fact.hint))
        yield from ((text, name, answer.place) for answer in fact.answers for text in (answer.text, answer.hint))
    for case in catalogue.cases:
        name = f"kasus '{case.case_id}'"
        yield from ((text, name, case.place) for text in (case.title, case.phrase, case.officer))
        yield from ((row.why, f"{name}: surat '{row.item_id}'", row.place) for row in case.rows)
        yield from _notes(name, case.notes)
    for need in catalogue.needs:
        notes = (need.before_number, *need.without_phone)
        yield from _notes(f"keperluan '{need.need_id}'", tuple(note for note in notes if note is not None))


def _notes(name: str, notes: tuple[Note, ...]) -> Iterator[tuple[Text | None, str, Place]]:
    yield from ((note.text, f"{name}: satu catatan", note.place) for note in notes)

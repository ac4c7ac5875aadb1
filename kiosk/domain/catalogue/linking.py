"""Every id that one part of the catalogue uses of another, resolved."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kiosk.domain.catalogue.linking_history import history_problems
from kiosk.domain.catalogue.model import Case, Catalogue, Condition, Place, Problem, Row
from kiosk.domain.catalogue.sections_programmes import programme_problems
from kiosk.domain.codes import CASE_BITS


def unresolved(catalogue: Catalogue) -> list[Problem]:
    """Every reference that leads nowhere and every id or number used twice; empty in a sound catalogue."""
    return [
        *_facts(catalogue),
        *_needs(catalogue),
        *_documents(catalogue),
        *(problem for case in catalogue.cases for problem in _case(case, catalogue)),
        *_items(catalogue.cases),
        *history_problems(catalogue),
        *programme_problems(catalogue),
        *_twice("kasus", ((case.case_id, case.place) for case in catalogue.cases)),
        *_twice("keperluan", ((need.need_id, need.place) for need in catalogue.needs)),
        *_twice(
            "nomor kode",
            (
                *((str(case.number), case.place) for case in catalogue.cases),
                *((str(need.number), need.place) for need in catalogue.needs if need.number),
            ),
        ),
    ]


def _facts(catalogue: Catalogue) -> Iterator[Problem]:
    for fact in catalogue.facts.values():
        name, in_finder = f"pertanyaan '{fact.fact_id}'", fact.fact_id in catalogue.finder_facts
        yield from _condition(fact.ask_if, name, fact.place, catalogue, finder=in_finder)
        for answer in fact.answers:
            yield from _clause(answer.rules_out, f"{name}: '{answer.answer_id}'", answer.place, catalogue, in_finder)
            if fact.fact_id in answer.rules_out:
                yield Problem(answer.place, f"{name} mengesampingkan jawabannya sendiri")


def _needs(catalogue: Catalogue) -> Iterator[Problem]:
    known = {need.need_id for need in catalogue.needs}
    pages = {need.page for need in catalogue.needs}
    if not known:
        yield Problem(catalogue.place, "katalog tidak mempunyai keperluan; pilihan keperluan akan kosong")
    for need in catalogue.needs:
        if need.opens_page is not None and need.opens_page not in pages:
            yield Problem(
                need.place, f"keperluan '{need.need_id}' membuka halaman {need.opens_page}, yang tidak mempunyai kartu"
            )
        if need.has_checklist and not (need.open_title is not None and 0 < need.number < 1 << CASE_BITS):
            yield Problem(
                need.place,
                f"keperluan '{need.need_id}' mempunyai kasus dan memerlukan number kecil, open_title, dan open_phrase",
            )
        for note in (need.before_number, *need.without_phone):
            if note is not None and note.source_id and note.source_id not in catalogue.sources:
                yield Problem(note.place, f"keperluan '{need.need_id}' menyebut sumber tak dikenal '{note.source_id}'")
    for proposal in catalogue.proposals:
        name = f"usulan '{proposal.need_id}'"
        if proposal.need_id not in known:
            yield Problem(proposal.place, f"{name} menyebut keperluan yang tidak ada di berkas mana pun")
        yield from _condition(proposal.when, name, proposal.place, catalogue, finder=True)


def _documents(catalogue: Catalogue) -> Iterator[Problem]:
    for document in catalogue.documents.values():
        name = f"surat '{document.document_id}'"
        if document.form and document.form not in catalogue.forms:
            yield Problem(document.place, f"{name} menyebut bentuk tak dikenal '{document.form}'")
        if document.copies and catalogue.copies is None:
            yield Problem(
                document.place,
                f"{name} menyebut jumlah fotokopi, tetapi kepala katalog tidak mempunyai kalimat 'copies'",
            )


def _case(case: Case, catalogue: Catalogue) -> Iterator[Problem]:
    name = f"kasus '{case.case_id}'"
    if case.need_id not in {need.need_id for need in catalogue.needs}:
        yield Problem(case.place, f"{name} milik keperluan '{case.need_id}', yang tidak ada di berkas mana pun")
    if not 1 <= case.number < 1 << CASE_BITS:
        yield Problem(case.place, f"{name} memerlukan number dari 1 sampai {(1 << CASE_BITS) - 1}, untuk kodenya")
    if case.source_id not in catalogue.sources:
        yield Problem(case.place, f"{name} menyebut sumber tak dikenal '{case.source_id}'")
    yield from _condition(case.when, name, case.place, catalogue)
    for row in case.rows:
        yield from _row(row, f"{name}: surat '{row.item_id}'", catalogue)
    for at, note in enumerate(case.notes, 1):
        yield from _condition(note.when, f"{name}: note {at}", note.place, catalogue)
        if note.source_id and note.source_id not in catalogue.sources:
            yield Problem(note.place, f"{name}: catatan {at} menyebut sumber tak dikenal '{note.source_id}'")


def _row(row: Row, name: str, catalogue: Catalogue) -> Iterator[Problem]:
    yield from _condition(row.when, name, row.place, catalogue)
    if row.source_id and row.source_id not in catalogue.sources:
        yield Problem(row.place, f"{name} menyebut sumber tak dikenal '{row.source_id}'")
    if row.form and row.form not in catalogue.forms:
        yield Problem(row.place, f"{name} menyebut bentuk tak dikenal '{row.form}'")
    for document_id in row.document_ids:
        if document_id not in catalogue.documents:
            yield Problem(row.place, f"{name} menyebut surat tak dikenal '{document_id}'")


def _condition(
    condition: Condition, name: str, place: Place, catalogue: Catalogue, *, finder: bool = False
) -> Iterator[Problem]:
    for clause in condition.clauses:
        yield from _clause(clause, name, place, catalogue, finder)


def _clause(
    clause: Mapping[str, frozenset[str]], name: str, place: Place, catalogue: Catalogue, finder: bool
) -> Iterator[Problem]:
    for fact_id, answers in clause.items():
        fact = catalogue.facts.get(fact_id)
        if fact is None:
            yield Problem(place, f"{name} memakai pertanyaan tak dikenal '{fact_id}'")
            continue
        if (fact_id in catalogue.finder_facts) is not finder:  # the finder and the cases are two conversations
            other = "kasus" if finder else "pencari"
            yield Problem(place, f"{name} memakai '{fact_id}', pertanyaan milik {other}")
        for answer_id in sorted(answers - {answer.answer_id for answer in fact.answers}):
            yield Problem(place, f"{name} memakai '{fact_id}: {answer_id}', jawaban yang tidak ada")


def _items(cases: Iterable[Case]) -> Iterator[Problem]:
    """One item id stands for the same papers wherever it is used."""
    known: dict[str, tuple[str, ...]] = {}
    for case in cases:
        for row in case.rows:
            if known.setdefault(row.item_id, row.document_ids) != row.document_ids:
                yield Problem(row.place, f"item '{row.item_id}' berarti surat lain di tempat lain")


def _twice(what: str, ids: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    found = list(ids)
    counts = Counter(name for name, _ in found)
    seen: set[str] = set()
    for name, place in found:
        if counts[name] > 1 and name in seen:
            yield Problem(place, f"{what} '{name}' dipakai dua kali")
        seen.add(name)

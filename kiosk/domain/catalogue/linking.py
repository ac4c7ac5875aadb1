"""Every id that one part of the catalogue uses of another, resolved."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kiosk.domain.catalogue.linking_history import history_problems
from kiosk.domain.catalogue.model import Case, Catalogue, Condition, Place, Problem, Row
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
        *_twice("case", ((case.case_id, case.place) for case in catalogue.cases)),
        *_twice("need", ((need.need_id, need.place) for need in catalogue.needs)),
        *_twice(
            "code number",
            (
                *((str(case.number), case.place) for case in catalogue.cases),
                *((str(need.number), need.place) for need in catalogue.needs if need.number),
            ),
        ),
    ]


def _facts(catalogue: Catalogue) -> Iterator[Problem]:
    for fact in catalogue.facts.values():
        name, in_finder = f"question '{fact.fact_id}'", fact.fact_id in catalogue.finder_facts
        yield from _condition(fact.ask_if, name, fact.place, catalogue, finder=in_finder)
        for answer in fact.answers:
            yield from _clause(answer.rules_out, f"{name}: '{answer.answer_id}'", answer.place, catalogue, in_finder)
            if fact.fact_id in answer.rules_out:
                yield Problem(answer.place, f"{name} rules out an answer to itself")


def _needs(catalogue: Catalogue) -> Iterator[Problem]:
    known = {need.need_id for need in catalogue.needs}
    pages = {need.page for need in catalogue.needs}
    if not known:
        yield Problem(catalogue.place, "the catalogue has no needs; the need picker would be empty")
    for need in catalogue.needs:
        if need.opens_page is not None and need.opens_page not in pages:
            yield Problem(need.place, f"need '{need.need_id}' opens page {need.opens_page}, which has no card")
        if need.has_checklist and not (need.open_title is not None and 0 < need.number < 1 << CASE_BITS):
            yield Problem(need.place, f"need '{need.need_id}' has cases and needs a small number and its open texts")
        for note in (need.before_number, *need.without_phone):
            if note is not None and note.source_id and note.source_id not in catalogue.sources:
                yield Problem(note.place, f"need '{need.need_id}' names the unknown source '{note.source_id}'")
    for proposal in catalogue.proposals:
        name = f"proposal '{proposal.need_id}'"
        if proposal.need_id not in known:
            yield Problem(proposal.place, f"{name} names a need that no file defines")
        yield from _condition(proposal.when, name, proposal.place, catalogue, finder=True)


def _documents(catalogue: Catalogue) -> Iterator[Problem]:
    for document in catalogue.documents.values():
        name = f"document '{document.document_id}'"
        if document.form and document.form not in catalogue.forms:
            yield Problem(document.place, f"{name} names the unknown form '{document.form}'")
        if document.copies and catalogue.copies is None:
            yield Problem(document.place, f"{name} counts copies, but the head has no sentence 'copies' to say it")


def _case(case: Case, catalogue: Catalogue) -> Iterator[Problem]:
    name = f"case '{case.case_id}'"
    if case.need_id not in {need.need_id for need in catalogue.needs}:
        yield Problem(case.place, f"{name} belongs to the need '{case.need_id}', which no file defines")
    if not 1 <= case.number < 1 << CASE_BITS:
        yield Problem(case.place, f"{name} needs a number from 1 to {(1 << CASE_BITS) - 1}, for its code")
    if case.source_id not in catalogue.sources:
        yield Problem(case.place, f"{name} names the unknown source '{case.source_id}'")
    yield from _condition(case.when, name, case.place, catalogue)
    for row in case.rows:
        yield from _row(row, f"{name}: paper '{row.item_id}'", catalogue)
    for at, note in enumerate(case.notes, 1):
        yield from _condition(note.when, f"{name}: note {at}", note.place, catalogue)
        if note.source_id and note.source_id not in catalogue.sources:
            yield Problem(note.place, f"{name}: note {at} names the unknown source '{note.source_id}'")


def _row(row: Row, name: str, catalogue: Catalogue) -> Iterator[Problem]:
    yield from _condition(row.when, name, row.place, catalogue)
    if row.source_id and row.source_id not in catalogue.sources:
        yield Problem(row.place, f"{name} names the unknown source '{row.source_id}'")
    if row.form and row.form not in catalogue.forms:
        yield Problem(row.place, f"{name} names the unknown form '{row.form}'")
    for document_id in row.document_ids:
        if document_id not in catalogue.documents:
            yield Problem(row.place, f"{name} names the unknown document '{document_id}'")


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
            yield Problem(place, f"{name} looks at the unknown question '{fact_id}'")
            continue
        if (fact_id in catalogue.finder_facts) is not finder:  # the finder and the cases are two conversations
            other = "the cases" if finder else "the finder"
            yield Problem(place, f"{name} looks at '{fact_id}', a question of {other}")
        for answer_id in sorted(answers - {answer.answer_id for answer in fact.answers}):
            yield Problem(place, f"{name} looks at '{fact_id}: {answer_id}', an answer it does not have")


def _items(cases: Iterable[Case]) -> Iterator[Problem]:
    """One item id stands for the same papers wherever it is used."""
    known: dict[str, tuple[str, ...]] = {}
    for case in cases:
        for row in case.rows:
            if known.setdefault(row.item_id, row.document_ids) != row.document_ids:
                yield Problem(row.place, f"the item '{row.item_id}' stands for other papers elsewhere")


def _twice(what: str, ids: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    found = list(ids)
    counts = Counter(name for name, _ in found)
    seen: set[str] = set()
    for name, place in found:
        if counts[name] > 1 and name in seen:
            yield Problem(place, f"the {what} '{name}' is used a second time")
        seen.add(name)

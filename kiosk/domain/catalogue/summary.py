"""The catalogue as a reader wants to see it: all cases in a list, one case with every row, why and how sure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.catalogue.basis import Condition, Confidence, Text
from kiosk.domain.catalogue.confirming import mark_of
from kiosk.domain.catalogue.model import Case, Catalogue, NoteKind, Row, Who
from kiosk.domain.catalogue.tables import fact_on, fill
from kiosk.domain.checklist import Weight


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One line of `kiosk catalogue list`."""

    case_id: str
    number: int
    need_id: str
    programme: str
    title: str
    regulation: str
    since: date | None
    until: date | None
    required: int
    often_asked: int
    withheld: int
    """Rows nobody vouches for; not printed."""
    asks_officer: bool


@dataclass(frozen=True, slots=True)
class CatalogueSummary:
    """What `kiosk catalogue list` shows."""

    version: str
    day: date
    languages: tuple[str, ...]
    needs: int
    questions: int
    documents: int
    sources: int
    cases: tuple[CaseSummary, ...]


@dataclass(frozen=True, slots=True)
class RowDetail:
    """One paper of `kiosk catalogue show`; `weight` None: withheld."""

    item_id: str
    mark: str
    """Of these very words: what a branch names when it confirms them."""
    papers: tuple[str, ...]
    where: tuple[str, ...]
    """Where to get each of them."""
    form: str
    weight: Weight | None
    confidence: Confidence
    condition: str
    """In questions and answers; empty: always."""
    source: str
    """Title and article."""
    url: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class NoteDetail:
    """One note of `kiosk catalogue show`."""

    text: str
    kind: NoteKind
    confidence: Confidence
    condition: str
    source: str


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """What `kiosk catalogue show CASE` shows."""

    summary: CaseSummary
    who: Who
    condition: str
    officer: str
    """Why an officer completes it, where the law leaves no list."""
    rows: tuple[RowDetail, ...]
    notes: tuple[NoteDetail, ...]


def catalogue_summary(catalogue: Catalogue, language: str) -> CatalogueSummary:
    """Counts and one line for each case."""
    return CatalogueSummary(
        catalogue.version,
        catalogue.day,
        catalogue.languages,
        len(catalogue.needs),
        len(catalogue.facts),
        len(catalogue.documents),
        len(catalogue.sources),
        tuple(_summary(catalogue, case, language) for case in catalogue.cases),
    )


def case_detail(catalogue: Catalogue, case_id: str, language: str) -> CaseDetail:
    """Everything about one case, with the values of the catalogue's own day; KeyError when there is none."""
    case = catalogue.case(case_id)
    tables, day = catalogue.tables, catalogue.day
    return CaseDetail(
        _summary(catalogue, case, language),
        case.who,
        _words(catalogue, case.when, language),
        "" if case.officer is None else said(fill(case.officer, tables, day), language),
        tuple(_row(catalogue, row, language) for row in case.rows),
        tuple(
            NoteDetail(
                said(fill(note.text, tables, day), language),
                note.kind,
                note.confidence,
                _words(catalogue, note.when, language),
                _source(catalogue, note.source_id, note.article),
            )
            for note in case.notes
        ),
    )


def said(text: Text, language: str) -> str:
    """A text in one language; in Indonesian where it has no other."""
    return text.get(language) or text["id"]


def _summary(catalogue: Catalogue, case: Case, language: str) -> CaseSummary:
    weights = [row.confidence.weight for row in case.rows]
    return CaseSummary(
        case.case_id,
        case.number,
        case.need_id,
        case.programme,
        said(fill(case.title, catalogue.tables, catalogue.day), language),
        f"{said(catalogue.sources[case.source_id].short, language)} {case.article}".strip(),
        case.period.since,
        case.period.until,
        weights.count(Weight.REQUIRED),
        weights.count(Weight.OFTEN_ASKED),
        weights.count(None),
        case.officer is not None or any(note.ask_officer and not note.when.clauses for note in case.notes),
    )


def _row(catalogue: Catalogue, row: Row, language: str) -> RowDetail:
    return RowDetail(
        row.item_id,
        mark_of(row),
        tuple(said(catalogue.documents[one].name, language) for one in row.document_ids),
        tuple(said(catalogue.documents[one].where, language) for one in row.document_ids),
        _form(catalogue, row, language),
        row.confidence.weight,
        row.confidence,
        _words(catalogue, row.when, language),
        _source(catalogue, row.source_id, row.article),
        catalogue.sources[row.source_id].url if row.source_id else "",
        row.period.since,
        row.period.until,
    )


def _form(catalogue: Catalogue, row: Row, language: str) -> str:
    key = row.form or catalogue.documents[row.document_ids[0]].form
    return said(catalogue.forms[key], language) if key else ""


def _source(catalogue: Catalogue, source_id: str, article: str) -> str:
    return f"{catalogue.sources[source_id].title} {article}".strip() if source_id else ""


def _words(catalogue: Catalogue, condition: Condition, language: str) -> str:
    """'Question Answer | Answer; …', alternatives of clauses separated by a slash."""
    return " / ".join("; ".join(_clause(catalogue, clause, language)) for clause in condition.clauses)


def _clause(catalogue: Catalogue, clause: Mapping[str, frozenset[str]], language: str) -> Iterator[str]:
    for fact_id, answers in clause.items():
        fact = fact_on(catalogue.facts[fact_id], catalogue.tables, catalogue.day)
        chosen = [said(answer.text, language) for answer in fact.answers if answer.answer_id in answers]
        yield f"{said(fact.text, language)} {' | '.join(chosen)}"

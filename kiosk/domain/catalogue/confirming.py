"""What a branch says of the rules: rows it confirms, corrects or switches off, and what it asks for besides."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from kiosk.domain.catalogue.basis import CatalogueError, Confidence, Place, Problem, Text
from kiosk.domain.catalogue.fields import Fields
from kiosk.domain.catalogue.model import NoteKind, Row
from kiosk.domain.catalogue.sections_cases import read_papers
from kiosk.domain.catalogue.sheet import read_sheet
from kiosk.domain.checklist import Weight

MARK_CHARS: Final = 8
CONFIDENCE_OF_BRANCH: Final = {Weight.REQUIRED: Confidence.OFFICIAL, Weight.OFTEN_ASKED: Confidence.PRESS}
"""What a branch says of its own counter is official; what it only often asks for stays practice."""


class Verdict(StrEnum):
    """What a branch says of one row."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """One row, named by case, item and mark: the mark says which wording was seen."""

    case_id: str
    item_id: str
    mark: str
    verdict: Verdict
    weight: Weight | None
    """How firmly this branch asks for it; None: as the catalogue says."""
    form: str
    why: Text | None
    reason: Text | None
    """Why it is switched off."""
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Practice:
    """A paper that this branch asks for besides."""

    case_id: str
    row: Row
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class BranchNote:
    """A sentence that this branch adds to a case."""

    case_id: str
    text: Text
    kind: NoteKind
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Everything one branch said on one day."""

    branch_id: str
    name: Text
    """As the slip says it: 'Kantor Cabang Serang'."""
    day: date
    number: int
    """Only grows: an older one is refused."""
    catalogue_number: int
    """The catalogue it was written for."""
    rows: tuple[RowVerdict, ...]
    practice: tuple[Practice, ...]
    notes: tuple[BranchNote, ...]
    place: Place = field(compare=False)


def mark_of(row: Row) -> str:
    """A short fingerprint of all that a row says: a branch confirms these words, and no others that come later."""
    when = [{fact: sorted(answers) for fact, answers in sorted(clause.items())} for clause in row.when.clauses]
    period = [str(row.period.since), str(row.period.until)]
    why = sorted((row.why or {}).items())
    told = [row.item_id, row.document_ids, when, why, row.form, row.source_id, row.article, row.confidence, *period]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:MARK_CHARS]


def read_confirmation(name: str, source: bytes, languages: tuple[str, ...]) -> Confirmation:
    """The confirmation in the YAML of `source`. Raises CatalogueError with every problem, file and line."""
    problems: list[Problem] = []
    sheet = read_sheet(name, source, problems)
    if sheet is None:
        raise CatalogueError(tuple(problems))
    top = Fields(sheet, "konfirmasi ini", languages, problems)
    head = top.table("confirmation")
    if head is None:
        top.report("memerlukan kepala 'confirmation:'")
        raise CatalogueError(tuple(problems))
    found = _confirmation(head, top)
    problems += _twice(found)
    if problems:
        raise CatalogueError(tuple(sorted(problems, key=lambda problem: problem.place.line)))
    return found


def _confirmation(head: Fields, top: Fields) -> Confirmation:
    found = Confirmation(
        head.slug("branch"),
        head.text("name"),
        head.day("date", required=True) or date.min,
        head.number("number"),
        head.number("catalogue"),
        tuple(_verdict(one) for one in top.tables("rows", "baris")),
        tuple(_practice(one) for one in top.tables("practice", "kebiasaan")),
        tuple(_note(one) for one in top.tables("notes", "catatan")),
        head.place,
    )
    if found.number < 1:
        head.report("memerlukan number mulai dari 1")
    head.close()
    top.close()
    return found


def _twice(confirmation: Confirmation) -> Iterator[Problem]:
    seen: set[tuple[str, str, str]] = set()
    for one in confirmation.rows:
        key = (one.case_id, one.item_id, one.mark)
        if key in seen:
            yield Problem(one.place, f"baris '{one.case_id}/{one.item_id}' disebut dua kali")
        seen.add(key)


def _verdict(fields: Fields) -> RowVerdict:
    case_id, slash, item_id = fields.string("row").partition("/")
    verdict = Verdict(fields.choice("verdict", tuple(Verdict)))
    found = RowVerdict(
        case_id,
        item_id,
        fields.string("mark"),
        verdict,
        _weight(fields),
        fields.slug("form", required=False),
        fields.optional_text("why"),
        fields.text("reason") if verdict is Verdict.OFF else fields.optional_text("reason"),
        fields.place,
    )
    if not slash or not item_id:
        fields.report("memerlukan 'row' seperti jht-phk/buku-tabungan")
    changes = (found.weight is not None, bool(found.form), found.why is not None)
    if verdict is Verdict.CORRECTED and not any(changes):
        fields.report("membetulkan baris, tetapi tidak menyebut as, form, atau why")
    if verdict is Verdict.CONFIRMED and any(changes[1:]):
        fields.report("hanya menegaskan baris; form dan why milik 'corrected'")
    fields.close()
    return found


def _practice(fields: Fields) -> Practice:
    case_id, weight = fields.slug("case"), _weight(fields)
    if weight is None:
        fields.report("memerlukan 'as': required atau often-asked")
    row = read_papers(fields, CONFIDENCE_OF_BRANCH[weight or Weight.OFTEN_ASKED])
    fields.close()
    return Practice(case_id, row, fields.place)


def _note(fields: Fields) -> BranchNote:
    kind = NoteKind(fields.choice("kind", tuple(NoteKind))) if fields.has("kind") else NoteKind.INFO
    note = BranchNote(fields.slug("case"), fields.text("text"), kind, fields.place)
    fields.close()
    return note


def _weight(fields: Fields) -> Weight | None:
    return Weight(fields.choice("as", tuple(Weight))) if fields.has("as") else None

"""The catalogue as one branch has confirmed it: each row that it spoke about says who, and when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from kiosk.domain.catalogue.basis import ALWAYS, Confidence, Period, Problem
from kiosk.domain.catalogue.confirming import (
    CONFIDENCE_OF_BRANCH,
    BranchNote,
    Confirmation,
    RowVerdict,
    Verdict,
    mark_of,
)
from kiosk.domain.catalogue.model import Case, Catalogue, Note, Row, Source, Stamp
from kiosk.domain.checklist import Weight

BRANCH_SOURCE: Final = "konfirmasi-cabang"


@dataclass(frozen=True, slots=True)
class Merged:
    """The confirmed catalogue, and what no longer fits the rules: newer than what the branch saw, asked again."""

    catalogue: Catalogue
    lapsed: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    """Not empty: this confirmation does not fit the very catalogue it was written for, and is refused."""


def merge(catalogue: Catalogue, confirmation: Confirmation) -> Merged:
    """`catalogue` with everything the branch said.

    A row whose words are others than those the branch saw is left as the catalogue has it: lapsed where the catalogue
    is newer than the confirmation, a problem otherwise.
    """
    missed = [*_missed(catalogue, confirmation)]
    stamp = Stamp(confirmation.name, confirmation.day)
    cases = tuple(_case(case, confirmation, stamp) for case in catalogue.cases)
    merged = replace(catalogue, cases=cases, confirmed=stamp)
    named = {row.source_id for case in cases for row in case.rows} | {n.source_id for case in cases for n in case.notes}
    if BRANCH_SOURCE in named:
        merged = replace(merged, sources={**catalogue.sources, BRANCH_SOURCE: _source(confirmation)})
    newer = catalogue.number > confirmation.catalogue_number
    return Merged(merged, tuple(missed) if newer else (), () if newer else tuple(missed))


def _source(confirmation: Confirmation) -> Source:
    title = f"{confirmation.name['id']}, {confirmation.day.isoformat()}"
    read = "Konfirmasi bertanda tangan dari cabang"
    return Source(BRANCH_SOURCE, confirmation.name, title, 3, read, "", confirmation.place)


def _missed(catalogue: Catalogue, confirmation: Confirmation) -> Iterator[Problem]:
    cases = {case.case_id: case for case in catalogue.cases}
    for verdict in confirmation.rows:
        case = cases.get(verdict.case_id)
        rows = [] if case is None else [row for row in case.rows if row.item_id == verdict.item_id]
        name = f"baris '{verdict.case_id}/{verdict.item_id}'"
        if not rows:
            yield Problem(verdict.place, f"{name} tidak ada di katalog")
        elif verdict.mark not in {mark_of(row) for row in rows}:
            marks = ", ".join(mark_of(row) for row in rows)
            yield Problem(verdict.place, f"{name} bertanda {marks}, bukan {verdict.mark}: kata-katanya sudah lain")
    for place, case_id in (
        *((one.place, one.case_id) for one in confirmation.practice),
        *((one.place, one.case_id) for one in confirmation.notes),
    ):
        if case_id not in cases:
            yield Problem(place, f"kasus '{case_id}' tidak ada di katalog")


def _case(case: Case, confirmation: Confirmation, stamp: Stamp) -> Case:
    verdicts = {(one.item_id, one.mark): one for one in confirmation.rows if one.case_id == case.case_id}
    rows = [
        judged
        for row in case.rows
        for judged in _judged(row, verdicts.get((row.item_id, mark_of(row))), confirmation, stamp)
    ]
    rows += [
        replace(one.row, source_id=BRANCH_SOURCE, period=Period(confirmation.day), stamp=stamp)
        for one in confirmation.practice
        if one.case_id == case.case_id
    ]
    notes = [_note(one, confirmation, stamp) for one in confirmation.notes if one.case_id == case.case_id]
    if len(rows) == len(case.rows) and not notes and all(one is row for one, row in zip(rows, case.rows, strict=True)):
        return case
    return replace(case, rows=tuple(rows), notes=(*case.notes, *notes))


def _note(one: BranchNote, confirmation: Confirmation, stamp: Stamp) -> Note:
    since, sure = Period(confirmation.day), Confidence.OFFICIAL
    return Note(one.text, one.kind, ALWAYS, False, BRANCH_SOURCE, "", sure, since, one.place, stamp)


def _judged(row: Row, verdict: RowVerdict | None, confirmation: Confirmation, stamp: Stamp) -> Iterator[Row]:
    """The row as it was, and as it is from the day of the confirmation on; one row where only the stamp is new."""
    if verdict is None:
        yield row
        return
    before = _ended(row, confirmation)
    if verdict.verdict is Verdict.OFF:
        yield from before
        return
    after = _as_said(replace(row, stamp=stamp), verdict)
    if replace(after, stamp=row.stamp) == row:
        yield after
        return
    yield from before
    yield replace(after, period=Period(max(confirmation.day, row.period.since or confirmation.day), row.period.until))


def _as_said(row: Row, verdict: RowVerdict) -> Row:
    """The row with what the branch said of it; who vouches for it is the branch where the catalogue was less sure."""
    weight = verdict.weight or (Weight.OFTEN_ASKED if row.confidence.weight is None else row.confidence.weight)
    if weight is not row.confidence.weight:
        row = replace(row, confidence=CONFIDENCE_OF_BRANCH[weight], source_id=BRANCH_SOURCE, article="")
    return replace(row, form=verdict.form or row.form, why=verdict.why or row.why)


def _ended(row: Row, confirmation: Confirmation) -> Iterator[Row]:
    """The row until the day before; nothing where it had not begun by then."""
    last = confirmation.day - timedelta(days=1)
    until = last if row.period.until is None else min(last, row.period.until)
    if row.period.since is None or row.period.since <= until:
        yield replace(row, period=Period(row.period.since, until))

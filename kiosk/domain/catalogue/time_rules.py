"""The rules of dates: nothing asked for twice on a day, no gap between old rule and new, changes told as they are."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from kiosk.domain.catalogue.basis import Period, Place, Problem
from kiosk.domain.catalogue.history import Change, ChangeStatus
from kiosk.domain.catalogue.model import Case, Catalogue, Row
from kiosk.domain.checklist import Weight

Dated = tuple[Period, Place]


def time_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Every overlap and gap in effective dates, every row that is never in force, every change at odds with the rows.

    Gaps count since the first edition: no list was ever printed from the rules before it.
    """
    for case in catalogue.cases:
        yield from _case(case, catalogue)
    yield from _cases(catalogue)
    for change in catalogue.changes:
        yield from _status(change, catalogue.day)
        yield from _papers(change, catalogue)


def _case(case: Case, catalogue: Catalogue) -> Iterator[Problem]:
    name = f"kasus '{case.case_id}'"
    for place, period, what in (
        *((row.place, row.period, f"surat '{row.item_id}'") for row in case.rows),
        *((note.place, note.period, "satu catatan") for note in case.notes),
    ):
        if not _meet(case.period, period):
            yield Problem(place, f"{name}: {what} tidak pernah berlaku: kasusnya sendiri berlaku di waktu lain")
    for rows in _alike(case.rows):
        dated = [(row.period, row.place) for row in rows]
        what = f"{name}: surat '{rows[0].item_id}'"
        yield from _overlaps(dated, what)
        for place, until, since in _gaps(dated, catalogue.editions[0].day):
            if not _explained(catalogue, case, rows[0], until):
                yield Problem(place, f"{what} berlaku lagi pada {since}, tetapi yang lama berakhir pada {until}")
    for at, note in enumerate(case.notes):
        same = [one for one in case.notes[:at] if (one.text, one.when) == (note.text, note.when)]
        if any(_meet(one.period, note.period) for one in same):
            yield Problem(note.place, f"{name}: satu catatan tertulis dua kali")


def _cases(catalogue: Catalogue) -> Iterator[Problem]:
    """Cases of the same answers follow each other without a gap; that none overlap is found by the interview."""
    known: dict[tuple[str, str], list[Case]] = {}
    for case in catalogue.cases:
        known.setdefault((case.need_id, repr(case.when)), []).append(case)
    for cases in known.values():
        for place, until, since in _gaps([(case.period, case.place) for case in cases], catalogue.editions[0].day):
            yield Problem(place, f"tidak ada kasus dengan jawaban ini antara {until} dan {since}")


def _status(change: Change, day: date) -> Iterator[Problem]:
    name = f"perubahan '{change.change_id}'"
    if change.status is ChangeStatus.ANNOUNCED and change.since <= day:
        yield Problem(change.place, f"{name} diumumkan untuk {change.since}, yang sudah lewat: tulis in-force")
    if change.status in (ChangeStatus.IN_FORCE, ChangeStatus.CORRECTED) and change.since > day:
        yield Problem(change.place, f"{name} baru berlaku pada {change.since}: tulis announced")


def _papers(change: Change, catalogue: Catalogue) -> Iterator[Problem]:
    """What a change says came, some row asks for from that day on; what it says went, no row goes on requiring."""
    if change.status in (ChangeStatus.NEVER_APPLIED, ChangeStatus.CORRECTED):
        return
    name = f"perubahan '{change.change_id}'"
    touched = [
        case
        for case in catalogue.cases
        if change.touches(case.case_id, case.programme) and case.period.covers(change.since)
    ]
    rows = [row for case in touched for row in case.rows if row.period.covers(change.since)]
    for document_id in change.added:
        if not any(document_id in row.document_ids for row in rows):
            yield Problem(change.place, f"{name}: sejak {change.since} tidak ada baris yang meminta '{document_id}'")
    for row in rows:
        required = row.confidence.weight is Weight.REQUIRED and not row.when.clauses
        if required and set(row.document_ids) <= set(change.removed):
            yield Problem(row.place, f"'{row.item_id}' tetap menjadi syarat, padahal {name} berkata tidak lagi")


def _alike(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of one item under one condition, each group in order of time."""
    known: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        known.setdefault((row.item_id, repr(row.when)), []).append(row)
    return [sorted(group, key=lambda row: row.period.since or date.min) for group in known.values()]


def _overlaps(dated: Sequence[Dated], what: str) -> Iterator[Problem]:
    for (earlier, _), (later, place) in pairwise(dated):
        if _meet(earlier, later):
            yield Problem(place, f"{what} tertulis dua kali untuk waktu yang sama, dengan syarat yang sama")


def _gaps(dated: Sequence[Dated], first: date) -> Iterator[tuple[Place, date, date]]:
    """(place of the later, last day of the earlier, first day of the later) where days since `first` lie between."""
    for (earlier, _), (later, place) in pairwise(sorted(dated, key=lambda one: one[0].since or date.min)):
        if earlier.until is None or later.since is None or later.since <= first:
            continue
        if (later.since - earlier.until).days > 1:
            yield place, earlier.until, later.since


def _explained(catalogue: Catalogue, case: Case, row: Row, until: date) -> bool:
    """A paper may rest for a while when a change says that it was no longer asked for."""
    return any(
        change.touches(case.case_id, case.programme)
        and change.since == until + timedelta(days=1)
        and set(row.document_ids) & set(change.removed)
        for change in catalogue.changes
    )


def _meet(one: Period, other: Period) -> bool:
    """True when some day lies in both."""
    starts = max(one.since or date.min, other.since or date.min)
    return starts <= min(one.until or date.max, other.until or date.max)

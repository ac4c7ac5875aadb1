"""What changed for one case since a list was printed: from the periods of its rows, and from `changes:`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.catalogue.basis import Condition, Text
from kiosk.domain.catalogue.history import Change
from kiosk.domain.catalogue.model import Case, Catalogue, Row
from kiosk.domain.catalogue.tables import printed
from kiosk.domain.checklist import Weight


class Shift(StrEnum):
    """What became of one paper of a case."""

    ADDED = "added"
    REMOVED = "removed"
    FIRMER = "firmer"
    """Often asked before, a requirement now."""
    LOOSER = "looser"
    """A requirement before, often asked now."""
    OTHERWISE = "otherwise"
    """Still asked for, but of other people or in another form."""


@dataclass(frozen=True, slots=True)
class PaperShift:
    """One paper, or 'one of' several, that is asked for differently."""

    shift: Shift
    item_id: str
    document_ids: tuple[str, ...]
    names: tuple[Text, ...]
    since: date | None
    """The first day on which it was so; None where no row says."""
    why: Text | None
    """Of whom it is asked, where it is not asked of everybody."""


@dataclass(frozen=True, slots=True)
class CaseChanges:
    """Everything to tell somebody who comes back with a list of this case."""

    case_id: str
    since: date
    """The day of the rules on the list."""
    until: date
    """The day of the rules now."""
    changes: tuple[Change, ...]
    """Came into force after `since`, newest first: 'Berubah sejak 3 Maret: …'."""
    announced: tuple[Change, ...]
    """Will come after `until`, soonest first: 'mulai 1 Januari: …'."""
    papers: tuple[PaperShift, ...]
    """Every paper asked for differently, in the order of the case."""
    ended: bool
    """The case itself is no longer in force: begin the interview again."""

    @property
    def untold(self) -> tuple[PaperShift, ...]:
        """The papers that none of `changes` speaks about."""
        told = {document_id for change in self.changes for document_id in (*change.added, *change.removed)}
        return tuple(paper for paper in self.papers if not told.issuperset(paper.document_ids))

    @property
    def nothing(self) -> bool:
        """True when the list still holds as it was printed."""
        return not (self.changes or self.papers or self.ended)


def changed_since(catalogue: Catalogue, case_id: str, since: date, today: date) -> CaseChanges:
    """What changed for a case between the rules of `since` and those of `today`, and what is announced for later.

    A clock set back brings no old rules back: `today` is at least the day of the catalogue, as in the interview.
    Raises KeyError for an unknown case.
    """
    case = catalogue.case(case_id)
    now = max(today, catalogue.day)
    about = [change for change in catalogue.changes if change.touches(case.case_id, case.programme)]
    return CaseChanges(
        case_id=case_id,
        since=since,
        until=now,
        changes=tuple(sorted((one for one in about if since < one.since <= now), key=_day, reverse=True)),
        announced=tuple(sorted((one for one in about if one.since > now), key=_day)),
        papers=tuple(_shifts(catalogue, case, since, now)),
        ended=not case.period.covers(now),
    )


def changed_since_edition(catalogue: Catalogue, case_id: str, number: int, today: date) -> CaseChanges | None:
    """The same since the catalogue with this number, as a code names it; None when that is newer or unknown here."""
    since = catalogue.edition_day(number)
    return None if since is None else changed_since(catalogue, case_id, since, today)


def announced_for(catalogue: Catalogue, case_ids: Iterable[str], today: date) -> tuple[Change, ...]:
    """Every change that is to come for one of these cases, soonest first."""
    cases = [catalogue.case(case_id) for case_id in case_ids]
    now = max(today, catalogue.day)
    coming = [
        change
        for change in catalogue.changes
        if change.since > now and any(change.touches(case.case_id, case.programme) for case in cases)
    ]
    return tuple(sorted(coming, key=_day))


def _day(change: Change) -> tuple[date, str]:
    return change.since, change.change_id


def _shifts(catalogue: Catalogue, case: Case, since: date, now: date) -> Iterator[PaperShift]:
    before, after = by_item(printed_rows(case, since)), by_item(printed_rows(case, now))
    for item_id in dict.fromkeys(row.item_id for row in case.rows):
        old, new = before.get(item_id, ()), after.get(item_id, ())
        shift = shift_of(old, new)
        if shift is None:
            continue
        row = (new or old)[0]
        yield PaperShift(
            shift,
            item_id,
            row.document_ids,
            tuple(catalogue.documents[document_id].name for document_id in row.document_ids),
            _began(old, new),
            row.why,
        )


def printed_rows(case: Case, day: date) -> tuple[Row, ...]:
    """The rows of one day that are printed."""
    return tuple(row for row in case.rows if printed(row, day))


def by_item(rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """The rows by item, in their order."""
    found: dict[str, tuple[Row, ...]] = {}
    for row in rows:
        found[row.item_id] = (*found.get(row.item_id, ()), row)
    return found


def shift_of(old: tuple[Row, ...], new: tuple[Row, ...]) -> Shift | None:
    """What became of one item, from its rows before and after; None: nothing a person would notice."""
    if not old or not new:
        return Shift.ADDED if new else Shift.REMOVED if old else None
    was_required, is_required = _required(old), _required(new)
    if was_required is not is_required:
        return Shift.FIRMER if is_required else Shift.LOOSER
    return None if _of_whom(old) == _of_whom(new) else Shift.OTHERWISE


def _required(rows: tuple[Row, ...]) -> bool:
    return any(row.confidence.weight is Weight.REQUIRED for row in rows)


def _of_whom(rows: tuple[Row, ...]) -> list[tuple[tuple[str, ...], Condition, str]]:
    return [(row.document_ids, row.when, row.form) for row in rows]


def _began(old: tuple[Row, ...], new: tuple[Row, ...]) -> date | None:
    """The first day of the new state: the latest day on which one of its rows begins, or an old one has ended."""
    begun = [row.period.since for row in new if row not in old and row.period.since is not None]
    ended = [
        date.fromordinal(row.period.until.toordinal() + 1)
        for row in old
        if row not in new and row.period.until is not None and row.period.until < date.max
    ]
    return max([*begun, *ended], default=None)

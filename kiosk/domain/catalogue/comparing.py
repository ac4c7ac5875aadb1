"""Two states of the rules held side by side: another folder, or another day, case by case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.domain.catalogue.basis import Text
from kiosk.domain.catalogue.changed import Shift, by_item, shift_of
from kiosk.domain.catalogue.model import Case, Catalogue, Note, Row
from kiosk.domain.catalogue.tables import case_on


@dataclass(frozen=True, slots=True)
class PaperDifference:
    """One item that is asked for differently; its first row on each side, None where there is none."""

    shift: Shift
    names: tuple[Text, ...]
    old: Row | None
    new: Row | None


@dataclass(frozen=True, slots=True)
class CaseDifference:
    """One case that is not the same on both sides; None: not in force there."""

    old: Case | None
    new: Case | None
    papers: tuple[PaperDifference, ...]
    notes_came: tuple[Note, ...]
    notes_went: tuple[Note, ...]
    grounds_changed: bool
    """Another regulation or article, other answers lead here, or another person comes."""


@dataclass(frozen=True, slots=True)
class State:
    """The rules of a catalogue on one day."""

    catalogue: Catalogue
    day: date

    def cases(self) -> dict[str, Case]:
        """The cases in force, with what is printed on that day."""
        return {
            case.case_id: case_on(case, self.catalogue.tables, self.day)
            for case in self.catalogue.cases
            if case.period.covers(self.day)
        }


def differences(old: State, new: State) -> tuple[CaseDifference, ...]:
    """Every case that came, went, or asks for something else, in the order of the newer side, then what went."""
    before, after = old.cases(), new.cases()
    found = (_case(old, new, before.get(case_id), after.get(case_id)) for case_id in {**after, **before})
    return tuple(one for one in found if one is not None)


def _case(old: State, new: State, was: Case | None, now: Case | None) -> CaseDifference | None:
    old_notes = {note.text["id"]: note for note in (was.notes if was else ())}
    new_notes = {note.text["id"]: note for note in (now.notes if now else ())}
    difference = CaseDifference(
        was,
        now,
        tuple(_papers(old, new, was, now)),
        tuple(note for text, note in new_notes.items() if text not in old_notes),
        tuple(note for text, note in old_notes.items() if text not in new_notes),
        was is not None and now is not None and _grounds(old, was) != _grounds(new, now),
    )
    noticed = difference.papers or difference.notes_came or difference.notes_went or difference.grounds_changed
    return difference if noticed or was is None or now is None else None


def _papers(old: State, new: State, was: Case | None, now: Case | None) -> Iterator[PaperDifference]:
    before, after = by_item(was.rows if was else ()), by_item(now.rows if now else ())
    for item_id in {**after, **before}:
        old_rows, new_rows = before.get(item_id, ()), after.get(item_id, ())
        shift = shift_of(old_rows, new_rows)
        if shift is None:
            continue
        documents = new.catalogue.documents if new_rows else old.catalogue.documents
        names = tuple(documents[document_id].name for document_id in (new_rows or old_rows)[0].document_ids)
        yield PaperDifference(shift, names, next(iter(old_rows), None), next(iter(new_rows), None))


def _grounds(state: State, case: Case) -> tuple[object, ...]:
    return state.catalogue.sources[case.source_id].title, case.article, case.when, case.who, case.officer

"""The rules of one day: what is in force and printed, with each {table} in a text filled with its value."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from kiosk.domain.catalogue.basis import Text
from kiosk.domain.catalogue.history import Tables
from kiosk.domain.catalogue.model import Case, Fact, FactAnswer, Note, Row

_NAMED: Final = re.compile(r"\{([^{}]*)\}")


def named_in(text: Text | None) -> frozenset[str]:
    """The tables a text names."""
    return frozenset(name for words in (text or {}).values() for name in _NAMED.findall(words))


def fill(text: Text, tables: Tables, day: date) -> Text:
    """The text with every {table} replaced by its value on `day`; a text without one is returned as it is."""
    if not tables or not named_in(text):
        return text
    return {
        language: _NAMED.sub(lambda found: tables[found[1]].on(day) if found[1] in tables else found[0], words)
        for language, words in text.items()
    }


def case_on(case: Case, tables: Tables, day: date) -> Case:
    """The case with the rows that are printed on `day` and the notes in force, and all its texts filled."""
    return replace(
        case,
        title=fill(case.title, tables, day),
        phrase=fill(case.phrase, tables, day),
        officer=_optional(case.officer, tables, day),
        rows=tuple(_row(row, tables, day) for row in case.rows if printed(row, day)),
        notes=tuple(note_on(note, tables, day) for note in case.notes if note.period.covers(day)),
    )


def printed(row: Row, day: date) -> bool:
    """True when the row is in force on `day` and somebody vouches for it."""
    return row.period.covers(day) and row.confidence.weight is not None


def note_on(note: Note, tables: Tables, day: date) -> Note:
    """The note filled for `day`."""
    return replace(note, text=fill(note.text, tables, day)) if named_in(note.text) else note


def fact_on(fact: Fact, tables: Tables, day: date) -> Fact:
    """The question and its answers filled for `day`."""
    if not tables:
        return fact
    return replace(
        fact,
        text=fill(fact.text, tables, day),
        hint=_optional(fact.hint, tables, day),
        answers=tuple(_answer(answer, tables, day) for answer in fact.answers),
    )


def _row(row: Row, tables: Tables, day: date) -> Row:
    return replace(row, why=_optional(row.why, tables, day)) if named_in(row.why) else row


def _answer(answer: FactAnswer, tables: Tables, day: date) -> FactAnswer:
    return replace(answer, text=fill(answer.text, tables, day), hint=_optional(answer.hint, tables, day))


def _optional(text: Text | None, tables: Tables, day: date) -> Text | None:
    return None if text is None else fill(text, tables, day)

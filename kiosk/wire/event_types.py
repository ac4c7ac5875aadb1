"""How the catalogue of events is written: kinds of events, their fields, what a field may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class EventError(ValueError):
    """A payload that is not in the catalogue: a fault of the program, stopped before it is chained for ever."""


class FieldKind(Enum):
    """What one field of a payload may hold."""

    WORD = "word"
    """An id or a state; never free text."""
    NUMBER = "number"
    MS = "milliseconds since the Unix epoch"
    FLAG = "true or false"
    WORDS = "list of words"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it holds, what it means, and whether it may be null."""

    kind: FieldKind
    meaning: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event. Grows by new optional fields under a higher `v`; never changes what is there."""

    type: str
    when: str
    fields: Mapping[str, Field]
    v: int = 1


def word(meaning: str, *, optional: bool = False) -> Field:
    """An id or a state."""
    return Field(FieldKind.WORD, meaning, optional)


def number(meaning: str, *, optional: bool = False) -> Field:
    """A whole number."""
    return Field(FieldKind.NUMBER, meaning, optional)


def ms(meaning: str, *, optional: bool = False) -> Field:
    """A moment."""
    return Field(FieldKind.MS, meaning, optional)

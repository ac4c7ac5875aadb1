"""What each programme is, who pays for it, when it pays and what it does not: for people who mix them up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.catalogue.basis import Confidence, Period, Place, Text


class Aspect(StrEnum):
    """The same four questions about every programme, in this order."""

    WHAT = "what"
    PAYS = "pays"
    """Who pays the contributions."""
    WHEN = "when"
    """When and what it pays out."""
    NOT = "not"
    """What it is often taken for, and is not."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One plain sentence somebody vouches for."""

    text: Text
    source_id: str
    article: str
    confidence: Confidence
    period: Period
    attract: bool
    """True for a sentence that may stand on the first screen by itself."""
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Programme:
    """One of the five programmes, in four answers."""

    programme_id: str
    need_id: str
    """The card of the need picker that leads to its papers."""
    short: str
    """'JHT': over a column, where the whole name stands near."""
    name: Text
    motto: Text
    """In five words: 'Tabungan untuk hari tua'."""
    picture: str
    answers: Mapping[Aspect, tuple[Statement, ...]]
    place: Place = field(compare=False)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every sentence, in the order of the four questions."""
        return tuple(one for aspect in Aspect for one in self.answers[aspect])

    def said(self, aspect: Aspect, day: date) -> tuple[Statement, ...]:
        """What is true on `day`."""
        return tuple(one for one in self.answers[aspect] if one.period.covers(day))


@dataclass(frozen=True, slots=True)
class Difference:
    """The one thing to know about two programmes that people mix up."""

    between: tuple[str, str]
    statement: Statement

    def is_between(self, first: str, second: str) -> bool:
        """True for these two, in either order."""
        return {first, second} == set(self.between)

"""Rules in time: what changed and when, values that step with the years, and the catalogues there were before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.catalogue.basis import Confidence, Place, Text


class ChangeStatus(StrEnum):
    """What became of a change."""

    IN_FORCE = "in-force"
    """Applies since its date."""
    ANNOUNCED = "announced"
    """Will apply from its date: printed as a warning until then, as a change from then on."""
    NEVER_APPLIED = "never-applied"
    """Announced, then withdrawn: told to whoever still believes it."""
    CORRECTED = "corrected"
    """The rule stood all along and this catalogue had it wrong; the date is that of the catalogue that has it right."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the rules in two sentences, before and after."""

    change_id: str
    programme: str
    case_ids: tuple[str, ...]
    """The cases it touches; empty: every case of the programme."""
    since: date
    before: Text
    after: Text
    added: tuple[str, ...]
    """Documents asked for since then."""
    removed: tuple[str, ...]
    """Documents no longer asked for since then."""
    status: ChangeStatus
    source_id: str
    article: str
    confidence: Confidence
    place: Place = field(compare=False)

    def touches(self, case_id: str, programme: str) -> bool:
        """True when this change is about the case."""
        return case_id in self.case_ids if self.case_ids else programme == self.programme


@dataclass(frozen=True, slots=True)
class Step:
    """One value of a table, from a day on until the next step."""

    since: date
    value: str
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class RuleTable:
    """A value that steps with the years, e.g. the pensionable age; texts name it as {table-id}."""

    table_id: str
    title: Text
    steps: tuple[Step, ...]
    """In order of time."""
    source_id: str
    article: str
    confidence: Confidence
    place: Place = field(compare=False)

    def on(self, day: date) -> str:
        """The value in force on `day`; that of the first step before it begins."""
        return next((step.value for step in reversed(self.steps) if step.since <= day), self.steps[0].value)


@dataclass(frozen=True, slots=True)
class Edition:
    """A catalogue by number and day."""

    number: int
    day: date


Tables = Mapping[str, RuleTable]
"""Tables by id."""

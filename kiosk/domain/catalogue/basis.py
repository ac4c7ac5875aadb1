"""What every part of the catalogue is made of: texts, places, problems, conditions, periods, and how sure we are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.checklist import Weight

Text = Mapping[str, str]
"""One sentence in every language of the catalogue: {'id': …, 'en': …}."""

UNSURE = "unsure"
"""The answer id of 'Tidak yakin'; legal for every question, written in no file."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the files something stands; lines count from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a catalogue, in a sentence its author can act on."""

    place: Place
    sentence: str

    def __str__(self) -> str:
        return f"{self.place.file}:{self.place.line}: {self.sentence}"


class CatalogueError(ValueError):
    """A catalogue that cannot be used; `problems` names every reason with file and line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Confidence(StrEnum):
    """How sure we are of one row (case x document) or note; belongs to the row, never to the document."""

    LAW = "law"
    """The regulation in force says so."""
    OFFICIAL = "official"
    """A list of BPJS Ketenagakerjaan or one of its officers, as reported."""
    ANALOGOUS = "analogous"
    """A sibling or replaced regulation says so; the wording in force was not read."""
    PRESS = "press"
    """Press or branch practice."""
    INFERRED = "inferred"
    """Our inference from a rule that was read."""
    UNSOURCED = "unsourced"
    """Nobody says so: never printed, waits for a branch to confirm it."""

    @property
    def weight(self) -> Weight | None:
        """How a row of this confidence is printed; None: not at all."""
        match self:
            case Confidence.LAW | Confidence.OFFICIAL:
                return Weight.REQUIRED
            case Confidence.ANALOGOUS | Confidence.PRESS | Confidence.INFERRED:
                return Weight.OFTEN_ASKED
            case Confidence.UNSOURCED:
                return None


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives of clauses; a clause holds when every fact named in it has one of the answers named."""

    clauses: tuple[Mapping[str, frozenset[str]], ...] = ()
    """Empty: always."""

    @property
    def facts(self) -> frozenset[str]:
        """Every fact this condition looks at."""
        return frozenset(fact for clause in self.clauses for fact in clause)


ALWAYS = Condition()


@dataclass(frozen=True, slots=True)
class Period:
    """Dates between which a rule is in force, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """True when the rule is in force on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who confirmed a row, and when."""

    branch: Text
    day: date

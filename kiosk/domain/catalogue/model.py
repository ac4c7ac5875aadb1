"""What the catalogue knows, as values: sources, documents, questions, cases and the rows that join them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
class Source:
    """Where a row comes from."""

    source_id: str
    short: Text
    """As printed: 'Permenaker 4/2022'."""
    title: str
    authority: int
    """1 regulation, 2 its text by third hands, 3 BPJS as reported, 4 press."""
    read: str
    """How much of it was read, and where."""
    url: str
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Document:
    """One paper a person can hold."""

    document_id: str
    name: Text
    plain: Text | None
    where: Text
    icon: str
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class FactAnswer:
    """One answer to one question; `rules_out` are answers to other questions that cannot be true beside it."""

    answer_id: str
    text: Text
    hint: Text | None
    icon: str
    rules_out: Mapping[str, frozenset[str]]
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """One question, with at most four answers beside 'Tidak yakin'."""

    fact_id: str
    text: Text
    hint: Text | None
    picture: str
    answers: tuple[FactAnswer, ...]
    ask_if: Condition
    """Asked only when this surely holds: the question presumes it."""
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of one case: a paper, or several of which one is enough."""

    item_id: str
    document_ids: tuple[str, ...]
    when: Condition
    why: Text | None
    form: str
    """Key of a form of the catalogue's head, or empty where no source says."""
    source_id: str
    """Empty only for an unsourced row."""
    article: str
    confidence: Confidence
    period: Period
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """One short sentence printed with a case; `ask_officer` when it says that the list may be incomplete."""

    text: Text
    when: Condition
    ask_officer: bool
    source_id: str
    article: str
    confidence: Confidence
    period: Period
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Case:
    """One situation with its own list, e.g. JHT on resignation."""

    case_id: str
    number: int
    """For the typed code; never reused for another case."""
    need_id: str
    programme: str
    title: Text
    phrase: Text
    """The situation after 'bila': 'mengundurkan diri'."""
    who: str
    when: Condition
    source_id: str
    article: str
    period: Period
    rows: tuple[Row, ...]
    notes: tuple[Note, ...]
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Need:
    """One card of the need picker."""

    need_id: str
    service: str
    programme: str
    name: Text
    hint: Text
    icon: str
    page: int
    opens_page: int | None
    """Set for the card that only leads to another page of the picker."""
    number: int
    """For the typed code of a list whose case is still open; 0 where there is no list."""
    open_title: Text | None
    """Title of such a list."""
    open_phrase: Text | None
    """Why a paper is marked there when too many cases are open to name them."""
    place: Place = field(compare=False)
    has_checklist: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the finder proposes: a need, and when."""

    need_id: str
    when: Condition
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Catalogue:
    """One complete set of rules; immutable and compared by identity, so that what is worked out from it can be kept."""

    day: date
    number: int
    languages: tuple[str, ...]
    forms: Mapping[str, Text]
    joining_or: Text
    sources: Mapping[str, Source]
    documents: Mapping[str, Document]
    facts: Mapping[str, Fact]
    needs: tuple[Need, ...]
    cases: tuple[Case, ...]
    proposals: tuple[Proposal, ...]
    finder_facts: frozenset[str]
    place: Place = field(compare=False)

    @property
    def version(self) -> str:
        """As printed on slips: date and number, e.g. '2026-11-23 no. 1'."""
        return f"{self.day.isoformat()} no. {self.number}"

    def need(self, need_id: str) -> Need:
        """The need with this id; KeyError when there is none."""
        for need in self.needs:
            if need.need_id == need_id:
                return need
        raise KeyError(need_id)

    def case(self, case_id: str) -> Case:
        """The case with this id; KeyError when there is none."""
        for case in self.cases:
            if case.case_id == case_id:
                return case
        raise KeyError(case_id)

    def case_numbered(self, number: int) -> Case | None:
        """The case behind a typed code, whichever rules were in force; None when the number is unknown or a need's."""
        return next((case for case in self.cases if case.number == number), None)

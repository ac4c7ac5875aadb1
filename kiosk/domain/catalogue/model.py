"""What the catalogue knows, as values: sources, documents, questions, cases and the rows that join them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.catalogue.basis import (
    ALWAYS,
    UNSURE,
    CatalogueError,
    Condition,
    Confidence,
    Period,
    Place,
    Problem,
    Stamp,
    Text,
)
from kiosk.domain.catalogue.history import Change, Edition, RuleTable
from kiosk.domain.catalogue.programmes import Difference, Programme
from kiosk.domain.checklist import Effort, Who

__all__ = [
    "ALWAYS",
    "UNSURE",
    "Case",
    "Catalogue",
    "CatalogueError",
    "Condition",
    "Confidence",
    "Document",
    "Effort",
    "Fact",
    "FactAnswer",
    "Need",
    "Note",
    "NoteKind",
    "Period",
    "Place",
    "Problem",
    "Proposal",
    "Row",
    "Source",
    "Stamp",
    "Text",
    "Who",
]


class NoteKind(StrEnum):
    """What a note tells, so that the slip can put it where it belongs."""

    INFO = "info"
    ELIGIBILITY = "eligibility"
    """Who may apply at all."""
    EARLIEST = "earliest"
    """From when one may apply."""
    LATEST = "latest"
    """Until when the right lasts."""
    PAYMENT = "payment"
    """How much, how, and within how many days it is paid."""
    DEADLINE = "deadline"
    """Something that must be done within a time: 2 x 24 hours."""


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
    form: str
    """Key of a form of the catalogue's head, for rows that name none; empty where no source says."""
    copies: int
    """How many photocopies; 0 where no source says."""
    issuer: Text | None
    """Who makes it out, where that is not the place where one gets it."""
    validity: Text | None
    """How long it holds, or how old it may be."""
    effort: Effort | None
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
    presume: str
    """An answer taken for granted until the person says otherwise, because it is most people's; empty: always asked."""
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of one case: a paper, or several of which one is enough."""

    item_id: str
    document_ids: tuple[str, ...]
    when: Condition
    why: Text | None
    form: str
    """Key of a form of the catalogue's head; empty: the form of the document, if it has one."""
    source_id: str
    """Empty only for an unsourced row."""
    article: str
    confidence: Confidence
    period: Period
    place: Place = field(compare=False)
    stamp: Stamp | None = None
    """The branch that confirmed it."""


@dataclass(frozen=True, slots=True)
class Note:
    """One short sentence printed with a case; `ask_officer` when it says that the list may be incomplete."""

    text: Text
    kind: NoteKind
    when: Condition
    ask_officer: bool
    source_id: str
    article: str
    confidence: Confidence
    period: Period
    place: Place = field(compare=False)
    stamp: Stamp | None = None


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
    who: Who
    officer: Text | None
    """Set where the law leaves the branch no list: why an officer completes it. Such a case may ask for no paper."""
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
    before_number: Note | None
    """Said before a number is used up, e.g. that JKP is claimed in SIAPkerja."""
    without_phone: tuple[Note, ...]
    """The way for a visitor without a smartphone, step by step."""
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
    changes: tuple[Change, ...]
    tables: Mapping[str, RuleTable]
    editions: tuple[Edition, ...]
    """Earlier catalogues and this one, oldest first: a code names its catalogue only by number."""
    copies: Text | None
    """How a number of copies is said: 'fotokopi: {n} lembar'."""
    confirmed_words: Text | None
    """'{n} dari {all} surat dikonfirmasi {branch}, {date}'."""
    programmes: tuple[Programme, ...]
    """What each programme is, for people who mix them up."""
    differences: tuple[Difference, ...]
    place: Place = field(compare=False)
    confirmed: Stamp | None = None
    """The branch that confirmed rows of it."""

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

    def edition_day(self, number: int) -> date | None:
        """The day of the catalogue with this number; None when it is newer than this one or unknown."""
        return next((edition.day for edition in self.editions if edition.number == number), None)

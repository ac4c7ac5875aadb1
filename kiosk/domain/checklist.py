"""The list of papers for one person's case: the answer of the interview, and what the slips print."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Weight(StrEnum):
    """How firmly a paper is asked for; follows from the row's confidence, never from the document."""

    REQUIRED = "required"
    """Rests on law or an officially reported list."""
    OFTEN_ASKED = "often-asked"
    """Rests on press or branch practice: 'sering diminta, tanyakan petugas'."""


class Held(StrEnum):
    """What the participant said about one item."""

    HAVE = "have"
    MISSING = "missing"


class Effort(StrEnum):
    """How long it usually takes to get a paper; one starts with what takes longest."""

    AT_HAND = "at-hand"
    SAME_DAY = "same-day"
    DAYS = "days"
    WEEKS = "weeks"

    @property
    def rank(self) -> int:
        """0 for what is at hand, higher for what takes longer."""
        return list(Effort).index(self)


class Who(StrEnum):
    """Who stands at the counter."""

    SELF = "self"
    HEIR = "heir"
    REPRESENTED = "represented"
    EMPLOYER = "employer"
    PAYER = "payer"
    """Company, worker or family: whoever paid the bill."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper in the words of one language."""

    document_id: str
    name: str
    """Official name, as the counter calls it."""
    plain: str
    """The same in plain words; may be empty."""
    form: str
    """'Asli + 1 fotokopi', or empty where no source says."""
    where: str
    """Where to get it."""
    icon: str
    issuer: str = ""
    """Who makes it out, where that is not the place where one gets it."""
    validity: str = ""
    """How long it holds, or how old it may be."""
    effort: Effort | None = None
    """How long it usually takes to get; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line to tick: one paper, or several of which one is enough."""

    item_id: str
    """Unique in its checklist; stable between runs of the same catalogue."""
    papers: tuple[Paper, ...]
    """More than one: 'salah satu dari'."""
    weight: Weight
    why: str
    """Why it is asked of this person, e.g. 'saldo di atas Rp50 juta'; empty where it needs no word."""
    only_if: str
    """Filled when a 'Tidak yakin' left it open: the condition in words; such an item is printed marked."""
    source: str
    """Short name of the source, e.g. 'Permenaker 4/2022'."""
    mostly: bool = False
    """Where `only_if` can say no more than that it depends: most of the open cases ask for it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One short true sentence about the case, and what it rests on."""

    text: str
    kind: str
    """A `NoteKind` of the catalogue: what the sentence is about."""
    source: str
    """'Permenaker 4/2022 pasal 10'; empty where it only sends to an officer."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of the rules, as its two sides are told."""

    since: date
    before: str
    after: str
    source: str


@dataclass(frozen=True, slots=True)
class Presumed:
    """What the list takes for granted, because most people's case is so; whoever differs says so and is asked."""

    fact_id: str
    question: str
    """'Ada yang berbeda?'"""
    answer: str
    """'Satu kartu, data sama, diurus sendiri'."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything a slip needs to say about one case, in one language."""

    case_ids: tuple[str, ...]
    """One case; several only where 'Tidak yakin' left them open."""
    title: str
    """E.g. 'JHT: mengundurkan diri'."""
    items: tuple[Item, ...]
    told: tuple[Told, ...]
    """Short true sentences about this case: waiting month, days to payment, tax."""
    ask_officer: bool
    """True where no source gives the branch a complete list: 'tanyakan petugas' completes it."""
    regulation: str
    rule_date: str
    """The date of the rule set, written for people in the language of the list."""
    catalogue_version: str
    code: str
    """Typed code of the code family: case and catalogue version."""
    language: str
    who: Who | None = None
    """For whom the list is; None where cases of several people are open."""
    officer: str = ""
    """Why an officer completes the list; empty where a source gives the branch a list."""
    before: Told | None = None
    """What should be known before a number is used up, e.g. that JKP is claimed in SIAPkerja."""
    without_phone: tuple[Told, ...] = ()
    """The way for a visitor without a smartphone, step by step."""
    presumed: tuple[Presumed, ...] = ()
    coming: tuple[Changed, ...] = ()
    """Changes announced for a later day."""
    changed: tuple[Changed, ...] = ()
    """What changed since the list with which somebody came back."""
    changed_since: date | None = None
    """The day of that list; None when nobody came back with one."""
    answers: tuple[tuple[str, str], ...] = ()
    """The answers that led here (question, answer), for the square on the paper; none where a code named the case."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is told, as sentences alone; why an officer completes the list comes first."""
        return (*((self.officer,) if self.officer else ()), *(one.text for one in self.told))

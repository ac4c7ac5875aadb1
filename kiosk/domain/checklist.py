"""The list of papers for one person's case: the answer of the interview, and what the slips print."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything a slip needs to say about one case, in one language."""

    case_ids: tuple[str, ...]
    """One case; several only where 'Tidak yakin' left them open."""
    title: str
    """E.g. 'JHT: mengundurkan diri'."""
    items: tuple[Item, ...]
    notes: tuple[str, ...]
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

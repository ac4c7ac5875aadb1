"""What one screen says and offers: the single description that Qt, the line protocol and tests all read."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.checklist import Checklist, Held


class ScreenId(StrEnum):
    """Every screen a participant can meet."""

    BOOT = "boot"
    ATTRACT = "attract"
    LAST_NUMBER = "last-number"
    LANGUAGE = "language"
    FORK = "fork"
    NEED = "need"
    SERVICES = "services"
    PROMISE = "promise"
    TAKING = "taking"
    PRINTING = "printing"
    DONE = "done"
    SLIP_CHECK = "slip-check"
    PRINT_FAILED = "print-failed"
    FINDER = "finder"
    FOUND = "found"
    QUESTION = "question"
    CHECKLIST = "checklist"
    RESULT = "result"
    CODE = "code"
    CODE_FOUND = "code-found"
    RETURNED = "returned"
    """Somebody came back with a list: what changed since."""
    GIVE_BACK = "give-back"
    """The number is on its way back to the branch: five seconds to change one's mind, then what became of it."""
    COMPLAINT = "complaint"
    FAREWELL = "farewell"
    TIMEOUT = "timeout"
    HELP = "help"
    PROGRAMMES = "programmes"
    """Kenali program: the five cards."""
    PROGRAMME = "programme"
    COMPARE_WITH = "compare-with"
    COMPARE = "compare"
    PAPER_CHANGE = "paper-change"
    CLOSED = "closed"
    OUT_OF_SERVICE = "out-of-service"


class ChoiceKind(StrEnum):
    """How a choice is drawn; what it does is the visit's affair."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    DANGER = "danger"
    CARD = "card"
    """A large card: icon, text, hint."""
    ANSWER = "answer"
    """An answer to one question: large, with a drawing."""
    KEY = "key"
    """One key of an on-screen keypad."""
    TICK = "tick"
    """'Ada' or 'Belum ada' of one checklist item: id 'have:ITEM' or 'missing:ITEM'."""
    MODE = "mode"
    """Language, large text, contrast, low screen."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the participant can choose; `choice_id` is also the widget's object name."""

    choice_id: str
    text: str
    kind: ChoiceKind
    hint: str = ""
    icon: str = ""
    """Stem of a file in assets/icons, or 'illustrations/NAME'."""
    selected: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Presentation:
    """How this visit is shown; back to the defaults at the wipe."""

    language: str = "id"
    large: bool = False
    contrast: bool = False
    low: bool = False


@dataclass(frozen=True, slots=True)
class AttractDetail:
    """`facts` are lines with a source behind them; empty until there is one. `notice` e.g. opening hours."""

    facts: tuple[str, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class PromiseDetail:
    """What is promised, before the number is taken."""

    need: str
    lane: str
    window: str
    """'pukul 09.10 - 09.40' or 'belum dapat diperkirakan'."""
    estimable: bool
    note: str = ""
    before: tuple[str, ...] = ()
    """What must be known before a number is used up, e.g. that JKP is claimed in SIAPkerja, and what it rests on."""


@dataclass(frozen=True, slots=True)
class ReturnedDetail:
    """What changed since a list was printed: heading and lines of each change, then what is announced."""

    changes: tuple[tuple[str, tuple[str, ...]], ...]
    coming: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionDetail:
    """One question; `picture` is the stem of an illustration."""

    picture: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistDetail:
    """The list with what was ticked; pages are cut by the screen, which knows how many rows fit."""

    checklist: Checklist
    held: tuple[tuple[str, Held], ...]
    counter: str
    """'3 dari 5 ada'."""


@dataclass(frozen=True, slots=True)
class ResultDetail:
    """What is missing and where to get it, or that nothing is."""

    complete: bool
    missing: tuple[tuple[str, str, str], ...]
    """(name, where to get it, how long that takes): the list is incomplete without these; the slowest first."""
    maybe: tuple[tuple[str, str], ...] = ()
    """(name, where to get it) of what was not ticked and may be asked for."""
    maybe_title: str = ""
    notes: tuple[str, ...] = ()
    code: str = ""
    """The code that brings this list back; for those who leave without paper."""
    paper: str = ""
    """One sentence about the printed list; empty while none was asked for."""
    officer: str = ""
    """Why an officer completes the list; empty where a source gives one."""
    without_phone: tuple[str, ...] = ()
    """The way for a visitor without a smartphone, step by step."""
    without_phone_title: str = ""
    coming: tuple[str, ...] = ()
    """Announced changes: 'Mulai 1 Januari 2027: …'."""
    regulation: str = ""
    """What the list rests on and since when: 'Permenaker 4/2022 · aturan per 26 April 2022'."""


@dataclass(frozen=True, slots=True)
class TicketDetail:
    """The plate: everything that is on the ticket, on the screen too."""

    label: str
    window: str
    issued: str
    code: str
    qr_text: str
    paper: str
    """One sentence about the paper: on its way, take it below, or write the number down."""
    rush: bool
    keep: str = ""
    """How to keep the number without paper: a photo of the screen."""
    note: str = ""
    """A further sentence, e.g. where to ask for the list of papers."""
    caption: str = ""
    """What the window is: 'Perkiraan dipanggil'."""


@dataclass(frozen=True, slots=True)
class CodeDetail:
    """A code being typed, grouped for the eye; `problem` is a kind sentence after a wrong one."""

    typed: str
    length: int
    """Characters of the longest code; a short one is complete sooner."""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SheetDetail:
    """A countdown."""

    left_s: int
    total_s: int
    label: str = ""
    """The number the countdown is about, where it is about one."""


@dataclass(frozen=True, slots=True)
class StepsDetail:
    """Pictured steps: (illustration stem, words)."""

    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NoticeDetail:
    """Plain sentences under a title, with an optional drawing."""

    lines: tuple[str, ...]
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One question about programmes and what is said to it; of one programme, or of two side by side."""

    icon: str
    heading: str
    columns: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ProgrammeDetail:
    """A programme in four answers, or two of them beside each other."""

    told: tuple[Told, ...]
    names: tuple[str, ...] = ()
    """Over the columns, where there are two."""
    difference: str = ""
    """The one thing to know about the two."""
    sources: str = ""
    """What all of it rests on, in one line."""
    paper: str = ""
    """One sentence about the printed sheet; empty while none was asked for."""


Detail = (
    AttractDetail
    | ProgrammeDetail
    | PromiseDetail
    | QuestionDetail
    | ChecklistDetail
    | ResultDetail
    | ReturnedDetail
    | TicketDetail
    | CodeDetail
    | SheetDetail
    | StepsDetail
    | NoticeDetail
    | None
)


@dataclass(frozen=True, slots=True)
class View:
    """One screen, complete, in words; the same for every face of the visit."""

    screen: ScreenId
    title: str
    lead: str = ""
    choices: tuple[Choice, ...] = ()
    """The content's choices, in reading order."""
    bar: tuple[Choice, ...] = ()
    """The fixed bar at the bottom: back, finish, (listen,) help."""
    detail: Detail = None
    step: tuple[int, int] | None = None
    """(2, 4) = 'Langkah 2 dari 4'."""
    step_text: str = ""
    scans: bool = False
    """A scanned or typed code is heard here."""
    presentation: Presentation = field(default_factory=Presentation)

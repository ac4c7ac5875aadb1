"""The screens of a change of paper: from where it is to what is shown; pictures first, words for whoever reads."""

from dataclasses import dataclass
from typing import Final, assert_never

from kiosk.domain.lifecycle import HoldCause
from kiosk.domain.roll import Outlook
from kiosk.domain.texts import Texts
from kiosk.staff.restock import CODE_LENGTH, Restock, Step
from kiosk.visit.frame import Say, bar, card, primary, quiet, screen, secondary
from kiosk.visit.state import State
from kiosk.visit.view import (
    Choice,
    ChoiceKind,
    CodeDetail,
    Detail,
    NoticeDetail,
    Presentation,
    ScreenId,
    StepsDetail,
    View,
)
from kiosk.visit.views_roll import roll_line

MOST_NUMBERS: Final = 8
"""Named one by one; of the others only how many there are."""
CHANGE_STEPS: Final = (
    ("paper-remove", "paper-change.remove"),
    ("paper-insert", "paper-change.insert"),
    ("paper-close", "paper-change.close"),
)
TROUBLES: Final = {
    HoldCause.CUTTER: ("printer-cutter", "cutter"),
    HoldCause.OVERHEATED: ("printer-hot", "overheated"),
    HoldCause.LINK: ("printer-cable", "link"),
    HoldCause.MUTE: ("printer-power", "mute"),
    HoldCause.ERROR: ("printer-power", "error"),
}
KINDS: Final = {"new": "roll-new", "part": "roll-part", "same": "roll-same"}
MOST_HELD: Final = 5
"""Slips that can be printed one by one at a time: with 'Cetak semua' and 'Nanti saja' seven choices."""
UNKNOWN: Final = ("printer-power", "unknown")


@dataclass(frozen=True, slots=True)
class Told:
    """What is said beside the steps: how long the roll lasts, and which numbers reached nobody."""

    outlook: Outlook | None = None
    not_received: tuple[str, ...] = ()


def restock_view(state: Restock, told: Told, texts: Texts, shown: Presentation) -> View:
    """The screen of this step, in the language of `shown`."""
    say = Say(texts, shown.language)
    frame = State(screen=ScreenId.PAPER_CHANGE, trail=(ScreenId.ATTRACT,), presentation=shown)
    title, lead, choices, detail = _content(state, told, say)
    shut = bar(say, back=state.step is not Step.DONE, finish=False, help_=False)
    return screen(frame, say, ScreenId.PAPER_CHANGE, title, lead, choices=choices, detail=detail, bar_choices=shut)


_Content = tuple[str, str, tuple[Choice, ...], Detail]


def _content(state: Restock, told: Told, say: Say) -> _Content:  # noqa: PLR0911 - one line a step
    match state.step:
        case Step.TROUBLE | Step.OPEN | Step.CHANGE | Step.STRIP:
            return _at_printer(state, say)
        case Step.CODE:
            return _code(state, say)
        case Step.TURN:
            return _turn(state, say)
        case Step.KIND:
            return _kind(state, say)
        case Step.HELD:
            return _held(state, say)
        case Step.CHECK:
            return _check(state, say)
        case Step.DONE:
            return _done(told, say)
        case _:
            assert_never(state.step)


def _at_printer(state: Restock, say: Say) -> _Content:
    match state.step:
        case Step.OPEN:
            opened = primary("next", say("choice.cover-open"), icon="next")
            return say("restock.open"), say("restock.open-lead"), (opened,), NoticeDetail((), picture="paper-open")
        case Step.CHANGE:
            return _change(state, say)
        case Step.STRIP:
            return say("restock.strip"), say("restock.strip-lead"), (), NoticeDetail((), picture="paper-strip")
        case _:
            return _trouble(state, say)


def _trouble(state: Restock, say: Say) -> _Content:
    picture, name = UNKNOWN if state.cause is None else TROUBLES.get(state.cause, UNKNOWN)
    lines = (say("restock.still"),) if state.unread else ()
    fixed = primary("next", say("choice.fixed"), icon="check")
    lead = say(f"restock.staff-{name}-lead")
    return say(f"restock.staff-{name}"), lead, (fixed,), NoticeDetail(lines, picture=picture)


def _change(state: Restock, say: Say) -> _Content:
    lead = say("restock.change-unread" if state.unread else "restock.change-lead")
    steps = StepsDetail(tuple((picture, say(key)) for picture, key in CHANGE_STEPS))
    return say("restock.change"), lead, (primary("next", say("choice.paper-done"), icon="check"),), steps


def _code(state: Restock, say: Say) -> _Content:
    keys = tuple(Choice(f"key:{digit}", digit, ChoiceKind.KEY) for digit in "1234567890")
    delete = Choice("key:delete", say("choice.delete"), ChoiceKind.KEY, icon="backspace", enabled=bool(state.typed))
    blank = secondary("blank", say("choice.blank"), icon="no")
    typed = CodeDetail(state.typed, CODE_LENGTH)
    return say("restock.code"), say("restock.code-lead"), (*keys, delete, blank), typed


def _turn(state: Restock, say: Say) -> _Content:
    turned = primary("next", say("choice.turned"), icon="check")
    picture = NoticeDetail((), picture="paper-turn")
    if not state.wrong:
        return say("restock.turn"), say("restock.turn-lead"), (turned,), picture
    retype = secondary("retype", say("choice.retype"), icon="again")
    return say("restock.wrong"), say("restock.wrong-lead"), (turned, retype), picture


def _kind(state: Restock, say: Say) -> _Content:
    cards = tuple(
        card(f"kind:{kind}", say(f"restock.{kind}"), say(f"restock.{kind}-hint"), f"illustrations/{picture}")
        for kind, picture in KINDS.items()
        if kind != "same" or not state.ended
    )
    return say("restock.kind"), say("restock.kind-lead"), cards, None


def _held(state: Restock, say: Say) -> _Content:
    papers = state.held or ()
    if state.given or not papers:
        labels = _numbers(tuple(label for _, label in state.given), say)
        lead = say("restock.printing", numbers=labels) if labels else say("restock.strip-lead")
        return say("restock.held-printing"), lead, (), NoticeDetail((), picture="printing")
    each = tuple(
        Choice(
            f"print:{paper.job_id}",
            paper.label,
            ChoiceKind.ANSWER,
            icon="ticket",
            hint=say("slip.copy") if paper.marked else "",
        )
        for paper in papers[:MOST_HELD]
    )
    every = primary("print-all", say("choice.print-all"), icon="printer")
    later = quiet("later", say("choice.later"), icon="clock")
    title = say("restock.held", count=len(papers))
    rest = tuple(paper.label for paper in papers[MOST_HELD:])
    more = NoticeDetail((say("restock.held-more", numbers=_numbers(rest, say)),)) if rest else None
    return title, say("restock.held-lead"), (*each, every, later), more


def _check(state: Restock, say: Say) -> _Content:
    yes = primary("came-out", say("choice.came-out"), icon="yes")
    no = secondary("not-out", say("choice.not-out"), icon="no")
    title = say("restock.check", number=state.asked[0][1])
    return title, say("slip-check.lead"), (yes, no), NoticeDetail((), picture="printing")


def _done(told: Told, say: Say) -> _Content:
    lines = [roll_line(told.outlook, say)] if told.outlook is not None else []
    if told.not_received:
        lines.append(say("restock.not-received", numbers=_numbers(told.not_received, say)))
    finish = primary("done", say("choice.end"), icon="finish")
    return say("restock.done"), say("restock.done-lead"), (finish,), NoticeDetail(tuple(lines), picture="done")


def _numbers(labels: tuple[str, ...], say: Say) -> str:
    named = ", ".join(labels[:MOST_NUMBERS])
    more = len(labels) - MOST_NUMBERS
    return say("restock.more", numbers=named, count=more) if more > 0 else named

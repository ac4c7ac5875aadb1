"""From what a View says to the parts that show it, by the kind of its detail."""

from dataclasses import replace
from typing import assert_never

from kiosk.ui.flow import Part
from kiosk.ui.look import Look
from kiosk.ui.parts import Room
from kiosk.ui.screens.checking import checklist_parts, result_parts, returned_parts
from kiosk.ui.screens.choosing import card_parts, mode_parts
from kiosk.ui.screens.numbers import promise_parts, ticket_parts
from kiosk.ui.screens.programmes import programme_parts
from kiosk.ui.screens.telling import code_parts, countdown_parts, notice_parts, step_parts
from kiosk.ui.stock import Stock
from kiosk.visit.view import (
    AttractDetail,
    ChecklistDetail,
    Choice,
    ChoiceKind,
    CodeDetail,
    NoticeDetail,
    ProgrammeDetail,
    PromiseDetail,
    QuestionDetail,
    ResultDetail,
    ReturnedDetail,
    ScreenId,
    SheetDetail,
    StepsDetail,
    TicketDetail,
    View,
)

_USUAL_PICTURES = {
    ScreenId.FORK: "attract",
    ScreenId.NEED: "q-generic",
    ScreenId.SERVICES: "services",
    ScreenId.TAKING: "printing",
    ScreenId.CODE: "done",
    ScreenId.LANGUAGE: "help",
    ScreenId.PROMISE: "done",
    ScreenId.SLIP_CHECK: "printing",
    ScreenId.LAST_NUMBER: "done",
    ScreenId.FAREWELL: "farewell",
    ScreenId.GIVE_BACK: "farewell",
    ScreenId.CHECKLIST: "need-data",
    ScreenId.CODE_FOUND: "done",
    ScreenId.RETURNED: "need-data",
    ScreenId.FINDER: "q-generic",
    ScreenId.QUESTION: "q-generic",
}
"""Where a View brings no drawing of its own."""


def picture_of(view: View) -> str:
    """The illustration for the head of `view`; empty where the content speaks for itself."""
    if isinstance(view.detail, QuestionDetail | NoticeDetail) and view.detail.picture:
        return view.detail.picture
    if isinstance(view.detail, ResultDetail):
        return "q-yes" if view.detail.complete else "need-data"
    if isinstance(view.detail, CodeDetail) and view.screen is ScreenId.PAPER_CHANGE:
        return "paper-strip"
    return _USUAL_PICTURES.get(view.screen, "")


def lead_of(look: Look, view: View) -> str:
    """The lead for the head; empty where the content says it at the place it is about."""
    return "" if isinstance(view.detail, CodeDetail) and not look.tight else view.lead


def parts_of(stock: Stock, look: Look, view: View, room: Room, *, motion: bool) -> list[Part]:
    """The parts of `view` in reading order; actions are not among them."""
    parts = _detail_parts(stock, look, view, room, motion=motion)
    choices = view.choices
    if not any(choice.kind in (ChoiceKind.CARD, ChoiceKind.ANSWER) for choice in choices):
        choices = tuple(_as_card(choice) for choice in choices)
    parts += card_parts(stock, look, choices, room)
    parts += mode_parts(stock, look, choices, room.width)
    return parts


def actions_of(view: View) -> tuple[Choice, ...]:
    """The choices that go to the foot."""
    if isinstance(view.detail, ChecklistDetail):
        return tuple(choice for choice in view.choices if choice.kind is not ChoiceKind.SECONDARY)
    return view.choices


def _as_card(choice: Choice) -> Choice:
    """Modes that have the screen for themselves are as large as cards."""
    return replace(choice, kind=ChoiceKind.ANSWER) if choice.kind is ChoiceKind.MODE else choice


def _detail_parts(  # noqa: C901, PLR0911 - one line for each kind of detail
    stock: Stock, look: Look, view: View, room: Room, *, motion: bool
) -> list[Part]:
    match view.detail:
        case TicketDetail():
            return ticket_parts(stock, look, view, view.detail, room, motion=motion)
        case PromiseDetail():
            return promise_parts(stock, look, view, view.detail)
        case ChecklistDetail():
            return checklist_parts(stock, look, view, view.detail, room.width)
        case ResultDetail():
            return result_parts(stock, look, view.detail, room)
        case ReturnedDetail():
            return returned_parts(stock, look, view.detail, room)
        case CodeDetail():
            return code_parts(stock, look, view, view.detail)
        case SheetDetail():
            return countdown_parts(stock, look, view.detail)
        case StepsDetail():
            return step_parts(stock, look, view.detail, room.width)
        case ProgrammeDetail():
            return programme_parts(stock, look, view.detail, room)
        case NoticeDetail():
            return notice_parts(stock, look, view.detail)
        case AttractDetail() | QuestionDetail() | None:
            return []
        case _:
            assert_never(view.detail)

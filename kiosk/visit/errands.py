"""Carries a step's wishes to the house and its answers back to the visit that asked."""

from collections.abc import Callable
from typing import assert_never

from kiosk.domain.ticket import Taken, TakeRefusal
from kiosk.visit import steps_code, steps_heard
from kiosk.visit.desk import CodeAnswer, Desk
from kiosk.visit.effects import (
    AnswerSlip,
    CallHelp,
    Cancel,
    EndOffer,
    Errand,
    HandOver,
    LookUp,
    NoteMissing,
    PrintLeaflet,
    PrintList,
    Reprint,
    Take,
)
from kiosk.visit.lobby import Lobby
from kiosk.visit.moves import Step
from kiosk.visit.state import State

Hear = Callable[[Callable[[State, Lobby], Step]], bool]
"""Takes the step that an answer causes; False when the visit that asked is over."""


def run(errand: Errand, desk: Desk, hear: Hear) -> None:  # noqa: C901 - one case an errand, checked for completeness
    """Ask the house; what it answers reaches the visit through `hear`."""
    match errand:
        case Take(request):
            desk.take_ticket(request, lambda answer: _taken(answer, desk, hear))
        case HandOver(ticket_id, handover):
            desk.record_handover(ticket_id, handover)
        case AnswerSlip(job_id, came_out):
            desk.answer_slip(job_id, came_out)
        case Reprint(ticket_id):
            desk.reprint(ticket_id, lambda job: _told(hear, lambda state: steps_heard.reprint_queued(state, job)))
        case Cancel(code):
            desk.cancel_ticket(code, lambda ok: _told(hear, lambda state: steps_heard.cancelled(state, ok=ok)))
        case PrintList(papers, held, ticket):
            desk.print_checklist(
                papers, dict(held), ticket, lambda job: _told(hear, lambda state: steps_heard.list_queued(state, job))
            )
        case PrintLeaflet(programme_id, language):
            desk.print_leaflet(
                programme_id, language, lambda job: _told(hear, lambda state: steps_heard.list_queued(state, job))
            )
        case NoteMissing(ticket_id, case_id, missing):
            desk.note_missing(ticket_id, case_id, missing)
        case LookUp(code):
            desk.look_up(code, lambda answer: _looked_up(answer, hear))
        case CallHelp(screen):
            desk.call_help(screen)
        case EndOffer(ticket_id):
            desk.end_unclaimed(ticket_id)
        case unknown:
            assert_never(unknown)


def _taken(answer: Taken | TakeRefusal, desk: Desk, hear: Hear) -> None:
    """A number committed for somebody who has gone reached nobody, and is settled as such."""
    heard = hear(lambda state, lobby: steps_heard.taken(state, answer, lobby))
    if not heard and isinstance(answer, Taken):
        desk.end_unclaimed(answer.ticket.ticket_id)


def _told(hear: Hear, change: Callable[[State], State]) -> None:
    hear(lambda state, _lobby: (change(state), ()))


def _looked_up(answer: CodeAnswer, hear: Hear) -> None:
    hear(lambda state, lobby: steps_code.found(state, answer, lobby))

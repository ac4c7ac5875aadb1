"""Every pair of state and event of ticket and handover leads where the lifecycle says, or is refused by name."""

import itertools

import pytest

from kiosk.domain.lifecycle import (
    Handover,
    HandoverEvent,
    TicketEvent,
    TicketState,
    UndefinedArrowError,
    next_handover,
    next_ticket,
)

TICKET = """
    waiting --call--> called            waiting --skip--> waiting         waiting --come-back--> waiting
    waiting --cancel--> cancelled       waiting --lapse--> lapsed         waiting --carry--> carried
    called --recall--> called           called --serve--> serving         called --no-answer--> missed
    called --lapse--> lapsed            missed --come-back--> waiting     missed --no-answer--> no_show
    no_show --reinstate--> waiting      serving --finish--> served        serving --transfer--> waiting
    serving --park--> parked            parked --resume--> called
"""
HANDOVER = """
    pending --slip-confirmed--> paper   pending --noted--> noted          pending --visit-ended--> none
    none --slip-confirmed--> paper      none --shown--> noted
"""


def arrows(drawing: str) -> dict[tuple[str, str], str]:
    """The arrows of a drawing: three words each."""
    words = drawing.replace("--> ", " ").replace(" --", " ").split()
    return {(words[i], words[i + 1]): words[i + 2] for i in range(0, len(words), 3)}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(TicketState, TicketEvent)))
def test_every_pair_of_a_ticket(state: TicketState, event: TicketEvent) -> None:
    expected = arrows(TICKET).get((state, event))
    if expected is None:
        with pytest.raises(UndefinedArrowError, match=f"nothing leads from {state} by {event}"):
            next_ticket(state, event)
    else:
        assert next_ticket(state, event) == expected


@pytest.mark.parametrize(("state", "event"), list(itertools.product(Handover, HandoverEvent)))
def test_every_pair_of_a_handover(state: Handover, event: HandoverEvent) -> None:
    expected = arrows(HANDOVER).get((state, event))
    if expected is None:
        with pytest.raises(UndefinedArrowError):
            next_handover(state, event)
    else:
        assert next_handover(state, event) == expected


def test_the_ends_of_a_ticket_are_ends() -> None:
    for state in ("served", "cancelled", "lapsed", "carried"):
        assert not [pair for pair in arrows(TICKET) if pair[0] == state]

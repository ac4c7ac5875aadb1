"""What a code on a slip leads to, typed on the keypad or scanned."""

from enum import StrEnum
from typing import assert_never

from sqlite_utils import Database

from kiosk.domain.codes import CodeKind, CodeProblem, parse
from kiosk.domain.ticket import Ticket
from kiosk.store import tickets


class NotKnown(StrEnum):
    """A code that holds together, but leads nowhere here."""

    NO_SUCH_TICKET = "no-such-ticket"
    NOT_OFFERED = "not-offered"
    """A kind behind which no row stands: a list's code is read by the visit itself, other services are to come."""


LookUp = Ticket | CodeProblem | NotKnown


def look_up(db: Database, typed: str) -> LookUp:
    """Where `typed` leads. A ticket of an earlier day is found too: mind its service day."""
    code = parse(typed)
    if isinstance(code, CodeProblem):
        return code
    match code.kind:
        case CodeKind.TICKET:
            return tickets.find_by_code(db, code.text) or NotKnown.NO_SUCH_TICKET
        case CodeKind.CHECKLIST | CodeKind.COMPLAINT | CodeKind.SLOT:
            return NotKnown.NOT_OFFERED
        case _:
            assert_never(code.kind)

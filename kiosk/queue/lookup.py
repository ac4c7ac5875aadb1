"""What a code on a slip leads to, typed on the keypad or scanned."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from sqlite_utils import Database

from kiosk.domain.codes import CodeKind, CodeProblem, parse, parse_checklist
from kiosk.domain.ticket import Ticket
from kiosk.store import tickets


class NotKnown(StrEnum):
    """A code that holds together, but leads nowhere here."""

    NO_SUCH_TICKET = "no-such-ticket"
    NOT_OFFERED = "not-offered"
    """A kind whose service this kiosk does not offer yet."""


@dataclass(frozen=True, slots=True)
class ChecklistCode:
    """A checklist's code: a case by its number in a version of the catalogue."""

    case_no: int
    catalogue_no: int


LookUp = Ticket | ChecklistCode | CodeProblem | NotKnown


def look_up(db: Database, typed: str) -> LookUp:
    """Where `typed` leads. A ticket of an earlier day is found too: mind its service day."""
    code = parse(typed)
    if isinstance(code, CodeProblem):
        return code
    match code.kind:
        case CodeKind.TICKET:
            return tickets.find_by_code(db, code.text) or NotKnown.NO_SUCH_TICKET
        case CodeKind.CHECKLIST:
            return ChecklistCode(*parse_checklist(code))
        case CodeKind.COMPLAINT | CodeKind.SLOT:
            return NotKnown.NOT_OFFERED
        case _:
            assert_never(code.kind)

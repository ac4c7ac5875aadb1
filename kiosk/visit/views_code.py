"""'Punya kode': the keypad and what has been typed on it."""

from kiosk.domain.codes import ALPHABET, LENGTH, grouped
from kiosk.visit.frame import primary, screen, speaker
from kiosk.visit.lobby import Lobby
from kiosk.visit.state import State
from kiosk.visit.view import Choice, ChoiceKind, CodeDetail, ScreenId, View


def code(state: State, lobby: Lobby) -> View:
    """Only the characters a code is made of, so that O and 0 cannot be confused."""
    say = speaker(state, lobby)
    entry = state.code
    full = len(entry.typed) >= LENGTH
    keys = tuple(
        Choice(f"key:{char}", char, ChoiceKind.KEY, enabled=not full and not entry.looking) for char in ALPHABET
    )
    delete = Choice("key:delete", say("choice.delete"), ChoiceKind.KEY, icon="backspace", enabled=bool(entry.typed))
    problem = say(entry.problem) if entry.problem else ""
    return screen(
        state,
        say,
        ScreenId.CODE,
        say("code.title"),
        say("code.looking") if entry.looking else problem or say("code.lead"),
        choices=(
            *keys,
            delete,
            primary(
                "open-code", say("choice.open-code"), icon="enter", enabled=bool(entry.typed) and not entry.looking
            ),
        ),
        detail=CodeDetail(grouped(entry.typed).strip(), LENGTH, problem),
    )

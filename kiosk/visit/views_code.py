"""'Punya kode': the keypad, what has been typed on it, and what changed since a list was printed."""

from kiosk.domain.checklist import Changed
from kiosk.domain.codes import ALPHABET, LENGTH, grouped
from kiosk.slips.telling import coming_line, day_text
from kiosk.visit.asking import list_of, news
from kiosk.visit.frame import Say, primary, screen, speaker
from kiosk.visit.lobby import Lobby
from kiosk.visit.returning import list_ended
from kiosk.visit.state import State
from kiosk.visit.view import Choice, ChoiceKind, CodeDetail, ReturnedDetail, ScreenId, View


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
        say("code.looking") if entry.looking else problem or say("code.scan" if lobby.scanner else "code.lead"),
        choices=(
            *keys,
            delete,
            primary(
                "open-code", say("choice.open-code"), icon="enter", enabled=bool(entry.typed) and not entry.looking
            ),
        ),
        detail=CodeDetail(grouped(entry.typed).strip(), LENGTH, problem),
        scans=True,
    )


def returned(state: State, lobby: Lobby) -> View:
    """What changed since the list was printed; the next step goes on with what was missing."""
    say = speaker(state, lobby)
    came_with = state.interview.returned
    papers = list_of(state, lobby)
    ended = papers is None and list_ended(state.interview, lobby)
    return screen(
        state,
        say,
        ScreenId.RETURNED,
        say("returned.ended" if ended else "returned.changed"),
        "" if came_with is None else say("returned.since", day=day_text(came_with.since, lobby.texts, say.language)),
        choices=(primary("go-on", say("choice.answer-again" if papers is None else "choice.go-on"), icon="forward"),),
        detail=ReturnedDetail(
            changes=tuple(_change(change, lobby, say) for change in news(state, lobby)),
            coming=tuple(coming_line(one, lobby.texts, say.language) for one in (papers.coming if papers else ())),
        ),
    )


def _change(change: Changed, lobby: Lobby, say: Say) -> tuple[str, tuple[str, ...]]:
    """The new rule as heading, then the old one and what the change rests on."""
    lines = [say("slip.before", rule=change.before)] if change.before else []
    if change.source:
        since = day_text(change.since, lobby.texts, say.language)
        lines.append(say("slip.change-source", day=since, source=change.source))
    return change.after, tuple(lines)

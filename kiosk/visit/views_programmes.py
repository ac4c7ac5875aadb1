"""'Kenali program': five cards, one programme in four answers, two side by side; every sentence from the catalogue."""

from typing import Final

from kiosk.domain.announcing import told_on
from kiosk.domain.catalogue.programmes import Aspect, Programme
from kiosk.domain.leaflet import Leaflet, difference_between, leaflet_of, lone_sentences, programme_of
from kiosk.slips.telling import regulation_of
from kiosk.visit.frame import Say, card, quiet, screen, secondary, speaker
from kiosk.visit.lobby import Lobby
from kiosk.visit.state import ListPrint, State
from kiosk.visit.view import Choice, ProgrammeDetail, ScreenId, Told, View
from kiosk.visit.views_papers import MOST_LISTS_PRINTED

ICONS: Final = {Aspect.WHAT: "info", Aspect.PAYS: "coins", Aspect.WHEN: "calendar", Aspect.NOT: "no"}
FACT_EVERY_MS: Final = 30_000


def programmes(state: State, lobby: Lobby) -> View:
    """The five, each with what it is in a few words."""
    say = speaker(state, lobby)
    return screen(
        state,
        say,
        ScreenId.PROGRAMMES,
        say("programmes.title"),
        say("programmes.lead"),
        choices=tuple(_card("programme", one, state) for one in lobby.catalogue.programmes),
    )


def programme(state: State, lobby: Lobby) -> View:
    """One of them: what it is, who pays, when it pays, what it is not."""
    say = speaker(state, lobby)
    leaflet = _leaflet(state.programme, state, lobby)
    told = tuple(
        Told(ICONS[answer.aspect], say(f"programmes.{answer.aspect.value}"), (answer.sentences,))
        for answer in leaflet.answers
        if answer.sentences
    )
    return screen(
        state,
        say,
        ScreenId.PROGRAMME,
        leaflet.name,
        leaflet.motto,
        choices=_onward(state, lobby, say),
        detail=ProgrammeDetail(told, sources=_sources(say, leaflet), paper=_sheet_paper(state.printing.progress, say)),
    )


def compare_with(state: State, lobby: Lobby) -> View:
    """Which other one to put beside it."""
    say = speaker(state, lobby)
    others = (one for one in lobby.catalogue.programmes if one.programme_id != state.programme)
    name = programme_of(lobby.catalogue, state.programme).name[state.presentation.language]
    return screen(
        state,
        say,
        ScreenId.COMPARE_WITH,
        say("programmes.compare-title"),
        say("programmes.compare-lead", name=name),
        choices=tuple(_card("compare", one, state) for one in others),
    )


def compare(state: State, lobby: Lobby) -> View:
    """Two programmes, answer beside answer."""
    say = speaker(state, lobby)
    left, right = (_leaflet(one, state, lobby) for one in (state.programme, state.compared))
    told = tuple(
        Told(ICONS[one.aspect], say(f"programmes.{one.aspect.value}"), (one.sentences, other.sentences))
        for one, other in zip(left.answers, right.answers, strict=True)
    )
    language = state.presentation.language
    return screen(
        state,
        say,
        ScreenId.COMPARE,
        say("programmes.compared", first=left.name, second=right.name),
        choices=(quiet("compare-with", say("choice.compare-other"), icon="again"),),
        detail=ProgrammeDetail(
            told,
            (left.short, right.short),
            difference_between(lobby.catalogue, state.programme, state.compared, language, lobby.today),
            _sources(say, left, right),
        ),
    )


def line_of_the_minute(state: State, lobby: Lobby) -> tuple[str, ...]:
    """One sentence for the first screen, another one every half minute: announcements and facts take turns."""
    turn = lobby.monotonic_ms // FACT_EVERY_MS
    if not told_on(lobby.announcements, lobby.today, state.presentation.language):
        return _our_line(state, lobby, turn)
    half, second = divmod(turn, 2)
    told = announcement_of_the_minute(state, lobby, half)
    return (_our_line(state, lobby, half) or told) if second else told


def _our_line(state: State, lobby: Lobby, turn: int) -> tuple[str, ...]:
    """A fact, and every other time, where there is a scanner, what it is for."""
    if not lobby.scanner:
        return fact_of_the_minute(state, lobby, turn)
    half, second = divmod(turn, 2)
    return fact_of_the_minute(state, lobby, half) if second else (speaker(state, lobby)("attract.scan"),)


def announcement_of_the_minute(state: State, lobby: Lobby, turn: int) -> tuple[str, ...]:
    """What head office says today, one line at a time; none where it says nothing."""
    told = told_on(lobby.announcements, lobby.today, state.presentation.language)
    return (told[turn % len(told)],) if told else ()


def fact_of_the_minute(state: State, lobby: Lobby, turn: int) -> tuple[str, ...]:
    """One sentence about the programmes; none where none is."""
    facts = lone_sentences(lobby.catalogue, state.presentation.language, lobby.today)
    return (facts[turn % len(facts)],) if facts else ()


def _onward(state: State, lobby: Lobby, say: Say) -> tuple[Choice, ...]:
    able = state.printing.progress is not ListPrint.ON_ITS_WAY and state.printing.times < MOST_LISTS_PRINTED
    need = lobby.catalogue.need(programme_of(lobby.catalogue, state.programme).need_id)
    papers = (secondary("programme-papers", say("choice.programme-papers"), icon="list"),) if need.has_checklist else ()
    return (
        *papers,
        secondary("leaflet", say("choice.leaflet"), icon="printer", enabled=able),
        secondary("compare-with", say("choice.compare"), icon="people"),
    )


def _sheet_paper(progress: ListPrint, say: Say) -> str:
    match progress:
        case ListPrint.NONE | ListPrint.ON_A4:
            return ""
        case ListPrint.ON_ITS_WAY:
            return say("programmes.printing")
        case ListPrint.OUT:
            return say("programmes.printed")
        case ListPrint.HELD:
            return say("programmes.print-held")


def _card(verb: str, one: Programme, state: State) -> Choice:
    language = state.presentation.language
    return card(f"{verb}:{one.programme_id}", one.name[language], one.motto[language], one.picture)


def _leaflet(programme_id: str, state: State, lobby: Lobby) -> Leaflet:
    return leaflet_of(lobby.catalogue, programme_id, state.presentation.language, lobby.today)


def _sources(say: Say, *leaflets: Leaflet) -> str:
    """What all of it rests on, in one line; the articles stand on the sheet to take home."""
    named = dict.fromkeys(regulation_of(source) for leaflet in leaflets for source in leaflet.sources)
    return say("programmes.rests-on", sources=", ".join(named))

"""The screens around a visit: welcome, closed, out of service, help, language, paper, time, goodbye."""

from kiosk.domain.lifecycle import JobState
from kiosk.domain.texts import Texts
from kiosk.visit.frame import Say, bar, card, languages, modes, primary, quiet, screen, secondary, speaker
from kiosk.visit.idle import OFFER_MS, UNDO_MS, IdleLimits
from kiosk.visit.lobby import Lobby
from kiosk.visit.state import State
from kiosk.visit.view import AttractDetail, Choice, NoticeDetail, ScreenId, SheetDetail, StepsDetail, View
from kiosk.visit.views_programmes import FACT_EVERY_MS, announcement_of_the_minute, line_of_the_minute
from kiosk.visit.views_roll import paper_care, roll_notice

PAPER_STEPS = (
    ("paper-open", "paper-change.open"),
    ("paper-remove", "paper-change.remove"),
    ("paper-insert", "paper-change.insert"),
    ("paper-close", "paper-change.close"),
)


def boot(texts: Texts, language: str = "id") -> View:
    """Before there is a visit: the neutral picture while the program starts."""
    say = Say(texts, language)
    return View(ScreenId.BOOT, say("boot.title"), say("boot.lead"), detail=NoticeDetail((), picture="boot"))


def attract(state: State, lobby: Lobby) -> View:
    """The first screen; it shows no figure of the queue while no figure has a source."""
    say = speaker(state, lobby)
    notice = ""
    if (today := lobby.hours_today) is not None:
        notice = say("attract.hours", opens=say.clock(today[0]), closes=say.clock(today[1]))
    return screen(
        state,
        say,
        ScreenId.ATTRACT,
        say("attract.title"),
        say("attract.lead"),
        choices=(
            primary("start", say("choice.start"), icon="touch"),
            secondary("programmes", say("choice.programmes"), icon="info"),
            *paper_care(lobby, say),
            *_look(state, lobby, say),
        ),
        detail=AttractDetail(roll_notice(lobby, say) or line_of_the_minute(state, lobby), notice),
        bar_choices=(),
        scans=lobby.scanner,
    )


def closed(state: State, lobby: Lobby) -> View:
    """Outside the hours: when it opens, whom to call, and what works all the same."""
    say = speaker(state, lobby)
    lines = []
    if state.trail and lobby.gives_numbers:
        lines.append(say("closed.refused"))
    if (special := lobby.closed_today) is not None:
        lines.append(say("closed.today", name=special.get(state.presentation.language, special["id"])))
    opening = lobby.opening
    if opening.opens_at is not None:
        lines.append(say("closed.next", day=say.day(opening.opens_at.date()), time=say.clock(opening.opens_at)))
    if opening.kiosk_from is not None:
        lines.append(say("closed.numbers", time=say.clock(opening.kiosk_from)))
    lines.append(say("closed.phone", phone=lobby.branch.phone))
    lines += announcement_of_the_minute(state, lobby, lobby.monotonic_ms // FACT_EVERY_MS)
    return screen(
        state,
        say,
        ScreenId.CLOSED,
        say("closed.title"),
        say("closed.works"),
        choices=(*_without_number(say, with_code=True), *paper_care(lobby, say), *_look(state, lobby, say)),
        detail=NoticeDetail((*lines, *roll_notice(lobby, say)), picture="closed"),
        bar_choices=_bar_in_visit(state),
        scans=lobby.scanner,
    )


def out_of_service(state: State, lobby: Lobby) -> View:
    """No number can be committed: people go to staff, staff read what to do."""
    say = speaker(state, lobby)
    return screen(
        state,
        say,
        ScreenId.OUT_OF_SERVICE,
        say("out-of-service.title"),
        say("out-of-service.lead"),
        choices=(
            *_without_number(say, with_code=False),
            secondary("call-officer", say("choice.call-officer"), icon="officer"),
            quiet("paper-change", say("choice.paper-change"), icon="paper"),
            *_look(state, lobby, say),
        ),
        detail=NoticeDetail((say("out-of-service.works"), say("out-of-service.staff")), picture="out-of-service"),
        bar_choices=_bar_in_visit(state),
    )


def last_number(state: State, lobby: Lobby) -> View:
    """After an unclean stop: the last number looks for its holder."""
    say = speaker(state, lobby)
    label, issued = "", ""
    if state.offered is not None:
        label = state.offered.label
        issued = say.clock(lobby.local(state.offered.issued_at_ms))
    return screen(
        state,
        say,
        ScreenId.LAST_NUMBER,
        say("last-number.title"),
        say("last-number.lead", label=label, time=issued),
        choices=(
            primary("mine", say("choice.mine"), icon="yes"),
            secondary("not-mine", say("choice.not-mine"), icon="no"),
        ),
        detail=SheetDetail(left_s(state, lobby, OFFER_MS), OFFER_MS // 1000, label=label),
        bar_choices=(),
    )


def language(state: State, lobby: Lobby) -> View:
    """Every language that is ready, each under its own name."""
    say = speaker(state, lobby)
    choices = (*languages(lobby, state.presentation), *modes(say, state.presentation))
    return screen(state, say, ScreenId.LANGUAGE, say("look.language"), say("look.lead"), choices=choices)


def help_sheet(state: State, lobby: Lobby) -> View:
    """A human first, then everything that makes the screen easier."""
    say = speaker(state, lobby)
    title, lead = ("help.called", "help.called-lead") if state.help_called else ("help.title", "help.lead")
    call = primary("call-officer", say("choice.call-officer"), icon="officer")
    if state.help_called:  # in its place, so that a second tap does not land on something else
        call = primary("call-officer", say("choice.called"), icon="check", enabled=False)
    return screen(
        state,
        say,
        ScreenId.HELP,
        say(title),
        say(lead),
        choices=(
            call,
            secondary("language", say("choice.language"), icon="language"),
            *modes(say, state.presentation),
        ),
        detail=NoticeDetail((), picture="help"),
        bar_choices=bar(say, help_=False),
    )


def paper_change(state: State, lobby: Lobby) -> View:
    """Four pictures for whoever stands nearest the paper; no PIN, hardly a word."""
    say = speaker(state, lobby)
    return screen(
        state,
        say,
        ScreenId.PAPER_CHANGE,
        say("paper-change.title"),
        say("paper-change.lead"),
        choices=(primary("paper-done", say("choice.paper-done"), icon="check"),),
        detail=StepsDetail(tuple((picture, say(key)) for picture, key in PAPER_STEPS)),
    )


def timeout(state: State, lobby: Lobby, left_ms: int, limits: IdleLimits) -> View:
    """'Masih di sini?': nothing of the visit is in this view, so nothing can be read behind it."""
    say = speaker(state, lobby)
    return screen(
        state,
        say,
        ScreenId.TIMEOUT,
        say("timeout.title"),
        say("timeout.lead"),
        choices=(
            primary("continue", say("choice.stay"), icon="yes"),
            secondary("finish", say("choice.end"), icon="finish"),
        ),
        detail=SheetDetail(_seconds(left_ms), limits.sheet_ms // 1000),
        bar_choices=(),
    )


def farewell(state: State, lobby: Lobby) -> View:
    """Five seconds to take 'Selesai' back; the next person need not wait for them."""
    say = speaker(state, lobby)
    left = left_s(state, lobby, UNDO_MS)
    return screen(
        state,
        say,
        ScreenId.FAREWELL,
        say("farewell.title"),
        say("farewell.ticket") if _has_paper(state) else say("farewell.lead", left=left),
        choices=(
            secondary("undo", say("choice.undo"), icon="again"),
            quiet("new-visit", say("choice.new-visit"), icon="next"),
        ),
        detail=SheetDetail(left, UNDO_MS // 1000),
        bar_choices=bar(say, finish=False),
    )


def _has_paper(state: State) -> bool:
    slip = None if state.number is None else state.number.slip
    return slip is not None and slip.state is JobState.CONFIRMED


def _look(state: State, lobby: Lobby, say: Say) -> tuple[Choice, ...]:
    return (*languages(lobby, state.presentation), *modes(say, state.presentation))


def _without_number(say: Say, *, with_code: bool) -> tuple[Choice, ...]:
    papers = card("papers", say("card.papers"), say("card.papers-hint"), "list")
    code = card("code", say("card.code"), say("card.code-hint"), "code")
    know = card("programmes", say("card.programmes"), say("card.programmes-hint"), "info")
    return (papers, code, know) if with_code else (papers, know)


def _bar_in_visit(state: State) -> tuple[Choice, ...] | None:
    return None if state.trail else ()


def left_s(state: State, lobby: Lobby, span_ms: int) -> int:
    """Whole seconds left of `span_ms` since this screen began."""
    return _seconds(state.since_ms + span_ms - lobby.monotonic_ms)


def _seconds(left_ms: int) -> int:
    """Whole seconds, rounded up: a countdown shows 1 until it is over."""
    return max(0, -(-left_ms // 1000))

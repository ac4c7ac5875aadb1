"""The way to the list of papers: find the need, answer, tick, see what is missing."""

from kiosk.domain.catalogue import UNSURE
from kiosk.domain.checklist import Checklist, Held, Item, Presumed, Weight
from kiosk.slips.sections import slowest_first
from kiosk.slips.telling import coming_line, day_text, effort_line, first_of, presumed_lines
from kiosk.slips.words import without_stop
from kiosk.visit.asking import (
    Shown,
    finder_count,
    finder_question,
    interview_count,
    interview_question,
    list_of,
    proposed_need,
)
from kiosk.visit.frame import Say, card, primary, screen, secondary, speaker
from kiosk.visit.lobby import Lobby
from kiosk.visit.state import UNKNOWN_NEED, ListPrint, State
from kiosk.visit.view import (
    ChecklistDetail,
    Choice,
    ChoiceKind,
    NoticeDetail,
    QuestionDetail,
    ResultDetail,
    ScreenId,
    View,
)
from kiosk.visit.views_number import picture_of, said

MOST_LISTS_PRINTED = 2
"""A visit, so that a bored finger does not empty the roll."""


def finder(state: State, lobby: Lobby) -> View:
    """'Belum tahu': a few questions that lead to a need."""
    here = _open(finder_question(state, lobby))
    lead = speaker(state, lobby)("finder.title")
    return _asked(state, lobby, ScreenId.FINDER, here, of=finder_count(state, lobby, here), lead=lead)


def found_need(state: State, lobby: Lobby) -> View:
    """What the finder proposes; the participant decides. When nothing fits, an officer at the counter helps."""
    say = speaker(state, lobby)
    need = lobby.catalogue.need(proposed_need(state, lobby))
    language = state.presentation.language
    helped = need.need_id == UNKNOWN_NEED
    yes, no = ("choice.take-number", "choice.pick-again") if helped else ("choice.found-yes", "choice.found-no")
    return screen(
        state,
        say,
        ScreenId.FOUND,
        say("finder.nothing") if helped else said(need.name, language),
        say("finder.nothing-lead" if helped else "finder.found"),
        choices=(
            primary("found-yes", say(yes), icon="ticket" if helped else "yes"),
            secondary("found-no", say(no), icon="back" if helped else "no"),
        ),
        detail=NoticeDetail(() if helped else (said(need.hint, language), say("finder.found-lead")), picture_of(need)),
    )


def question(state: State, lobby: Lobby) -> View:
    """One question; an answer advances, 'Kembali' keeps it."""
    here = _open(interview_question(state, lobby))
    return _asked(state, lobby, ScreenId.QUESTION, here, of=interview_count(state, lobby, here))


def checklist(state: State, lobby: Lobby) -> View:
    """Every paper with 'Ada' and 'Belum ada'; ticking advances nothing."""
    say = speaker(state, lobby)
    papers = _list(state, lobby)
    held = state.interview.held
    have = sum(held.get(item.item_id) is Held.HAVE for item in papers.items)
    ticks = tuple(tick for item in papers.items for tick in _ticks(item, held.get(item.item_id), say))
    return screen(
        state,
        say,
        ScreenId.CHECKLIST,
        say("checklist.title"),
        _list_lead(papers, lobby, say),
        choices=(
            *ticks,
            *(_differs(one, say) for one in papers.presumed),
            secondary("have-all", say("choice.have-all"), icon="check-circle"),
            primary("to-result", say("choice.to-result"), icon="forward"),
        ),
        detail=ChecklistDetail(papers, tuple(held.items()), say("checklist.counter", have=have, all=len(papers.items))),
    )


def result(state: State, lobby: Lobby) -> View:
    """Complete or not, the participant decides what follows."""
    say = speaker(state, lobby)
    papers = list_of(state, lobby)
    if papers is None:
        return _no_list(state, lobby, say)
    missing = missing_items(papers, state)
    lacking = sum(map(_counts, missing))
    doubtful = any(item.only_if for item in missing) or (_nobody_vouches(papers) and bool(missing))
    first = first_of(tuple(filter(_counts, missing)))
    complete = lacking == 0 and not doubtful and not papers.officer
    title = _result_title(papers, say, lacking=lacking, doubtful=doubtful)
    notes = (*(told.text for told in papers.told), *presumed_lines(papers, lobby.texts))  # sources: on the paper
    if papers.ask_officer and not papers.officer:
        notes = (*notes, say("result.ask-officer"))
    rests_on = say("result.rests-on", regulation=papers.regulation, date=papers.rule_date) if papers.regulation else ""
    return screen(
        state,
        say,
        ScreenId.RESULT,
        title,
        _result_lead(state, lobby, say, papers=papers, open_only=doubtful and not lacking, complete=complete),
        choices=_result_choices(state, lobby, say, complete=complete),
        detail=ResultDetail(
            complete=complete,
            missing=tuple(_row(item, say, first=item is first) for item in missing if _counts(item)),
            maybe=tuple((_item_name(item, say), item.papers[0].where) for item in missing if not _counts(item)),
            maybe_title=say("result.maybe"),
            notes=notes,
            code=papers.code,
            paper=_list_paper(state.printing.progress, say),
            officer=papers.officer,
            without_phone=tuple(step.text for step in papers.without_phone),
            without_phone_title=say("result.without-phone"),
            coming=tuple(coming_line(change, lobby.texts, say.language) for change in papers.coming),
            regulation=rests_on,
        ),
    )


def _result_lead(state: State, lobby: Lobby, say: Say, *, papers: Checklist, open_only: bool, complete: bool) -> str:
    """What to do now; where the officer names the papers, to ask there."""
    if not papers.items:
        return say("result.no-list-lead")
    if open_only:
        return say("result.open-lead")
    return _lead(state, lobby, say, complete, bool(missing_items(papers, state)))


def missing_items(papers: Checklist, state: State) -> tuple[Item, ...]:
    """What was not ticked 'Ada': first what the list is incomplete without, slowest first, then what may be asked."""
    missing = [item for item in papers.items if state.interview.held.get(item.item_id) is not Held.HAVE]
    return (*slowest_first(item for item in missing if _counts(item)), *(i for i in missing if not _counts(i)))


def _differs(presumed: Presumed, say: Say) -> Choice:
    """What was taken for granted, with the way to say otherwise."""
    answer = without_stop(presumed.answer)
    hint = say("checklist.presumed", answer=answer[:1].lower() + answer[1:])
    return card(f"differs:{presumed.fact_id}", presumed.question, hint, "unsure")


def _list_lead(papers: Checklist, lobby: Lobby, say: Say) -> str:
    """Whose list it is; after coming back also that it still holds."""
    parts = [papers.title]
    if papers.changed_since is not None and not papers.changed:
        parts.append(say("slip.unchanged-since", day=day_text(papers.changed_since, lobby.texts, say.language)))
    return ". ".join(parts)


def _result_title(papers: Checklist, say: Say, *, lacking: int, doubtful: bool) -> str:
    if lacking:
        return say("result.missing", count=lacking)
    if papers.officer:
        return say("result.officer")
    return say("result.open" if doubtful else "result.complete")


def _no_list(state: State, lobby: Lobby, say: Say) -> View:
    choices = _number_choice(state, lobby, say) or (primary("end", say("choice.end"), icon="finish"),)
    title, lead = say("result.no-list"), say("result.no-list-lead")
    return screen(
        state, say, ScreenId.RESULT, title, lead, choices=choices, detail=NoticeDetail((), picture="services")
    )


def _lead(state: State, lobby: Lobby, say: Say, complete: bool, optional: bool) -> str:
    if complete and optional:
        return say("result.optional-lead")
    if state.number is not None:
        return say("result.complete-lead" if complete else "result.missing-lead")
    if lobby.gives_numbers:
        return say("result.complete-no-number" if complete else "result.missing-no-number")
    return say("result.complete-closed" if complete else "result.missing-closed")


def _result_choices(state: State, lobby: Lobby, say: Say, *, complete: bool) -> tuple[Choice, ...]:
    able = state.printing.progress is not ListPrint.ON_ITS_WAY and state.printing.times < MOST_LISTS_PRINTED
    print_list = secondary("print-list", say("choice.print-list"), icon="list", enabled=able)
    if state.number is None:
        return (*_number_choice(state, lobby, say), print_list)
    keep = primary("keep-number", say("choice.keep-number"), icon="ticket")
    if complete:
        return (keep, print_list)
    give_back = Choice("give-back", say("choice.give-back"), ChoiceKind.DANGER, icon="give-back")
    return (keep, print_list, give_back)


def _number_choice(state: State, lobby: Lobby, say: Say) -> tuple[Choice, ...]:
    able = lobby.gives_numbers and not state.took and bool(state.service)
    return (primary("number-now", say("choice.take-number"), icon="ticket"),) if able else ()


def _list_paper(progress: ListPrint, say: Say) -> str:
    match progress:
        case ListPrint.NONE:
            return ""
        case ListPrint.ON_ITS_WAY:
            return say("result.printing")
        case ListPrint.OUT:
            return say("result.printed")
        case ListPrint.ON_A4:
            return say("result.printed-a4")
        case ListPrint.HELD:
            return say("result.print-held")


def _counts(item: Item) -> bool:
    """Whether the list is incomplete without it: law or an official list asks for it of this very person."""
    return item.weight is Weight.REQUIRED and not item.only_if


def _nobody_vouches(papers: Checklist) -> bool:
    """A list of which no source makes a single paper a requirement: a thumb up would mislead."""
    return not any(item.weight is Weight.REQUIRED for item in papers.items)


def _item_name(item: Item, say: Say) -> str:
    name = item.papers[0].name
    if len(item.papers) > 1:
        name = say("result.some-of", first=name)
    return say("result.if-true", name=name, condition=item.only_if) if item.only_if else name


def _row(item: Item, say: Say, *, first: bool) -> tuple[str, str, str]:
    """The paper, where to get it, and how long that takes."""
    return _item_name(item, say), item.papers[0].where, effort_line(item, say.texts, say.language, first=first)


def _ticks(item: Item, now: Held | None, say: Say) -> tuple[Choice, ...]:
    return (
        Choice(
            f"have:{item.item_id}",
            say("choice.have"),
            ChoiceKind.TICK,
            icon="check-filled" if now is Held.HAVE else "check-circle",
            selected=now is Held.HAVE,
        ),
        Choice(
            f"missing:{item.item_id}",
            say("choice.missing"),
            ChoiceKind.TICK,
            icon="clock-filled" if now is Held.MISSING else "clock",
            selected=now is Held.MISSING,
        ),
    )


def _list(state: State, lobby: Lobby) -> Checklist:
    papers = list_of(state, lobby)
    if papers is None:
        raise ValueError(f"no list for need {state.interview.need_id!r}")
    return papers


def _open(shown: Shown | None) -> Shown:
    if shown is None:
        raise ValueError("nothing is left to ask here")
    return shown


def _asked(state: State, lobby: Lobby, screen_id: ScreenId, here: Shown, *, of: int, lead: str = "") -> View:
    say = speaker(state, lobby)
    return screen(
        state,
        say,
        screen_id,
        here.question.text,
        here.question.hint or lead,
        choices=_answers(here, say),
        detail=QuestionDetail(here.question.picture),
        step=(here.at + 1, of),
        step_key="step.question",
    )


def _answers(shown: Shown, say: Say) -> tuple[Choice, ...]:
    """The answers as the catalogue words them; 'Tidak yakin' is always among them, last."""
    rows = [(answer.id, answer.text, answer.hint, answer.icon) for answer in shown.question.answers]
    if all(answer_id != UNSURE for answer_id, *_ in rows):
        rows.append((UNSURE, say("choice.unsure"), "", "unsure"))
    return tuple(
        Choice(f"answer:{answer_id}", text, ChoiceKind.ANSWER, hint, icon, selected=answer_id == shown.kept)
        for answer_id, text, hint, icon in rows
    )

"""Somebody comes back with a list: what their code or square tells, and what changed since it was printed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kiosk.domain.catalogue import UNSURE, Case, Catalogue, Need
from kiosk.domain.catalogue.basis import Text
from kiosk.domain.catalogue.changed import CaseChanges, PaperShift, Shift, changed_since
from kiosk.domain.catalogue.history import Change
from kiosk.domain.checklist import Changed, Checklist, Held
from kiosk.domain.interview import Question, next_step, possible_cases
from kiosk.domain.list_code import ListCode, answer_mark, item_mark, known_by_mark
from kiosk.visit.lobby import Lobby
from kiosk.visit.state import NOTHING, Interview, Returned

SHIFT_KEYS: Mapping[Shift, str] = {
    Shift.ADDED: "slip.paper-added",
    Shift.FIRMER: "slip.paper-added",
    Shift.REMOVED: "slip.paper-removed",
    Shift.LOOSER: "slip.paper-otherwise",
    Shift.OTHERWISE: "slip.paper-otherwise",
}


@dataclass(frozen=True, slots=True)
class Recalled:
    """Where a returning participant's visit goes on."""

    interview: Interview
    service: str


def recall(scan: ListCode, lobby: Lobby) -> Recalled | str:
    """What a list's code brings back under today's rules; the key of a kind sentence where it brings nothing.

    Answers that no longer lead to the case are left behind, and the case is listed whole: what is asked once more is
    a nuisance, a list for somebody else would be a day lost.
    """
    catalogue = lobby.catalogue
    edition = catalogue.edition_day(scan.catalogue_no)
    if edition is None:
        return "code.newer-list" if scan.catalogue_no > catalogue.number else "code.old-list"
    since = edition if scan.printed is None else max(edition, min(scan.printed, max(lobby.today, catalogue.day)))
    case = catalogue.case_numbered(scan.case_no)
    need = _need_of(catalogue, scan.case_no) if case is None else catalogue.need(case.need_id)
    if need is None:
        return "code.old-list"
    answers = _answers(scan, catalogue)
    raised = frozenset(fact for fact in answers if catalogue.facts[fact].presume)
    held = _held(scan, catalogue, need.need_id)
    missing = frozenset(item for item, now in held.items() if now is Held.MISSING)
    returned = Returned(since, "" if case is None else case.case_id, missing)
    interview = Interview(need.need_id, answers=answers, raised=raised, held=held, returned=returned)
    if case is None or not case.period.covers(max(lobby.today, catalogue.day)):
        return Recalled(interview, need.service)
    if not answers or not _leads_to(case, interview, lobby):
        interview = replace(interview, case_id=case.case_id, answers=NOTHING, raised=frozenset())
    return Recalled(interview, need.service)


def changes_for(interview: Interview, lobby: Lobby) -> CaseChanges | None:
    """What changed since the list was printed; None where nobody came back, or the case was open."""
    returned = interview.returned
    if returned is None or not returned.case_id:
        return None
    return changed_since(lobby.catalogue, returned.case_id, returned.since, lobby.today)


def list_ended(interview: Interview, lobby: Lobby) -> bool:
    """True when the case of the list that somebody came back with is no longer in force."""
    changes = changes_for(interview, lobby)
    return changes is not None and changes.ended


def with_changes(papers: Checklist, interview: Interview, lobby: Lobby) -> Checklist:
    """The list of somebody who came back: what changed is on it, and what was missing comes first."""
    returned = interview.returned
    if returned is None:
        return papers
    changes = changes_for(interview, lobby)
    items = tuple(sorted(papers.items, key=lambda item: item.item_id not in returned.missing))
    told = () if changes is None else tuple(told_changes(changes, papers, interview, lobby, papers.language))
    return replace(papers, items=items, changed=told, changed_since=returned.since)


def told_changes(
    changes: CaseChanges, papers: Checklist | None, interview: Interview, lobby: Lobby, language: str
) -> Iterator[Changed]:
    """The changes in words, newest first, as the catalogue's authors ordered them; only this person's papers."""
    order = lobby.catalogue.changes
    for change in sorted(changes.changes, key=lambda one: (-one.since.toordinal(), order.index(one))):
        if _touches(change, papers, interview.held):
            yield _told(change, lobby.catalogue, language)
    asked = None if papers is None else {item.item_id for item in papers.items}
    for shift in changes.untold:
        if _concerns(shift, asked, interview.held):
            names = f" {_say(lobby.catalogue.joining_or, language)} ".join(_say(one, language) for one in shift.names)
            sentence = lobby.texts.say(SHIFT_KEYS[shift.shift], language, paper=names)
            yield Changed(shift.since or changes.until, "", sentence, "")


def _told(change: Change, catalogue: Catalogue, language: str) -> Changed:
    short = _say(catalogue.sources[change.source_id].short, language)
    source = f"{short} {change.article}" if change.article else short
    return Changed(change.since, _say(change.before, language), _say(change.after, language), source)


def _touches(change: Change, papers: Checklist | None, held: Mapping[str, Held]) -> bool:
    """A change of papers touches whoever is asked for one of them now, or had one; any other change the whole case."""
    if papers is None or not (change.added or change.removed):
        return True
    asked = {paper.document_id for item in papers.items for paper in item.papers}
    return not asked.isdisjoint(change.added) or not held.keys().isdisjoint(change.removed)


def _concerns(shift: PaperShift, asked: set[str] | None, held: Mapping[str, Held]) -> bool:
    if shift.shift is Shift.REMOVED:
        return shift.why is None or shift.item_id in held
    return asked is None or shift.item_id in asked


def _need_of(catalogue: Catalogue, number: int) -> Need | None:
    return next((need for need in catalogue.needs if need.number == number and need.has_checklist), None)


def _answers(scan: ListCode, catalogue: Catalogue) -> dict[str, str]:
    named = {
        (fact.fact_id, one): answer_mark(fact.fact_id, one)
        for fact in catalogue.facts.values()
        for one in (*(answer.answer_id for answer in fact.answers), UNSURE)
    }
    return dict(known_by_mark(scan.answers, named))


def _held(scan: ListCode, catalogue: Catalogue, need_id: str) -> dict[str, Held]:
    rows = [row for case in catalogue.cases if case.need_id == need_id for row in case.rows]
    named = {row.item_id: item_mark(row.item_id) for row in rows}
    return {item: scan.held[named[item]] for item in known_by_mark(scan.held, named)}


def _leads_to(case: Case, interview: Interview, lobby: Lobby) -> bool:
    """Whether the answers end in this case, or in a question about it that did not exist when the list was printed."""
    catalogue, need_id, answers = lobby.catalogue, interview.need_id, interview.answers
    step = next_step(catalogue, need_id, answers, lobby.today, "id", raised=interview.raised)
    if isinstance(step, Question):
        return case.case_id in possible_cases(catalogue, need_id, answers, lobby.today, raised=interview.raised)
    return step.checklist.case_ids == (case.case_id,)


def _say(text: Text, language: str) -> str:
    return text.get(language) or text["id"]

"""The rules of one need on one day, made ready for an interview and kept while no rule changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kiosk.domain.catalogue.model import Case, Catalogue, Condition, Fact, Need, Period
from kiosk.domain.catalogue.tables import case_on, fact_on
from kiosk.domain.interview.choosing import Conversation
from kiosk.domain.interview.worlds import Branch, Worlds


class NoChecklistError(LookupError):
    """A need whose papers the catalogue does not know yet; ask at the counter."""


@dataclass(frozen=True, slots=True, eq=False)
class NeedRules:
    """What can come of one need: its cases in force, only with rows that are printed."""

    need: Need
    cases: tuple[Case, ...]
    conversation: Conversation


def rules_of(catalogue: Catalogue, need_id: str, today: date) -> NeedRules:
    """The rules in force for this need. Raises NoChecklistError where there are none."""
    return _rules_since(catalogue, need_id, _rules_began(catalogue, today))


def prepare(catalogue: Catalogue, today: date) -> None:
    """Work out every interview of today, so that no participant waits for it."""
    for need in catalogue.needs:
        if need.has_checklist:
            rules_of(catalogue, need.need_id, max(today, catalogue.day))
    if catalogue.proposals:
        finder_of(catalogue)


@lru_cache(maxsize=64)
def _rules_since(catalogue: Catalogue, need_id: str, day: date) -> NeedRules:
    cases = tuple(
        case_on(case, catalogue.tables, day)
        for case in catalogue.cases
        if case.need_id == need_id and case.period.covers(day)
    )
    if not cases:
        raise NoChecklistError(f"the catalogue has no list for '{need_id}' on {day}")
    branches = [Branch(case.case_id, case.when, _details(case)) for case in cases]
    facts = [fact_on(fact, catalogue.tables, day) for fact in _facts(catalogue, branches)]
    return NeedRules(catalogue.need(need_id), cases, Conversation(Worlds(facts, branches)))


@lru_cache(maxsize=4)
def finder_of(catalogue: Catalogue) -> Conversation:
    """The conversation behind 'Belum tahu'."""
    branches = [Branch(proposal.need_id, proposal.when, ()) for proposal in catalogue.proposals]
    return Conversation(Worlds(_facts(catalogue, branches), branches))


@lru_cache(maxsize=16)
def rule_days(catalogue: Catalogue) -> tuple[date, ...]:
    """Every day on which something changes, a value of a table too; the first is the beginning of time."""
    days = {date.min}.union(*(need_days(catalogue, need.need_id) for need in catalogue.needs))
    days |= {step.since for table in catalogue.tables.values() for step in table.steps}
    return tuple(sorted(days))


def need_days(catalogue: Catalogue, need_id: str) -> tuple[date, ...]:
    """Every day on which another case, paper or note of this need is in force; never on account of words alone."""
    days: set[date] = set()
    for case in catalogue.cases:
        if case.need_id == need_id:
            for period in (case.period, *(row.period for row in case.rows), *(note.period for note in case.notes)):
                days |= _edges(period)
    return tuple(sorted(days))


def _rules_began(catalogue: Catalogue, today: date) -> date:
    return max(day for day in rule_days(catalogue) if day <= today)


def _edges(period: Period) -> set[date]:
    edges = set() if period.since is None else {period.since}
    if period.until is not None and period.until < date.max:
        edges.add(date.fromordinal(period.until.toordinal() + 1))
    return edges


def _details(case: Case) -> tuple[Condition, ...]:
    return (*(row.when for row in case.rows), *(note.when for note in case.notes))


def _facts(catalogue: Catalogue, branches: Iterable[Branch]) -> list[Fact]:
    """The questions these branches look at, those they presume, and those whose answers rule theirs out."""
    wanted = {fact for branch in branches for one in (branch.condition, *branch.details) for fact in one.facts}
    while True:
        more = {
            fact.fact_id
            for fact in catalogue.facts.values()
            if fact.fact_id in wanted or any(wanted & set(answer.rules_out) for answer in fact.answers)
        }
        more |= {presumed for fact_id in more for presumed in catalogue.facts[fact_id].ask_if.facts}
        if more <= wanted:
            return [fact for fact in catalogue.facts.values() if fact.fact_id in wanted]
        wanted |= more

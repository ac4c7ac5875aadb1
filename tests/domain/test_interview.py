"""Over all answers: every interview ends, asks nothing idle, loses no paper to a 'Tidak yakin', and keeps its time."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.catalogue import UNSURE, Catalogue, parse_catalogue
from kiosk.domain.catalogue.model import Case, Condition, Row
from kiosk.domain.checklist import Checklist, Weight
from kiosk.domain.interview import (
    NoChecklistError,
    Proposed,
    Question,
    Settled,
    find_need,
    finder_step,
    next_step,
)
from kiosk.domain.interview.choosing import Conversation, Lists, Position, is_one
from kiosk.domain.interview.paths import Choices, bits_of, counted, longest, sure, sure_or_not, taps_for
from kiosk.domain.interview.rules import finder_of, rules_of
from kiosk.domain.interview.worlds import Box
from tests.domain.catalogue_files import CATALOGUE

TODAY = CATALOGUE.day
CONVERSATION: Conversation = rules_of(CATALOGUE, "jht", TODAY).conversation


@st.composite
def people(draw: st.DrawFn) -> dict[str, str]:
    """Somebody who truly answers every question that makes sense to them."""
    person: dict[str, str] = {}

    def say(fact_id: str, *only: str) -> str:
        person[fact_id] = draw(st.sampled_from(only or [one.answer_id for one in CATALOGUE.facts[fact_id].answers]))
        return person[fact_id]

    reason = say("alasan")
    say("hidup", "tidak" if reason == "meninggal" else "ya")
    if reason == "berhenti":
        say("cara-berhenti")
        say("masih-kerja", "tidak")
        say("usia-56", "belum")
    elif reason == "usia":
        say("usia-56")
        say("masih-kerja")
    elif reason == "lain":
        say("usia-56", "belum")
        cause = say("sebab-lain")
        if cause == "sebagian":
            say("keperluan")
            say("masih-kerja", "ya")
        elif cause == "cacat-total":
            say("pekerja-migran")
    else:
        say("almarhum")
        role = say("pemohon")
        if role in {"wali", "lain"}:
            say("diwakili" if role == "wali" else "wasiat")
    say("saldo")
    card, data, agent = say("kartu"), say("data"), say("wakil")
    unusual = {"kartu": card != "satu", "data": data == "berbeda", "lain": agent == "ya"}
    many = sum(unusual.values()) > 1
    say("beda", "lain" if many else next((name for name, is_so in unusual.items() if is_so), "tidak"))
    return person


def settled(answers: Mapping[str, str], catalogue: Catalogue = CATALOGUE) -> tuple[list[str], Checklist]:
    """The questions asked of somebody who answers like this, and the list; silence means 'Tidak yakin'."""
    asked: list[str] = []
    given: dict[str, str] = {}
    while isinstance(step := next_step(catalogue, "jht", given, TODAY, "id", raised=catalogue.facts), Question):
        assert step.fact_id not in given
        given[step.fact_id] = answers.get(step.fact_id, UNSURE)
        if given[step.fact_id] not in {answer.id for answer in step.answers}:
            given[step.fact_id] = UNSURE
        asked.append(step.fact_id)
    return asked, step.checklist


def holds(condition: Condition, person: Mapping[str, str]) -> bool:
    """The condition read word for word, without the engine."""
    return not condition.clauses or any(
        all(person.get(fact) in answers for fact, answers in clause.items()) for clause in condition.clauses
    )


def applies(rule: Case | Row, person: Mapping[str, str]) -> bool:
    """In force today, and true of the person."""
    return rule.period.covers(TODAY) and holds(rule.when, person)


def papers_by_the_book(person: Mapping[str, str]) -> tuple[str, dict[str, Weight]]:
    """Case and papers of a person, read straight from the catalogue."""
    (case,) = [case for case in CATALOGUE.cases if case.need_id == "jht" and applies(case, person)]
    papers: dict[str, Weight] = {}
    for row in case.rows:
        weight = row.confidence.weight
        if weight is not None and applies(row, person):
            papers[row.item_id] = Weight.REQUIRED if papers.get(row.item_id) is Weight.REQUIRED else weight
    return case.case_id, papers


def documents(checklist: Checklist) -> set[str]:
    return {paper.document_id for item in checklist.items for paper in item.papers}


@settings(max_examples=150, deadline=None)
@given(people())
def test_the_interview_finds_the_list_the_book_gives(person: dict[str, str]) -> None:
    _, checklist = settled(person)
    case_id, papers = papers_by_the_book(person)
    assert checklist.case_ids == (case_id,)
    assert {item.item_id: item.weight for item in checklist.items} == papers
    assert len(checklist.items) == len(papers)
    assert not any(item.only_if for item in checklist.items)


@settings(max_examples=100, deadline=None)
@given(people(), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_came_does_not_matter(person: dict[str, str], chance: random.Random) -> None:
    _, one_by_one = settled(person)
    shuffled = list(person.items())
    chance.shuffle(shuffled)
    at_once = next_step(CATALOGUE, "jht", dict(shuffled), TODAY, "id")
    assert at_once == Settled(one_by_one)


@settings(max_examples=25, deadline=None)
@given(people(), st.randoms(use_true_random=False))
def test_any_order_of_asking_ends_in_the_same_list(person: dict[str, str], chance: random.Random) -> None:
    worlds = CONVERSATION.worlds
    domains, alive, asked = worlds.everything, worlds.boxes, 0
    while True:
        open_facts = [fact for fact in CONVERSATION.askable(domains, asked) if worlds.facts[fact].fact_id in person]
        if not open_facts:
            break
        fact = chance.choice(open_facts)
        bit = worlds.bit(fact, person[worlds.facts[fact].fact_id])
        domains, alive = CONVERSATION.branches(domains, alive, fact)[bit]
        asked |= 1 << fact
    _, checklist = settled(person)
    assert {worlds.branches[at].key for box in alive for at in box.branches} == set(checklist.case_ids)
    assert is_one(CONVERSATION.lists(domains, alive))


@settings(max_examples=150, deadline=None)
@given(people(), st.sets(st.sampled_from(sorted(CATALOGUE.facts)), min_size=1, max_size=6))
def test_not_being_sure_never_loses_a_paper(person: dict[str, str], unsure: set[str]) -> None:
    _, sure = settled(person)
    asked, open_list = settled({fact: answer for fact, answer in person.items() if fact not in unsure})
    assert documents(open_list) >= documents(sure)
    assert set(open_list.case_ids) >= set(sure.case_ids)
    assert len(asked) <= 12


@settings(max_examples=100, deadline=None)
@given(people(), st.sets(st.sampled_from(sorted(CATALOGUE.facts)), max_size=6))
def test_every_list_is_fit_to_print(person: dict[str, str], unsure: set[str]) -> None:
    _, checklist = settled({fact: answer for fact, answer in person.items() if fact not in unsure})
    item_ids = [item.item_id for item in checklist.items]
    assert len(item_ids) == len(set(item_ids)) > 0
    assert all(item.source and item.papers and all(paper.where for paper in item.papers) for item in checklist.items)
    assert all(len(item.only_if.split()) <= 14 and not (item.only_if and item.why) for item in checklist.items)
    assert checklist.notes or checklist.case_ids[0].startswith("jht-pmi")
    assert checklist.regulation
    assert checklist.rule_date
    assert checklist.catalogue_version == "2026-11-23 no. 1"
    assert checklist.ask_officer or len(checklist.case_ids) == 1


def test_every_way_ends_and_no_question_on_it_is_idle() -> None:
    lists_after: dict[tuple[tuple[int, ...], int], frozenset[Lists]] = {}

    def lists(position: Position) -> frozenset[Lists]:
        """Every end reachable from here, by the lists that are printed together."""
        key = (position.domains, position.asked)
        if key not in lists_after:
            if position.ask is None:
                lists_after[key] = frozenset({position.lists})
            else:
                ends = [lists(CONVERSATION.after(position, bit)) for bit in bits_of(position.options)]
                assert len(ends) >= 2
                assert len(set(ends)) > 1, f"idle: {CONVERSATION.worlds.facts[position.ask].fact_id}"
                lists_after[key] = frozenset().union(*ends)
        return lists_after[key]

    ends = lists(CONVERSATION.start)
    assert all(is_one(end) for end in ends), "sure answers leave one list"
    assert len(ends) == sum(len(list(ways_of(box))) for box in CONVERSATION.worlds.boxes), "every list is reached"


def ways_of(box: Box) -> Iterator[tuple[frozenset[int], ...]]:
    """Every list of one case, table by table."""
    worlds = CONVERSATION.worlds
    yield from product(*(table.values(worlds.everything, box.domains) for table in worlds.tables_of(box)))


@pytest.mark.parametrize("choices", [sure, sure_or_not])
def test_counting_questions_apart_counts_every_way_once(choices: Choices) -> None:
    one_by_one: dict[tuple[tuple[int, ...], int], Counter[int]] = {}

    def count(position: Position) -> Counter[int]:
        key = (position.domains, position.asked)
        if key not in one_by_one:
            found = Counter({0: 1}) if position.ask is None else Counter[int]()
            for bit in choices(position) if position.ask is not None else ():
                for taps, ways in count(CONVERSATION.after(position, bit)).items():
                    found[taps + taps_for(position, bit)] += ways
            one_by_one[key] = found
        return one_by_one[key]

    assert counted(CONVERSATION, choices) == count(CONVERSATION.start)


def test_the_longest_interview_keeps_within_twelve_taps() -> None:
    assert longest(CONVERSATION) <= 12


def test_a_need_without_rules_says_so() -> None:
    with pytest.raises(NoChecklistError, match="lainnya"):
        next_step(CATALOGUE, "lainnya", {}, TODAY, "id")


# ---- the finder ----


def found(answers: Mapping[str, str]) -> tuple[int, str]:
    given: dict[str, str] = {}
    while isinstance(step := find_need(CATALOGUE, given, "id"), Question):
        given[step.fact_id] = answers.get(step.fact_id, UNSURE)
    return len(given), step.need_id


@pytest.mark.parametrize(
    ("answers", "need_id"),
    [
        ({"cari-hidup": "ya", "cari-kecelakaan": "ya"}, "jkk"),
        ({"cari-hidup": "tidak", "cari-kecelakaan": "tidak"}, "jkm"),
        ({"cari-hidup": "tidak", "cari-kecelakaan": "ya", "cari-waris": "santunan"}, "jkk"),
        ({"cari-hidup": "tidak", "cari-waris": "tabungan"}, "jht"),
        ({"cari-hidup": "tidak", "cari-waris": "bulanan"}, "jp"),
        ({"cari-hidup": "tidak", "cari-waris": "sekolah"}, "beasiswa"),
        ({"cari-hidup": "ya", "cari-kecelakaan": "tidak", "cari-apa": "tabungan"}, "jht"),
        ({"cari-hidup": "ya", "cari-kecelakaan": "tidak", "cari-apa": "bulanan", "cari-kerja": "phk"}, "jkp"),
        ({"cari-hidup": "ya", "cari-kecelakaan": "tidak", "cari-apa": "bulanan", "cari-kerja": "berhenti"}, "jp"),
        (
            {"cari-hidup": "ya", "cari-kecelakaan": "tidak", "cari-apa": "data", "cari-data": "data"},
            "koreksi-data",
        ),
        ({"cari-hidup": "ya", "cari-kecelakaan": "tidak", "cari-apa": "data", "cari-data": "kartu"}, "kartu"),
        ({"cari-hidup": "ya", "cari-kecelakaan": "tidak", "cari-apa": "bertanya"}, "info"),
        ({}, "jht"),
    ],
)
def test_the_finder_proposes_a_need_within_four_questions(answers: dict[str, str], need_id: str) -> None:
    taps, proposed = found(answers)
    assert proposed == need_id
    assert taps <= 4


def test_no_finder_way_is_longer_than_four_questions() -> None:
    assert longest(finder_of(CATALOGUE)) <= 4


def test_bukan_ini_brings_the_next_proposal_until_none_is_left() -> None:
    answers = dict.fromkeys(CATALOGUE.finder_facts, UNSURE)
    refused: set[str] = set()
    while isinstance(step := finder_step(CATALOGUE, answers, "id", refused=frozenset(refused)), Proposed):
        assert step.need_id not in refused
        refused.add(step.need_id)
    assert step is None
    assert refused == {proposal.need_id for proposal in CATALOGUE.proposals}


TWO_QUESTIONS = """
catalogue: {date: 2026-01-01, number: 1, languages: [id], or: {id: atau}, forms: {}}
sources: [{id: s, short: {id: S}, title: S, authority: 1, read: all}]
documents: [{id: d, name: {id: D}, where: {id: W}, icon: card}, {id: e, name: {id: E}, where: {id: W}, icon: card}]
facts:
  - {id: p, text: {id: P?}, picture: x, answers: [{id: a, text: {id: A}, icon: x}, {id: b, text: {id: B}, icon: x}]}
  - {id: q, text: {id: Q?}, picture: x, answers: [{id: a, text: {id: A}, icon: x}, {id: b, text: {id: B}, icon: x}]}
needs:
  - {id: jht, service: jht, name: {id: N}, hint: {id: H}, icon: x, page: 1,
     number: 1, open_title: {id: T}, open_phrase: {id: F}}
programme: {need: jht, name: JHT}
cases:
  - id: c
    number: 2
    title: {id: C}
    phrase: {id: c}
    who: self
    source: s
    from: 2020-01-01
    papers:
      - {paper: d, source: s, confidence: law}
      - {paper: e, when: [{p: a, q: b}, {p: b, q: a}], why: {id: beda}, source: s, confidence: law}
"""


def test_two_answers_that_only_matter_together_are_both_asked_for() -> None:
    catalogue = parse_catalogue({"small.yaml": TWO_QUESTIONS})
    for p, q, papers in (("a", "a", {"d"}), ("a", "b", {"d", "e"}), ("b", "a", {"d", "e"}), ("b", "b", {"d"})):
        asked, checklist = settled({"p": p, "q": q}, catalogue)
        assert asked == ["p", "q"]
        assert documents(checklist) == papers
    asked, checklist = settled({"p": UNSURE, "q": "a"}, catalogue)
    assert [item.only_if for item in checklist.items] == ["", "beda"]


def test_one_document_for_everybody_asks_nothing() -> None:
    bare = TWO_QUESTIONS[: TWO_QUESTIONS.index("      - {paper: e")]
    assert settled({}, parse_catalogue({"small.yaml": bare}))[0] == []

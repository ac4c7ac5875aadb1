"""`python -m tests.domain.interview_report` writes docs/interview.md: how short the interview is, for everybody."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from statistics import median
from typing import Final

from kiosk.domain.catalogue.model import UNSURE, Catalogue
from kiosk.domain.interview.choosing import Conversation
from kiosk.domain.interview.paths import bits_of, longest, taps_for, walk
from kiosk.domain.interview.rules import finder_of, rules_of
from kiosk.domain.interview.worlds import Box, Worlds, truth
from tests.domain.catalogue_files import CATALOGUE, ROOT

PAGE: Final = ROOT / "docs/interview.md"

FORM_ORDER: Final = {
    "jht": (
        *("hidup", "masih-kerja", "usia-56", "alasan", "cara-berhenti", "sebab-lain", "pekerja-migran", "keperluan"),
        *("almarhum", "pemohon", "diwakili", "wasiat", "saldo", "beda", "kartu", "data", "wakil"),
    )
}
"""The order in which a paper form would ask: the person first, then the reason, then the details. For the other needs
the order in which the authors wrote the questions down, which is that of the forms they read."""
MOST_PEOPLE: Final = 400
"""Of one case; what is beyond differs only in how unusual it is."""

Person = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Everybody of one need, with the taps of three ways of asking."""

    need_id: str
    cases: Mapping[str, Sequence[int]]
    """Of each case the taps of its plain people."""
    plain: Sequence[tuple[int, int, int]]
    """Of everybody with nothing unusual: ours, the form's, the form's that stops."""
    everybody: Sequence[tuple[int, int, int]]
    sure: Counter[int]
    """Over every way of sure answers."""
    worst: int
    """Of any answers, 'Tidak yakin' included."""


def interview_report(catalogue: Catalogue) -> str:
    """The page docs/interview.md, in Markdown."""
    asked = [asked_in(catalogue, need.need_id) for need in catalogue.needs if need.has_checklist]
    finder = walk(finder_of(catalogue)).taps
    return "\n".join((*_head(catalogue, asked, finder), *_needs(asked), *_cases(asked), ""))


def asked_in(catalogue: Catalogue, need_id: str) -> Asked:
    """Put everybody of this need to the three ways of asking."""
    conversation = rules_of(catalogue, need_id, catalogue.day).conversation
    order = form_order(conversation.worlds, need_id)
    cases: dict[str, list[int]] = {}
    plain: list[tuple[int, int, int]] = []
    everybody: list[tuple[int, int, int]] = []
    for case_id, person in people_of(conversation.worlds):
        three = (
            taps_of(conversation, person),
            form_taps_of(conversation, person, order, stops=False),
            form_taps_of(conversation, person, order, stops=True),
        )
        everybody.append(three)
        if is_plain(conversation.worlds, person):
            plain.append(three)
            cases.setdefault(case_id, []).append(three[0])
    return Asked(need_id, cases, plain, everybody, walk(conversation).taps, longest(conversation))


def form_order(worlds: Worlds, need_id: str) -> Sequence[str]:
    """The fixed order for this need; every question is in it."""
    return FORM_ORDER.get(need_id) or tuple(fact.fact_id for fact in worlds.facts)


def people_of(worlds: Worlds) -> Iterator[tuple[str, Person]]:
    """One person for each ground for a list, with the case: an answer to every question, none against another."""
    for box in worlds.boxes:
        case_id = str(worlds.branches[box.branches[0]].key)
        yield from islice(((case_id, person) for person in _people_in(worlds, box)), MOST_PEOPLE)


def is_plain(worlds: Worlds, person: Person) -> bool:
    """True of whoever is as most people are: one card, same data, coming in person."""
    return all(person.get(fact.fact_id, fact.presume) == fact.presume for fact in worlds.facts if fact.presume)


def taps_of(conversation: Conversation, person: Person) -> int:
    """How many taps the interview takes this person; to say that something differs is a tap too."""
    position, taps = conversation.start, 0
    while position.ask is not None:
        answer = person.get(conversation.worlds.facts[position.ask].fact_id, UNSURE)
        bit = conversation.worlds.bit(position.ask, answer)
        taps += taps_for(position, bit)
        position = conversation.after(position, bit)
    return taps


def form_taps_of(conversation: Conversation, person: Person, order: Sequence[str], *, stops: bool) -> int:
    """How many questions a fixed order asks this person; what did not apply yet is met again further down."""
    worlds = conversation.worlds
    domains, alive, taps = worlds.everything, worlds.boxes, 0
    waiting = [worlds.index(fact_id) for fact_id in order]
    while True:
        for fact in waiting:
            branches = conversation.branches(domains, alive, fact)
            idle = len({conversation.lists(left, boxes) for left, boxes in branches.values()}) < 2
            if len(branches) > 1 and truth(worlds.ask_if[fact], domains) and not (stops and idle):
                break
        else:
            return taps
        taps += 1
        waiting.remove(fact)
        fact_id = worlds.facts[fact].fact_id
        bit = worlds.bit(fact, person[fact_id]) if fact_id in person else 0
        if bit in branches:
            domains, alive = branches[bit]


def _people_in(worlds: Worlds, box: Box) -> Iterator[Person]:
    tables = worlds.tables_of(box)
    for grounds in product(*(table.boxes for table in tables)):
        domains = list(box.domains)
        for table, (masks, _) in zip(tables, grounds, strict=True):
            for fact, mask in zip(table.facts, masks, strict=True):
                domains[fact] &= mask
        if all(domains):
            yield {
                fact.fact_id: fact.answers[bit.bit_length() - 1].answer_id
                for at, fact in enumerate(worlds.facts)
                if (bit := _truthful(worlds, domains, at))
            }


def _truthful(worlds: Worlds, domains: Sequence[int], fact: int) -> int:
    """The first answer that this person can give without contradicting the rest; 0 when the question makes no sense."""
    for bit in bits_of(domains[fact]):
        ruled_out = worlds.rules_out[fact][bit.bit_length() - 1]
        if all(domains[other] & ~mask for other, mask in ruled_out):
            return bit
    return 0


def _head(catalogue: Catalogue, asked: Sequence[Asked], finder: Counter[int]) -> Iterator[str]:
    cases = [median(taps) for one in asked for taps in one.cases.values()]
    people = sum(len(one.everybody) for one in asked)
    plain = [three for one in asked for three in one.plain]
    everybody = [three for one in asked for three in one.everybody]
    yield from (
        "# How short the interview is",
        "",
        f"Catalogue {catalogue.version}. Written by `python -m tests.domain.interview_report`; a test fails when this",
        "page is out of date. Taps are counted after the number, from first question to list.",
        "",
        f"**Over all {len(cases)} cases: median {median(cases):g} taps** for a person with nothing unusual;",
        f"**worst {max(one.worst for one in asked)}** over every way through, 'Tidak yakin' at any question included",
        "(goals: 3 and 12).",
        "",
        f"A *person* stands for each different ground for a list: {people:,} of them. Most people have nothing",
        "unusual (one card, same data, coming in person): that is taken for granted, stands on the list, and costs",
        f"two taps only where it is not so. {len(plain)} are such people; among all of them the unusual weigh far more",
        "than in any branch. The same people answer three ways of asking:",
        "",
        "- **Pasti**: the question that leaves the fewest cases, then the fewest lists; none that changes nothing.",
        "- **Form**: a fixed order written by hand, as a paper form asks; leaves out only what does not apply.",
        "- **Form that stops**: the same order, but it leaves out what changes nothing.",
        "",
        "| people | way of asking | median taps | mean | worst |",
        "| --- | --- | --- | --- | --- |",
        *_compared("nothing unusual", plain),
        *_compared("all", everybody),
        "",
        f"'Belum tahu' (the finder) takes {_median(finder.items()):g} taps, at worst {max(finder)}.",
        "",
    )


def _needs(asked: Sequence[Asked]) -> Iterator[str]:
    yield from (
        "| need | cases | nothing unusual: median | form that stops | every sure way: median | its worst |"
        " worst with 'Tidak yakin' |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    )
    for one in asked:
        ours, _, stops = zip(*one.plain, strict=True)
        figures = (median(ours), median(stops), _median(one.sure.items()), max(one.sure), one.worst)
        yield f"| {one.need_id} | {len(one.cases)} | {' | '.join(f'{figure:g}' for figure in figures)} |"
    yield ""


def _cases(asked: Sequence[Asked]) -> Iterator[str]:
    yield from ("| case | nothing unusual: median taps | fewest | most |", "| --- | --- | --- | --- |")
    for one in asked:
        for case_id, taps in one.cases.items():
            yield f"| {case_id} | {median(taps):g} | {min(taps)} | {max(taps)} |"


def _compared(who: str, people: Sequence[tuple[int, int, int]]) -> Iterator[str]:
    for name, taps in zip(("**Pasti**", "Form", "Form that stops"), zip(*people, strict=True), strict=True):
        yield f"| {who} | {name} | {median(taps):g} | {sum(taps) / len(taps):.1f} | {max(taps)} |"


def _median(weighted: Iterable[tuple[int, int]]) -> float:
    rows = sorted(weighted)
    half, seen = sum(count for _, count in rows) / 2, 0
    for at, (value, count) in enumerate(rows):
        seen += count
        if seen > half:
            return value
        if seen == half:
            return (value + rows[at + 1][0]) / 2
    return 0


if __name__ == "__main__":
    PAGE.write_text(interview_report(CATALOGUE), encoding="utf-8")

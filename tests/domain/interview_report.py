"""`python -m tests.domain.interview_report` writes docs/interview.md: how short the interview is, for everybody."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from statistics import median
from typing import Final

from kiosk.domain.catalogue.model import UNSURE, Catalogue
from kiosk.domain.interview.choosing import Conversation
from kiosk.domain.interview.paths import bits_of, counted, sure_or_not, walk
from kiosk.domain.interview.rules import finder_of, rules_of
from kiosk.domain.interview.worlds import Worlds, truth
from tests.domain.catalogue_files import CATALOGUE, ROOT

PAGE: Final = ROOT / "docs/interview.md"

FORM_ORDER: Final = (
    *("hidup", "masih-kerja", "usia-56", "alasan", "cara-berhenti", "sebab-lain", "pekerja-migran", "keperluan"),
    *("almarhum", "pemohon", "diwakili", "wasiat", "saldo", "beda", "kartu", "data", "wakil"),
)
"""The order in which a paper form would ask: the person first, then the reason, then the details."""
PLAIN: Final = ("beda", "tidak")
"""What most people answer: one card, same data, they come themselves."""

Person = Mapping[str, str]


def interview_report(catalogue: Catalogue, need_id: str, today: date) -> str:
    """The page docs/interview.md for one need, in Markdown."""
    conversation = rules_of(catalogue, need_id, today).conversation
    writer = "Written by `python -m tests.domain.interview_report`"
    head = f"Catalogue {catalogue.version}, need `{need_id}`. {writer}; a test"
    lines = (*_people_asked(conversation, head), *_ways_through(conversation, walk(finder_of(catalogue)).taps))
    return "\n".join((*lines, ""))


def _people_asked(conversation: Conversation, head: str) -> Iterator[str]:
    people = tuple(people_of(conversation.worlds))
    plain = tuple(one for one in people if one.get(PLAIN[0]) == PLAIN[1])
    yield from (
        "# How short the interview is",
        "",
        head,
        "fails when this page is out of date. Taps are counted after the number, from first question to list.",
        "",
        f"A *person* stands for each different ground for a list: {len(people)} of them, {len(plain)} with nothing",
        "unusual (one card, same data, coming in person). The same people answer three ways of asking:",
        "",
        "- **Pasti**: the question that leaves the fewest cases, then the fewest lists; none that changes nothing.",
        "- **Form**: a fixed order written by hand, as a paper form asks; leaves out only what does not apply.",
        "- **Form that stops**: the same order, but it leaves out what changes nothing.",
        "",
        "| people | way of asking | median taps | mean | worst |",
        "| --- | --- | --- | --- | --- |",
    )
    yield from _compared(conversation, "all", people)
    yield from _compared(conversation, "nothing unusual", plain)
    yield ""


def _ways_through(conversation: Conversation, finder: Counter[int]) -> Iterator[str]:
    ways = walk(conversation)
    unsure = counted(conversation, sure_or_not)
    plainest = median(min(taps) for taps in ways.by_case.values())
    yield from (
        "Over every way through the interview (each answer to each question it asks):",
        "",
        "| ways | number | median taps | worst |",
        "| --- | --- | --- | --- |",
        _ways("sure answers only", ways.taps),
        _ways("with 'Tidak yakin' at any question", unsure),
        _ways("'Belum tahu' (finder), sure answers", finder),
        "",
        f"The plainest person of a case needs {plainest:g} taps (median over the cases).",
        "",
        "| case | fewest taps | most taps |",
        "| --- | --- | --- |",
    )
    for case_id, taps in sorted(ways.by_case.items()):
        yield f"| {case_id} | {min(taps)} | {max(taps)} |"


def people_of(worlds: Worlds) -> Iterator[Person]:
    """One person for each ground for a list: an answer to every question, none against another."""
    for box in worlds.boxes:
        for grounds in product(*(table.boxes for table in worlds.tables_of(box))):
            domains = list(box.domains)
            for table, (masks, _) in zip(worlds.tables_of(box), grounds, strict=True):
                for fact, mask in zip(table.facts, masks, strict=True):
                    domains[fact] &= mask
            if all(domains):
                yield {
                    fact.fact_id: fact.answers[bit.bit_length() - 1].answer_id
                    for at, fact in enumerate(worlds.facts)
                    if (bit := _truthful(worlds, domains, at))
                }


def taps_of(conversation: Conversation, person: Person) -> int:
    """How many questions the interview asks this person."""
    position = conversation.start
    while position.ask is not None:
        answer = person.get(conversation.worlds.facts[position.ask].fact_id, UNSURE)
        position = conversation.after(position, conversation.worlds.bit(position.ask, answer))
    return position.asked.bit_count()


def form_taps_of(conversation: Conversation, person: Person, order: Sequence[str], *, stops: bool) -> int:
    """How many questions a fixed order asks this person."""
    worlds = conversation.worlds
    domains, alive, taps = worlds.everything, worlds.boxes, 0
    for fact_id in order:
        fact = worlds.index(fact_id)
        branches = conversation.branches(domains, alive, fact)
        idle = len({conversation.lists(left, boxes) for left, boxes in branches.values()}) < 2
        if len(branches) < 2 or not truth(worlds.ask_if[fact], domains) or (stops and idle):
            continue
        taps += 1
        bit = worlds.bit(fact, person[fact_id]) if fact_id in person else 0
        if bit in branches:
            domains, alive = branches[bit]
    return taps


def _truthful(worlds: Worlds, domains: Sequence[int], fact: int) -> int:
    """The first answer that this person can give without contradicting the rest; 0 when the question makes no sense."""
    for bit in bits_of(domains[fact]):
        ruled_out = worlds.rules_out[fact][bit.bit_length() - 1]
        if all(domains[other] & ~mask for other, mask in ruled_out):
            return bit
    return 0


def _compared(conversation: Conversation, who: str, people: Sequence[Person]) -> Iterator[str]:
    counts = (
        ("**Pasti**", [taps_of(conversation, person) for person in people]),
        ("Form", [form_taps_of(conversation, person, FORM_ORDER, stops=False) for person in people]),
        ("Form that stops", [form_taps_of(conversation, person, FORM_ORDER, stops=True) for person in people]),
    )
    for name, taps in counts:
        yield f"| {who} | {name} | {median(taps):g} | {sum(taps) / len(taps):.1f} | {max(taps)} |"


def _ways(name: str, taps: Counter[int]) -> str:
    return f"| {name} | {taps.total():,} | {_median(taps.items()):g} | {max(taps)} |"


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
    PAGE.write_text(interview_report(CATALOGUE, "jht", CATALOGUE.day), encoding="utf-8")

"""Sentences that roll, A4 sheet and screen share: for whom, what changed, what comes, what to get first."""

import re
from datetime import date

from kiosk.domain.checklist import Changed, Checklist, Effort, Item, Told
from kiosk.domain.texts import Texts
from kiosk.slips.words import without_stop


def day_text(day: date, texts: Texts, language: str) -> str:
    """'3 Maret 2026'."""
    month = texts.say(f"slip.month-{day.month}", language)
    return texts.say("slip.day", language, day=day.day, month=month, year=day.year)


def who_line(checklist: Checklist, texts: Texts) -> str:
    """'Untuk ahli waris'; empty where cases of several people are open."""
    return texts.say(f"slip.who-{checklist.who.value}", checklist.language) if checklist.who is not None else ""


def regulation_of(source: str) -> str:
    """What something rests on without its article: 'PP 44/2015'."""
    return re.split(r" (?:pasal|lampiran) ", source, maxsplit=1)[0]


def told_sources(checklist: Checklist, *, articles: bool) -> dict[str, int]:
    """What the sentences of a list rest on beside its own regulation, numbered in the order in which they are told."""
    told = (*((checklist.before,) if checklist.before else ()), *checklist.without_phone, *checklist.told)
    found = dict.fromkeys(one.source if articles else regulation_of(one.source) for one in told)
    beside = [source for source in found if source and source not in checklist.regulation]
    return {source: number for number, source in enumerate(beside, start=1)}


def numbered_line(told: Told, checklist: Checklist, *, articles: bool = True) -> str:
    """The sentence with the number of its source, unless that is the regulation the whole list rests on."""
    source = told.source if articles else regulation_of(told.source)
    number = told_sources(checklist, articles=articles).get(source)
    return f"{told.text} [{number}]" if number else told.text


def sources_line(checklist: Checklist, texts: Texts) -> str:
    """Where the papers come from, then what the numbers in the sentences stand for; empty where nothing is."""
    numbered = told_sources(checklist, articles=True)
    plain = dict.fromkeys(item.source for item in checklist.items if item.source and item.source not in numbered)
    named = [*plain, *(f"[{number}] {source}" for source, number in numbered.items())]
    return texts.say("slip.sources", checklist.language, sources=", ".join(named)) if named else ""


def told_line(told: Told, checklist: Checklist, texts: Texts) -> str:
    """The sentence with its source, unless that is the regulation the whole list rests on."""
    if not told.source or told.source in checklist.regulation:
        return told.text
    return texts.say("slip.with-source", checklist.language, sentence=told.text, source=told.source)


def changed_heading(checklist: Checklist, texts: Texts) -> str:
    """'Berubah sejak 3 Maret 2026'; empty where nobody came back, 'Tidak berubah …' where nothing did."""
    if checklist.changed_since is None:
        return ""
    key = "slip.changed-since" if checklist.changed else "slip.unchanged-since"
    return texts.say(key, checklist.language, day=day_text(checklist.changed_since, texts, checklist.language))


def changed_lines(change: Changed, texts: Texts, language: str) -> tuple[str, ...]:
    """Before, after, and what the change rests on; a paper that came or went has only one side."""
    lines = []
    if change.before:
        lines.append(texts.say("slip.before", language, rule=change.before))
    if change.after:
        lines.append(texts.say("slip.after", language, rule=change.after))
    since = day_text(change.since, texts, language)
    if change.source:
        lines.append(texts.say("slip.change-source", language, day=since, source=change.source))
    return tuple(lines)


def coming_line(change: Changed, texts: Texts, language: str) -> str:
    """'Mulai 1 Januari 2027: …'."""
    return texts.say("slip.coming", language, day=day_text(change.since, texts, language), rule=change.after)


def presumed_lines(checklist: Checklist, texts: Texts) -> tuple[str, ...]:
    """What the list takes for granted, and what to do where it is not so."""
    language = checklist.language
    lines = []
    for one in checklist.presumed:
        answer = without_stop(one.answer)
        lines.append(texts.say("slip.presumed", language, answer=answer[:1].lower() + answer[1:]))
    return tuple(lines)


def condition_line(item: Item, texts: Texts, language: str) -> str:
    """'Hanya bila saldo di atas Rp50 juta'; empty for what is asked for in any case."""
    if item.mostly:
        return without_stop(texts.say("slip.mostly", language))
    words = texts.say("slip.only-if", language, condition=without_stop(item.only_if)) if item.only_if else ""
    return without_stop(words)


def effort_of(item: Item) -> Effort | None:
    """How long the item takes: of several papers of which one is enough, the quickest."""
    known = [paper.effort for paper in item.papers if paper.effort is not None]
    return min(known, key=lambda effort: effort.rank, default=None)


def first_of(items: tuple[Item, ...]) -> Item | None:
    """What to get first: what takes longest, where it takes days at least and is not alone."""
    ranked = [(effort.rank, item) for item in items if (effort := effort_of(item)) is not None]
    slowest = max((rank for rank, _ in ranked), default=0)
    if len(items) < 2 or slowest < Effort.DAYS.rank:
        return None
    return next(item for rank, item in ranked if rank == slowest)


def effort_words(item: Item, texts: Texts, language: str) -> str:
    """'beberapa hari'; empty for what is got within a day, or nobody knows."""
    effort = effort_of(item)
    if effort is None or effort.rank < Effort.DAYS.rank:
        return ""
    return texts.say(f"slip.effort-short-{effort.value}", language)


def effort_line(item: Item, texts: Texts, language: str, *, first: bool) -> str:
    """'Urus ini dulu: biasanya beberapa hari.'; empty for what is got within a day, or nobody knows."""
    effort = effort_of(item)
    if effort is None or effort.rank < Effort.DAYS.rank:
        return ""
    takes = texts.say(f"slip.effort-{effort.value}", language)
    if first:
        return texts.say("slip.first", language, takes=takes)
    return takes[:1].upper() + takes[1:] + "."

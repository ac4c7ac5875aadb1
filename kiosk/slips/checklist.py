"""The list of papers on the roll: a second slip of its own, with no queue number on it."""

from collections.abc import Mapping
from typing import Final

from kiosk.domain.branch import Branch
from kiosk.domain.checklist import Checklist, Held, Item, Paper, Told
from kiosk.domain.codes import grouped
from kiosk.domain.dates import date_time_text, local_time
from kiosk.domain.list_code import list_qr_text
from kiosk.domain.texts import Texts
from kiosk.slips.sections import Run, Section, SectionKind, place_of, runs, sections
from kiosk.slips.telling import (
    changed_heading,
    changed_lines,
    coming_line,
    condition_line,
    effort_line,
    effort_words,
    numbered_line,
    presumed_lines,
    told_sources,
    who_line,
)
from kiosk.slips.words import without_stop
from printers.blocks import Block, Cut, Qr, Rule, Space, Text

MARGIN: Final = 4
"""Columns under a box: where the words of an item stand."""
SPACE_MM: Final = 1.2
"""Around papers that belong together."""
MODULE_DOTS: Final = 5
"""0.6 mm a module at 203 dpi: a counter's scanner and a phone read it at arm's length."""


def checklist_blocks(
    checklist: Checklist,
    held: Mapping[str, Held],
    branch: Branch,
    texts: Texts,
    *,
    printed_ms: int,
) -> list[Block]:
    """The list as blocks, in its own language. `held`: what the person said, by item id; may be empty.

    It carries no queue number and no name: found on the floor, it tells nothing about anybody. Why a paper is asked
    stands on the screen and on A4 only: the roll is kept short. What a sentence rests on is a number, told in the foot.
    """
    blocks: list[Block] = [*_head(checklist, texts), *_changed(checklist, texts)]
    for section in sections(checklist, held):
        blocks += _section(section, texts, checklist.language)
    blocks += _notes(checklist, texts)
    return [*blocks, *_foot(checklist, held, branch, texts, printed_ms), Cut()]


def _head(checklist: Checklist, texts: Texts) -> list[Block]:
    language = checklist.language
    blocks: list[Block] = [
        Text(texts.say("slip.list", language), width=2, height=2, bold=True),
        Text(checklist.title, bold=True),
    ]
    who = who_line(checklist, texts)
    if who:
        blocks.append(Text(who))
    if checklist.officer:
        blocks += [Space(1.0), Text(texts.say("slip.officer", language), bold=True), Text(checklist.officer)]
    if checklist.before is not None:
        blocks += [Space(1.0), Text(_told(checklist.before, checklist), bold=True)]
    return blocks


def _changed(checklist: Checklist, texts: Texts) -> list[Block]:
    """What changed since the list with which somebody came back."""
    heading = changed_heading(checklist, texts)
    if not heading:
        return []
    blocks: list[Block] = [Rule(), Text(heading, bold=True)]
    for change in checklist.changed:
        first, *others = changed_lines(change, texts, checklist.language)
        blocks.append(Text(f"- {first}", hanging=2))
        blocks += [Text(line, indent=2) for line in others]
    return blocks


def _section(section: Section, texts: Texts, language: str) -> list[Block]:
    blocks: list[Block] = [Rule(), Text(section.heading(texts, language), height=2, bold=True)]
    if section.kind is SectionKind.HAVE:
        return [*blocks, *(block for item in section.items for block in _held_item(item))]
    condition = ("", False)
    for run in runs(section.items):
        if run.condition[0] and run.condition != condition:
            words = condition_line(run.items[0], texts, language)
            blocks += [Space(SPACE_MM), Text(f"(?) {words}:", bold=True, hanging=MARGIN)]
        condition = run.condition
        blocks += _run(run, texts, language, section.first)
    return blocks


def _run(run: Run, texts: Texts, language: str, first: Item | None) -> list[Block]:
    """Items with what is said about each; what holds for several stands over them once."""
    if not run.place:
        return [block for item in run.items for block in _item(item, texts, language, first=item is first)]
    begun = first in run.items
    takes = effort_line(run.items[0], texts, language, first=begun)
    blocks: list[Block] = [] if run.condition[0] else [Space(SPACE_MM)]
    if begun:
        blocks.append(Text(takes, bold=True))
    where = _in(without_stop(run.place), run.items[0], texts, language, said=begun)
    blocks.append(Text(texts.say("slip.where-all", language, where=where)))
    for item in run.items:
        blocks += [*_names(item, texts, language), *_validity(item, texts, language)]
    return [*blocks, Space(SPACE_MM)]


def _held_item(item: Item) -> list[Block]:
    """What is at hand needs one line: what it is, and in which form it is asked for."""
    if len(item.papers) == 1:
        return [Text(_named(item.papers[0], "[x] "), hanging=MARGIN)]
    return [Text(f"[x] {' / '.join(paper.name for paper in item.papers)}", hanging=MARGIN)]


def _item(item: Item, texts: Texts, language: str, *, first: bool) -> list[Block]:
    """One item with where to get it and how long that takes."""
    takes = effort_line(item, texts, language, first=first)
    place = without_stop(place_of(item))
    said: list[Block] = []
    if place:
        where = _in(place, item, texts, language, said=first)
        said.append(Text(texts.say("slip.where", language, where=where), indent=MARGIN, hanging=2))
    if takes and (first or not place):
        said.append(Text(takes, indent=MARGIN, bold=first))
    return [
        *_names(item, texts, language),
        *said,
        *_validity(item, texts, language),
    ]


def _names(item: Item, texts: Texts, language: str) -> list[Block]:
    """What to tick: one paper, or several of which one is enough; what all have in common is said once."""
    papers = item.papers
    if len(papers) == 1:
        return [Text(_named(papers[0], "[ ] "), bold=True, hanging=MARGIN)]
    one_form = len({paper.form for paper in papers}) == 1
    head = without_stop(texts.say("slip.one-of", language)).removesuffix(":")
    form = _with_form("", papers[0].form) if one_form else ""
    blocks: list[Block] = [Text(f"[ ] {head}{form or ':'}", bold=True, hanging=MARGIN)]
    for paper in papers:
        name = f"- {paper.name}" if one_form else _named(paper, "- ")
        blocks.append(Text(name if place_of(item) else name + _aside(paper.where), indent=2, hanging=2))
    return blocks


def _in(place: str, item: Item, texts: Texts, language: str, *, said: bool) -> str:
    """'Tempat berobat (beberapa hari)'; the place alone where the time is at hand, or `said` elsewhere."""
    takes = "" if said else effort_words(item, texts, language)
    return f"{place} ({takes})" if takes else place


def _aside(where: str) -> str:
    """The place of one paper among several, in brackets unless it has some itself."""
    if not where:
        return ""
    return f" - {without_stop(where)}" if "(" in where else f" ({without_stop(where)})"


def _named(paper: Paper, mark: str) -> str:
    return _with_form(f"{mark}{paper.name}", paper.form)


def _with_form(words: str, form: str) -> str:
    form = without_stop(form)
    return f"{words}: {form[:1].lower()}{form[1:]}" if form else words


def _validity(item: Item, texts: Texts, language: str) -> list[Block]:
    """How long it holds, where that is one time for all of its papers."""
    times = {paper.validity for paper in item.papers}
    validity = times.pop() if len(times) == 1 else ""
    line = texts.say("slip.validity", language, validity=without_stop(validity)) if validity else ""
    return [Text(line, indent=MARGIN, hanging=2)] if line else []


def _notes(checklist: Checklist, texts: Texts) -> list[Block]:
    language = checklist.language
    lines = [Text(f"- {coming_line(change, texts, language)}", bold=True, hanging=2) for change in checklist.coming]
    lines += [Text(f"- {_told(told, checklist)}", hanging=2) for told in checklist.told]
    lines += [Text(f"- {line}", hanging=2) for line in presumed_lines(checklist, texts)]
    if checklist.ask_officer and not checklist.officer:
        lines.append(Text(f"- {texts.say('slip.ask-officer', language)}", bold=True, hanging=2))
    blocks: list[Block] = []
    if checklist.without_phone:
        blocks += [Rule(), Text(texts.say("slip.without-phone", language), height=2, bold=True)]
        blocks += [
            Text(f"{at}. {_told(step, checklist)}", hanging=3)
            for at, step in enumerate(checklist.without_phone, start=1)
        ]
    if lines:
        blocks += [Rule(), Text(texts.say("slip.notes", language), height=2, bold=True), *lines]
    return blocks


def _told(told: Told, checklist: Checklist) -> str:
    """Without the article: that stands on A4."""
    return numbered_line(told, checklist, articles=False)


def _foot(checklist: Checklist, held: Mapping[str, Held], branch: Branch, texts: Texts, printed_ms: int) -> list[Block]:
    language = checklist.language
    say = texts.say
    printed = date_time_text(printed_ms, branch.zone, texts, language)
    regulation = without_stop(checklist.regulation)
    numbered = ", ".join(f"[{number}] {source}" for source, number in told_sources(checklist, articles=False).items())
    return [
        Rule(),
        Text(say("slip.list-code", language, code=grouped(checklist.code)), height=2, bold=True),
        Text(say("slip.code-use", language)),
        Qr(square_of(checklist, held, branch, printed_ms), module_dots=MODULE_DOTS),
        Text(say("slip.rule", language, regulation=regulation, date=without_stop(checklist.rule_date))),
        *([Text(say("slip.sources", language, sources=numbered))] if numbered else []),
        Text(say("slip.printed-at", language, branch=branch.name, when=printed)),
    ]


def square_of(checklist: Checklist, held: Mapping[str, Held], branch: Branch, printed_ms: int) -> str:
    """The text of the list's square: with it a later visit begins where this one ended."""
    on_it = {item.item_id: held[item.item_id] for item in checklist.items if item.item_id in held}
    return list_qr_text(checklist.code, local_time(printed_ms, branch.zone).date(), checklist.answers, on_it)

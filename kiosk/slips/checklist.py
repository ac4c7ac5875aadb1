"""The list of papers on the roll: a second slip of its own, with no queue number on it."""

from collections.abc import Mapping
from typing import Final

from kiosk.domain.branch import Branch
from kiosk.domain.checklist import Checklist, Held, Item, Paper
from kiosk.domain.codes import grouped
from kiosk.domain.dates import date_time_text
from kiosk.domain.texts import Texts
from kiosk.slips.sections import Section, SectionKind, sections
from kiosk.slips.words import without_stop
from printers.blocks import Block, Cut, Rule, Space, Text

MARGIN: Final = 4
"""Columns under a box: where the words of an item stand."""


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
    stands on the screen and on A4 only: the roll is kept short.
    """
    language = checklist.language
    blocks: list[Block] = [
        Text(texts.say("slip.list", language), width=2, height=2, bold=True),
        Text(checklist.title, bold=True),
    ]
    for section in sections(checklist, held):
        blocks += _section(section, texts, language)
    blocks += _notes(checklist, texts)
    return [*blocks, *_foot(checklist, branch, texts, printed_ms), Cut()]


def _section(section: Section, texts: Texts, language: str) -> list[Block]:
    blocks: list[Block] = [Rule(), Text(section.heading(texts, language), height=2, bold=True)]
    for item in section.items:
        blocks += _held_item(item) if section.kind is SectionKind.HAVE else _item(item, texts, language)
    return blocks


def _held_item(item: Item) -> list[Block]:
    """What is at hand needs one line: what it is, and in which form it is asked for."""
    if len(item.papers) == 1:
        return [Text(_named(item.papers[0], "[x] "), hanging=MARGIN)]
    return [Text(f"[x] {' / '.join(paper.name for paper in item.papers)}", hanging=MARGIN)]


def _item(item: Item, texts: Texts, language: str) -> list[Block]:
    conditions: list[Block] = []
    if item.only_if:
        words = texts.say("slip.only-if", language, condition=without_stop(item.only_if))
        conditions.append(Text(f"(?) {words}", indent=MARGIN, hanging=MARGIN))
    if len(item.papers) == 1:
        name = Text(_named(item.papers[0], "[ ] "), bold=True, hanging=MARGIN)
        return [name, *_where(item.papers[0], texts, language), *conditions]
    return [*_one_of(item.papers, texts, language), *conditions]


def _one_of(papers: tuple[Paper, ...], texts: Texts, language: str) -> list[Block]:
    """Several papers of which one is enough; what all have in common is said once."""
    one_form = len({paper.form for paper in papers}) == 1
    one_place = len({paper.where for paper in papers}) == 1
    head = without_stop(texts.say("slip.one-of", language)).removesuffix(":")
    form = _with_form("", papers[0].form) if one_form else ""
    blocks: list[Block] = [Text(f"[ ] {head}{form or ':'}", bold=True, hanging=MARGIN)]
    for paper in papers:
        name = f"- {paper.name}" if one_form else _named(paper, "- ")
        place = "" if one_place or not paper.where else f" ({without_stop(paper.where)})"
        blocks.append(Text(name + place, indent=2, hanging=2))
    if one_place:
        blocks += _where(papers[0], texts, language)
    return blocks


def _named(paper: Paper, mark: str) -> str:
    return _with_form(f"{mark}{paper.name}", paper.form)


def _with_form(words: str, form: str) -> str:
    form = without_stop(form)
    return f"{words}: {form[:1].lower()}{form[1:]}" if form else words


def _where(paper: Paper, texts: Texts, language: str) -> list[Block]:
    if not paper.where:
        return []
    return [Text(texts.say("slip.where", language, where=without_stop(paper.where)), indent=MARGIN, hanging=2)]


def _notes(checklist: Checklist, texts: Texts) -> list[Block]:
    lines = [Text(f"- {note}", hanging=2) for note in checklist.notes]
    if checklist.ask_officer:
        lines.append(Text(f"- {texts.say('slip.ask-officer', checklist.language)}", bold=True, hanging=2))
    if not lines:
        return []
    return [Rule(), Text(texts.say("slip.notes", checklist.language), height=2, bold=True), *lines]


def _foot(checklist: Checklist, branch: Branch, texts: Texts, printed_ms: int) -> list[Block]:
    language = checklist.language
    say = texts.say
    printed = date_time_text(printed_ms, branch.zone, texts, language)
    regulation = without_stop(checklist.regulation)
    return [
        Rule(),
        Text(say("slip.list-code", language, code=grouped(checklist.code)), height=2, bold=True),
        Text(say("slip.code-use", language)),
        Space(1.5),
        Text(say("slip.rule", language, regulation=regulation, date=without_stop(checklist.rule_date))),
        Text(say("slip.printed-at", language, branch=branch.name, when=printed)),
    ]

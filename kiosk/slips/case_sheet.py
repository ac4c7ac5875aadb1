"""The leaflet of one case for village offices and kitchen tables: boxes to tick, and where to get each paper."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from kiosk.domain.branch import Branch
from kiosk.domain.catalogue.model import NoteKind, Period
from kiosk.domain.checklist import Checklist, Item, Paper
from kiosk.domain.codes import grouped
from kiosk.domain.dates import date_text, local_time
from kiosk.domain.poster import Handout
from kiosk.domain.texts import Texts
from kiosk.slips import a4_pen as pen
from kiosk.slips.a4_pen import Style
from kiosk.slips.checklist import square_of
from kiosk.slips.columns import Block, Mark, Row
from kiosk.slips.sections import Section, SectionKind, sections
from kiosk.slips.svg import read_drawing
from kiosk.slips.telling import (
    coming_line,
    condition_line,
    day_text,
    effort_line,
    numbered_line,
    presumed_lines,
    sources_line,
    who_line,
)
from kiosk.slips.wall import Wall, wall_pdf
from kiosk.slips.words import without_stop

HEAD: Final = Style(pen.TITLE, 12.5, pen.GREEN9)
NAME: Final = Style(pen.STRONG, 11)
TEXT: Final = Style(pen.TEXT, 10)
QUIET: Final = Style(pen.TEXT, 9.5, pen.INK2)
CONDITION: Final = Style(pen.STRONG, 9.5, pen.AMBER9)
TOLD: Final = Style(pen.TEXT, 10, pen.BLUE9)
TOLD_HEAD: Final = Style(pen.TITLE, 10.5, pen.BLUE9)
SOON: Final = Style(pen.TEXT, 10, pen.AMBER9)
SOON_HEAD: Final = Style(pen.TITLE, 10.5, pen.AMBER9)
UNDER_BOX_MM: Final = 6.2


def case_sheet_pdf(handout: Handout, branch: Branch, texts: Texts, *, printed_ms: int, assets: Path) -> bytes:
    """The sheet as an A4 PDF, in its own language. `assets`: the folder with fonts, icons and illustrations."""
    checklist = handout.checklist
    day = local_time(printed_ms, branch.zone).date()
    language = checklist.language
    made, otherwise = date_text(day, texts, language), _otherwise(handout.period, day, texts, language)
    wall = Wall(
        title=checklist.title,
        motto=who_line(checklist, texts),
        asides=otherwise,
        picture=read_drawing(assets / "illustrations" / f"{handout.picture}.svg"),
        code=grouped(checklist.code),
        square=square_of(checklist, {}, branch, printed_ms),
        cells=(),
        blocks=tuple(_blocks(checklist, texts, assets)),
        foot=tuple(_foot(checklist, texts, made)),
        document=texts.say("slip.title", language, case=checklist.title),
        language=language,
    )
    return wall_pdf(wall, branch, texts, assets / "fonts")


def _otherwise(period: Period, day: date, texts: Texts, language: str) -> tuple[str, ...]:
    """That the case is not in force on `day`; nothing where it is."""
    if period.until is not None and period.until < day:
        return (texts.say("wall.ended", language, day=day_text(period.until, texts, language)),)
    if period.since is not None and period.since > day:
        return (texts.say("wall.begins", language, day=day_text(period.since, texts, language)),)
    return ()


def _blocks(checklist: Checklist, texts: Texts, assets: Path) -> Iterator[Block]:
    language = checklist.language
    if checklist.before is not None:
        yield Block((Row(numbered_line(checklist.before, checklist), SOON_HEAD),), ground=pen.AMBER1)
    if checklist.officer:
        head = Row(texts.say("slip.officer", language), TOLD_HEAD)
        yield Block((head, Row(checklist.officer, TOLD, above_mm=0.8)), ground=pen.BLUE1)
    for section in sections(checklist, {}):
        yield Block((Row(section.heading(texts, language), HEAD),), with_next=True)
        for item in section.items:
            rows = _item(item, section, texts, language, assets)
            yield Block(tuple(rows), rule="" if item is section.items[0] else pen.GREEN1)
    soon = [Row(coming_line(change, texts, language), SOON, above_mm=0.8) for change in checklist.coming]
    if soon:
        yield Block((Row(texts.say("wall.soon", language), SOON_HEAD), *soon), ground=pen.AMBER1)
    yield from _notes(checklist, texts)


def _item(item: Item, section: Section, texts: Texts, language: str, assets: Path) -> Iterator[Row]:
    firm = section.kind is not SectionKind.OFTEN_ASKED
    name = NAME if firm else TEXT
    icon = read_drawing(assets / "icons" / f"{item.papers[0].icon}.svg") if firm else None
    under = UNDER_BOX_MM + (8 if firm else 0)
    first = item is section.first
    takes = effort_line(item, texts, language, first=first)
    several = len(item.papers) > 1
    if several:
        yield Row(texts.say("slip.one-of", language), name, mark=Mark.BOX, icon=icon)
    for paper in item.papers:
        if several:
            yield Row(paper.name, name, mark=Mark.DOT, indent_mm=under, above_mm=0.4)
        else:
            yield Row(paper.name, name, mark=Mark.BOX, icon=icon)
        about = _about(paper, texts, language, "" if first or several else takes)
        if about:
            yield Row(about, QUIET, indent_mm=under + (3.2 if several else 0))
    if takes and (first or several):
        yield Row(takes, CONDITION if first else QUIET, indent_mm=under)
    if item.only_if:
        yield Row(f"{condition_line(item, texts, language)}.", CONDITION, indent_mm=under)
    elif item.why:
        yield Row(texts.say("slip.why", language, reason=without_stop(item.why)), QUIET, indent_mm=under)


def _about(paper: Paper, texts: Texts, language: str, takes: str) -> str:
    """'Asli + 1 fotokopi. Dari: HRD perusahaan. Biasanya beberapa hari.'"""
    where, validity = without_stop(paper.where), without_stop(paper.validity)
    parts = (
        without_stop(paper.form),
        texts.say("slip.where", language, where=where) if where else "",
        texts.say("slip.validity", language, validity=validity) if validity else "",
        without_stop(takes),
    )
    said = ". ".join(part for part in parts if part)
    return f"{said}." if said else ""


def _notes(checklist: Checklist, texts: Texts) -> Iterator[Block]:
    """What is told, under a heading for each kind; then the way without a phone."""
    language = checklist.language
    said: dict[str, list[str]] = {}
    for told in checklist.told:
        said.setdefault(told.kind, []).append(numbered_line(told, checklist))
    more = list(presumed_lines(checklist, texts))
    if checklist.ask_officer and not checklist.officer:
        more.append(texts.say("slip.ask-officer", language))
    if more:
        said.setdefault(NoteKind.INFO.value, []).extend(more)
    for kind, lines in said.items():
        yield _told(texts.say(f"wall.kind-{NoteKind(kind).value}", language), lines)
    if checklist.without_phone:
        steps = [numbered_line(step, checklist) for step in checklist.without_phone]
        yield _told(texts.say("slip.without-phone", language), [f"{at}. {s}" for at, s in enumerate(steps, start=1)])


def _told(heading: str, said: list[str]) -> Block:
    return Block((Row(heading, TOLD_HEAD), *(Row(line, TOLD, above_mm=0.8) for line in said)), ground=pen.BLUE1)


def _foot(checklist: Checklist, texts: Texts, made: str) -> Iterator[str]:
    language = checklist.language
    regulation, since = without_stop(checklist.regulation), without_stop(checklist.rule_date)
    yield texts.say("slip.rule", language, regulation=regulation, date=since)
    sources = sources_line(checklist, texts)
    if sources:
        yield sources
    version = texts.say("slip.version", language, version=checklist.catalogue_version)
    yield f"{version}. {texts.say('slip.printed', language, when=made)}."

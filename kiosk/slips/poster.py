"""The poster of a programme for the notice board: what it is, and which papers each situation needs."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.domain.branch import Branch
from kiosk.domain.catalogue.programmes import Aspect
from kiosk.domain.checklist import Checklist, Item, Weight
from kiosk.domain.codes import grouped
from kiosk.domain.dates import date_text, local_time
from kiosk.domain.leaflet import Answer
from kiosk.domain.list_code import list_qr_text
from kiosk.domain.poster import Poster
from kiosk.domain.texts import Texts
from kiosk.slips import a4_pen as pen
from kiosk.slips.a4_pen import Style
from kiosk.slips.columns import Block, Mark, Row
from kiosk.slips.svg import read_drawing
from kiosk.slips.telling import coming_line, regulation_of, told_line
from kiosk.slips.wall import Wall, wall_pdf
from kiosk.slips.words import without_stop

ICONS: Final = {Aspect.WHAT: "info", Aspect.PAYS: "coins", Aspect.WHEN: "calendar", Aspect.NOT: "no"}
QUESTION: Final = Style(pen.TITLE, 12, pen.GREEN9)
SENTENCE: Final = Style(pen.TEXT, 11)
CASE: Final = Style(pen.TITLE, 13, pen.GREEN9)
NAME: Final = Style(pen.TEXT, 12)
OFTEN: Final = Style(pen.TEXT, 11, pen.INK2)
OFFICER: Final = Style(pen.STRONG, 11, pen.BLUE9)
HEAD: Final = Style(pen.TITLE, 12, pen.INK)
BEFORE: Final = Style(pen.STRONG, 12, pen.AMBER9)
SOON: Final = Style(pen.TEXT, 12, pen.AMBER9)
LEAST: Final = 0.92
"""Names of papers in 11 points, half a metre before the eyes of somebody over 50."""
MOST_PAGES: Final = 3
"""Sheets that hang beside each other."""


def poster_pdf(poster: Poster, branch: Branch, texts: Texts, *, printed_ms: int, assets: Path) -> bytes:
    """The poster as an A4 PDF, in its own language. `assets`: the folder with fonts, icons and illustrations."""
    leaflet, language = poster.leaflet, poster.leaflet.language
    day = local_time(printed_ms, branch.zone).date()
    made = date_text(day, texts, language)
    wall = Wall(
        title=leaflet.name,
        motto=leaflet.motto,
        asides=(texts.say("wall.bring", language),),
        picture=read_drawing(assets / "illustrations" / f"{poster.picture}.svg"),
        code=grouped(poster.code),
        square=list_qr_text(poster.code, day),
        cells=tuple(_answer(answer, texts, language, assets) for answer in leaflet.answers if answer.sentences),
        blocks=tuple(_blocks(poster, texts)),
        foot=(
            texts.say("slip.rests-on", language, sources=", ".join(leaflet.sources)),
            _bases(poster, texts),
            f"{texts.say('slip.catalogue', language, version=leaflet.version)}. "
            f"{texts.say('slip.printed', language, when=made)}.",
        ),
        document=texts.say("wall.poster-title", language, name=leaflet.name),
        language=language,
        least=LEAST,
        most_pages=MOST_PAGES,
    )
    return wall_pdf(wall, branch, texts, assets / "fonts")


def _answer(answer: Answer, texts: Texts, language: str, assets: Path) -> Block:
    icon = read_drawing(assets / "icons" / f"{ICONS[answer.aspect]}.svg")
    heading = Row(texts.say(f"programmes.{answer.aspect.value}", language), QUESTION, icon=icon)
    rows = (Row(sentence, SENTENCE, above_mm=0.6) for sentence in answer.sentences)
    return Block((heading, *rows), ground=pen.GREEN1)


def _blocks(poster: Poster, texts: Texts) -> Iterator[Block]:
    language = poster.leaflet.language
    heads = Counter(one.title.partition(": ")[0] for one in poster.lists)
    usual_head = heads.most_common(1)[0][0] if heads else ""
    asked = Counter(name for one in poster.lists for name in _often(one))
    usual = [name for name, times in asked.items() if 2 * times > len(poster.lists)]
    for line in dict.fromkeys(told_line(one.before, one, texts) for one in poster.lists if one.before is not None):
        yield Block((Row(line, BEFORE),), ground=pen.AMBER1)
    for checklist in poster.lists:
        head, _, rest = checklist.title.partition(": ")
        title = rest[:1].upper() + rest[1:] if rest and head == usual_head else checklist.title
        yield Block(tuple(_case(title, checklist, usual, texts)), stripe=pen.GREEN8)
    if usual:
        rows = (Row(texts.say("slip.list-often", language), HEAD), Row(f"{', '.join(usual)}.", OFTEN, above_mm=0.8))
        yield Block(rows, ground=pen.MIST)
    if any(one.ask_officer and not one.officer for one in poster.lists):
        yield Block((Row(texts.say("slip.ask-officer", language), OFFICER),), ground=pen.BLUE1)
    coming = dict.fromkeys(coming_line(change, texts, language) for one in poster.lists for change in one.coming)
    if coming:
        soon = (Row(line, SOON, above_mm=0.8) for line in coming)
        yield Block((Row(texts.say("wall.soon", language), HEAD), *soon), ground=pen.AMBER1)


def _case(title: str, checklist: Checklist, usual: list[str], texts: Texts) -> Iterator[Row]:
    language = checklist.language
    yield Row(title, CASE, aside=grouped(checklist.code))
    for item in _of(checklist, Weight.REQUIRED):
        yield Row(item_line(item, texts, language), NAME, mark=Mark.DOT, above_mm=0.2)
    if checklist.officer:
        yield Row(texts.say("slip.officer", language), OFFICER, above_mm=0.4)
    often = [name for name in _often(checklist) if name not in usual]
    if often:
        yield Row(texts.say("wall.often", language, papers=", ".join(often)), OFTEN, above_mm=0.4)


def _bases(poster: Poster, texts: Texts) -> str:
    """What the lists rest on and since when, each rule once: 'Daftar surat: Permenaker 4/2022, aturan per …; …'."""
    language = poster.leaflet.language
    rules = dict.fromkeys((regulation_of(without_stop(one.regulation)), one.rule_date) for one in poster.lists)
    said = (texts.say("wall.basis", language, regulation=name, date=without_stop(since)) for name, since in rules)
    return texts.say("wall.bases", language, rules="; ".join(said))


def item_line(item: Item, texts: Texts, language: str) -> str:
    """'Salah satu dari: A / B, bila saldo di atas Rp50 juta'."""
    names = " / ".join(paper.name for paper in item.papers)
    words = f"{texts.say('slip.one-of', language)} {names}" if len(item.papers) > 1 else names
    if item.only_if:
        return texts.say("wall.if", language, paper=words, condition=without_stop(item.only_if))
    return words


def _often(checklist: Checklist) -> list[str]:
    return [" / ".join(paper.name for paper in item.papers) for item in _of(checklist, Weight.OFTEN_ASKED)]


def _of(checklist: Checklist, weight: Weight) -> list[Item]:
    return [item for item in checklist.items if item.weight is weight]

"""What one programme is, on the roll: the sheet that goes home with somebody who mixed two of them up."""

from typing import Final

from kiosk.domain.branch import Branch
from kiosk.domain.catalogue.programmes import Aspect
from kiosk.domain.dates import date_time_text
from kiosk.domain.leaflet import Answer, Leaflet
from kiosk.domain.texts import Texts
from printers.blocks import Block, Cut, Rule, Space, Text

MARKS: Final = {Aspect.WHAT: "-", Aspect.PAYS: "-", Aspect.WHEN: "-", Aspect.NOT: "x"}


def leaflet_blocks(leaflet: Leaflet, branch: Branch, texts: Texts, *, printed_ms: int) -> list[Block]:
    """The sheet as blocks, in its own language. Nothing on it is about a person."""
    language = leaflet.language
    blocks: list[Block] = [
        Text(leaflet.name, height=2, bold=True),
        Text(leaflet.motto),
    ]
    for answer in leaflet.answers:
        blocks += _answer(answer, texts, language)
    printed = date_time_text(printed_ms, branch.zone, texts, language)
    return [
        *blocks,
        Rule(),
        Text(texts.say("slip.rests-on", language, sources=", ".join(leaflet.sources))),
        Text(texts.say("slip.catalogue", language, version=leaflet.version)),
        Space(1.5),
        Text(texts.say("slip.printed-at", language, branch=branch.name, when=printed)),
        Cut(),
    ]


def _answer(answer: Answer, texts: Texts, language: str) -> list[Block]:
    if not answer.sentences:
        return []
    heading = texts.say(f"programmes.{answer.aspect.value}", language)
    mark = MARKS[answer.aspect]
    return [
        Rule(),
        Text(heading, height=2, bold=True),
        *(Text(f"{mark} {sentence}", hanging=2) for sentence in answer.sentences),
    ]

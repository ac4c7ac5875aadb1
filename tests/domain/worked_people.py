"""Worked people, read from tests/domain/stories/*.yaml: who they are, what they answer, what their list must say.

Each file stands for one programme and is written from the rules, before the catalogue and never from its output:

    grounds:                             # what an expectation rests on
      base: {source: permenaker4-2022, article: pasal 8-9, sentence: "Kartu peserta dan KTP ..."}
    alternatives:                        # items of which one paper is enough, with every paper
      surat-kematian: [surat-keterangan-kematian, akta-kematian]
    stories:
      - who: a worker who resigned two months ago
        need: jht
        answers: {alasan: berhenti, cara-berhenti: mengundurkan-diri, saldo: sampai-50, beda: tidak}
        case: jht-mengundurkan-diri      # a list when 'Tidak yakin' leaves several open
        required: {kartu-peserta: base, ktp: base}     # item: ground; exactly these
        often: {buku-tabungan: old-page}               # item: ground; exactly these
        absent: [kk]                     # documents that must not be there
        says: {Tunggu 1 bulan: base}     # part of a note (Indonesian): ground
        marked: {npwp: saldo di atas}    # item left open: part of its condition in words
        officer: true                    # the list sends to an officer
        regulation: Permenaker 4/2022    # what the slip names first
        day: 2028-01-01                  # the day of the visit; left out: the day of the catalogue

A story without `answers` is somebody who brings the code of that case. `nobody` is the ground of what has no source.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kiosk.domain.catalogue import UNSURE, Catalogue
from kiosk.domain.checklist import Checklist, Item, Weight
from kiosk.domain.interview import Question, Settled, checklist_of_case, next_step

FOLDER = Path(__file__).parent / "stories"
NOBODY = "nobody"


@dataclass(frozen=True)
class Ground:
    """The sentence an expectation rests on; `source` is an id of the catalogue's sources, empty for NOBODY."""

    source: str
    sentence: str
    article: str = ""


@dataclass(frozen=True)
class Story:
    """One person; see the head of this module for each key."""

    who: str
    case: tuple[str, ...]
    required: Mapping[str, Ground]
    often: Mapping[str, Ground]
    alternatives: Mapping[str, tuple[str, ...]]
    need: str = ""
    answers: Mapping[str, str] | None = None
    absent: tuple[str, ...] = ()
    says: Mapping[str, Ground] = field(default_factory=dict)
    marked: Mapping[str, str] = field(default_factory=dict)
    officer: bool = False
    regulation: str = ""
    day: date | None = None


class _Loader(yaml.SafeLoader):
    """Refuses a key written twice: the second would silently take back an expectation."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        assert len(set(keys)) == len(keys), f"{node.start_mark}: a key stands twice in {keys}"
        return super().construct_mapping(node, deep)


@cache
def stories() -> tuple[Story, ...]:
    """Every worked person of every programme."""
    return tuple(story for path in sorted(FOLDER.glob("*.yaml")) for story in _read(path))


def story_of(who: str) -> Story:
    """The one story whose `who` begins so."""
    (found,) = (story for story in stories() if story.who.startswith(who))
    return found


def ask_until_settled(catalogue: Catalogue, story: Story, language: str = "id") -> tuple[list[Question], Checklist]:
    """Every question put to this person and the list at the end; a question the story has no answer to fails."""
    today = story.day or catalogue.day
    if story.answers is None:
        return [], checklist_of_case(catalogue, story.case[0], today, language)
    asked: list[Question] = []
    given: dict[str, str] = {}
    while True:
        step = next_step(catalogue, story.need, given, today, language, raised=story.answers)
        if isinstance(step, Settled):
            return asked, step.checklist
        assert step.fact_id in story.answers, f"asked about {step.fact_id} after {given}"
        answer = story.answers[step.fact_id]
        assert answer == UNSURE or answer in {one.id for one in step.answers}, (step.fact_id, answer)
        given[step.fact_id] = answer
        asked.append(step)


def items(checklist: Checklist, weight: Weight) -> set[str]:
    """The items of this weight."""
    return {item.item_id for item in checklist.items if item.weight is weight}


def faults(catalogue: Catalogue, story: Story) -> list[str]:
    """Each way in which this person's list is not what the rules ask; empty when it is."""
    _, checklist = ask_until_settled(catalogue, story)
    return [*_papers_at_odds(checklist, story), *_words_at_odds(checklist, story), *_ungrounded(catalogue, story)]


def _papers_at_odds(checklist: Checklist, story: Story) -> Iterator[str]:
    if set(checklist.case_ids) != set(story.case):
        yield f"ends in {checklist.case_ids}, not in {story.case}"
    for weight, expected in ((Weight.REQUIRED, story.required), (Weight.OFTEN_ASKED, story.often)):
        found = items(checklist, weight)
        if found != set(expected):
            yield f"{weight}: lacks {sorted(set(expected) - found)}, has beyond it {sorted(found - set(expected))}"
    for item in checklist.items:
        yield from _papers_of(item, story)
    open_items = {item.item_id: item.only_if for item in checklist.items if item.only_if}
    if open_items.keys() != story.marked.keys():
        yield f"marked are {sorted(open_items)}, expected {sorted(story.marked)}"
    yield from (
        f"'{item}' is marked '{open_items[item]}', not '{part}'"
        for item, part in story.marked.items()
        if item in open_items and part not in open_items[item]
    )


def _papers_of(item: Item, story: Story) -> Iterator[str]:
    papers = tuple(paper.document_id for paper in item.papers)
    expected = story.alternatives.get(item.item_id, (item.item_id,))
    if set(papers) != set(expected):
        yield f"'{item.item_id}' is one of {papers}, not of {expected}"
    for unwanted in set(papers) & set(story.absent):
        yield f"'{unwanted}' is asked for and must not be"


def _words_at_odds(checklist: Checklist, story: Story) -> Iterator[str]:
    notes = " | ".join(checklist.notes)
    yield from (f"no note says '{part}': {notes}" for part in story.says if part not in notes)
    if checklist.ask_officer is not story.officer:
        yield f"{'sends' if checklist.ask_officer else 'does not send'} to an officer"
    if story.regulation and not checklist.regulation.startswith(story.regulation):
        yield f"names {checklist.regulation}, not {story.regulation}"
    if not checklist.regulation or not checklist.rule_date:
        yield "names no regulation or no date"


def _ungrounded(catalogue: Catalogue, story: Story) -> Iterator[str]:
    """Expected papers that some case prints on another ground than the story names."""
    rows = [row for case_id in story.case for row in catalogue.case(case_id).rows]
    for item, ground in (*story.required.items(), *story.often.items()):
        places = {(row.source_id, row.article) for row in rows if row.item_id == item}
        if places and (ground.source, ground.article) not in places:
            yield f"'{item}' rests on {sorted(places)}, not on {ground.source} {ground.article}"


def _read(path: Path) -> Iterator[Story]:
    sheet = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506  a SafeLoader with one check more
    grounds = {NOBODY: Ground("", "no source")} | {key: Ground(**one) for key, one in sheet["grounds"].items()}
    alternatives = {item: tuple(papers) for item, papers in sheet.get("alternatives", {}).items()}
    for entry in sheet["stories"]:
        cases = entry["case"]
        of_grounds = {
            key: {name: grounds[ground] for name, ground in entry.get(key, {}).items()}
            for key in ("required", "often", "says")
        }
        yield Story(
            **{
                **entry,
                **of_grounds,
                "case": (cases,) if isinstance(cases, str) else tuple(cases),
                "absent": tuple(entry.get("absent", ())),
                "alternatives": alternatives,
            }
        )

"""From the texts of all files to one Catalogue, or to every reason why not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeVar

from kiosk.domain.catalogue.fields import Fields
from kiosk.domain.catalogue.history import Change, Edition, RuleTable
from kiosk.domain.catalogue.linking import unresolved
from kiosk.domain.catalogue.model import (
    Case,
    Catalogue,
    CatalogueError,
    Document,
    Fact,
    Need,
    Place,
    Problem,
    Proposal,
    Source,
    Text,
)
from kiosk.domain.catalogue.programmes import Difference, Programme
from kiosk.domain.catalogue.sections import (
    read_document,
    read_fact,
    read_need,
    read_proposal,
    read_source,
)
from kiosk.domain.catalogue.sections_cases import Groups, read_case
from kiosk.domain.catalogue.sections_history import read_change, read_editions, read_table
from kiosk.domain.catalogue.sections_programmes import read_difference, read_programme
from kiosk.domain.catalogue.sheet import Table, read_sheet

MAX_FILES: Final = 64
Thing = TypeVar("Thing", Source, Document, Fact, Need, Case, Proposal, RuleTable)


@dataclass(slots=True)
class _Heap:
    """Everything read so far, in the order of the files."""

    sources: list[Source] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    finder_facts: list[Fact] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    tables: list[RuleTable] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Head:
    day: date
    number: int
    languages: tuple[str, ...]
    forms: Mapping[str, Text]
    joining_or: Text
    copies: Text | None
    confirmed_words: Text | None
    editions: tuple[Edition, ...]
    place: Place


def parse_catalogue(files: Mapping[str, str | bytes]) -> Catalogue:
    """The catalogue in `files` ({name: YAML text}); which file holds which section is free.

    Raises CatalogueError with every problem found (file, line, sentence), and nothing else, whatever the input.
    """
    problems: list[Problem] = []
    if not 1 <= len(files) <= MAX_FILES:
        raise CatalogueError(
            (Problem(Place("catalogue", 1), f"terdiri dari {len(files)} berkas; yang dibaca 1 sampai {MAX_FILES}"),)
        )
    sheets = {name: sheet for name in sorted(files) if (sheet := read_sheet(name, files[name], problems)) is not None}
    head = _head(sheets, problems)
    if head is None or problems:
        raise CatalogueError(tuple(problems))
    heap = _Heap()
    tops = [Fields(sheet, "berkas ini", head.languages, problems) for sheet in sheets.values()]
    papers = _groups(tops, "paper_groups", "surat")
    notes = _groups(tops, "note_groups", "catatan")
    for top in tops:
        _read_file(top, heap, papers, notes)
        top.close()
    for groups in (papers, notes):
        for name in groups.entries.keys() - groups.used:
            for entry in groups.entries[name][:1]:
                entry.report(f"ada di kelompok '{name}', yang tidak dipakai kasus mana pun")
    catalogue = _assembled(head, heap, problems)
    problems += unresolved(catalogue)
    if problems:  # a group is read once for each case that uses it
        unique = dict.fromkeys(problems)
        raise CatalogueError(tuple(sorted(unique, key=lambda problem: (problem.place.file, problem.place.line))))
    return catalogue


def _head(sheets: Mapping[str, Table], problems: list[Problem]) -> _Head | None:
    found = [sheet for sheet in sheets.values() if "catalogue" in sheet.entries]
    if len(found) != 1:
        where = found[1].key_places["catalogue"] if found else Place("catalogue", 1)
        problems.append(Problem(where, f"{len(found)} berkas mempunyai kepala 'catalogue:'; harus tepat satu"))
        return None
    node = found[0].entries["catalogue"]
    if not isinstance(node, Table):
        problems.append(Problem(node.place, "kepala 'catalogue:' harus berupa tabel"))
        return None
    languages = Fields(node, "kepala katalog", (), problems).slugs("languages")
    fields = Fields(node, "kepala katalog", languages, problems)
    fields.slugs("languages")
    if "id" not in languages:
        fields.report("memerlukan 'id' di antara bahasanya")
    day = fields.day("date", required=True)
    number = fields.number("number")
    if number < 1:
        fields.report("memerlukan number mulai dari 1")
    forms = fields.table("forms")
    texts = {} if forms is None else {name: forms.text(name) for name in forms.names()}
    joining_or, copies = fields.text("or"), _with_places(fields, "copies", {"n"})
    confirmed = _with_places(fields, "confirmed", {"n", "all", "branch", "date"})
    editions = read_editions(fields, number, day or date.max)
    fields.close()
    return (
        None
        if day is None
        else _Head(day, number, languages, texts, joining_or, copies, confirmed, editions, node.place)
    )


def _with_places(fields: Fields, key: str, places: set[str]) -> Text | None:
    """A sentence with {places} that are filled in later; each of them, and no other."""
    text = fields.optional_text(key)
    for words in () if text is None else text.values():
        found = set(re.findall(r"\{([^{}]*)\}", words))
        if found != places or set(re.sub(r"\{[a-z]+\}", "", words)) & set("{}"):
            fields.report(f"memerlukan {', '.join(sorted('{' + one + '}' for one in places))} di '{key}'")
    return text


def _groups(tops: list[Fields], key: str, what: str) -> Groups:
    groups = Groups()
    for top in tops:
        for name, entries in top.named_lists(key, what).items():
            if name in groups.entries:
                top.report(f"menulis kelompok '{name}' dua kali")
            groups.entries[name] = entries
    return groups


def _read_file(top: Fields, heap: _Heap, papers: Groups, notes: Groups) -> None:
    top.node("catalogue")
    heap.sources += map(read_source, top.tables("sources", "sumber"))
    heap.documents += map(read_document, top.tables("documents", "surat"))
    heap.facts += map(read_fact, top.tables("facts", "pertanyaan"))
    heap.needs += map(read_need, top.tables("needs", "keperluan"))
    heap.changes += map(read_change, top.tables("changes", "perubahan"))
    heap.tables += map(read_table, top.tables("tables", "tabel"))
    heap.programmes += map(read_programme, top.tables("programmes", "program"))
    heap.differences += map(read_difference, top.tables("differences", "beda program"))
    finder = top.table("finder")
    if finder is not None:
        heap.finder_facts += map(read_fact, finder.tables("facts", "pertanyaan", required=True))
        heap.proposals += map(read_proposal, finder.tables("proposals", "usulan", required=True))
        finder.close()
    programme = top.table("programme")
    need_id = name = ""
    if programme is not None:
        need_id, name = programme.slug("need"), programme.string("name")
        programme.close()
    cases = top.tables("cases", "kasus")
    if cases and programme is None:
        top.report("mempunyai kasus dan memerlukan 'programme: {need: …, name: …}'")
    heap.cases += [read_case(one, need_id, name, papers, notes) for one in cases]


def _assembled(head: _Head, heap: _Heap, problems: list[Problem]) -> Catalogue:
    with_list = {case.need_id for case in heap.cases}
    return Catalogue(
        head.day,
        head.number,
        head.languages,
        head.forms,
        head.joining_or,
        _by_id(heap.sources, lambda source: source.source_id, problems),
        _by_id(heap.documents, lambda document: document.document_id, problems),
        _by_id([*heap.facts, *heap.finder_facts], lambda fact: fact.fact_id, problems),
        tuple(replace(need, has_checklist=need.need_id in with_list) for need in heap.needs),
        tuple(heap.cases),
        tuple(heap.proposals),
        frozenset(fact.fact_id for fact in heap.finder_facts),
        tuple(heap.changes),
        _by_id(heap.tables, lambda table: table.table_id, problems),
        head.editions,
        head.copies,
        head.confirmed_words,
        tuple(heap.programmes),
        tuple(heap.differences),
        head.place,
    )


def _by_id(things: list[Thing], key: Callable[[Thing], str], problems: list[Problem]) -> Mapping[str, Thing]:
    found: dict[str, Thing] = {}
    for thing in things:
        if key(thing) in found:
            problems.append(Problem(thing.place, f"id '{key(thing)}' dipakai dua kali"))
        found[key(thing)] = thing
    return found

"""What reading alone cannot see: answers without a list, lists without answers, requirements without ground, words."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from kiosk.domain.catalogue.model import Case, Catalogue, Condition, Confidence, Note, Place, Problem
from kiosk.domain.catalogue.text_rules import text_problems
from kiosk.domain.catalogue.time_rules import time_problems
from kiosk.domain.interview.paths import MOST_TAPS, bits_of, longest, walk
from kiosk.domain.interview.rules import NeedRules, NoChecklistError, finder_of, need_days, rules_of
from kiosk.domain.interview.worlds import Domains, TooManyWorldsError, Worlds

MOST_FINDER_QUESTIONS: Final = 4
_WEAKEST_AUTHORITY: Final = {Confidence.LAW: 2, Confidence.OFFICIAL: 3}
_OFFICER: Final = {"id": "petugas", "en": "officer"}


def check_catalogue(catalogue: Catalogue) -> list[Problem]:
    """Everything wrong with a catalogue that could be read; empty when it may go into force.

    From the day of the catalogue on: every answer set leads to exactly one case; every case, paper and note can be
    reached; every interview ends in one list within MOST_TAPS; requirements rest on sources strong enough; texts keep
    the rules of plain words.
    """
    found = [*_grounds(catalogue), *_unused(catalogue), *text_problems(catalogue)]
    try:
        for need in catalogue.needs:
            later = [day for day in need_days(catalogue, need.need_id) if day > catalogue.day]
            for day in (catalogue.day, *later) if need.has_checklist else ():
                found += _need(catalogue, need.need_id, day)
        if catalogue.proposals:
            found += _finder(catalogue)
    except TooManyWorldsError as error:
        found.append(Problem(catalogue.place, f"syarat-syaratnya menghasilkan {error}"))
    return sorted(dict.fromkeys(found), key=lambda problem: (problem.place.file, problem.place.line))


def _need(catalogue: Catalogue, need_id: str, day: date) -> Iterator[Problem]:
    try:
        rules = rules_of(catalogue, need_id, day)
    except NoChecklistError:
        return
    worlds = rules.conversation.worlds
    yield from _one_case_each(worlds, rules.need.place)
    yield from _reachable(rules)
    ways = walk(rules.conversation)
    for position in ways.open_ends:
        yield Problem(
            rules.need.place, f"jawaban ini membiarkan daftarnya terbuka: {_answers(worlds, position.domains)}"
        )
    for case in rules.cases:
        if case.case_id not in ways.by_case:
            yield Problem(case.place, f"kasus '{case.case_id}' tidak dicapai wawancara mana pun")
    taps = longest(rules.conversation)
    if taps > MOST_TAPS:
        yield Problem(
            rules.need.place, f"wawancara terpanjang untuk '{need_id}' {taps} sentuhan, paling banyak {MOST_TAPS}"
        )


def _one_case_each(worlds: Worlds, place: Place) -> Iterator[Problem]:
    for box in worlds.boxes:
        keys = [worlds.branches[at].key for at in box.branches]
        if not keys:
            yield Problem(place, f"tidak ada kasus dengan jawaban ini: {_answers(worlds, box.domains)}")
        elif len(keys) > 1:
            both = " dan ".join(f"'{key}'" for key in keys)
            yield Problem(place, f"{both} sama-sama mempunyai jawaban ini: {_answers(worlds, box.domains)}")


def _reachable(rules: NeedRules) -> Iterator[Problem]:
    worlds = rules.conversation.worlds
    for number, case in enumerate(rules.cases):
        lists = rules.conversation.lists(worlds.everything, tuple(b for b in worlds.boxes if b.branches == (number,)))
        reached = {at for _, values in lists for value in values for applying in value for at in applying}
        if not lists:
            yield Problem(case.place, f"kasus '{case.case_id}' tidak mempunyai jawaban sendiri")
            continue
        for at, row in enumerate(case.rows):
            if at not in reached:
                yield Problem(row.place, f"kasus '{case.case_id}': syarat '{row.item_id}' tidak pernah terpenuhi")
        for at, note in enumerate(case.notes, len(case.rows)):
            if at not in reached:
                yield Problem(note.place, f"kasus '{case.case_id}': syarat satu catatan tidak pernah terpenuhi")


def _finder(catalogue: Catalogue) -> Iterator[Problem]:
    finder = finder_of(catalogue)
    place = catalogue.proposals[0].place
    yield from _one_case_each(finder.worlds, place)
    ways = walk(finder)
    for proposal in catalogue.proposals:
        if proposal.need_id not in ways.by_case:
            yield Problem(proposal.place, f"pencari tidak pernah mengusulkan '{proposal.need_id}'")
    if longest(finder) > MOST_FINDER_QUESTIONS:
        yield Problem(place, f"pencari bertanya lebih dari {MOST_FINDER_QUESTIONS} kali")


def _grounds(catalogue: Catalogue) -> Iterator[Problem]:
    yield from time_problems(catalogue)
    yield from _told(catalogue)
    for case in catalogue.cases:
        name = f"kasus '{case.case_id}'"
        for row in case.rows:
            reason = _too_weak(catalogue, row.confidence, row.source_id)
            if reason:
                yield Problem(row.place, f"{name}: '{row.item_id}' {reason}")
            if row.confidence is Confidence.UNSOURCED and not _sent_to_officer(case, row.when):
                yield Problem(
                    row.place,
                    f"{name}: '{row.item_id}' tak bersumber, dan tak ada catatan yang menyuruh bertanya petugas",
                )
        for note in case.notes:
            for reason in _weak_note(catalogue, note):
                yield Problem(note.place, f"{name}: {reason}")


def _told(catalogue: Catalogue) -> Iterator[Problem]:
    """The grounds of what is said outside a case's rows and notes."""
    for case in catalogue.cases:
        for language, word in _OFFICER.items():
            if case.officer is not None and word not in case.officer.get(language, word).lower():
                yield Problem(case.place, f"kasus '{case.case_id}': alasannya harus berkata '{word}'")
    for need in catalogue.needs:
        spoken = need.without_phone if need.before_number is None else (need.before_number, *need.without_phone)
        for note in spoken:
            yield from (
                Problem(note.place, f"keperluan '{need.need_id}': {why}") for why in _weak_note(catalogue, note)
            )
    yield from _told_history(catalogue)


def _told_history(catalogue: Catalogue) -> Iterator[Problem]:
    for table in catalogue.tables.values():
        reason = _too_weak(catalogue, table.confidence, table.source_id)
        if reason:
            yield Problem(table.place, f"tabel '{table.table_id}' {reason}")
    for change in catalogue.changes:
        name = f"perubahan '{change.change_id}'"
        reason = _too_weak(catalogue, change.confidence, change.source_id)
        if reason:
            yield Problem(change.place, f"{name} {reason}")
        weak = change.confidence not in _WEAKEST_AUTHORITY and (change.added or change.removed)
        if weak and "petugas" not in change.after["id"].lower():
            yield Problem(change.place, f"{name} harus berkata 'petugas', karena tidak berdasar aturan")


def _weak_note(catalogue: Catalogue, note: Note) -> Iterator[str]:
    reason = _too_weak(catalogue, note.confidence, note.source_id)
    if reason:
        yield f"satu catatan {reason}"
    if note.confidence is Confidence.UNSOURCED and not note.ask_officer:
        yield "catatan tak bersumber hanya boleh menyuruh bertanya kepada petugas (ask_officer: yes)"
    if note.ask_officer or note.confidence not in _WEAKEST_AUTHORITY:
        for language, word in _OFFICER.items():
            if word not in note.text.get(language, word).lower():
                yield f"satu catatan harus berkata '{word}', karena tidak berdasar aturan"


def _too_weak(catalogue: Catalogue, confidence: Confidence, source_id: str) -> str:
    weakest = _WEAKEST_AUTHORITY.get(confidence)
    if weakest is None or not source_id or catalogue.sources[source_id].authority <= weakest:
        return ""
    return f"mengaku '{confidence}', tetapi sumbernya '{source_id}' lebih lemah daripada itu"


def _sent_to_officer(case: Case, when: Condition) -> bool:
    return case.officer is not None or any(
        note.ask_officer and (note.when == when or not note.when.clauses) for note in case.notes
    )


def _unused(catalogue: Catalogue) -> Iterator[Problem]:
    cases = catalogue.cases
    rows = [row for case in cases for row in case.rows]
    notes = [note for case in cases for note in case.notes]
    documents = {document_id for row in rows for document_id in row.document_ids}
    documents |= {document_id for change in catalogue.changes for document_id in change.removed}
    sources = {
        *(change.source_id for change in catalogue.changes),
        *(table.source_id for table in catalogue.tables.values()),
        *(note.source_id for need in catalogue.needs for note in (need.before_number, *need.without_phone) if note),
        *(row.source_id for row in rows),
        *(note.source_id for note in notes),
        *(case.source_id for case in cases),
        *(statement.source_id for programme in catalogue.programmes for statement in programme.statements),
        *(difference.statement.source_id for difference in catalogue.differences),
    }
    conditions = [*(row.when for row in rows), *(note.when for note in notes), *(case.when for case in cases)]
    asked = {fact for one in (*conditions, *(proposal.when for proposal in catalogue.proposals)) for fact in one.facts}
    for document_id in sorted(catalogue.documents.keys() - documents):
        yield Problem(catalogue.documents[document_id].place, f"surat '{document_id}' tidak diminta kasus mana pun")
    for source_id in sorted(catalogue.sources.keys() - sources):
        yield Problem(catalogue.sources[source_id].place, f"sumber '{source_id}' tidak disebut di mana pun")
    for fact_id in sorted(catalogue.facts.keys() - asked):
        fact = catalogue.facts[fact_id]
        if not any(answer.rules_out for answer in fact.answers):
            yield Problem(fact.place, f"pertanyaan '{fact_id}' tidak menentukan apa pun")


def _answers(worlds: Worlds, domains: Domains) -> str:
    """The answers of a box in words, only where they are fewer than all."""
    parts = [
        f"{fact.fact_id} = {' atau '.join(fact.answers[bit.bit_length() - 1].answer_id for bit in bits_of(mask))}"
        for fact, mask, whole in zip(worlds.facts, domains, worlds.everything, strict=True)
        if mask != whole
    ]
    return ", ".join(parts) or "apa saja"

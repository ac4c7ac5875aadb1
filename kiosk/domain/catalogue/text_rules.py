"""The rules of plain words: short, in the spelling of the dictionary, without jargon or unexplained acronyms."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.domain.catalogue.model import Catalogue, Place, Problem, Text

MOST_WORDS_IN_A_SENTENCE: Final = 12
MOST_WORDS_ON_A_BUTTON: Final = 3
MOST_WORDS_ON_A_CARD: Final = 5
MOST_SENTENCES: Final = 2

INSTEAD: Final = {
    "antrian": "antrean",
    "silahkan": "silakan",
    "ijin": "izin",
    "photo copy": "fotokopi",
    "fotocopy": "fotokopi",
    "foto kopi": "fotokopi",
    "kwitansi": "kuitansi",
    "praktek": "praktik",
    "klaim": "mengurus atau mencairkan",
    "mengklaim": "mengurus atau mencairkan",
    "verifikasi": "diperiksa",
    "valid": "masih berlaku",
    "input": "isi",
    "scan": "foto",
    "submit": "kirim",
    "legalisir": "dicap sah",
    "dilegalisir": "dicap sah",
    "anda": "Bapak/Ibu",
}
"""Words that are not used on screen or paper, and what stands there instead (Indonesian)."""

EVERYDAY: Final = frozenset({"KTP", "BPJS", "PHK", "JHT", "HRD", "HP", "HR", "ID"})
"""Short forms everybody in the lobby knows; every other one is explained where it stands."""

_NEGATION: Final = re.compile(r"\b(tidak|belum|bukan|jangan|tanpa)\b", re.IGNORECASE)
_ACRONYM: Final = re.compile(r"\b[A-Z]{2,}\b")
_AMOUNT: Final = re.compile(r"Rp\d+ (juta|million)")  # read as one word
_SENTENCE_END: Final = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True, slots=True)
class Entry:
    """Texts that are read together: one question, one answer, one paper."""

    name: str
    place: Place
    sentences: tuple[Text, ...] = ()
    buttons: tuple[Text, ...] = ()
    cards: tuple[Text, ...] = ()
    titles: tuple[Text, ...] = ()
    """What a regulation or a newspaper is called: as long as a sentence at most, in its own short forms."""


def text_problems(catalogue: Catalogue) -> list[Problem]:
    """Every text that breaks a rule."""
    return [Problem(entry.place, f"{entry.name} {reason}") for entry in _entries(catalogue) for reason in _judge(entry)]


def sentence_problems(words: str, language: str) -> Iterator[str]:
    """What is wrong with a sentence or two that stand alone on the screen."""
    yield from _too_long(words, MOST_WORDS_IN_A_SENTENCE)
    if language == "id":
        yield from _indonesian((words,))
    yield from _unexplained(words)


def _judge(entry: Entry) -> Iterator[str]:
    limits = (
        (entry.sentences, MOST_WORDS_IN_A_SENTENCE),
        (entry.buttons, MOST_WORDS_ON_A_BUTTON),
        (entry.cards, MOST_WORDS_ON_A_CARD),
    )
    for text in entry.titles:
        for language, words in text.items():
            yield from _too_long(words, MOST_WORDS_IN_A_SENTENCE)
            yield from _indonesian((words,)) if language == "id" else ()
    whole: dict[str, list[str]] = {}
    for texts, limit in limits:
        for text in texts:
            for language, words in text.items():
                yield from _too_long(words, limit)
                whole.setdefault(language, []).append(words)
    for language, parts in whole.items():
        together = " ".join(parts)
        if language == "id":
            yield from _indonesian(parts)
        yield from _unexplained(together)


def _unexplained(together: str) -> Iterator[str]:
    for acronym in sorted(set(_ACRONYM.findall(together)) - EVERYDAY):
        if f"({acronym})" not in together:
            yield f"memakai '{acronym}' tanpa penjelasan: tulis kata-katanya, lalu ({acronym})"


def _too_long(text: str, limit: int) -> Iterator[str]:
    sentences = _SENTENCE_END.split(text)
    if len(sentences) > MOST_SENTENCES:
        yield f"mempunyai {len(sentences)} kalimat, paling banyak {MOST_SENTENCES}: '{text}'"
    for sentence in sentences:
        count = len(_AMOUNT.sub("amount", sentence).split())
        if count > limit:
            yield f"mempunyai {count} kata, paling banyak {limit}: '{sentence}'"


def _indonesian(parts: Iterable[str]) -> Iterator[str]:
    for text in parts:
        for word, better in INSTEAD.items():
            if re.search(rf"\b{word}\b", text, re.IGNORECASE):
                yield f"berkata '{word}'; tulis {better}"
        for sentence in _SENTENCE_END.split(text):
            if len(_NEGATION.findall(sentence)) > 1:
                yield f"menyangkal dua kali dalam satu kalimat: '{sentence}'"


def _entries(catalogue: Catalogue) -> Iterator[Entry]:
    for need in catalogue.needs:
        told = [note.text for note in (need.before_number, *need.without_phone) if note is not None]
        phrases = _given(need.hint, need.open_title, need.open_phrase, *told)
        yield Entry(f"keperluan '{need.need_id}'", need.place, sentences=phrases, cards=(need.name,))
    for fact in catalogue.facts.values():
        yield Entry(f"pertanyaan '{fact.fact_id}'", fact.place, sentences=_given(fact.text, fact.hint))
        for answer in fact.answers:
            name = f"jawaban '{answer.answer_id}' untuk '{fact.fact_id}'"
            yield Entry(name, answer.place, sentences=_given(answer.hint), buttons=(answer.text,))
    for document in catalogue.documents.values():
        texts = _given(document.name, document.plain, document.where, document.issuer, document.validity)
        yield Entry(f"surat '{document.document_id}'", document.place, sentences=texts)
    for case in catalogue.cases:
        yield Entry(f"kasus '{case.case_id}'", case.place, sentences=_given(case.title, case.phrase, case.officer))
        for row in case.rows:
            yield Entry(f"kasus '{case.case_id}': surat '{row.item_id}'", row.place, sentences=_given(row.why))
        for note in case.notes:
            yield Entry(f"kasus '{case.case_id}': satu catatan", note.place, sentences=(note.text,))
    for change in catalogue.changes:
        yield Entry(f"perubahan '{change.change_id}'", change.place, sentences=(change.before, change.after))
    for table in catalogue.tables.values():
        yield Entry(f"tabel '{table.table_id}'", table.place, sentences=(table.title,))
    yield from _programme_entries(catalogue)
    yield from _head_entries(catalogue)


def _head_entries(catalogue: Catalogue) -> Iterator[Entry]:
    for source in catalogue.sources.values():
        yield Entry(f"sumber '{source.source_id}'", source.place, titles=(source.short,))
    head = _given(*catalogue.forms.values(), catalogue.joining_or, catalogue.copies, catalogue.confirmed_words)
    yield Entry("kepala katalog", catalogue.place, sentences=head)


def _programme_entries(catalogue: Catalogue) -> Iterator[Entry]:
    for programme in catalogue.programmes:
        name = f"program '{programme.programme_id}'"
        yield Entry(name, programme.place, sentences=(programme.motto,), cards=(programme.name,))
        for statement in programme.statements:
            yield Entry(f"{name}: satu kalimat", statement.place, (statement.text,), cards=(programme.name,))
    named = {programme.programme_id: programme.name for programme in catalogue.programmes}
    for difference in catalogue.differences:
        names = _given(*map(named.get, difference.between))  # they stand over the sentence and explain its short forms
        yield Entry("beda program", difference.statement.place, (difference.statement.text,), cards=names)


def _given(*texts: Text | None) -> tuple[Text, ...]:
    return tuple(text for text in texts if text is not None)

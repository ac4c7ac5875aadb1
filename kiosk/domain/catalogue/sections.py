"""One reader for each section of the catalogue's files; references are resolved afterwards, in linking."""

from kiosk.domain.catalogue.basis import ALWAYS, Confidence, Period
from kiosk.domain.catalogue.fields import Fields
from kiosk.domain.catalogue.model import (
    Document,
    Effort,
    Fact,
    FactAnswer,
    Need,
    Note,
    NoteKind,
    Proposal,
    Source,
)
from kiosk.domain.catalogue.sections_cases import CONFIDENCES, read_note

SERVICES = (
    *("jht", "jp", "jkm", "jkk", "jkp", "belum-tahu"),
    *("data", "kartu", "jmo", "info", "pengaduan", "daftar", "iuran"),
)


def read_source(fields: Fields) -> Source:
    """A row of `sources:`."""
    source = Source(
        fields.slug("id"),
        fields.text("short"),
        fields.string("title"),
        fields.number("authority"),
        fields.string("read"),
        fields.string("url", required=False),
        fields.place,
    )
    if not 1 <= source.authority <= 4:
        fields.report("memerlukan authority dari 1 (peraturan) sampai 4 (berita)")
    fields.close()
    return source


def read_document(fields: Fields) -> Document:
    """A row of `documents:`."""
    document = Document(
        fields.slug("id"),
        fields.text("name"),
        fields.optional_text("plain"),
        fields.text("where"),
        fields.string("icon"),
        fields.slug("form", required=False),
        fields.number("copies", default=0),
        fields.optional_text("issuer"),
        fields.optional_text("validity"),
        Effort(fields.choice("effort", tuple(Effort))) if fields.has("effort") else None,
        fields.place,
    )
    fields.close()
    return document


def read_fact(fields: Fields) -> Fact:
    """A row of `facts:`: one question."""
    answers = tuple(_answer(answer) for answer in fields.tables("answers", "jawaban", required=True))
    fact = Fact(
        fields.slug("id"),
        fields.text("text"),
        fields.optional_text("hint"),
        fields.string("picture"),
        answers,
        fields.condition("ask_if"),
        fields.choice("presume", tuple(answer.answer_id for answer in answers)) if fields.has("presume") else "",
        fields.place,
    )
    if not 2 <= len(answers) <= 4:
        fields.report(
            f"mempunyai {len(answers)} jawaban; yang boleh dua sampai empat, 'Tidak yakin' ada dengan sendirinya"
        )
    if len({answer.answer_id for answer in answers}) != len(answers):
        fields.report("mempunyai id jawaban yang sama dua kali")
    fields.close()
    return fact


def _answer(fields: Fields) -> FactAnswer:
    answer = FactAnswer(
        fields.slug("id"),
        fields.text("text"),
        fields.optional_text("hint"),
        fields.string("icon"),
        fields.answers_of_facts("rules_out"),
        fields.place,
    )
    fields.close()
    return answer


def read_need(fields: Fields) -> Need:
    """A row of `needs:`: one card of the picker."""
    opens = fields.number("opens_page", default=0)
    number = fields.number("number", default=0)
    need = Need(
        fields.slug("id"),
        fields.choice("service", SERVICES),
        fields.string("programme", required=False),
        fields.text("name"),
        fields.text("hint"),
        fields.string("icon"),
        fields.number("page"),
        opens or None,
        number,
        fields.text("open_title") if number else fields.optional_text("open_title"),
        fields.text("open_phrase") if number else fields.optional_text("open_phrase"),
        _before_number(fields),
        tuple(read_note(one) for one in fields.tables("without_phone", "langkah tanpa HP")),
        fields.place,
    )
    fields.close()
    return need


def read_proposal(fields: Fields) -> Proposal:
    """A row of `finder: proposals:`."""
    proposal = Proposal(fields.slug("need"), fields.condition(), fields.place)
    fields.close()
    return proposal


def _before_number(fields: Fields) -> Note | None:
    """`before_number`, with the source, article and confidence beside it in the need."""
    if not fields.has("before_number"):
        return None
    return Note(
        fields.text("before_number"),
        NoteKind.INFO,
        ALWAYS,
        False,
        fields.slug("source"),
        fields.string("article", required=False),
        Confidence(fields.choice("confidence", CONFIDENCES)),
        Period(),
        fields.place,
    )

"""One reader for each section of the catalogue's files; references are resolved afterwards, in linking."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.domain.catalogue.fields import Fields
from kiosk.domain.catalogue.model import (
    Case,
    Confidence,
    Document,
    Fact,
    FactAnswer,
    Need,
    Note,
    Proposal,
    Row,
    Source,
)

SERVICES = (
    *("jht", "jp", "jkm", "jkk", "jkp", "belum-tahu"),
    *("data", "kartu", "jmo", "info", "pengaduan", "daftar", "iuran"),
)
_CONFIDENCES = tuple(Confidence)


@dataclass(slots=True)
class Groups:
    """Lists of rows or notes that several cases share, and which of them were used."""

    entries: dict[str, tuple[Fields, ...]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


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
        fields.report("needs an authority from 1 (regulation) to 4 (press)")
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
        fields.place,
    )
    fields.close()
    return document


def read_fact(fields: Fields) -> Fact:
    """A row of `facts:`: one question."""
    answers = tuple(_answer(answer) for answer in fields.tables("answers", "answer", required=True))
    fact = Fact(
        fields.slug("id"),
        fields.text("text"),
        fields.optional_text("hint"),
        fields.string("picture"),
        answers,
        fields.condition("ask_if"),
        fields.place,
    )
    if not 2 <= len(answers) <= 4:
        fields.report(f"has {len(answers)} answers; a question has two to four, 'Tidak yakin' comes by itself")
    if len({answer.answer_id for answer in answers}) != len(answers):
        fields.report("has the same answer id twice")
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
        fields.place,
    )
    fields.close()
    return need


def read_proposal(fields: Fields) -> Proposal:
    """A row of `finder: proposals:`."""
    proposal = Proposal(fields.slug("need"), fields.condition(), fields.place)
    fields.close()
    return proposal


def read_case(fields: Fields, need_id: str, programme: str, papers: Groups, notes: Groups) -> Case:
    """A row of `cases:`, with the groups it uses written out."""
    rows = tuple(_row(one) for one in _with_groups(fields, "papers", "paper", papers))
    case = Case(
        fields.slug("id"),
        fields.number("number"),
        need_id,
        programme,
        fields.text("title"),
        fields.text("phrase"),
        fields.choice("who", ("self", "heir")),
        fields.condition(),
        fields.slug("source"),
        fields.string("article", required=False),
        fields.period(),
        rows,
        tuple(_note(one) for one in _with_groups(fields, "notes", "note", notes)),
        fields.place,
    )
    if case.period.since is None:
        fields.report("needs 'from', the date since which its rule is in force")
    if not rows:
        fields.report("needs at least one paper")
    fields.close()
    return case


def _with_groups(fields: Fields, key: str, what: str, groups: Groups) -> Iterator[Fields]:
    for one in fields.tables(key, what):
        if not one.has("use"):
            yield one
            continue
        name = one.slug("use")
        one.close()
        if name in groups.entries:
            groups.used.add(name)
            yield from groups.entries[name]
        elif name:
            one.report(f"uses the group '{name}', which no file defines")


def _row(fields: Fields) -> Row:
    confidence = Confidence(fields.choice("confidence", _CONFIDENCES))
    if fields.has("one_of"):
        documents = fields.slugs("one_of")
        item_id = fields.slug("item")
        if len(documents) == 1:
            fields.report("needs at least two papers behind 'one_of'")
    else:
        documents = (fields.slug("paper"),)
        item_id = documents[0]
    row = Row(
        item_id,
        documents,
        fields.condition(),
        fields.optional_text("why"),
        fields.slug("form", required=False),
        fields.slug("source", required=confidence is not Confidence.UNSOURCED),
        fields.string("article", required=False),
        confidence,
        fields.period(),
        fields.place,
    )
    if row.when.clauses and row.why is None:
        fields.report("has a condition and needs 'why', which says it in words")
    fields.close()
    return row


def _note(fields: Fields) -> Note:
    confidence = Confidence(fields.choice("confidence", _CONFIDENCES))
    note = Note(
        fields.text("text"),
        fields.condition(),
        fields.choice("ask_officer", ("no", "yes")) == "yes" if fields.has("ask_officer") else False,
        fields.slug("source", required=confidence is not Confidence.UNSOURCED),
        fields.string("article", required=False),
        confidence,
        fields.period(),
        fields.place,
    )
    fields.close()
    return note

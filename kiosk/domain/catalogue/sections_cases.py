"""Readers of `cases:`: the case, its papers and its notes, with the groups it uses written out."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kiosk.domain.catalogue.basis import Confidence, Period
from kiosk.domain.catalogue.fields import Fields
from kiosk.domain.catalogue.model import Case, Note, NoteKind, Row, Who

CONFIDENCES = tuple(Confidence)


@dataclass(slots=True)
class Groups:
    """Lists of rows or notes that several cases share, and which of them were used."""

    entries: dict[str, tuple[Fields, ...]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


def read_case(fields: Fields, need_id: str, programme: str, papers: Groups, notes: Groups) -> Case:
    """A row of `cases:`, with the groups it uses written out. Its own `need` goes before that of the file."""
    rows = tuple(_row(one) for one in _with_groups(fields, "papers", "surat", papers))
    case = Case(
        fields.slug("id"),
        fields.number("number"),
        fields.slug("need") if fields.has("need") else need_id,
        programme,
        fields.text("title"),
        fields.text("phrase"),
        Who(fields.choice("who", tuple(Who))),
        _officer(fields),
        fields.condition(),
        fields.slug("source"),
        fields.string("article", required=False),
        fields.period(),
        rows,
        tuple(read_note(one) for one in _with_groups(fields, "notes", "catatan", notes)),
        fields.place,
    )
    if case.period.since is None:
        fields.report("memerlukan 'from', tanggal mulai berlakunya")
    if not rows and case.officer is None:
        fields.report("memerlukan paling sedikit satu surat, atau 'officer: yes' dan 'reason'")
    fields.close()
    return case


def read_note(fields: Fields) -> Note:
    """A row of `notes:`, or a sentence said before a number is taken."""
    confidence = Confidence(fields.choice("confidence", CONFIDENCES))
    note = Note(
        fields.text("text"),
        NoteKind(fields.choice("kind", tuple(NoteKind))) if fields.has("kind") else NoteKind.INFO,
        fields.condition(),
        fields.flag("ask_officer"),
        fields.slug("source", required=confidence is not Confidence.UNSOURCED),
        fields.string("article", required=False),
        confidence,
        fields.period(),
        fields.place,
    )
    fields.close()
    return note


def _officer(fields: Fields) -> dict[str, str] | None:
    if not fields.flag("officer"):
        if fields.has("reason"):
            fields.report("mempunyai 'reason', yang hanya untuk 'officer: yes'")
        fields.node("reason")
        return None
    return dict(fields.text("reason"))


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
            one.report(f"memakai kelompok '{name}', yang tidak ada di berkas mana pun")


def read_papers(fields: Fields, confidence: Confidence) -> Row:
    """What a row asks for, of whom and in what form; its source and period are read by whoever knows them."""
    if fields.has("one_of"):
        documents = fields.slugs("one_of")
        item_id = fields.slug("item")
        if len(documents) == 1:
            fields.report("memerlukan paling sedikit dua surat di 'one_of'")
    else:
        documents = (fields.slug("paper"),)
        item_id = documents[0]
    when, why = fields.condition(), fields.optional_text("why")
    if when.clauses and why is None:
        fields.report("mempunyai syarat dan memerlukan 'why', kalimat yang menyebut syarat itu")
    form = fields.slug("form", required=False)
    return Row(item_id, documents, when, why, form, "", "", confidence, Period(), fields.place)


def _row(fields: Fields) -> Row:
    confidence = Confidence(fields.choice("confidence", CONFIDENCES))
    row = replace(
        read_papers(fields, confidence),
        source_id=fields.slug("source", required=confidence is not Confidence.UNSOURCED),
        article=fields.string("article", required=False),
        period=fields.period(),
    )
    fields.close()
    return row

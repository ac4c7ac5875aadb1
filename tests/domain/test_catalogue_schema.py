"""What the catalogue can say beside papers: officers, steps before a number, changes, values of a year."""

from datetime import date

import pytest
import yaml

from kiosk.domain.catalogue import Catalogue, ChangeStatus, Effort, NoteKind, Who, parse_catalogue
from kiosk.domain.checklist import Checklist
from kiosk.domain.interview import Question, Settled, check_catalogue, next_step
from tests.domain.catalogue_files import FILES, ROOT, refused

SMALL = """
catalogue:
  date: 2026-11-23
  number: 7
  languages: [id, en]
  or: {id: atau, en: or}
  earlier:
    - {number: 2, date: 2024-06-01}
    - {number: 5, date: 2025-06-01}
  forms:
    original: {id: Asli, en: Original}
  copies: {id: "fotokopi: {n} lembar", en: "photocopies: {n}"}
sources:
  - {id: rule, short: {id: Aturan 1/2015, en: Rule 1/2015}, title: Aturan, authority: 1, read: Utuh}
documents:
  - id: card
    name: {id: Kartu, en: Card}
    where: {id: Cabang, en: Branch}
    icon: card
    form: original
    copies: 1
    issuer: {id: Cabang ini, en: This branch}
    validity: {id: Berlaku terus, en: Does not expire}
    effort: days
  - {id: letter, name: {id: Surat, en: Letter}, where: {id: Kelurahan, en: Village office}, icon: card}
tables:
  - id: age
    title: {id: Usia pensiun, en: Pensionable age}
    source: rule
    article: pasal 15
    confidence: law
    steps:
      - {from: 2025-01-01, value: 59}
      - {from: 2028-01-01, value: 60}
facts:
  - id: reached
    text: {id: "Sudah berusia {age} tahun?", en: "Already {age} years old?"}
    picture: q-generic
    answers:
      - {id: ya, text: {id: Sudah, en: "Yes"}, icon: card}
      - {id: tidak, text: {id: Belum, en: "No"}, icon: card}
needs:
  - id: pension
    service: jp
    name: {id: Pensiun, en: Pension}
    hint: {id: Usia pensiun, en: Pension age}
    icon: card
    page: 1
    number: 1
    open_title: {id: Belum pasti, en: Still open}
    open_phrase: {id: alasan memerlukannya, en: the reason needs it}
    before_number: {id: Ajukan dulu di situs., en: Apply on the website first.}
    source: rule
    confidence: law
    without_phone:
      - text: {id: "Tanpa HP: ambil nomor, petugas membantu.", en: "No phone: take a number, an officer helps."}
        ask_officer: yes
        confidence: unsourced
programme: {need: pension, name: JP}
cases:
  - id: of-age
    number: 201
    title: {id: "Pensiun: usia {age}", en: "Pension: aged {age}"}
    phrase: {id: "berusia {age} tahun", en: "you are {age}"}
    who: self
    when: {reached: ya}
    source: rule
    from: 2015-07-01
    papers:
      - {paper: card, source: rule, confidence: law}
      - {paper: letter, source: rule, confidence: law, until: 2025-12-31}
    notes:
      - text: {id: "Usia pensiun sekarang {age} tahun.", en: "The pensionable age is now {age}."}
        kind: earliest
        source: rule
        confidence: law
  - id: too-young
    number: 202
    title: {id: "Pensiun: belum cukup usia", en: "Pension: not old enough"}
    phrase: {id: belum cukup usia, en: you are younger}
    who: represented
    when: {reached: tidak}
    source: rule
    from: 2015-07-01
    officer: yes
    reason: {id: Aturan tidak menyebut suratnya. Petugas membantu., en: The rule names no papers. An officer helps.}
changes:
  - id: letter-gone
    programme: JP
    cases: [of-age]
    from: 2026-01-01
    before: {id: Surat diminta., en: The letter was asked for.}
    after: {id: Surat tidak diminta lagi., en: The letter is no longer asked for.}
    removed: [letter]
    status: in-force
    source: rule
    article: pasal 3
    confidence: law
"""


def small(old: str = "", new: str = "") -> dict[str, str]:
    assert old in SMALL, old
    return {"small.yaml": SMALL.replace(old, new, 1)}


def settled(catalogue: Catalogue, answers: dict[str, str], today: date) -> Checklist:
    step = next_step(catalogue, "pension", answers, today, "id")
    assert isinstance(step, Settled)
    return step.checklist


CATALOGUE = parse_catalogue(small())
NOW = date(2026, 12, 1)


def test_the_small_catalogue_holds_together() -> None:
    assert check_catalogue(CATALOGUE) == []


def test_a_document_may_say_form_copies_issuer_validity_and_how_long_it_takes() -> None:
    card, letter = CATALOGUE.documents["card"], CATALOGUE.documents["letter"]
    assert (card.form, card.copies, card.effort) == ("original", 1, Effort.DAYS)
    assert card.issuer is not None
    assert card.validity is not None
    assert (letter.form, letter.copies, letter.issuer, letter.validity, letter.effort) == ("", 0, None, None, None)
    assert settled(CATALOGUE, {"reached": "ya"}, NOW).items[0].papers[0].form == "Asli, fotokopi: 1 lembar"


def test_a_case_without_a_list_says_why_and_sends_to_an_officer() -> None:
    case = CATALOGUE.case("too-young")
    assert case.who is Who.REPRESENTED
    checklist = settled(CATALOGUE, {"reached": "tidak"}, NOW)
    assert checklist.items == ()
    assert checklist.ask_officer
    assert checklist.notes == ("Aturan tidak menyebut suratnya. Petugas membantu.",)


def test_a_need_may_speak_before_a_number_is_used_up_and_know_a_way_without_a_phone() -> None:
    need = CATALOGUE.need("pension")
    assert need.before_number is not None
    assert need.before_number.text["id"] == "Ajukan dulu di situs."
    assert [note.ask_officer for note in need.without_phone] == [True]


def test_a_value_that_steps_with_the_years_is_that_of_the_day_in_questions_titles_and_notes() -> None:
    for today, age in ((NOW, "59"), (date(2027, 12, 31), "59"), (date(2028, 1, 1), "60"), (date(2040, 1, 1), "60")):
        question = next_step(CATALOGUE, "pension", {}, today, "id")
        assert isinstance(question, Question)
        assert question.text == f"Sudah berusia {age} tahun?"
        checklist = settled(CATALOGUE, {"reached": "ya"}, today)
        assert checklist.title == f"Pensiun: usia {age}"
        assert checklist.notes == (f"Usia pensiun sekarang {age} tahun.",)


def test_notes_say_what_they_tell() -> None:
    assert [note.kind for note in CATALOGUE.case("of-age").notes] == [NoteKind.EARLIEST]


def test_changes_and_earlier_editions_are_kept() -> None:
    (change,) = CATALOGUE.changes
    assert (change.status, change.since, change.removed) == (ChangeStatus.IN_FORCE, date(2026, 1, 1), ("letter",))
    assert CATALOGUE.edition_day(5) == date(2025, 6, 1)
    assert CATALOGUE.edition_day(7) == CATALOGUE.day
    assert CATALOGUE.edition_day(3) is None
    assert CATALOGUE.edition_day(8) is None


BROKEN = [
    ("form: original", "form: gold", "surat 'card' menyebut bentuk tak dikenal 'gold'"),
    ('  copies: {id: "fotokopi: {n} lembar", en: "photocopies: {n}"}\n', "", "tidak mempunyai kalimat 'copies'"),
    ("effort: days", "effort: years", "mempunyai 'years' di 'effort'; yang boleh: at-hand"),
    ("    officer: yes\n", "", "mempunyai 'reason', yang hanya untuk 'officer: yes'"),
    ("    reason: {id: Aturan", "    because: {id: Aturan", "memerlukan 'reason'"),
    ("who: represented", "who: friend", "yang boleh: self, heir, represented, employer"),
    ("kind: earliest", "kind: soon", "mempunyai 'soon' di 'kind'"),
    ("    source: rule\n    confidence: law\n    without", "    without", "keperluan 'pension' memerlukan 'source'"),
    ("{id: Usia pensiun, en: Pensionable age}", "{id: Usia, en: Age}\n    odd: 1", "mempunyai kata tak dikenal 'odd'"),
    ("{from: 2028-01-01, value: 60}", "{from: 2024-01-01, value: 60}", "mempunyai langkah yang tidak urut"),
    ('"Pensiun: usia {age}"', '"Pensiun: usia {agee}"', "menyebut tabel '{agee}', yang tidak ada"),
    ("cases: [of-age]", "cases: [off-age]", "perubahan 'letter-gone' menyebut kasus tak dikenal 'off-age'"),
    ("removed: [letter]", "removed: [lettre]", "menyebut surat tak dikenal 'lettre'"),
    ("status: in-force", "status: perhaps", "yang boleh: in-force, announced, never-applied, corrected"),
    ("    article: pasal 3\n    confidence: law", "    confidence: unsourced", "perubahan yang tidak dijamin"),
    ("number: 5, date: 2025-06-01", "number: 8, date: 2025-06-01", "mempunyai edisi yang tidak urut"),
    ("number: 5, date: 2025-06-01", "number: 5, date: 2023-06-01", "mempunyai edisi yang tidak urut"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), BROKEN, ids=[f"{row[0][:30]}-{row[2]}"[:70] for row in BROKEN])
def test_what_is_wrong_is_refused_in_a_sentence(old: str, new: str, sentence: str) -> None:
    assert [problem for problem in refused(small(old, new)) if sentence in problem.sentence]


def test_a_change_without_cases_touches_the_whole_programme() -> None:
    (change,) = parse_catalogue(small("    cases: [of-age]\n")).changes
    assert change.touches("too-young", "JP")
    assert not change.touches("too-young", "JHT")


NAMED_BY_AUTHORS = {"when", "ask_if", "rules_out", "forms", "paper_groups", "note_groups"}
"""Behind these stand names of the author's own."""


def keys_of(value: object) -> set[str]:
    """Every word of the format that stands in a file."""
    if isinstance(value, list):
        return {key for one in value for key in keys_of(one)}
    if not isinstance(value, dict) or set(value) <= {"id", "en"}:
        return set()
    found = {key for key, one in value.items() for key in keys_of(one if key not in NAMED_BY_AUTHORS else [])}
    groups = [group for key in ("paper_groups", "note_groups") for group in value.get(key, {}).values()]
    return found | set(value) | keys_of(groups)


def test_the_authors_page_explains_every_word_that_the_files_use() -> None:
    page = (ROOT / "docs/catalogue.md").read_text(encoding="utf-8")
    used = {key for text in [*FILES.values(), SMALL] for key in keys_of(yaml.load(text, Loader=yaml.CSafeLoader))}
    assert len(used) > 60
    assert sorted(key for key in used if f"`{key}`" not in page and f"`{key}:" not in page) == []

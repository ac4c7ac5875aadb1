"""A branch confirms, corrects and switches off rows, and adds its own practice; the rules say who, and since when."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.catalogue import Catalogue, CatalogueError, Confidence, Row, parse_catalogue
from kiosk.domain.catalogue.changed import Shift, changed_since
from kiosk.domain.catalogue.confirming import mark_of, read_confirmation
from kiosk.domain.catalogue.merging import BRANCH_SOURCE, Merged, merge
from kiosk.domain.checklist import Weight
from kiosk.domain.interview import check_catalogue, checklist_of_case
from tests.domain.catalogue_files import FILES, edited
from tests.domain.catalogue_files import refused as refused_files
from tests.domain.test_catalogue_changed import RULES

CATALOGUE = parse_catalogue({"rules.yaml": RULES})
DAY = date(2026, 12, 1)

HEAD = """confirmation:
  branch: serang
  name: {id: Kantor Cabang Serang}
  date: 2026-12-01
  number: 1
  catalogue: 3
"""


def row_of(catalogue: Catalogue, item_id: str, day: date = DAY) -> Row:
    (row,) = [row for row in catalogue.case("jkm-biasa").rows if row.item_id == item_id and row.period.covers(day)]
    return row


def said(item_id: str, verdict: str, day: date = DAY) -> str:
    mark = mark_of(row_of(CATALOGUE, item_id, day))
    return f"  - row: jkm-biasa/{item_id}\n    mark: {mark}\n    verdict: {verdict}\n"


def confirmed(*rows: str, rest: str = "", head: str = HEAD) -> Merged:
    body = head + ("rows:\n" + "".join(rows) if rows else "") + rest
    return merge(CATALOGUE, read_confirmation("k.yaml", body.encode(), CATALOGUE.languages))


def refused(body: str) -> str:
    with pytest.raises(CatalogueError) as caught:
        read_confirmation("k.yaml", body.encode(), ("id",))
    return str(caught.value)


def test_a_confirmed_requirement_only_gets_its_stamp() -> None:
    merged = confirmed(said("kartu", "confirmed"))
    row = row_of(merged.catalogue, "kartu")
    assert row.stamp is not None
    assert (row.stamp.branch["id"], row.stamp.day) == ("Kantor Cabang Serang", DAY)
    assert (row.confidence, row.source_id, row.period) == (Confidence.LAW, "old", row_of(CATALOGUE, "kartu").period)
    assert merged.catalogue.confirmed == row.stamp
    assert (merged.problems, merged.lapsed) == ((), ())
    assert changed_since(merged.catalogue, "jkm-biasa", DAY.replace(day=2), DAY.replace(month=12, day=5)).nothing


def test_what_nobody_vouched_for_is_printed_once_the_branch_does() -> None:
    often = row_of(confirmed(said("kuasa", "confirmed")).catalogue, "kuasa")
    assert (often.confidence.weight, often.source_id) == (Weight.OFTEN_ASKED, BRANCH_SOURCE)
    firm = confirmed(said("kuasa", "confirmed\n    as: required")).catalogue
    row = row_of(firm, "kuasa")
    assert row.confidence.weight is Weight.REQUIRED
    assert firm.sources[row.source_id].short["id"] == "Kantor Cabang Serang"
    assert check_catalogue(firm) == []


def test_the_branch_corrects_a_row_from_its_day_on_and_who_comes_back_is_told() -> None:
    merged = confirmed(said("kk", "corrected\n    as: often-asked\n    why: {id: hanya bagi istri}"))
    before, after = row_of(merged.catalogue, "kk", date(2026, 11, 30)), row_of(merged.catalogue, "kk")
    assert (before.confidence.weight, before.stamp) == (Weight.REQUIRED, None)
    assert (after.confidence.weight, after.why) == (Weight.OFTEN_ASKED, {"id": "hanya bagi istri"})
    found = changed_since(merged.catalogue, "jkm-biasa", date(2026, 11, 23), DAY)
    assert [(paper.item_id, paper.shift, paper.since) for paper in found.papers] == [("kk", Shift.LOOSER, DAY)]
    assert check_catalogue(merged.catalogue) == []


def test_a_row_switched_off_is_asked_for_until_the_day_before() -> None:
    merged = confirmed(said("rekening", 'off\n    reason: {id: "Dibayar tunai, tanyakan petugas."}'))
    assert row_of(merged.catalogue, "rekening", date(2026, 11, 30)).stamp is None
    assert not [r for r in merged.catalogue.case("jkm-biasa").rows if r.item_id == "rekening" and r.period.covers(DAY)]


def test_a_branch_adds_its_practice_and_a_sentence() -> None:
    rest = """practice:
  - {case: jkm-biasa, paper: surat-kematian, as: often-asked}
notes:
  - {case: jkm-biasa, text: {id: Loket ini buka sampai pukul 14.00.}, kind: deadline}
"""
    merged = confirmed(rest=rest).catalogue
    row = row_of(merged, "surat-kematian")
    assert (row.confidence.weight, row.period.since, row.stamp) == (Weight.OFTEN_ASKED, DAY, merged.confirmed)
    note = merged.case("jkm-biasa").notes[-1]
    assert (note.text["id"], note.stamp) == ("Loket ini buka sampai pukul 14.00.", merged.confirmed)
    assert check_catalogue(merged) == []


def test_the_list_says_which_branch_confirmed_how_much_of_it_and_when() -> None:
    plain = checklist_of_case(CATALOGUE, "jkm-biasa", DAY, "id")
    assert "Cabang" not in plain.rule_date
    merged = confirmed(said("kartu", "confirmed"), said("kuasa", "confirmed\n    as: required")).catalogue
    shown = checklist_of_case(merged, "jkm-biasa", DAY, "id")
    assert shown.rule_date == f"{plain.rule_date}; Kantor Cabang Serang, 1 Desember 2026"
    sources = {item.item_id: item.source for item in shown.items}
    assert sources["kartu"] == "Permenaker 44/2015, Kantor Cabang Serang", "the rule, and who says that it is so"
    assert sources["kuasa"] == "Kantor Cabang Serang"
    assert sources["kk"] == "Permenaker 1/2025"
    worded = replace(merged, confirmed_words={"id": "{n} dari {all} surat dikonfirmasi {branch}, {date}"})
    shown = checklist_of_case(worded, "jkm-biasa", DAY, "id")
    assert shown.rule_date.endswith("; 2 dari 5 surat dikonfirmasi Kantor Cabang Serang, 1 Desember 2026")
    other = checklist_of_case(worded, "jkm-lama", DAY, "id")
    assert "Cabang" not in other.rule_date, "nobody confirmed a row of this one"


def test_the_real_catalogue_has_the_sentence_and_a_wrong_one_is_refused() -> None:
    words = parse_catalogue(FILES).confirmed_words
    assert words is not None
    assert set(words) == {"id", "en"}
    assert "memerlukan {all}, {branch}, {date}, {n} di 'confirmed'" in str(
        refused_files(edited("catalogue.yaml", "{n} dari {all}", "{n} dari"))[0]
    )


def test_other_words_than_the_branch_saw_are_not_confirmed() -> None:
    other = said("kartu", "confirmed").replace(mark_of(row_of(CATALOGUE, "kartu")), "00000000")
    merged = confirmed(other, said("kk", "confirmed"))
    assert "kata-katanya sudah lain" in merged.problems[0].sentence
    assert merged.problems[0].place.line == 8
    older = confirmed(other, said("kk", "confirmed"), head=HEAD.replace("catalogue: 3", "catalogue: 2"))
    assert older.problems == (), "the catalogue went on: what is newer is asked again, the rest holds"
    assert len(older.lapsed) == 1
    assert row_of(older.catalogue, "kartu").stamp is None
    assert row_of(older.catalogue, "kk").stamp is not None


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("  - {row: jkm-apa/kartu, mark: a, verdict: confirmed}\n", "baris 'jkm-apa/kartu' tidak ada di katalog"),
        ("  - {row: jkm-biasa/apa, mark: a, verdict: confirmed}\n", "baris 'jkm-biasa/apa' tidak ada di katalog"),
    ],
)
def test_a_row_that_is_nowhere_is_a_problem(rows: str, sentence: str) -> None:
    assert sentence in confirmed(rows).problems[0].sentence


def test_a_mark_is_of_every_word_of_a_row() -> None:
    marks = {
        mark_of(row_of(parse_catalogue({"rules.yaml": RULES.replace(old, new, 1)}), "kk"))
        for old, new in (
            ("", ""),
            ("{paper: kk, source: new, confidence: law,", "{paper: kk, source: old, confidence: law,"),
            (
                "{paper: kk, source: new, confidence: law,",
                "{paper: kk, source: new, article: pasal 1, confidence: law,",
            ),
            ("{paper: kk, source: new, confidence: law,", "{paper: kk, source: new, confidence: official,"),
            ("from: 2025-10-01}", "from: 2025-10-02}"),
        )
    }
    assert len(marks) == 5


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("rows: []\n", "memerlukan kepala 'confirmation:'"),
        ("", "kosong"),
        (HEAD.replace("number: 1\n", "number: 0\n"), "memerlukan number mulai dari 1"),
        (HEAD.replace("serang\n", "Serang Kota\n", 1), "huruf kecil"),
        (HEAD + "rows:\n  - {row: jkm-biasa, mark: a, verdict: confirmed}\n", "memerlukan 'row' seperti"),
        (HEAD + "rows:\n  - {row: a/b, mark: a, verdict: perhaps}\n", "yang boleh: confirmed, corrected, off"),
        (HEAD + "rows:\n  - {row: a/b, mark: a, verdict: corrected}\n", "tidak menyebut as, form, atau why"),
        (HEAD + "rows:\n  - {row: a/b, mark: a, verdict: confirmed, form: x}\n", "hanya menegaskan baris"),
        (HEAD + 'rows:\n  - {row: a/b, mark: a, verdict: "off"}\n', "memerlukan 'reason'"),
        (HEAD + "rows:\n" + "  - {row: a/b, mark: a, verdict: confirmed}\n" * 2, "disebut dua kali"),
        (HEAD + "practice:\n  - {case: a, paper: b}\n", "memerlukan 'as'"),
        (HEAD + "spare: 1\n", "kata tak dikenal 'spare'"),
    ],
)
def test_a_confirmation_that_says_nothing_clear_is_refused_with_its_line(body: str, sentence: str) -> None:
    assert sentence in refused(body)

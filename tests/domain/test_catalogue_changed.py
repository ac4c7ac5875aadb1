"""Somebody comes back with an older list: what is different now, and what will be."""

from datetime import date, timedelta

import pytest

from kiosk.domain.catalogue import parse_catalogue
from kiosk.domain.catalogue.changed import Shift, announced_for, changed_since, changed_since_edition

RULES = """
catalogue:
  date: 2026-11-23
  number: 3
  languages: [id]
  or: {id: atau}
  earlier:
    - {number: 1, date: 2024-06-01}
    - {number: 2, date: 2025-06-01}
sources:
  - {id: old, short: {id: Permenaker 44/2015}, title: Aturan lama, authority: 1, read: Utuh}
  - {id: new, short: {id: Permenaker 1/2025}, title: Aturan baru, authority: 1, read: Utuh}
  - {id: news, short: {id: Berita}, title: Berita, authority: 4, read: Utuh}
documents:
  - {id: surat-kematian, name: {id: Surat keterangan kematian}, where: {id: Kelurahan}, icon: card}
  - {id: akta-kematian, name: {id: Akta kematian}, where: {id: Disdukcapil}, icon: card}
  - {id: kartu, name: {id: Kartu peserta}, where: {id: Cabang}, icon: card}
  - {id: kk, name: {id: Kartu keluarga}, where: {id: Disdukcapil}, icon: card}
  - {id: rekening, name: {id: Buku tabungan}, where: {id: Bank}, icon: card}
  - {id: kuasa, name: {id: Surat kuasa}, where: {id: Rumah}, icon: card}
facts:
  - id: wakil
    text: {id: Diwakili?}
    picture: q-generic
    answers: [{id: ya, text: {id: Ya}, icon: card}, {id: tidak, text: {id: Tidak}, icon: card}]
needs:
  - {id: jkm, service: jkm, name: {id: Santunan}, hint: {id: Ahli waris}, icon: card, page: 1, number: 1,
     open_title: {id: Belum pasti}, open_phrase: {id: alasannya}}
programme: {need: jkm, name: JKM}
cases:
  - id: jkm-biasa
    number: 301
    title: {id: Santunan kematian}
    phrase: {id: peserta meninggal}
    who: heir
    source: new
    from: 2015-07-01
    papers:
      - {paper: kartu, source: old, confidence: law}
      - {paper: surat-kematian, source: old, confidence: law, until: 2025-02-23}
      - {paper: akta-kematian, source: new, confidence: law, from: 2025-02-24}
      - {paper: kk, source: news, confidence: press, until: 2025-09-30}
      - {paper: kk, source: new, confidence: law, from: 2025-10-01}
      - {paper: rekening, source: new, confidence: law, until: 2025-12-31}
      - paper: rekening
        when: {wakil: tidak}
        why: {id: tidak diwakili}
        source: new
        confidence: law
        from: 2026-01-01
      - {paper: kuasa, confidence: unsourced}
    notes:
      - {text: {id: Surat kuasa tanyakan petugas.}, ask_officer: yes, confidence: unsourced}
  - id: jkm-lama
    number: 302
    title: {id: Santunan berkala}
    phrase: {id: santunan berkala}
    who: heir
    source: old
    from: 2015-07-01
    until: 2026-01-31
    papers:
      - {paper: kartu, source: old, confidence: law}
changes:
  - id: akta
    programme: JKM
    cases: [jkm-biasa]
    from: 2025-02-24
    before: {id: Surat keterangan kematian sudah cukup.}
    after: {id: Sekarang harus akta kematian.}
    added: [akta-kematian]
    removed: [surat-kematian]
    status: in-force
    source: new
    article: pasal 79 ayat 2
    confidence: law
  - id: lebih-cepat
    programme: JKM
    from: 2026-03-03
    before: {id: Dibayar dalam 7 hari.}
    after: {id: Dibayar dalam 3 hari.}
    status: in-force
    source: new
    confidence: law
  - id: nanti
    programme: JKM
    cases: [jkm-biasa]
    from: 2027-01-01
    before: {id: Fotokopi boleh.}
    after: {id: Surat asli diminta.}
    status: announced
    source: new
    confidence: law
"""
CATALOGUE = parse_catalogue({"rules.yaml": RULES})
TODAY = date(2026, 12, 1)


def ids(case_id: str, since: date, today: date = TODAY) -> list[str]:
    return [change.change_id for change in changed_since(CATALOGUE, case_id, since, today).changes]


def shifts(since: date, today: date = TODAY) -> dict[str, Shift]:
    return {paper.item_id: paper.shift for paper in changed_since(CATALOGUE, "jkm-biasa", since, today).papers}


def test_a_list_of_before_the_rule_is_told_of_the_death_certificate() -> None:
    found = changed_since(CATALOGUE, "jkm-biasa", date(2025, 2, 23), date(2025, 3, 3))
    assert [change.after["id"] for change in found.changes if change.change_id == "akta"] == [
        "Sekarang harus akta kematian."
    ]
    papers = {paper.item_id: paper for paper in found.papers}
    assert papers["surat-kematian"].shift is Shift.REMOVED
    assert papers["akta-kematian"].shift is Shift.ADDED
    assert papers["surat-kematian"].since == papers["akta-kematian"].since == date(2025, 2, 24)
    assert papers["akta-kematian"].names == ({"id": "Akta kematian"},)
    assert not {paper.item_id for paper in found.untold} & {"surat-kematian", "akta-kematian"}, "the change tells both"


def test_a_list_of_the_day_itself_holds() -> None:
    assert "akta" not in ids("jkm-biasa", date(2025, 2, 24))
    assert "akta-kematian" not in shifts(date(2025, 2, 24))


def test_newest_first_and_a_change_of_the_programme_reaches_each_of_its_cases() -> None:
    assert ids("jkm-biasa", date(2024, 6, 1)) == ["lebih-cepat", "akta"]
    assert ids("jkm-lama", date(2024, 6, 1)) == ["lebih-cepat"]


def test_a_paper_may_become_a_requirement_or_be_asked_of_fewer() -> None:
    found = changed_since(CATALOGUE, "jkm-biasa", date(2025, 6, 1), TODAY)
    assert {paper.item_id: (paper.shift, paper.since) for paper in found.papers} == {
        "kk": (Shift.FIRMER, date(2025, 10, 1)),
        "rekening": (Shift.OTHERWISE, date(2026, 1, 1)),
    }
    assert {paper.item_id for paper in found.untold} == {"kk", "rekening"}
    assert next(paper.why for paper in found.papers if paper.item_id == "rekening") == {"id": "tidak diwakili"}


def test_what_nobody_vouches_for_never_appears() -> None:
    assert "kuasa" not in shifts(date(2015, 7, 1))


def test_what_is_announced_is_a_warning_until_its_day_and_a_change_from_then_on() -> None:
    last_day = date(2026, 12, 31)
    before = changed_since(CATALOGUE, "jkm-biasa", date(2026, 11, 23), last_day)
    assert [change.change_id for change in before.announced] == ["nanti"]
    assert before.nothing, "a warning does not make the list wrong"
    after = changed_since(CATALOGUE, "jkm-biasa", date(2026, 11, 23), last_day + timedelta(days=1))
    assert ([change.change_id for change in after.changes], after.announced) == (["nanti"], ())
    assert [change.change_id for change in announced_for(CATALOGUE, ["jkm-lama", "jkm-biasa"], TODAY)] == ["nanti"]
    assert announced_for(CATALOGUE, ["jkm-lama"], TODAY) == ()


def test_a_case_that_is_no_longer_in_force_says_so() -> None:
    assert changed_since(CATALOGUE, "jkm-lama", date(2025, 6, 1), TODAY).ended
    assert not changed_since(CATALOGUE, "jkm-biasa", date(2025, 6, 1), TODAY).ended


def test_a_clock_set_back_brings_no_old_rules_back() -> None:
    found = changed_since(CATALOGUE, "jkm-biasa", date(2025, 6, 1), date(2020, 1, 1))
    assert found.until == CATALOGUE.day
    assert {paper.item_id for paper in found.papers} == {"kk", "rekening"}


@pytest.mark.parametrize(("number", "day"), [(1, date(2024, 6, 1)), (2, date(2025, 6, 1)), (3, date(2026, 11, 23))])
def test_a_code_names_its_catalogue_by_number(number: int, day: date) -> None:
    found = changed_since_edition(CATALOGUE, "jkm-biasa", number, TODAY)
    assert found == changed_since(CATALOGUE, "jkm-biasa", day, TODAY)


@pytest.mark.parametrize("number", [0, 4, 9_999])
def test_a_code_of_a_newer_or_unknown_catalogue_is_known_as_such(number: int) -> None:
    assert changed_since_edition(CATALOGUE, "jkm-biasa", number, TODAY) is None


def test_an_unknown_case_is_an_error() -> None:
    with pytest.raises(KeyError):
        changed_since(CATALOGUE, "jkm-apa", TODAY, TODAY)

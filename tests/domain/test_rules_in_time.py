"""The real catalogue in time: what somebody with an older list is told, and that lists and changes say the same."""

from datetime import date

import pytest

from kiosk.domain.catalogue.changed import announced_for, changed_since
from kiosk.domain.catalogue.history import Change, ChangeStatus
from kiosk.domain.checklist import Weight
from tests.domain.catalogue_files import CATALOGUE

TODAY = CATALOGUE.day


def change(change_id: str) -> Change:
    return next(one for one in CATALOGUE.changes if one.change_id == change_id)


def test_a_masons_widow_with_a_list_of_january_2025_hears_of_the_civil_death_certificate() -> None:
    told = changed_since(CATALOGUE, "jkm-jakon", date(2025, 1, 5), TODAY)
    assert {one.change_id for one in told.changes} == {"jkm-akta-kematian", "jkm-wasiat-notaris"}
    assert change("jkm-akta-kematian").added == ("akta-kematian",)
    assert change("jkm-akta-kematian").removed == ("surat-keterangan-kematian",)
    assert not told.ended
    after = changed_since(CATALOGUE, "jkm-jakon", date(2025, 2, 24), TODAY)
    assert after.nothing


def test_the_ordinary_benefit_calls_the_certificate_a_practice_never_a_rule() -> None:
    practice = change("jkm-praktik-akta-kematian")
    assert practice.case_ids == ("jkm-santunan",)
    assert practice.confidence.weight is Weight.OFTEN_ASKED
    assert not practice.added
    assert "petugas" in practice.after["id"]


def test_whoever_lost_the_work_with_a_list_of_january_2025_hears_of_60_percent_and_six_months() -> None:
    told = changed_since(CATALOGUE, "jkp-bulan1", date(2025, 1, 20), TODAY)
    sentences = " ".join(one.after["id"] for one in told.changes)
    assert "60% upah" in sentences
    assert "setelah 6 bulan" in sentences
    assert changed_since(CATALOGUE, "jkp-bulan1", date(2025, 2, 7), TODAY).nothing
    sixth = changed_since(CATALOGUE, "jkp-bulan6", date(2025, 1, 20), TODAY)
    assert "formulir-status-kerja" in {document_id for one in sixth.changes for document_id in one.added}


def test_a_code_of_the_old_job_loss_rules_is_told_that_they_ended() -> None:
    assert changed_since(CATALOGUE, "jkp-2022", date(2024, 6, 1), TODAY).ended


def test_a_widow_after_a_work_accident_hears_of_the_civil_death_certificate() -> None:
    told = changed_since(CATALOGUE, "jkk-meninggal", date(2025, 2, 1), TODAY)
    assert {one.change_id for one in told.changes} == {"jkk-akta-kematian", "jkk-wasiat-notaris"}
    assert all(one.confidence.weight is Weight.OFTEN_ASKED for one in told.changes), "a likeness, no rule of hers"


@pytest.mark.parametrize(
    ("day", "announced"),
    [
        (date(2026, 11, 25), ["iuran-potongan-lain-berakhir", "iuran-potongan-transportasi-berakhir"]),
        (date(2027, 1, 1), ["iuran-potongan-transportasi-berakhir"]),
        (date(2027, 4, 1), []),
    ],
)
def test_the_ends_of_the_relief_are_announced_until_their_days(day: date, announced: list[str]) -> None:
    assert [one.change_id for one in announced_for(CATALOGUE, ["svc-bpu-iuran"], day)] == announced


def test_the_pensionable_age_of_2028_is_announced_until_its_day() -> None:
    assert [one.change_id for one in announced_for(CATALOGUE, ["jp-lumpsum"], TODAY)] == ["jp-usia-60"]
    assert announced_for(CATALOGUE, ["jp-janda-duda"], TODAY) == ()
    new_year = date(2028, 1, 1)
    assert announced_for(CATALOGUE, ["jp-lumpsum"], new_year) == ()
    assert [one.change_id for one in changed_since(CATALOGUE, "jp-lumpsum", TODAY, new_year).changes] == ["jp-usia-60"]


@pytest.mark.parametrize(
    ("year", "age"), [(2015, "56"), (2018, "56"), (2019, "57"), (2024, "58"), (2027, "59"), (2042, "64"), (2050, "65")]
)
def test_the_pensionable_age_of_each_year(year: int, age: str) -> None:
    """PP 45/2015 art. 15: 56, 57 from 2019, then one more every three years until 65."""
    table = CATALOGUE.tables["usia-pensiun-jp"]
    assert {table.on(date(year, 7, 1)), table.on(date(year, 12, 31))} == {age}


def test_the_rule_of_2022_that_never_applied_is_told_as_such() -> None:
    withdrawn = change("jht-56-batal")
    assert withdrawn.status is ChangeStatus.NEVER_APPLIED
    assert set(withdrawn.case_ids) == {"jht-mengundurkan-diri", "jht-phk"}
    assert "dicabut" in withdrawn.after["id"]


@pytest.mark.parametrize("told", CATALOGUE.changes, ids=[one.change_id for one in CATALOGUE.changes])
def test_a_change_and_the_lists_it_is_about_say_the_same(told: Change) -> None:
    """A paper a change adds is on each list now in force; one it removes is required there of nobody without reason."""
    if told.status in (ChangeStatus.NEVER_APPLIED, ChangeStatus.ANNOUNCED):
        return
    for case_id in told.case_ids:
        case = CATALOGUE.case(case_id)
        if not case.period.covers(TODAY):
            continue
        rows = [row for row in case.rows if row.period.covers(TODAY) and row.confidence.weight is not None]
        printed = {document_id for row in rows for document_id in row.document_ids}
        assert set(told.added) <= printed, case_id
        alone = {
            row.document_ids[0]
            for row in rows
            if len(row.document_ids) == 1 and not row.when.clauses and row.confidence.weight is Weight.REQUIRED
        }
        assert not alone & set(told.removed), case_id

"""The check notices what an author may break: dates, grounds, references, words; one row at a time, and any of them."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.catalogue import CatalogueError, Problem, parse_catalogue
from kiosk.domain.catalogue.text_rules import text_problems
from kiosk.domain.catalogue.time_rules import time_problems
from kiosk.domain.interview import check_catalogue
from kiosk.domain.interview.checking import _grounds
from tests.domain.catalogue_files import FILES
from tests.domain.test_catalogue_changed import RULES
from tests.domain.test_catalogue_schema import SMALL


def checked(text: str, old: str, new: str) -> list[str]:
    assert old in text, old
    return [problem.sentence for problem in check_catalogue(parse_catalogue({"x.yaml": text.replace(old, new, 1)}))]


KARTU = "      - {paper: kartu, source: old, confidence: law}\n"
DATES = [
    (KARTU, KARTU + KARTU, "surat 'kartu' tertulis dua kali untuk waktu yang sama"),
    ("until: 2025-09-30}", "until: 2025-10-01}", "surat 'kk' tertulis dua kali"),
    ("until: 2025-09-30}", "until: 2025-09-28}", "surat 'kk' berlaku lagi pada 2025-10-01, tetapi yang lama berakhir"),
    (KARTU, KARTU.replace("law}", "law, until: 2014-01-01}"), "surat 'kartu' tidak pernah berlaku"),
    ("status: announced", "status: in-force", "perubahan 'nanti' baru berlaku pada 2027-01-01: tulis announced"),
    (
        "    added: [akta-kematian]\n    removed: [surat-kematian]\n    status: in-force",
        "    status: announced",
        "perubahan 'akta' diumumkan untuk 2025-02-24, yang sudah lewat",
    ),
    (
        "law, from: 2025-02-24}",
        "law, from: 2025-03-24}",
        "perubahan 'akta': sejak 2025-02-24 tidak ada baris yang meminta",
    ),
    (
        "law, until: 2025-02-23}",
        "law}",
        "'surat-kematian' tetap menjadi syarat, padahal perubahan 'akta' berkata tidak lagi",
    ),
    (
        "      - {text: {id: Surat kuasa tanyakan petugas.}, ask_officer: yes, confidence: unsourced}\n" * 1,
        "      - {text: {id: Surat kuasa tanyakan petugas.}, ask_officer: yes, confidence: unsourced}\n" * 2,
        "satu catatan tertulis dua kali",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), DATES, ids=[row[2][:50] for row in DATES])
def test_dates_that_do_not_fit_are_noticed(old: str, new: str, sentence: str) -> None:
    assert [found for found in checked(RULES, old, new) if sentence in found]


def test_a_case_that_follows_another_leaves_no_day_between_them() -> None:
    head, marker, rest = RULES.partition("  - id: jkm-lama\n")
    body, changes, tail = rest.partition("changes:\n")
    follower = (
        body.replace("number: 302", "number: 303")
        .replace("2015-07-01", "2026-02-03")
        .replace("    until: 2026-01-31\n", "")
    )
    text = head + marker + body + "  - id: jkm-baru\n" + follower + changes + tail
    sentences = [problem.sentence for problem in time_problems(parse_catalogue({"x.yaml": text}))]
    assert sentences == ["tidak ada kasus dengan jawaban ini antara 2026-01-31 dan 2026-02-03"]
    closed = text.replace("2026-02-03", "2026-02-01")
    assert not list(time_problems(parse_catalogue({"x.yaml": closed})))
    long_ago = text.replace("until: 2026-01-31", "until: 2018-01-31").replace("2026-02-03", "2019-01-01")
    assert not list(time_problems(parse_catalogue({"x.yaml": long_ago}))), "no list was ever printed from rules so old"


def test_a_paper_may_rest_when_a_change_says_so() -> None:
    rest = ("until: 2025-09-30}", "until: 2025-08-31}")
    assert checked(RULES, *rest)
    told = RULES.replace("  - id: lebih-cepat", CHANGE_OF_KK + "  - id: lebih-cepat", 1)
    assert not [found for found in checked(told, *rest) if "berlaku lagi" in found]


CHANGE_OF_KK = """  - id: tanpa-kk
    programme: JKM
    cases: [jkm-biasa]
    from: 2025-09-01
    before: {id: Kartu keluarga diminta.}
    after: {id: Kartu keluarga tidak diminta.}
    removed: [kk]
    status: in-force
    source: new
    confidence: law
"""

TOLD = [
    (
        "reason: {id: Aturan tidak menyebut suratnya. Petugas membantu.",
        "reason: {id: Aturan tidak menyebut suratnya.",
        "alasannya harus berkata 'petugas'",
    ),
    (
        "Tanpa HP: ambil nomor, petugas membantu.",
        "Tanpa HP ambil nomor.",
        "keperluan 'pension': satu catatan harus berkata",
    ),
    ("before_number: {id: Ajukan dulu di situs.", "before_number: {id: Silahkan ke situs.", "berkata 'silahkan'"),
    ("title: {id: Usia pensiun, en", "title: {id: Usia pensiun TNI, en", "memakai 'TNI' tanpa penjelasan"),
    ("before: {id: Surat diminta.", "before: {id: Surat praktek diminta.", "berkata 'praktek'"),
    ("issuer: {id: Cabang ini,", "issuer: {id: Cabang ijin,", "berkata 'ijin'"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), TOLD, ids=[row[2][:50] for row in TOLD])
def test_grounds_and_words_of_all_that_is_said_are_checked(old: str, new: str, sentence: str) -> None:
    assert [found for found in checked(SMALL, old, new) if sentence in found], checked(SMALL, old, new)


def test_a_table_or_change_may_not_claim_more_than_its_source() -> None:
    weak = SMALL.replace("authority: 1", "authority: 4")
    found = checked(weak, "number: 7", "number: 8")
    assert any(sentence.startswith("tabel 'age' mengaku 'law'") for sentence in found)
    assert any(sentence.startswith("perubahan 'letter-gone' mengaku 'law'") for sentence in found)


def test_a_weak_change_of_papers_sends_to_an_officer() -> None:
    old = "article: pasal 3\n    confidence: law"
    assert any("harus berkata 'petugas'" in sentence for sentence in checked(SMALL, old, "confidence: inferred"))


# ---- any row of the real catalogue ----

LINES = [(name, at, line) for name, text in FILES.items() for at, line in enumerate(text.splitlines())]


def places(pattern: str, files: str = "") -> list[tuple[str, int]]:
    return [(name, at) for name, at, line in LINES if re.search(pattern, line) and re.search(files, name)]


ROWS_OF_LAW = places(r"^\s+- \{(paper|one_of): .*source: .*confidence: (law|official)")
CASES = places(r"^  - id: (jht|jp|jkm|jkk|jkp|svc)-", "^(?!changes)")
FLOW_TEXTS = places(r"^\s*[^#\s].*\{id: .*, en: ")
TWICE = "a case has the id of another"
"""Told where it stands for the second time."""
MUTATIONS = {
    "the source of a requirement is gone": (ROWS_OF_LAW, lambda line: re.sub(r", source: [a-z0-9-]+", "", line)),
    "its source is nowhere": (ROWS_OF_LAW, lambda line: re.sub(r"source: [a-z0-9-]+", "source: entah", line)),
    "its paper is nowhere": (ROWS_OF_LAW, lambda line: re.sub(r"(paper: |one_of: \[)[a-z0-9-]+", r"\1entah", line)),
    "nobody says how sure it is": (ROWS_OF_LAW, lambda line: re.sub(r", confidence: [a-z]+", "", line)),
    "it ends before it begins": (
        ROWS_OF_LAW,
        lambda line: re.sub(
            r"\}\s*$", ", from: 2031-01-01, until: 2030-01-01}", re.sub(r", (from|until): [0-9-]+", "", line)
        ),
    ),
    TWICE: (CASES, lambda line: f"  - id: {OTHER_CASE[line == f'  - id: {OTHER_CASE[0]}']}"),
    "a language is missing": (FLOW_TEXTS, lambda line: line.replace(", en: ", ", xx: ", 1)),
    "a text is too long": (FLOW_TEXTS, lambda line: re.sub(r"\{id: \"?", lambda m: m[0] + "kata " * 14, line, count=1)),
    "a word is not used": (FLOW_TEXTS, lambda line: re.sub(r"\{id: \"?", lambda m: m[0] + "Silahkan ", line, count=1)),
}
OTHER_CASE = ("jht-phk", "jht-pkwt")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kind=st.sampled_from(sorted(MUTATIONS)), pick=st.integers(0, 10_000))
def test_whichever_row_is_broken_it_is_noticed(kind: str, pick: int) -> None:
    where, mutate = MUTATIONS[kind]
    name, at = where[pick % len(where)]
    lines = FILES[name].splitlines()
    lines[at] = mutate(lines[at])
    assert lines[at] != FILES[name].splitlines()[at], kind
    problems: list[Problem] = []
    try:
        catalogue = parse_catalogue({**FILES, name: "\n".join(lines) + "\n"})
        problems = [*_grounds(catalogue), *text_problems(catalogue)]
    except CatalogueError as error:
        problems = list(error.problems)
    here = [problem for problem in problems if problem.place.file == name]
    assert here or (kind == TWICE and problems), f"{kind}: {name}:{at + 1}: {lines[at]}"


def test_the_dates_of_the_real_catalogue_fit() -> None:
    catalogue = parse_catalogue(FILES)
    assert catalogue.day <= date(2027, 1, 1)
    assert [str(problem) for problem in time_problems(catalogue)] == []

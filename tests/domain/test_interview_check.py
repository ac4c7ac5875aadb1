"""The check before a catalogue goes into force: what reading alone cannot see."""

import pytest

from kiosk.domain.catalogue import parse_catalogue
from kiosk.domain.interview import check_catalogue, checklist_of_case
from tests.domain.catalogue_files import CATALOGUE, FILES, edited

TODAY = CATALOGUE.day


def test_the_real_catalogue_passes_its_check() -> None:
    assert [str(problem) for problem in check_catalogue(CATALOGUE)] == []


ASTRAY = [  # what leads people astray: (file, old, new, sentence)
    (
        "jht.yaml",
        "cara-berhenti: phk}",
        "cara-berhenti: usaha-sendiri}",
        "no case has these answers: alasan = berhenti, cara-berhenti = phk",
    ),
    (
        "jht.yaml",
        "cara-berhenti: phk}",
        "cara-berhenti: [phk, usaha-sendiri]}",
        "'jht-phk' and 'jht-bpu-berhenti' both",
    ),
    ("jht.yaml", "wasiat: ya}", "wasiat: ya, alasan: lain}", "the condition of 'surat-wasiat' is never met"),
    ("facts.yaml", "ask_if: {sebab-lain: sebagian}", "ask_if: {alasan: berhenti}", "these answers leave the list open"),
]

WEAK = [  # what rests on too little, and what breaks the rules of plain words
    (
        "jht.yaml",
        "source: laman-jht-2023\n      confidence: official",
        "source: okezone-2025\n      confidence: official",
        "its source 'okezone-2025' is weaker than that",
    ),
    (
        "jht.yaml",
        "source: kepala-cabang-ntb\n        confidence: official",
        "confidence: unsourced",
        "an unsourced note may only send to an officer",
    ),
    (
        "jht.yaml",
        "      when: {data: berbeda}\n      ask_officer: yes\n",
        "      when: {data: berbeda}\n",
        "'bukti-koreksi-data' is unsourced and no note sends to an officer",
    ),
    ("jht.yaml", "id: Minta petugas menggabungkan", "id: Gabungkan", "a note must say 'petugas'"),
    ("jht.yaml", "one_of: [ppjb, ajb]", "one_of: [ppjb, kk]", "document 'ajb' is asked for by no case"),
    ("facts.yaml", "text: {id: Kena PHK,", "text: {id: Kena PHK bulan ini,", "has 4 words, at most 3 are read"),
    ("facts.yaml", "id: Siapa peserta yang meninggal?", f"id: Siapa {'dan ' * 12}?", "at most 12 are read"),
    ("facts.yaml", "id: Siapa Bapak/Ibu bagi peserta itu?", "id: Siapa Anda?", "says 'anda'; write Bapak/Ibu"),
    ("facts.yaml", "id: Untuk apa uangnya dipakai?", "id: Silahkan klaim?", "says 'silahkan'"),
    ("facts.yaml", "id: Mengurus untuk siapa?", "id: Siapa yang klaim?", "says 'klaim'; write mengurus"),
    ("facts.yaml", "id: Bagaimana kartu BPJS-nya?", "id: Apakah tidak belum hilang?", "negates twice"),
    ("documents.yaml", "id: Nomor Pokok Wajib Pajak (NPWP)", "id: NPWP", "uses 'NPWP' without explaining it"),
]


@pytest.mark.parametrize(("file", "old", "new", "sentence"), ASTRAY, ids=[row[3][:50] for row in ASTRAY])
def test_the_check_finds_answers_that_lead_astray(file: str, old: str, new: str, sentence: str) -> None:
    problems = check_catalogue(parse_catalogue(edited(file, old, new)))
    assert any(sentence in problem.sentence for problem in problems), [str(problem) for problem in problems]


def test_the_check_finds_weak_grounds_and_bad_words_each_where_it_stands() -> None:
    files = dict(FILES)
    for file, old, new, _ in WEAK:
        assert old in files[file]
        files[file] = files[file].replace(old, new, 1)
    problems = check_catalogue(parse_catalogue(files))
    for *_, sentence in WEAK:
        places = [problem.place for problem in problems if sentence in problem.sentence]
        assert any(place.file in FILES and place.line > 1 for place in places), (sentence, list(map(str, problems)))


def test_a_gap_that_opens_on_a_later_day_is_found() -> None:
    old = "    from: 2022-04-26\n    papers:\n      # Pasal 7"
    files = edited("jht.yaml", old, old.replace("2022-04-26\n", "2022-04-26\n    until: 2027-06-30\n", 1))
    problems = check_catalogue(parse_catalogue(files))
    assert any("no case has these answers" in problem.sentence for problem in problems)
    expired = checklist_of_case(parse_catalogue(files), "jht-pkwt", TODAY.replace(year=2030), "id")
    assert expired.case_ids == ("jht-pkwt",), "a code kept at home still finds the list of its last day"

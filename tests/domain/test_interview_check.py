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
        "tidak ada kasus dengan jawaban ini: alasan = berhenti, cara-berhenti = phk",
    ),
    (
        "jht.yaml",
        "cara-berhenti: phk}",
        "cara-berhenti: [phk, usaha-sendiri]}",
        "'jht-phk' dan 'jht-bpu-berhenti' sama-sama",
    ),
    ("jht.yaml", "wasiat: ya}", "wasiat: ya, alasan: lain}", "syarat 'surat-wasiat' tidak pernah terpenuhi"),
    (
        "facts.yaml",
        "ask_if: {sebab-lain: sebagian}",
        "ask_if: {alasan: berhenti}",
        "jawaban ini membiarkan daftarnya terbuka",
    ),
]

WEAK = [  # what rests on too little, and what breaks the rules of plain words
    (
        "jht.yaml",
        "source: laman-jht-2023\n      confidence: official",
        "source: okezone-2025\n      confidence: official",
        "sumbernya 'okezone-2025' lebih lemah daripada itu",
    ),
    (
        "jht.yaml",
        "source: kepala-cabang-ntb\n        confidence: official",
        "confidence: unsourced",
        "catatan tak bersumber hanya boleh menyuruh bertanya",
    ),
    (
        "jht.yaml",
        "      when: {data: berbeda}\n      ask_officer: yes\n",
        "      when: {data: berbeda}\n",
        "'bukti-koreksi-data' tak bersumber, dan tak ada catatan yang menyuruh",
    ),
    ("jht.yaml", "id: Minta petugas menggabungkan", "id: Gabungkan", "satu catatan harus berkata 'petugas'"),
    ("jht.yaml", "one_of: [ppjb, ajb]", "one_of: [ppjb, kk]", "surat 'ajb' tidak diminta kasus mana pun"),
    ("facts.yaml", "text: {id: Kena PHK,", "text: {id: Kena PHK bulan ini,", "mempunyai 4 kata, paling banyak 3"),
    ("facts.yaml", 'id: "Berapa umur anak itu?"', f"id: Siapa {'dan ' * 12}?", "paling banyak 12"),
    ("facts.yaml", 'id: "Siapa Bapak/Ibu bagi peserta itu?"', "id: Siapa Anda?", "berkata 'anda'; tulis Bapak/Ibu"),
    ("facts.yaml", 'id: "Untuk apa uangnya dipakai?"', "id: Silahkan klaim?", "berkata 'silahkan'"),
    ("facts.yaml", 'id: "Mengurus untuk siapa?"', "id: Siapa yang klaim?", "berkata 'klaim'; tulis mengurus"),
    ("facts.yaml", 'id: "Bagaimana kartu BPJS-nya?"', "id: Apakah tidak belum hilang?", "menyangkal dua kali"),
    ("documents.yaml", "id: Nomor Pokok Wajib Pajak (NPWP)", "id: NPWP", "memakai 'NPWP' tanpa penjelasan"),
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
    assert any("tidak ada kasus dengan jawaban ini" in problem.sentence for problem in problems)
    expired = checklist_of_case(parse_catalogue(files), "jht-pkwt", TODAY.replace(year=2030), "id")
    assert expired.case_ids == ("jht-pkwt",), "a code kept at home still finds the list of its last day"

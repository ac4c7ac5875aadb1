"""Reading the catalogue: the real one is whole, and whatever is wrong is refused with file, line and sentence."""

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.catalogue import (
    CatalogueError,
    Confidence,
    Place,
    Problem,
    case_detail,
    catalogue_summary,
    parse_catalogue,
)
from kiosk.domain.checklist import Weight
from tests.domain.catalogue_files import CATALOGUE, FILES, ROOT, edited, line_of, refused

CASES = {
    "JHT": {
        *("jht-usia-56", "jht-usia-pensiun-pkb", "jht-pkwt", "jht-bpu-berhenti", "jht-mengundurkan-diri", "jht-phk"),
        *("jht-cacat-total", "jht-meninggal", "jht-meninggal-wna", "jht-wna-pulang", "jht-wni-pindah-wn"),
        *("jht-sebagian-10", "jht-sebagian-30", "jht-pmi-meninggal", "jht-pmi-cacat", "jht-pmi-56"),
    },
    "JP": {
        *("jp-hari-tua", "jp-lumpsum", "jp-cacat", "jp-janda-duda", "jp-anak", "jp-orang-tua", "jp-ahli-waris-lain"),
    },
    "JKM": {"jkm-santunan", "jkm-pemakaman", "jkm-jakon", "jkm-pmi", "jkm-beasiswa", "jkm-beasiswa-lanjutan"},
}


@pytest.mark.parametrize("programme", CASES)
def test_every_current_case_of_a_programme_is_there(programme: str) -> None:
    current = {case.case_id for case in CATALOGUE.cases if case.period.covers(CATALOGUE.day)}
    assert {case_id for case_id in current if CATALOGUE.case(case_id).programme == programme} == CASES[programme]


def test_need_picker_has_seven_cards_first_and_the_other_services_behind_one_of_them() -> None:
    first = [need for need in CATALOGUE.needs if need.page == 1]
    assert [need.service for need in first] == ["jht", "jkk", "jkm", "jp", "jkp", "info", "belum-tahu"]
    assert [need.opens_page for need in first if need.opens_page] == [2]
    services = {need.service for need in CATALOGUE.needs if need.page == 2}
    assert services == {"data", "kartu", "jmo", "jkm", "daftar", "iuran", "pengaduan"}
    without_a_list = {need.need_id for need in CATALOGUE.needs if not need.has_checklist}
    assert without_a_list == {"lainnya", "belum-tahu"}, "they only lead to other cards"


def test_whoever_lost_the_work_is_told_of_siapkerja_before_a_number_is_used_up() -> None:
    assert "SIAPkerja" in CATALOGUE.need("jkp").hint["id"]
    assert "SIAPkerja" in CATALOGUE.need("jkp").hint["en"]


def test_every_drawing_named_in_the_catalogue_exists() -> None:
    stems = {f"illustrations/{fact.picture}" for fact in CATALOGUE.facts.values()}
    icons = {answer.icon for fact in CATALOGUE.facts.values() for answer in fact.answers}
    icons |= {document.icon for document in CATALOGUE.documents.values()} | {need.icon for need in CATALOGUE.needs}
    stems |= {icon if "/" in icon else f"icons/{icon}" for icon in icons}
    missing = sorted(stem for stem in stems if not (ROOT / "assets" / f"{stem}.svg").exists())
    assert missing == []


def test_confidence_decides_what_is_printed_and_unsourced_is_never() -> None:
    assert [confidence for confidence in Confidence if confidence.weight is Weight.REQUIRED] == ["law", "official"]
    assert [confidence for confidence in Confidence if confidence.weight is None] == ["unsourced"]


def test_files_may_be_split_as_one_likes() -> None:
    whole = parse_catalogue(
        {"one.yaml": FILES["documents.yaml"], **{n: t for n, t in FILES.items() if n != "documents.yaml"}}
    )
    assert whole.documents == CATALOGUE.documents


# ---- refusals: (file, old, new, what the sentence says) ----
BROKEN = [
    ("jht.yaml", "when: {kartu: hilang}", "when: {kartu: hilng}", "'kartu: hilng', jawaban yang tidak ada"),
    ("jht.yaml", "when: {kartu: hilang}", "when: {karto: hilang}", "tak dikenal 'karto'"),
    ("jht.yaml", "- use: npwp\n", "- use: nwpp\n", "memakai kelompok 'nwpp', yang tidak ada"),
    ("jht.yaml", "paper: npwp\n", "paper: npwq\n", "tak dikenal 'npwq'"),
    ("jht.yaml", "source: pp68-2009", "source: pp99-2009", "tak dikenal 'pp99-2009'"),
    ("jht.yaml", "form: copy-ok", "form: gold", "tak dikenal 'gold'"),
    ("jht.yaml", "confidence: law", "confidence: sure", "mempunyai 'sure' di 'confidence'; yang boleh: law"),
    ("jht.yaml", "number: 102", "number: 101", "nomor kode '101' dipakai dua kali"),
    ("jht.yaml", "number: 102", "number: 9000", "memerlukan number dari 1 sampai 2047"),
    ("jht.yaml", "number: 102", "number: many", "memerlukan bilangan bulat sampai 9999"),
    ("jht.yaml", "id: jht-phk\n", "id: jht-pkwt\n", "kasus 'jht-pkwt' dipakai dua kali"),
    ("jht.yaml", "id: jht-phk\n", "id: JHT PHK\n", "pakai huruf kecil, angka, dan tanda hubung"),
    ("jht.yaml", "from: 2022-04-26\n", "from: 26 April\n", "memerlukan tanggal seperti 2026-11-23"),
    ("jht.yaml", "    from: 2022-04-26\n", "", "memerlukan 'from', tanggal"),
    (
        "jht.yaml",
        "    from: 2022-04-26\n",
        "    from: 2022-04-26\n    until: 2022-01-01\n",
        "berakhir (2022-01-01) sebelum",
    ),
    ("jht.yaml", "    who: self\n", "    who: self\n    colour: red\n", "mempunyai kata tak dikenal 'colour'"),
    ("jht.yaml", "    who: self\n", "    who: self\n    who: heir\n", "menulis 'who' dua kali"),
    (
        "jht.yaml",
        "    papers:\n      - use: dasar\n",
        "    papers: all\n    spare:\n      - use: dasar\n",
        "memerlukan daftar di 'papers'",
    ),
    ("jht.yaml", "      why: {id: kartu hilang, en: the card is lost}\n", "", "mempunyai syarat dan memerlukan 'why'"),
    ("jht.yaml", ", en: the card is lost}", "}", "why memerlukan 'en'"),
    ("jht.yaml", ", en: the card is lost}", ", en: x, su: y}", "why mempunyai kata tak dikenal 'su'"),
    ("jht.yaml", ", en: the card is lost}", ", en: }", "tidak mempunyai isi di 'en'"),
    ("jht.yaml", "en: the card is lost}", "en: [the, card]}", "memerlukan kata biasa di 'en'"),
    ("jht.yaml", "one_of: [ppjb, ajb]", "one_of: [ppjb]", "paling sedikit dua surat di 'one_of'"),
    ("jht.yaml", "one_of: [ppjb, ajb]", "one_of: [ajb, ajb]", "menyebut satu id dua kali"),
    ("jht.yaml", "item: surat-jual-beli", "item: surat-kredit", "item 'surat-kredit' berarti surat lain"),
    ("jht.yaml", "programme: {need: jht, name: JHT}\n", "", "memerlukan 'programme:"),
    (
        "jht.yaml",
        "programme: {need: jht,",
        "programme: {need: jhtt,",
        "keperluan 'jhtt', yang tidak ada di berkas mana pun",
    ),
    ("jht.yaml", "  npwp:\n", "  npwp: &all\n", "memakai jangkar atau alias"),
    ("jht.yaml", "      source: pp68-2009", "      source: *all", "memakai jangkar atau alias"),
    ("jht.yaml", "number: 102", "number: !!python/object:os.system 102", "memakai tag"),
    ("jht.yaml", "number: 102", "number: [102", "bukan YAML"),
    ("jht.yaml", "number: 102", "number: 102\n---\nnumber: 1", "memuat dokumen YAML kedua"),
    ("jht.yaml", "number: 102", "? [1]\n    : 102", "mempunyai kunci yang bukan kata"),
    ("jht.yaml", "id: kena PHK,", 'id: "kena\\u202ePHK",', "mempunyai huruf yang tidak dapat dicetak"),
    ("jht.yaml", "id: kena PHK,", f"id: {'kena ' * 80},", "melebihi 300 huruf"),
    ("facts.yaml", "      - id: hari-tua\n", "      - id: unsure\n", "yang selalu berarti 'Tidak yakin'"),
    ("facts.yaml", "      - id: hari-tua\n", "      - id: rumah-tunai\n", "mempunyai id jawaban yang sama dua kali"),
    ("facts.yaml", "ask_if: {pemohon: wali}", "ask_if: {}", "mempunyai syarat kosong di 'ask_if'"),
    ("facts.yaml", "ask_if: {pemohon: wali}", "ask_if: {cari-hidup: ya}", "pertanyaan milik pencari"),
    ("facts.yaml", "  - id: pekerja-migran\n", "  - id: almarhum\n", "id 'almarhum' dipakai dua kali"),
    ("finder.yaml", "need: jp\n", "need: jpp\n", "menyebut keperluan yang tidak ada di berkas mana pun"),
    ("needs.yaml", "service: kartu", "service: cards", "mempunyai 'cards' di 'service'"),
    ("needs.yaml", "opens_page: 2", "opens_page: 7", "membuka halaman 7, yang tidak mempunyai kartu"),
    ("sources.yaml", "    authority: 1", "    authority: 7", "authority dari 1 (peraturan) sampai 4"),
    ("catalogue.yaml", "languages: [id, en]", "languages: [id, en, su]", "memerlukan 'su'"),
    ("catalogue.yaml", "date: 2026-11-23", "date: soon", "memerlukan tanggal seperti 2026-11-23"),
    ("catalogue.yaml", "  number: 1\n", "  number: 0\n", "memerlukan number mulai dari 1"),
    ("catalogue.yaml", "catalogue:\n", "katalog:\n", "0 berkas mempunyai kepala 'catalogue:'"),
]


@pytest.mark.parametrize(("file", "old", "new", "sentence"), BROKEN, ids=[row[3][:40] for row in BROKEN])
def test_a_broken_file_is_refused_with_file_line_and_sentence(file: str, old: str, new: str, sentence: str) -> None:
    problems = refused(edited(file, old, new))
    found = [problem for problem in problems if sentence in problem.sentence]
    assert found, [str(problem) for problem in problems]
    assert all(problem.place.line >= 1 for problem in problems)


def test_the_line_is_the_line_of_the_fault() -> None:
    problems = refused(edited("jht.yaml", "number: 102", "number: [102"))
    assert [problem.place.file for problem in problems] == ["jht.yaml"]
    assert abs(problems[0].place.line - line_of("jht.yaml", "number: 102")) <= 1
    duplicate = refused(edited("jht.yaml", "number: 102", "number: 102\n    number: 102"))
    assert duplicate[0].place.line == line_of("jht.yaml", "number: 102") + 1
    assert str(duplicate[0]).startswith(f"jht.yaml:{duplicate[0].place.line}: ")


def test_one_run_finds_every_fault() -> None:
    files = edited("jht.yaml", "number: 102", "number: many")
    files["needs.yaml"] = files["needs.yaml"].replace("service: kartu", "service: cards")
    assert {problem.place.file for problem in refused(files)} == {"jht.yaml", "needs.yaml"}


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
HOSTILE: dict[str, str | bytes] = {
    "empty": "",
    "blank": " \n\t\n",
    "only comments": "# nothing\n",
    "word": "hello",
    "list": "- 1\n- 2\n",
    "null byte": "a: \x00",
    "lone surrogate": "a: \ud800",
    "binary": bytes(range(256)),
    "utf-16": "a: b".encode("utf-16"),
    "bomb": BOMB,
    "deep": "[" * 5000,
    "deep maps": "".join(" " * n + "a:\n" for n in range(300)),
    "huge": "a: " + "x" * 600_000,
    "many": "- x\n" * 70_000,
    "cyclic": "a: &a\n  b: *a\n",
    "merge": "a: {<<: {b: 1}}",
    "python": "!!python/object/apply:os.system ['true']",
    "tab": "a:\n\t- b",
    "directive": "%YAML 9.9\n---\na: 1",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_and_nothing_else_happens(name: str) -> None:
    content = HOSTILE[name]
    for files in ({"x.yaml": content}, {**FILES, "x.yaml": content}, {**FILES, "jht.yaml": content}):
        problems = refused(files)
        assert problems
        assert all(problem.sentence and problem.place.line >= 1 for problem in problems)


def test_no_files_and_too_many_files_are_refused() -> None:
    assert "0 berkas" in refused({})[0].sentence
    assert "65 berkas" in refused({f"{n}.yaml": "a: 1" for n in range(65)})[0].sentence


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_damage_to_the_real_files_gives_a_catalogue_or_named_problems(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    raw = bytearray(FILES[name].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        cut = data.draw(st.sampled_from([0, 0, 1, 2, 5, 40, 400]))
        raw[at : at + cut] = data.draw(
            st.one_of(
                st.binary(max_size=6),
                st.sampled_from([b"\n", b"  ", b": ", b"- ", b"{", b"]", b"'", b"&a ", b"*a", b"#"]),
            )
        )
    problems: tuple[Problem, ...] = ()
    try:
        parse_catalogue({**FILES, name: bytes(raw)})
    except CatalogueError as error:
        problems = error.problems or (Problem(Place("", 0), "refused without a reason"),)
    assert {problem.place.file for problem in problems} <= {*FILES, "catalogue"}
    assert all(problem.place.line >= 1 for problem in problems)


def test_summary_lists_each_case_with_what_it_rests_on() -> None:
    summary = catalogue_summary(CATALOGUE, "en")
    resigned = next(case for case in summary.cases if case.case_id == "jht-mengundurkan-diri")
    assert (resigned.programme, resigned.title) == ("JHT", "JHT: resigned")
    assert resigned.regulation == "Permenaker 4/2022 pasal 8-9"
    assert resigned.required == 4  # card, identity card, employer's statement, taxpayer number on condition
    assert resigned.withheld == 2  # the data papers and the power of attorney, for which there is no source


def test_detail_of_a_case_says_condition_and_source_of_each_row() -> None:
    rows = {row.papers[0]: row for row in case_detail(CATALOGUE, "jht-phk", "id").rows}
    proof = rows["Surat PHK dan surat pernyataan tidak menolak"]
    assert len(proof.papers) == 5
    assert proof.source.endswith("pasal 11 huruf c")
    tax = rows["Nomor Pokok Wajib Pajak (NPWP)"]
    assert "Di atas Rp50 juta" in tax.condition
    assert rows["Surat kuasa dan KTP penerima kuasa"].weight is None


def test_the_files_are_read_alike_with_and_without_the_c_library() -> None:
    """A question mark before a comma is a key to the pure reader: such texts are quoted."""
    for name, text in FILES.items():
        assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=yaml.CSafeLoader), name

"""`kiosk catalogue` as an author, a branch officer or a script meets it."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pypdf import PdfReader

from kiosk.cli.catalogue import catalogue
from kiosk.cli.told import Ended, Told
from kiosk.wire.keys import key_text, private_pem
from tests.domain.catalogue_files import FILES
from tests.domain.test_catalogue_changed import RULES
from tests.rules import ROOT


def told(*words: str) -> str:
    """What the command says; it must end well."""
    result = ended(*words)
    assert result.exit_code == 0, f"{result.output}{result.exception}"
    return result.output


def ended(*words: str) -> Result:
    return CliRunner().invoke(catalogue, words)


def refusal(*words: str) -> Ended:
    error = ended(*words).exception
    assert isinstance(error, Ended), error
    return error


def folder_of(path: Path, files: dict[str, str]) -> Path:
    path.mkdir()
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def test_the_list_counts_what_is_printed_and_names_who_completes_it() -> None:
    listed = told("list")
    assert re.search(r"jht-phk .*\[\d+ syarat, \d+ sering diminta\]", listed)
    assert re.search(r"jht-pkwt .*tanya petugas\]", listed)
    cases = [case for need in json.loads(told("list", "--json"))["needs"] for case in need["cases"]]
    resigned = next(case for case in cases if case["id"] == "jht-mengundurkan-diri")
    assert resigned["name"]["en"] == "JHT: resigned"
    assert (resigned["from"], resigned["until"], resigned["required"]) == ("2022-04-26", "", 4)


def test_a_case_is_shown_with_condition_place_source_and_how_sure() -> None:
    shown = told("show", "jht-phk")
    for part in (
        "dasar: Permenaker 4/2022 pasal 10-11, sejak 26 April 2022",
        "yang datang: peserta sendiri",
        "[syarat]",
        "menurut peraturan (law); Peraturan Menteri Ketenagakerjaan 4/2022",
        "      pembayaran; menurut peraturan (law)",
        "pasal 11 huruf c",
        "urus di: Kantor pajak terdekat",
        "[tidak dicetak]",
    ):
        assert part in shown
    detail = json.loads(told("show", "jht-phk", "--json"))
    assert detail["rows"][2]["weight"] == "required"
    assert detail["summary"]["since"] == "2022-04-26"
    assert "jht-phk" in str(refusal("show", "jht-pkh"))
    assert "* Usia pensiun sekarang 59 tahun." in told("show", "jp-lumpsum"), "no name of a table"


def test_a_sound_folder_passes_and_a_broken_one_is_told_with_file_and_line(tmp_path: Path) -> None:
    assert "tidak ada masalah" in told("check")
    sound = folder_of(tmp_path / "sound", FILES)
    assert "tidak ada masalah" in told("check", str(sound))
    (sound / "jht.yaml").write_text(FILES["jht.yaml"].replace("paper: npwp", "paper: nwpp", 1), encoding="utf-8")
    result = ended("check", str(sound))
    assert re.search(r"^jht\.yaml:\d+: .*nwpp", result.output, re.MULTILINE)
    assert isinstance(result.exception, Ended)
    assert result.exception.code == 1
    (sound / "jht.yaml").write_bytes(b"\xff\xfe\x00")
    assert "jht.yaml:1: bukan teks UTF-8" in ended("check", str(sound)).output


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_folder_without_rules_is_said_so(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    assert "Tidak ada berkas .yaml" in str(refusal("check", str(tmp_path / folder)))


def test_two_folders_are_compared_in_words(tmp_path: Path) -> None:
    old = folder_of(tmp_path / "old", {"rules.yaml": RULES})
    new_text = RULES.replace(
        "{paper: kartu, source: old, confidence: law}", "{paper: kuasa, source: news, confidence: press}", 1
    )
    new_text = new_text.replace("Surat kuasa tanyakan petugas.", "Surat kuasa dulu tanyakan petugas.")
    new = folder_of(tmp_path / "new", {"rules.yaml": new_text})
    assert "tidak ada bedanya" in told("diff", str(old), str(old))
    said = told("diff", str(old), str(new))
    assert "Santunan kematian (jkm-biasa)" in said
    assert "  + Surat kuasa: sering diminta, tanyakan petugas [Berita]" in said
    assert "  - Kartu peserta: tidak diminta lagi" in said
    assert '+ dikatakan: "Surat kuasa dulu tanyakan petugas."' in said
    assert "jkm-lama" not in said, "what is the same is not listed"


def test_two_days_of_the_catalogue_of_this_program_tell_the_changes_before_the_lists() -> None:
    said = told("diff", "2025-02-06", "2025-02-24")
    head, _, lists = said.partition(
        "Kehilangan pekerjaan (JKP): bulan pertama (jkp-bulan1): berlaku sejak 7 Februari 2025"
    )
    assert "Sejak 7 Februari 2025, JKP: Sekarang 60% upah setiap bulan" in head
    assert "Sejak 24 Februari 2025, JKM: " in head
    assert "kasus baru" not in lists


def test_what_one_row_does_to_many_cases_is_one_thing_to_mend(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "rules", FILES)
    wrong = FILES["jht.yaml"].replace("id: Uang dibayar paling lama", "id: Klaim dibayar paling lama", 1)
    (folder / "jht.yaml").write_text(wrong, encoding="utf-8")
    result = ended("check", str(folder))
    (line,) = result.output.splitlines()
    assert re.search(r"^jht\.yaml:\d+: kasus 'jht-[a-z-]+', 'jht-[a-z0-9-]+' dan \d+ kasus lain: ", line)
    assert "1 hal perlu diperbaiki" in str(result.exception)


@pytest.mark.parametrize(
    ("right", "wrong", "advice"),
    [
        ("    number: 201", "\tnumber: 201", "pakai spasi"),
        ("    number: 201", "    number 201", "titik dua"),
        ("    number: 201", "    number: 201: 202", "tanda kutip"),
        ("    number: 201", '    number: "201', "tanda kutip"),
        ("    number: 201", "    number: [201", "kurung"),
        ("    number: 201", "    number: @201", "tanda kutip"),
    ],
)
def test_what_is_no_yaml_is_told_in_words_to_look_for(tmp_path: Path, right: str, wrong: str, advice: str) -> None:
    folder = folder_of(tmp_path / "rules", FILES)
    (folder / "jp.yaml").write_text(FILES["jp.yaml"].replace(right, wrong, 1), encoding="utf-8")
    (line,) = ended("check", str(folder)).output.splitlines()
    assert re.match(r"jp\.yaml:\d+: bukan YAML: ", line)
    assert advice in line


def test_two_days_are_compared_and_the_changes_between_them_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, RULES)
    said = told("diff", "2025-02-23", "2026-11-23")
    assert "  + Akta kematian: syarat [Permenaker 1/2025]" in said
    assert "  - Surat keterangan kematian: tidak diminta lagi" in said
    assert "  ~ Kartu keluarga: dulu sering diminta, sekarang syarat [Permenaker 1/2025]" in said
    assert '~ Buku tabungan: "bentuk tidak disebut" menjadi "bentuk tidak disebut, tidak diwakili"' in said
    assert "Santunan berkala (jkm-lama): tidak berlaku lagi" in said
    assert "Sejak 24 Februari 2025, JKM: Sekarang harus akta kematian. Sebelumnya: Surat keterangan" in said
    assert told("diff", "1", "3") == told("diff", "2024-06-01", "2026-11-23"), "a catalogue's number is its day"
    assert "belum berlaku pada hari itu" in told("diff", "3", "2014-01-01")
    assert "Santunan kematian (jkm-biasa): berlaku sejak 1 Juli 2015" in told("diff", "2014-01-01", "3")
    assert "Yang dikenal: 1, 2, 3" in str(refusal("diff", "1", "9"))
    assert "2025-02-23" in str(refusal("diff", "kemarin", "3"))


def test_what_was_in_force_on_a_day_and_what_is_announced_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, RULES)
    was = told("at", "2025-02-23")
    assert "Surat keterangan kematian" in was
    assert "Akta kematian" not in was.partition("Mulai")[0]
    assert "Mulai 24 Februari 2025: Sekarang harus akta kematian." in was
    now = told("at", "2026-12-01", "jkm-biasa")
    assert "Akta kematian" in now
    assert "Mulai 1 Januari 2027: Surat asli diminta. Sebelumnya: Fotokopi boleh." in now
    assert "- Surat kuasa" not in now, "nobody vouches for it"
    assert "* Surat kuasa tanyakan petugas." in now
    assert "tidak ada" in str(refusal("at", "2026-12-01", "jkm-apa"))
    assert "tanggal seperti" in str(refusal("at", "besok"))


def test_a_confirmation_is_shown_in_words_and_whether_it_would_be_taken(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    marks = {row["item_id"]: row["mark"] for row in json.loads(told("show", "jht-phk", "--json"))["rows"]}
    assert f"tanda untuk konfirmasi cabang: buku-tabungan {marks['buku-tabungan']}" in told("show", "jht-phk")
    number = json.loads(told("list", "--json"))["version"].rpartition(" ")[2]
    body = f"""confirmation:
  branch: serang
  name: {{id: Kantor Cabang Serang, en: Serang branch office}}
  date: 2026-12-01
  number: 1
  catalogue: {number}
rows:
  - {{row: jht-phk/buku-tabungan, mark: {marks["buku-tabungan"]}, verdict: confirmed, as: required}}
practice:
  - {{case: jht-phk, paper: kk, as: often-asked}}
"""
    draft, pem, file = tmp_path / "serang.yaml", tmp_path / "key.pem", tmp_path / "serang.pasti"
    pem.write_bytes(private_pem(key))
    draft.write_text(body.replace("jht-phk/buku", "jht-phk/buuku"))
    wrong = refusal("sign", str(draft), "--key", str(pem), "--out", str(file))
    assert "Belum ditandatangani" in str(wrong)
    assert "baris 'jht-phk/buuku-tabungan' tidak ada di katalog" in str(wrong)
    assert not file.exists()
    draft.write_text(body)
    assert key_text(key.public_key()) in told("sign", str(draft), "--key", str(pem), "--out", str(file))
    config = tmp_path / "kiosk.toml"
    config.write_text((ROOT / "kiosk.toml").read_text())
    believed = Told(config, ("branch.id=serang", f"branch.confirm_key={key_text(key.public_key())}"))
    shown = CliRunner().invoke(catalogue, ("confirm", str(file)), obj=believed)
    assert shown.exit_code == 0, f"{shown.output}{shown.exception}"
    for part in (
        "Kantor Cabang Serang (serang), 1 Desember 2026, konfirmasi nomor 1",
        "jht-phk/buku-tabungan: benar, syarat",
        "jht-phk: juga Kartu Keluarga (KK), sering diminta, tanyakan petugas",
        "Dapat dipakai: salin ke folder data",
    ):
        assert part in shown.output
    nobody = CliRunner().invoke(catalogue, ("confirm", str(file)), obj=Told(config, ("branch.id=serang",)))
    assert isinstance(nobody.exception, Ended)
    assert '"branch.confirm_key" belum diisi' in str(nobody.exception)
    assert nobody.exception.code == 1


def use(monkeypatch: pytest.MonkeyPatch, rules: str) -> None:
    """These rules as the program's own."""
    from kiosk.domain.catalogue import parse_catalogue

    read = parse_catalogue({"rules.yaml": rules})
    monkeypatch.setattr("kiosk.cli.catalogue_history.rules_here", lambda: read)


def test_poster_and_leaflet_are_written_for_the_branch_of_the_settings(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text((ROOT / "kiosk.toml").read_text())
    here = Told(config, ("branch.name=Kantor Cabang Contoh",))
    for number, words in enumerate((("poster", "JKM"), ("leaflet", "jkm-santunan", "--language", "en"))):
        file = tmp_path / "sheets" / f"{number}.pdf"
        done = CliRunner().invoke(catalogue, (*words, "-o", str(file)), obj=here)
        assert done.exit_code == 0, f"{done.output}{done.exception}"
        reader = PdfReader(file)
        assert reader.metadata is not None
        assert reader.metadata.author == "Kantor Cabang Contoh"
        assert "Kantor Cabang Contoh" in reader.pages[0].extract_text()


def test_an_unknown_programme_or_case_and_a_file_that_cannot_be_are_told(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text((ROOT / "kiosk.toml").read_text())
    for words, sentence in (
        (("poster", "jhx", "-o", str(tmp_path / "a.pdf")), "Yang ada: jht, jp, jkk, jkm, jkp."),
        (("leaflet", "jht-pkh", "-o", str(tmp_path / "a.pdf")), "kiosk catalogue list"),
        (("poster", "jht", "-o", str(config / "a.pdf")), "tidak dapat ditulis"),
    ):
        error = CliRunner().invoke(catalogue, words, obj=Told(config, ())).exception
        assert isinstance(error, Ended), error
        assert sentence in str(error)

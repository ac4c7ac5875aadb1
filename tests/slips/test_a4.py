import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from pyzbar.pyzbar import decode

from kiosk.domain.checklist import Changed, Effort, Held, Who
from kiosk.domain.list_code import ListCode, item_mark, read_list
from kiosk.slips import checklist_pdf
from kiosk.slips.a4_pen import FONT_FILES
from tests.slips.samples import FONTS, ITEMS, at_ms, branch, checklist, item, paper, texts

TEXTS = texts()
BRANCH = branch()
SOME = {"member-card": Held.HAVE, "family-card": Held.MISSING}


def pdf(held: dict[str, Held] | None = None, *, language: str = "id", minute: int = 50, many: int = 1) -> bytes:
    items = tuple(
        item(f"{entry.item_id}-{copy}", *entry.papers, weight=entry.weight, why=entry.why, only_if=entry.only_if)
        if copy
        else entry
        for copy in range(many)
        for entry in ITEMS
    )
    made = checklist(language, items, ask_officer=True)
    return checklist_pdf(made, held or {}, BRANCH, TEXTS, printed_ms=at_ms(7, minute), fonts=FONTS)


def said(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def fonts_of(reader: PdfReader) -> dict[str, DictionaryObject]:
    fonts: dict[str, DictionaryObject] = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            fonts[font["/BaseFont"]] = font.get_object()
    return fonts


def test_the_same_list_gives_the_same_bytes_and_another_minute_other_bytes() -> None:
    assert pdf(SOME) == pdf(SOME)
    assert pdf(SOME) != pdf(SOME, minute=51)


def test_every_font_is_embedded_and_is_one_of_ours() -> None:
    reader = PdfReader(BytesIO(pdf(SOME)))
    fonts = fonts_of(reader)
    assert len(fonts) == len(FONT_FILES)
    for name, font in fonts.items():
        assert "/FontFile2" in font["/FontDescriptor"]
        assert "+AtkinsonHyperlegibleNext" in name or "+PlusJakartaSans" in name


@pytest.mark.parametrize(("language", "tag"), [("id", "id-ID"), ("en", "en")])
def test_the_document_says_its_language_and_shows_its_title(language: str, tag: str) -> None:
    reader = PdfReader(BytesIO(pdf(language=language)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == tag
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert str(reader.metadata.title).endswith("JHT: mengundurkan diri")


def test_the_sheet_is_a4() -> None:
    box = PdfReader(BytesIO(pdf())).pages[0].mediabox
    assert (float(box.width) / 72 * 25.4, float(box.height) / 72 * 25.4) == pytest.approx((210, 297), abs=0.1)


def test_a_typical_list_is_one_page_with_everything_the_roll_says() -> None:
    data = pdf(SOME)
    assert len(PdfReader(BytesIO(data)).pages) == 1
    text = said(data)
    for needed in (
        "Belum ada: 1",
        "Sudah ada: 1",
        "Sering diminta, tanyakan petugas",
        "Salah satu dari:",
        "Surat pengalaman kerja (paklaring)",
        "Asli + 1 fotokopi",
        "Dari: Kantor Disdukcapil",
        "Hanya bila saldo lebih dari Rp50 juta.",
        "Tunggu 1 bulan sejak berhenti bekerja.",
        "Mungkin ada surat lain. Tanyakan petugas.",
        "S1J G01T",
        "Permenaker 4/2022",
        "22 November 2026",
        "Senin, 23 November 2026, pukul 07.50",
        "Halaman 1 dari 1",
    ):
        assert needed in text
    assert text.index("Belum ada: 1") < text.index("Sudah ada: 1")


def test_the_sheet_has_room_for_the_reason_a_paper_is_asked() -> None:
    tax = item("tax", paper("npwp", "NPWP"), why="saldo di atas Rp50 juta.")
    made = checklist(items=(tax,))
    assert "Karena saldo di atas Rp50 juta." in said(
        checklist_pdf(made, {}, BRANCH, TEXTS, printed_ms=at_ms(7, 50), fonts=FONTS)
    )


def test_a_long_list_goes_on_over_pages_and_loses_nothing() -> None:
    data = pdf(many=5)
    pages = PdfReader(BytesIO(data)).pages
    assert len(pages) > 1
    text = said(data)
    assert text.count("Kartu Keluarga (KK)") == 5
    assert f"Halaman {len(pages)} dari {len(pages)}" in text


def test_sources_too_many_for_a_line_stay_on_the_sheet() -> None:
    items = tuple(item(f"i{n}", paper(f"p{n}", "Surat"), source=f"Sumber nomor {n} yang panjang") for n in range(20))
    data = checklist_pdf(checklist(items=items), {}, BRANCH, TEXTS, printed_ms=at_ms(7, 50), fonts=FONTS)
    lowest: list[float] = []

    def note(text: str, _cm: object, matrix: list[float], *_: object) -> None:
        if text.strip():
            lowest.append(matrix[5])

    for page in PdfReader(BytesIO(data)).pages:
        page.extract_text(visitor_text=note)
    assert "Sumber nomor 19" in said(data).replace("\n", " ")
    assert min(lowest) > 8 / 25.4 * 72


def test_nothing_pays_for_a4_before_it_is_printed() -> None:
    check = "import sys, kiosk.slips; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_a_phone_or_kiosk_reads_the_code_off_the_sheet(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(pdf(SOME))
    if shutil.which("pdftoppm") is None:
        pytest.skip("needs pdftoppm")
    subprocess.run(["pdftoppm", "-r", "150", "-png", sheet, tmp_path / "page"], check=True)
    found = decode(Image.open(next(tmp_path.glob("page*.png"))))
    (read,) = [code.data.decode() for code in found]
    back = read_list(read)
    assert isinstance(back, ListCode)
    assert (back.code, back.printed) == ("S1JG01T", date(2026, 11, 23))
    assert back.held == {item_mark("member-card"): Held.HAVE, item_mark("family-card"): Held.MISSING}


def test_the_sheet_says_for_whom_what_changed_what_comes_and_what_to_get_first() -> None:
    slow = item(
        "slow", replace(paper("akta", "Akta kematian", where="Disdukcapil"), effort=Effort.WEEKS, validity="3 bulan")
    )
    made = replace(
        checklist(items=(*ITEMS, slow)),
        who=Who.HEIR,
        changed_since=date(2025, 1, 14),
        changed=(Changed(date(2025, 2, 24), "Surat cukup.", "Harus akta.", "Permenaker 1/2025"),),
        coming=(Changed(date(2027, 1, 1), "", "Iuran kembali penuh.", "PP 50/2025"),),
    )
    text = said(checklist_pdf(made, {}, BRANCH, TEXTS, printed_ms=at_ms(7, 50), fonts=FONTS)).replace("\n", " ")
    for words in (
        "Untuk ahli waris",
        "Berubah sejak 14 Januari 2025:",
        "Dulu: Surat cukup.",
        "Sekarang: Harus akta.",
        "Sejak 24 Februari 2025, Permenaker 1/2025.",
        "Mulai 1 Januari 2027: Iuran kembali penuh.",
        "Urus ini dulu: biasanya beberapa minggu.",
        "Masa berlaku: 3 bulan",
    ):
        assert words in text


def test_a_case_that_only_an_officer_completes_says_so_at_its_head() -> None:
    made = replace(checklist(items=(), ask_officer=True), officer="Aturan tidak menyebut suratnya.")
    text = said(checklist_pdf(made, {}, BRANCH, TEXTS, printed_ms=at_ms(7, 50), fonts=FONTS))
    assert text.index("Petugas melengkapi daftar ini.") < text.index("Aturan tidak menyebut suratnya.")
    assert "Mungkin ada surat lain" not in text

"""The sheets for the notice board and to take home: every programme and every case, as a reader finds them."""

import re
import subprocess
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader
from pyzbar.pyzbar import decode

from kiosk.domain.catalogue import Catalogue, parse_catalogue
from kiosk.domain.checklist import Checklist, Weight
from kiosk.domain.codes import grouped
from kiosk.domain.list_code import ListCode, read_list
from kiosk.domain.poster import handout_of, poster_of
from kiosk.slips import case_sheet_pdf, poster_pdf
from kiosk.slips.a4_pen import HEIGHT_MM, MARGIN_MM, WIDTH_MM
from tests.slips.samples import ASSETS, at_ms, branch, texts

DAY = date(2026, 11, 23)
PROGRAMMES = ("jht", "jp", "jkk", "jkm", "jkp")
MM = 72 / 25.4


@cache
def rules() -> Catalogue:
    return parse_catalogue({file.name: file.read_bytes() for file in (ASSETS / "catalogue").glob("*.yaml")})


def poster(programme: str, language: str = "id") -> bytes:
    made = poster_of(rules(), programme, language, DAY)
    return poster_pdf(made, branch(), texts(), printed_ms=at_ms(7, 50), assets=ASSETS)


def leaflet(case: str, language: str = "id", day: date = DAY) -> bytes:
    made = handout_of(rules(), case, language, day)
    return case_sheet_pdf(made, branch(), texts(), printed_ms=at_ms(7, 50), assets=ASSETS)


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Word") -> bool:
        """True where ink would meet: by more than the boxes' own air."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > 0.5 and high > 0.45 * min(self.bottom - self.top, other.bottom - other.top)


def pages_of(pdf: bytes) -> list[list[Word]]:
    """The words of each page as pdftotext finds them, in points."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    tree = ElementTree.fromstring(re.sub(rb' xmlns="[^"]*"', b"", done.stdout))  # noqa: S314 - of our own PDF
    return [
        [Word(word.text or "", *(float(word.attrib[key]) for key in ("xMin", "yMin", "xMax", "yMax"))) for word in page]
        for page in tree.iter("page")
    ]


def squeezed(words: str) -> str:
    return "".join(words.split())


def names(checklist: Checklist, *weights: Weight) -> set[str]:
    return {paper.name for item in checklist.items if item.weight in weights for paper in item.papers}


def sound(pdf: bytes, named: set[str], at_most: int) -> None:
    """No word outside the margins or on another, no paper left out, no more pages than there may be."""
    pages = pages_of(pdf)
    assert 1 <= len(pages) <= at_most
    for words in pages:
        assert min(word.left for word in words) >= (MARGIN_MM - 0.5) * MM
        assert max(word.right for word in words) <= (WIDTH_MM - MARGIN_MM + 0.5) * MM
        assert max(word.bottom for word in words) <= (HEIGHT_MM - 5) * MM
        low = sorted(words, key=lambda word: word.top)
        for at, word in enumerate(low):
            for other in low[at + 1 :]:
                if other.top > word.bottom:
                    break
                assert not word.covers(other), f"{word} on {other}"
    flow = squeezed("".join(word.text for words in pages for word in words))
    assert not [name for name in named if squeezed(name) not in flow]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_poster_names_every_required_paper_of_every_case_in_force(programme: str, language: str) -> None:
    made = poster_of(rules(), programme, language, DAY)
    assert made.lists
    named = {name for one in made.lists for name in names(one, Weight.REQUIRED)}
    named |= {grouped(one.code) for one in made.lists} | {made.leaflet.name, made.leaflet.motto, *made.leaflet.sources}
    named |= {sentence for answer in made.leaflet.answers for sentence in answer.sentences}
    sound(poster(programme, language), named, at_most=3)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_case_fits_one_sheet_with_every_paper_place_and_note(language: str) -> None:
    for case in rules().cases:
        checklist = handout_of(rules(), case.case_id, language, DAY).checklist
        named = names(checklist, *Weight) | {told.text for told in checklist.told} | {checklist.title}
        named |= {paper.where.rstrip(".") for item in checklist.items for paper in item.papers}
        named |= {change.after for change in checklist.coming} | {checklist.regulation, grouped(checklist.code)}
        sound(leaflet(case.case_id, language), named, at_most=1)


def test_what_is_often_asked_for_is_never_said_to_be_required() -> None:
    flow = squeezed(" ".join(word.text for word in pages_of(poster("jkm"))[0]))
    assert "Seringdiminta,tanyakanpetugas:KTPpesertayangmeninggal" in flow
    text = " ".join(word.text for word in pages_of(leaflet("jkm-santunan"))[0])
    assert text.index("Siapkan surat ini: 5") < text.index("Kartu Keluarga (KK)") < text.index("Sering diminta")
    assert text.index("Sering diminta") < text.index("KTP peserta yang meninggal")


def test_alternatives_conditions_and_what_to_get_first_are_said() -> None:
    text = " ".join(word.text for word in pages_of(poster("jht"))[0])
    assert "Salah satu dari: Surat PHK dan surat pernyataan tidak menolak / Tanda terima laporan PHK" in text
    assert "Nomor Pokok Wajib Pajak (NPWP), bila saldo di atas Rp50 juta" in text
    text = " ".join(word.text for word in pages_of(leaflet("jht-mengundurkan-diri"))[0])
    assert text.index("Urus ini dulu: biasanya beberapa hari.") < text.index("Kartu peserta BPJS Ketenagakerjaan")
    assert "Hanya bila saldo di atas Rp50 juta" in text
    assert "23 November 2026" in text
    assert "Kantor Cabang Serang · Jalan Contoh 1, Serang" in text


def test_a_change_announced_is_told_and_an_ended_case_says_so() -> None:
    assert "Mulai 1 Januari 2028" in " ".join(word.text for word in pages_of(leaflet("jp-hari-tua"))[0])
    assert "Hanya berlaku sampai" in " ".join(word.text for word in pages_of(leaflet("jht-phk-2015"))[0])
    assert "Hanya berlaku sampai" not in " ".join(word.text for word in pages_of(leaflet("jht-phk"))[0])


def test_the_unemployed_read_first_that_no_queue_is_needed() -> None:
    for pdf in (poster("jkp"), leaflet("jkp-bulan1")):
        text = " ".join(word.text for word in pages_of(pdf)[0])
        assert text.index("Uang ini diajukan di SIAPkerja") < text.index("Akun SIAPkerja")


@pytest.mark.parametrize("case", ["jkm-santunan", "jkk-reimburse", "jkp-bulan1"])
def test_the_square_on_a_leaflet_opens_its_case_at_the_kiosk(case: str, tmp_path: Path) -> None:
    code = seen(leaflet(case), tmp_path)
    assert (code.printed, code.catalogue_no) == (DAY, rules().number)
    assert code.case_no == rules().case(case).number


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_square_on_a_poster_opens_the_need_of_its_programme(programme: str, tmp_path: Path) -> None:
    pdf = poster(programme)
    code = seen(pdf, tmp_path)
    need = next(one.need_id for one in rules().programmes if one.programme_id == programme)
    assert code.case_no == rules().need(need).number
    assert grouped(code.code) in " ".join(word.text for word in pages_of(pdf)[0])


def seen(pdf: bytes, folder: Path) -> ListCode:
    """What a camera reads from the first page."""
    drawn = ["pdftoppm", "-r", "100", "-png", "-f", "1", "-l", "1", "-", str(folder / "page")]
    subprocess.run(drawn, input=pdf, check=True)
    with Image.open(next(folder.glob("page*.png"))) as page:
        code = read_list(decode(page)[0].data.decode())
    assert isinstance(code, ListCode)
    return code


def test_the_same_day_gives_the_same_bytes_with_our_fonts_a_language_and_a_title() -> None:
    assert poster("jp") == poster("jp")
    for pdf, tag, title in (
        (poster("jp", "en"), "en", "Poster – Pension (JP)"),
        (leaflet("jp-cacat"), "id-ID", "Daftar surat"),
    ):
        reader = PdfReader(BytesIO(pdf))
        assert reader.trailer["/Root"]["/Lang"] == tag
        assert reader.metadata is not None
        assert str(reader.metadata.title).startswith(title)
        for page in reader.pages:
            for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
                assert "/FontFile2" in font["/FontDescriptor"]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_papers_on_a_poster_are_read_from_half_a_metre(programme: str) -> None:
    """At least 10 points for all but the fine print under the line."""
    made = poster_of(rules(), programme, "id", DAY)
    asked = {word for one in made.lists for name in names(one, Weight.REQUIRED) for word in name.split()}
    sizes: list[float] = []
    for page in PdfReader(BytesIO(poster(programme))).pages:
        page.extract_text(
            visitor_text=lambda text, _cm, _tm, _font, size: sizes.append(size) if set(text.split()) & asked else None
        )
    assert sizes
    assert not [size for size in sizes if 9 < size < 10], "the fine print is set in 8.5"

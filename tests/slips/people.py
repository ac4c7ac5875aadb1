"""`python -m tests.slips.people` draws the lists of ten people on roll and A4, for a reader who knows no program."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.domain.checklist import Checklist, Held
from kiosk.domain.interview import UNSURE, Settled, next_step
from kiosk.slips import checklist_blocks, checklist_pdf
from printers.layout import render
from printers.paper_picture import draw
from printers.profiles import profile
from tests.domain.catalogue_files import CATALOGUE, ROOT
from tests.slips.samples import FONTS, at_ms, branch, texts

FOLDER: Final = ROOT / "out/people"
PRINTER: Final = "epson-80"


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person: what they came for, what they answer, what lies at home."""

    name: str
    need: str
    answers: Mapping[str, str]
    have: tuple[str, ...] = ()
    language: str = "id"


TEN: Final = (
    Somebody(
        "01-juru-masak-berhenti",
        "jht",
        {"alasan": "berhenti", "cara-berhenti": "mengundurkan-diri", "saldo": "sampai-50"},
        ("ktp", "kartu-peserta"),
    ),
    Somebody(
        "02-janda-kartu-hilang",
        "jht",
        {"alasan": "meninggal", "almarhum": "wni", "pemohon": "pasangan", "beda": "kartu", "kartu": "hilang"},
        ("ktp-ahli-waris", "kk"),
    ),
    Somebody("03-pensiunan", "jp", {"jp-hal": "usia", "jp-iuran": "cukup"}, ("ktp", "kk")),
    Somebody("04-keluarga-tukang", "jkm", {"jkm-hal": "proyek", "jkm-pemohon": "pasangan"}, ("kk", "kartu-peserta")),
    Somebody("05-ibu-rumah-tangga-janda", "jkm", {"jkm-hal": "santunan", "jkm-pemohon": "pasangan"}),
    Somebody(
        "06-celaka-di-jalan",
        "jkk",
        {
            "jkk-peserta": "perusahaan",
            "jkk-keadaan": "baru",
            "jkk-lapor": "perusahaan-kecelakaan",
            "jkk-waktu": "perjalanan",
            "jkk-jalan": "ya",
        },
        ("kartu-peserta",),
    ),
    Somebody(
        "07-biaya-rumah-sakit",
        "jkk",
        {
            "jkk-peserta": "perusahaan",
            "jkk-keadaan": "dirawat",
            "jkk-urusan": "biaya",
            "jkk-jalan": "tidak",
            "jkk-pembayar": "pekerja",
        },
    ),
    Somebody("08-kena-phk", "jkp", {"jkp-bulan": "pertama", "jkp-phk": "surat"}, ("akun-siapkerja",)),
    Somebody("09-daughter-at-school", "beasiswa", {"beasiswa-kali": "pertama"}, language="en"),
    Somebody("10-belum-yakin", "jht", {"alasan": "lain"}),
)


def list_of(person: Somebody) -> Checklist:
    """The list at the end of the interview; what is not among the answers is 'Tidak yakin'."""
    given: dict[str, str] = {}
    while True:
        step = next_step(CATALOGUE, person.need, given, CATALOGUE.day, person.language, raised=person.answers)
        if isinstance(step, Settled):
            return step.checklist
        said = person.answers.get(step.fact_id, UNSURE)
        given[step.fact_id] = said if said in {answer.id for answer in step.answers} else UNSURE


def held_by(person: Somebody, papers: Checklist) -> dict[str, Held]:
    """Whoever ticked something, ticked all of it."""
    if not person.have:
        return {}
    return {item.item_id: Held.HAVE if item.item_id in person.have else Held.MISSING for item in papers.items}


def draw_people(folder: Path) -> list[Path]:
    """Roll and A4 of each of the ten as PNG in `folder`, emptied first; the files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    office, words, printer = branch(), texts(), profile(PRINTER)
    made: list[Path] = []
    for person in TEN:
        papers = list_of(person)
        held = held_by(person, papers)
        blocks = checklist_blocks(papers, held, office, words, printed_ms=at_ms(7, 50))
        roll = folder / f"{person.name}-roll.png"
        draw(render(blocks, printer).data, printer).save(roll)
        sheet = folder / f"{person.name}-a4.pdf"
        sheet.write_bytes(checklist_pdf(papers, held, office, words, printed_ms=at_ms(7, 50), fonts=FONTS))
        subprocess.run(["pdftoppm", "-r", "60", "-png", sheet, sheet.with_suffix("")], check=True)
        made += [roll, sheet]
    return made


if __name__ == "__main__":
    if shutil.which("pdftoppm") is None:
        sys.exit("pdftoppm is missing: apt-get install poppler-utils")
    draw_people(FOLDER)
    sys.stdout.write(f"{FOLDER}\n")

"""People who come back with a list of an older catalogue."""

from datetime import date

from kiosk.domain.catalogue import Catalogue, parse_catalogue
from kiosk.domain.checklist import Held
from kiosk.domain.codes import mint_checklist
from kiosk.domain.list_code import list_qr_text
from tests.domain.catalogue_files import CATALOGUE, FILES

FIRST_LIST = date(2025, 1, 14)
"""Before the two rules changed: death papers on 24 February 2025, JKP on 7 February 2025."""


def with_an_earlier_edition() -> Catalogue:
    """The shipped catalogue as its next edition, with one of January 2025 before it."""
    number = CATALOGUE.number
    kept = [line for line in FILES["catalogue.yaml"].splitlines() if not line.startswith("  earlier:")]
    at = next(at for at, line in enumerate(kept) if line.startswith("  number:"))
    kept[at : at + 1] = [f"  number: {number + 1}", f"  earlier: [{{number: {number}, date: {FIRST_LIST}}}]"]
    return parse_catalogue({**FILES, "catalogue.yaml": "\n".join(kept)})


SINCE_2025 = with_an_earlier_edition()


def square(case_id: str, answers: dict[str, str], held: dict[str, Held]) -> str:
    """The square of a list printed on 14 January 2025."""
    code = mint_checklist(CATALOGUE.case(case_id).number, CATALOGUE.number)
    return list_qr_text(code, FIRST_LIST, answers.items(), held)


BUILDERS_FAMILY = square(
    "jkm-jakon",
    {"jkm-hal": "proyek", "jkm-pemohon": "pasangan"},
    {"kartu-peserta": Held.HAVE, "surat-keterangan-kematian": Held.HAVE, "kk": Held.MISSING},
)
"""The widow of a man from a building site, who had everything but the family card."""

LAID_OFF = square(
    "jkp-bulan1",
    {"jkp-bulan": "pertama", "jkp-phk": "surat"},
    {"phk-surat-diterima": Held.HAVE, "phk-tanda-terima": Held.MISSING},
)
"""A woman dismissed in January 2025 who still lacked the receipt of the report."""

"""What the `kiosk catalogue` commands share: a catalogue in a folder, and dates and weights in words."""

from datetime import date
from pathlib import Path
from typing import Final

from kiosk.cli.asking import furnished
from kiosk.cli.told import Code, Ended
from kiosk.domain.catalogue import Catalogue, CatalogueError, parse_catalogue
from kiosk.domain.checklist import Weight
from kiosk.ops.assets import AssetsMissingError, read_catalogue, read_rules

WEIGHTS: Final = {Weight.REQUIRED: "syarat", Weight.OFTEN_ASKED: "sering diminta, tanyakan petugas"}
_MONTHS: Final = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def rules_of_folder(folder: Path | None) -> Catalogue:
    """The catalogue in `folder`, or that of this program. Raises CatalogueError, Ended."""
    if folder is None:
        try:
            return parse_catalogue(read_catalogue())
        except AssetsMissingError as error:
            raise Ended(Code.REFUSED, str(error)) from error
    try:
        files = read_rules(folder)
    except OSError as error:
        raise Ended(Code.REFUSED, f"Folder {folder} tidak dapat dibaca: {error.strerror}.") from error
    if not files:
        raise Ended(Code.REFUSED, f"Tidak ada berkas .yaml di {folder}.")
    return parse_catalogue(files)


def rules_here() -> Catalogue:
    """The catalogue of this program. Raises Ended."""
    try:
        return furnished().catalogue
    except CatalogueError as error:
        raise Ended(Code.REFUSED, f"Katalog tidak dapat dibaca:\n{error}") from error


def day_words(day: date) -> str:
    """'3 Maret 2025'."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

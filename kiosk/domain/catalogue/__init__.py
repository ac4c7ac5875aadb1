"""The catalogue: which papers each case needs, read from YAML that a branch officer can read."""

from kiosk.domain.catalogue.model import (
    UNSURE,
    Case,
    Catalogue,
    CatalogueError,
    Confidence,
    Document,
    Fact,
    Need,
    Note,
    Place,
    Problem,
    Row,
    Source,
)
from kiosk.domain.catalogue.reading import parse_catalogue
from kiosk.domain.catalogue.summary import case_detail, catalogue_summary

__all__ = [
    "UNSURE",
    "Case",
    "Catalogue",
    "CatalogueError",
    "Confidence",
    "Document",
    "Fact",
    "Need",
    "Note",
    "Place",
    "Problem",
    "Row",
    "Source",
    "case_detail",
    "catalogue_summary",
    "parse_catalogue",
]

"""The catalogue: which papers each case needs, read from YAML that a branch officer can read."""

from kiosk.domain.catalogue.basis import UNSURE, CatalogueError, Confidence, Place, Problem
from kiosk.domain.catalogue.history import Change, ChangeStatus, RuleTable
from kiosk.domain.catalogue.model import (
    Case,
    Catalogue,
    Document,
    Effort,
    Fact,
    Need,
    Note,
    NoteKind,
    Row,
    Source,
    Who,
)
from kiosk.domain.catalogue.reading import parse_catalogue
from kiosk.domain.catalogue.sections import SERVICES
from kiosk.domain.catalogue.summary import case_detail, catalogue_summary

__all__ = [
    "SERVICES",
    "UNSURE",
    "Case",
    "Catalogue",
    "CatalogueError",
    "Change",
    "ChangeStatus",
    "Confidence",
    "Document",
    "Effort",
    "Fact",
    "Need",
    "Note",
    "NoteKind",
    "Place",
    "Problem",
    "Row",
    "RuleTable",
    "Source",
    "Who",
    "case_detail",
    "catalogue_summary",
    "parse_catalogue",
]

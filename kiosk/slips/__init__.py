"""What a paper says: ticket and list of papers, as blocks for the roll and as A4."""

from kiosk.domain.dates import date_text, date_time_text, time_text
from kiosk.slips.a4 import checklist_pdf
from kiosk.slips.case_sheet import case_sheet_pdf
from kiosk.slips.checklist import checklist_blocks
from kiosk.slips.leaflet import leaflet_blocks
from kiosk.slips.paper_check import strip_blocks
from kiosk.slips.poster import poster_pdf
from kiosk.slips.ticket import no_list_line, ticket_blocks, ticket_qr_text
from kiosk.slips.words import window_text

__all__ = [
    "case_sheet_pdf",
    "checklist_blocks",
    "checklist_pdf",
    "date_text",
    "date_time_text",
    "leaflet_blocks",
    "no_list_line",
    "poster_pdf",
    "strip_blocks",
    "ticket_blocks",
    "ticket_qr_text",
    "time_text",
    "window_text",
]

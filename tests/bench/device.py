"""What goes to the printer: bytes beside the same paper as a picture."""

from kiosk.slips.checklist import checklist_blocks
from kiosk.slips.ticket import ticket_blocks
from printers.escpos_commands import Character, QrStore
from printers.escpos_reader import read_all
from printers.layout import render
from printers.profiles import Profile, profile
from tests.bench.figure import Effort, Figure
from tests.slips import samples

FAMILY = "epson-80"
RASTER_HEADER_BYTES = 8


def raster_bytes(length_mm: float, paper: Profile) -> int:
    """The same paper sent dot by dot (GS v 0, one picture)."""
    return paper.dots // 8 * round(length_mm * paper.dots_per_mm) + RASTER_HEADER_BYTES


def beyond_ascii(data: bytes) -> int:
    """How many bytes of text, in lines and in codes, are no ASCII."""
    texts = [bytes([c.value]) for c in read_all(data) if isinstance(c, Character)]
    texts += [c.data for c in read_all(data) if isinstance(c, QrStore)]
    return sum(byte >= 0x80 for text in texts for byte in text)


def figures(effort: Effort) -> list[Figure]:
    """Bytes of a ticket and of a checklist on 80 mm paper."""
    del effort  # one look is enough
    texts, branch, paper = samples.texts(), samples.branch(), profile(FAMILY)
    ticket = render(ticket_blocks(samples.ticket(), branch, texts), paper)
    checklist = render(checklist_blocks(samples.checklist(), {}, branch, texts, printed_ms=samples.at_ms(8, 0)), paper)
    rows = []
    for what, made, limit in (("ticket", ticket, 700), ("checklist", checklist, 1500)):
        size, strange = len(made.data), beyond_ascii(made.data)
        rows.append(
            Figure(
                f"{what} slip, bytes ({made.length_mm:.0f} mm)",
                f"{size:,}, {strange} beyond ASCII",
                f"{raster_bytes(made.length_mm, paper):,} as raster",
                f"≤ {limit:,}, all ASCII",
                size <= limit and not strange,
            )
        )
    return rows

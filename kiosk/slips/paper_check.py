"""The test strip: a code that only a person can read, so that paper put in upside down is noticed."""

from kiosk.domain.branch import Branch
from kiosk.domain.dates import time_text
from kiosk.domain.texts import BASE, Texts
from kiosk.slips.ticket import LARGEST
from printers.blocks import Align, Block, Cut, Text

_TALL = 6
"""18 mm at 203 dpi: read at arm's length without glasses."""


def strip_blocks(code: str, branch: Branch, texts: Texts, *, printed_ms: int) -> list[Block]:
    """'KERTAS OK', the code as large as it can be, kiosk and time."""
    when = texts.say("slip.strip-when", BASE, time=time_text(printed_ms, branch.zone, texts, BASE))
    return [
        Text(texts.say("slip.strip", BASE), bold=True, align=Align.CENTER),
        Text(code, width=LARGEST, height=_TALL, bold=True, align=Align.CENTER),
        Text(when, align=Align.CENTER),
        Cut(),
    ]

"""The [a4] section: the office's printer for lists. Absent or empty, every list comes out on the roll."""

import re
from typing import Final

from kiosk.ops.settings_reading import Section, shown

_QUEUE: Final = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]{0,126}")
"""Narrower than CUPS allows: a name that no program takes for an option."""


def read_a4(root: Section) -> str:
    """The queue of CUPS, "" when there is none."""
    part = root.section("a4", required=False)
    queue = part.text("queue", "", longest=127)
    if queue and not _QUEUE.fullmatch(queue):
        part.refuse("queue", f'"queue" harus nama antrean CUPS seperti di lpstat -e, bukan {shown(queue)}.')
    part.close()
    return queue

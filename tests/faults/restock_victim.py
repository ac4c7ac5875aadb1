"""A change of paper that somebody kills: `python -m tests.faults.restock_victim FOLDER POINT`; says `@POINT` there."""

import os
import sys
from pathlib import Path
from threading import Event

from kiosk.staff.restock import Step
from printers.faults import Fault
from tests.staff.desk import Satpam


def main() -> None:
    """Open the printer, close it, read the strip; stand still at the point named."""
    folder, point = Path(sys.argv[1]), sys.argv[2]
    satpam = Satpam(folder)
    satpam.kiosk.printer.turn(Fault.COVER_OPEN, True)
    satpam.turn(2)
    if point != "opened":
        satpam.kiosk.printer.turn(Fault.COVER_OPEN, False)
        satpam.turn(3)
        assert satpam.step is Step.CODE
    if point == "read":
        satpam.type(satpam.read())
        assert satpam.step is Step.KIND
    os.write(1, f"@{point}\n".encode())
    Event().wait()


if __name__ == "__main__":
    main()

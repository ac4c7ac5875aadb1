"""kill -9 and a power cut in the middle of a change of paper: the next start knows that nobody has proved the roll."""

import selectors
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.journal import verify
from kiosk.store.opening import Role, open_db
from kiosk.store.rolls import is_unproven, mark_proven, mark_unproven
from tests.clock import SimulatedClock
from tests.faults.office import STORE, open_office
from tests.faults.power_cut import Loss, dice, image, lay_out
from tests.faults.sqlite_vfs import RecordingVfs
from tests.staff.desk import Satpam

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30
AT = {"opened": True, "strip": True, "read": False}
"""{where the process is killed: whether the roll is unproven then}"""


@pytest.mark.parametrize("point", AT)
def test_a_change_killed_in_the_middle_goes_on_where_it_was(tmp_path: Path, point: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.restock_victim", str(tmp_path), point], cwd=ROOT, stdout=subprocess.PIPE
    ) as victim:
        assert victim.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(victim.stdout, selectors.EVENT_READ)
            assert selector.select(PATIENCE_S), "the victim never came so far"
        assert victim.stdout.readline() == f"@{point}\n".encode()
        victim.kill()
    satpam = Satpam(tmp_path)
    try:
        papers = len(satpam.kiosk.printer.papers)
        taken = satpam.kiosk.take()
        satpam.turn(3)
        assert (len(satpam.kiosk.printer.papers) == papers) is AT[point]
        satpam.kiosk.end_visit(taken)
        satpam.restocking.tick(free=True)
        assert satpam.restocking.active is AT[point]
        if AT[point]:
            satpam.turn(2)
            satpam.type(satpam.read()).touch("kind:same", "print-all")
        assert any(taken.ticket.label in lines for lines in satpam.kiosk.papers())
    finally:
        satpam.close()


def test_the_power_may_go_at_any_moment_of_a_change(tmp_path: Path) -> None:
    clock = SimulatedClock()
    place = tmp_path / "kiosk"
    place.mkdir()
    with RecordingVfs() as vfs:
        db = open_office(place, clock)
        made_at = len(vfs.ops)
        mark_unproven(db, clock)
        opened_at = len(vfs.ops)
        mark_proven(db, clock)
        proven_at = len(vfs.ops)
        mark_unproven(db, clock)
        ops = list(vfs.ops)
        db.conn.close()
    for cut in range(made_at, len(ops) + 1):
        for loss in Loss:
            after = tmp_path / f"{cut}-{loss.value}"
            lay_out(image(ops, cut, loss, dice(cut)), after)
            db = open_db(after / STORE, Role.WRITER)
            unproven = is_unproven(db)
            assert verify(db).ok
            db.conn.close()
            if cut in (opened_at, len(ops)):
                assert unproven, f"cut {cut}, {loss.value}: somebody had opened the printer"
            elif cut in (made_at, proven_at):
                assert not unproven, f"cut {cut}, {loss.value}: the strip had been read"

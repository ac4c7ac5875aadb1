"""The list on A4: printed there, or without anybody's doing on the roll; never twice, never after the visit."""

import gc
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.domain.checklist import Checklist
from kiosk.domain.lifecycle import SlipKind
from kiosk.ops.owner import ask_owner
from kiosk.press.office import Office
from kiosk.store.jobs import newest_jobs
from kiosk.visit.state import ListPrint
from kiosk.visit.view import ResultDetail, ScreenId
from printers import a4
from tests.app.kiosk import LivingClock, Opened, opened
from tests.printers.cups import OUT, Cups

TO_THE_LIST = ("start", "papers", "need:jht")


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cups:
    folder = tmp_path / "cups"
    folder.mkdir()
    monkeypatch.setattr(a4, "LOOK_EVERY_MS", 20)
    return Cups(folder, monkeypatch)


@pytest.fixture
def place(tmp_path: Path, cups: Cups) -> Iterator[Opened]:
    with opened(tmp_path / "data", LivingClock(), a4__queue="office") as place:
        eventually(lambda: place.kiosk.office.state != "unknown")
        yield place
    assert not [thread for thread in threading.enumerate() if thread.name == "office"], "no thread is left"


def eventually(arrived: Callable[[], bool]) -> None:
    """Until something true of another thread is seen; nothing tells of it here."""
    step = threading.Event()
    for _ in range(1000):
        if arrived():
            return
        step.wait(0.01)
    raise AssertionError("it never came true")


def ask_for_the_list(place: Opened) -> None:
    place.choose(*TO_THE_LIST)
    while place.screen is ScreenId.QUESTION:
        place.choose("answer:unsure")
    place.choose("have-all", "to-result", "print-list")


def told(place: Opened) -> str:
    detail = place.kiosk.visit.view().detail
    assert isinstance(detail, ResultDetail)
    return detail.paper


def progress(place: Opened) -> ListPrint:
    return place.kiosk.visit.state.printing.progress


def lists_on_the_roll(place: Opened) -> int:
    """Those the printer has whole, and no more are to come."""
    rows = place.kiosk.writer.submit(lambda db: newest_jobs(db, 9)).result()
    assert place.kiosk.virtual is not None
    papers = [paper for paper in place.kiosk.virtual.papers if paper.whole]
    assert len(papers) == sum(row.kind is SlipKind.CHECKLIST for row in rows)
    return len(papers)


def test_the_list_comes_out_on_a4_and_nowhere_else(place: Opened, cups: Cups) -> None:
    assert cups.waiting() == [], "what an earlier run left was taken back at start"
    ask_for_the_list(place)
    assert progress(place) is ListPrint.ON_ITS_WAY
    place.until(lambda: progress(place) is not ListPrint.ON_ITS_WAY)
    assert progress(place) is ListPrint.ON_A4
    assert told(place) == "Ambil daftar di printer kertas besar."
    assert len(cups.given()) == 1
    assert cups.given()[0].startswith(b"%PDF-")
    assert cups.came_out() == ["office-12"]
    place.kiosk.visit.wipe()
    place.kiosk.office.close()
    assert lists_on_the_roll(place) == 0
    assert "office-12" not in cups.cancelled(), "a page that is on paper is left alone"


def dead(cups: Cups) -> None:
    cups.program("lpstat", 'echo "lpstat: Unable to connect to server" >&2; exit 1')


def refusing(cups: Cups) -> None:
    cups.program("lp", 'echo "lp: Destination office is not accepting jobs." >&2; exit 1')


def jammed(cups: Cups) -> None:
    cups.alerts("media-jam-error")


def jamming(cups: Cups) -> None:
    cups.prints(None)
    cups.program("lp", f'cat > /dev/null; echo office-12 > "{cups.folder}/queue"; echo "request id is office-12"\n'
                 f'sed -i s/none/media-jam-error/ "{cups.folder}/printer"')  # fmt: skip


def aborting(cups: Cups) -> None:
    cups.prints("job-aborted-by-system")


@pytest.mark.parametrize(
    ("trouble", "state"),
    [(dead, "absent"), (refusing, "absent"), (jammed, "jam"), (jamming, "jam"), (aborting, "aborted")],
)
def test_where_a4_does_not_print_the_same_list_comes_out_on_the_roll_by_itself(
    place: Opened, cups: Cups, trouble: Callable[[Cups], None], state: str
) -> None:
    trouble(cups)
    ask_for_the_list(place)
    place.until(lambda: progress(place) is ListPrint.OUT)
    assert told(place) == "Ambil daftar di bawah layar."
    assert lists_on_the_roll(place) == 1
    assert (cups.came_out(), cups.waiting()) == ([], [])
    assert ask_owner(place.kiosk.settings.data_dir, "status")["a4"] == state
    log = (place.kiosk.settings.data_dir / "log" / "kiosk.log").read_text("utf-8")
    assert state in [json.loads(line).get("fields", {}).get("state") for line in log.splitlines()]


def test_a_page_that_takes_too_long_is_taken_back_and_comes_out_on_the_roll(place: Opened, cups: Cups) -> None:
    cups.prints(None)
    ask_for_the_list(place)
    eventually(lambda: cups.waiting() == ["office-12"])
    assert progress(place) is ListPrint.ON_ITS_WAY
    place.clock.advance(a4.PAGE_WITHIN_MS)
    place.until(lambda: progress(place) is ListPrint.OUT)
    cups.prints(OUT)
    assert cups.cancelled()[-1] == "office-12"
    assert (cups.waiting(), lists_on_the_roll(place), place.kiosk.office.state) == ([], 1, "late")


def test_a_page_whose_visit_ends_is_taken_back_and_nothing_of_it_is_left(
    place: Opened, cups: Cups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    cups.prints(None)
    ask_for_the_list(place)
    papers = place.kiosk.visit.papers()
    assert papers is not None
    code = papers.code
    eventually(lambda: cups.waiting() == ["office-12"])
    del papers
    place.kiosk.visit.wipe()
    eventually(lambda: cups.waiting() == [])
    assert cups.cancelled()[-1] == "office-12"
    place.kiosk.office.close()
    place.kiosk.writer.submit(lambda _db: None).result()
    while not place.post.empty():
        place.post.get()()
    assert lists_on_the_roll(place) == 0
    assert list(temporary.iterdir()) == []
    assert not [file for file in (tmp_path / "data").rglob("*") if file.is_file() and b"%PDF" in file.read_bytes()]
    gc.collect()
    kept = [one for one in gc.get_objects() if isinstance(one, Checklist) and one.code == code]
    assert not kept, "the visit's list is in nobody's memory"


def test_a_fault_of_the_program_takes_the_page_back_too(place: Opened, cups: Cups) -> None:
    cups.prints(None)
    ask_for_the_list(place)
    eventually(lambda: cups.waiting() == ["office-12"])
    place.kiosk.office.close()
    assert cups.waiting() == []


def test_a_list_that_cannot_be_drawn_on_a4_still_goes_to_the_roll(
    place: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def undrawable(_office: Office, _page: object) -> bytes:
        raise ValueError("no such letter")

    monkeypatch.setattr(Office, "_compose", undrawable)
    ask_for_the_list(place)
    place.until(lambda: progress(place) is ListPrint.OUT)
    assert lists_on_the_roll(place) == 1


def test_without_a_queue_there_is_no_thread_and_the_list_goes_to_the_roll(tmp_path: Path, cups: Cups) -> None:
    with opened(tmp_path / "data", LivingClock()) as place:
        assert not [thread for thread in threading.enumerate() if thread.name == "office"]
        ask_for_the_list(place)
        place.until(lambda: progress(place) is ListPrint.OUT)
        assert (cups.given(), place.kiosk.status()["a4"]) == ([], "none")

"""One whole visit through the one running kiosk, by touch alone; leaves every screen, paper and fact in a folder."""

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.app import Furnishing, Kiosk
from kiosk.domain.checklist import Checklist, Held
from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import JobState, SlipKind
from kiosk.ops.clock import ShiftedClock
from kiosk.ops.settings import Settings
from kiosk.slips import checklist_pdf
from kiosk.store import journal
from kiosk.visit.stdio import outcome
from kiosk.visit.view import ChecklistDetail, ScreenId
from printers.paper_picture import draw
from printers.profiles import Profile

if TYPE_CHECKING:
    from kiosk.ui.touring import Tourist
    from kiosk.window import Front

ANSWERS: Final = ("answer:berhenti", "answer:mengundurkan-diri", "answer:sampai-50", "answer:tidak")
"""Somebody who resigned, with little saved and nothing unusual."""
MISSING: Final = ("surat-pengunduran-diri", "formulir-jht")
"""What that person has not brought: a paper that must be there, and one that is often asked for."""
PORTRAIT_PX: Final = 1920
PAUSE: Final = timedelta(seconds=4)
"""What a person takes to read a screen before the next touch."""


class TourError(Exception):
    """The visit could not be played to its end; the sentence says where it broke."""


@dataclass(frozen=True, slots=True)
class Made:
    """What the tour left behind."""

    number: str
    files: tuple[Path, ...]


class PacedClock(ShiftedClock):
    """A clock on which a reader's pause passes between two touches."""

    def __init__(self, clock: Clock) -> None:
        """Goes as `clock` does, and further at each `pause`."""
        super().__init__(clock, timedelta())
        self._paused_ms = 0

    def pause(self) -> None:
        """The person reads."""
        self._paused_ms += PAUSE // timedelta(milliseconds=1)

    def monotonic_ms(self) -> int:
        """Real milliseconds, and the pauses."""
        return super().monotonic_ms() + self._paused_ms


def take_tour(settings: Settings, furnishing: Furnishing, clock: Clock, out: Path) -> Made:
    """Play the visit and write `out` anew. Raises TourError, and what a Kiosk raises."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kiosk.ui.touring import LostError, Tourist
    from kiosk.window import Front, application

    _clear(out)
    app = application()
    paced = PacedClock(clock)
    sent: list[tuple[int, bytes]] = []
    front = Front(
        settings, furnishing, clock, motion=False, stage_clock=paced, on_sent=lambda job, data: sent.append((job, data))
    )
    panel = settings.panel
    scale = PORTRAIT_PX / max(panel.width_mm, panel.height_mm)
    front.stage.resize(round(panel.width_mm * scale), round(panel.height_mm * scale))
    front.stage.show()
    try:
        front.start()
        tourist = Tourist(front.stage, out, paced.pause)
        visit = _walk(front, tourist)
        number = _leave(front.kiosk, furnishing, visit, sent, out)
    except LostError as error:
        raise TourError(f"Kunjungan terputus: {error}.") from error
    finally:
        front.close()
        app.processEvents()
    shutil.rmtree(settings.data_dir, ignore_errors=True)
    return Made(number, tuple(sorted(filter(_is_ours, out.iterdir()))))


def _clear(out: Path) -> None:
    """An `out` without what a tour left there; whatever else lies in it is not ours to delete."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for file in filter(_is_ours, out.iterdir()):
            if file.is_dir():
                shutil.rmtree(file)
            else:
                file.unlink()
    except OSError as error:
        raise TourError(f"Folder {out} tidak dapat dipakai: {error.strerror}.") from error


def _is_ours(file: Path) -> bool:
    if file.is_dir():
        return file.name == "data" and (not any(file.iterdir()) or (file / "owner.lock").exists())
    return re.fullmatch(r"\d\d-[a-z-]+\.png|(ticket|checklist)\.(bin|png|pdf)|visit\.json", file.name) is not None


@dataclass(frozen=True, slots=True)
class _Visit:
    """What was seen before the wipe."""

    outcome: dict[str, Any]
    checklist: Checklist
    held: dict[str, Held]


def _walk(front: "Front", tourist: "Tourist") -> _Visit:
    for screen, choice in (
        (ScreenId.ATTRACT, "start"),
        (ScreenId.FORK, "take"),
        (ScreenId.NEED, "need:jht"),
        (ScreenId.PROMISE, "take-number"),
    ):
        tourist.expect(screen)
        tourist.touch(choice)
    tourist.expect(ScreenId.PRINTING, ScreenId.DONE)
    tourist.expect(ScreenId.DONE)
    tourist.touch("see-papers")
    while tourist.expect(ScreenId.QUESTION, ScreenId.CHECKLIST) is ScreenId.QUESTION:
        offered = [choice.choice_id for choice in front.kiosk.visit.view().choices]
        tourist.touch(next((answer for answer in ANSWERS if answer in offered), "answer:unsure"))
    _tick(front, tourist)
    tourist.expect(ScreenId.RESULT)
    tourist.touch("print-list")
    _until(front, _list_is_out, "daftar surat tidak keluar")
    tourist.look("list-printed")
    seen = _Visit(
        outcome(front.kiosk.visit.state, front.kiosk.visit.papers()),
        _required(front.kiosk.visit.papers()),
        dict(front.kiosk.visit.state.interview.held),
    )
    tourist.touch("finish")
    tourist.expect(ScreenId.FAREWELL)
    return seen


def _tick(front: "Front", tourist: "Tourist") -> None:
    view = front.stage.view
    if view is None or not isinstance(view.detail, ChecklistDetail):
        return
    items = [item.item_id for item in view.detail.checklist.items]
    for item_id in items:
        tourist.touch(f"missing:{item_id}" if item_id in MISSING else f"have:{item_id}")
    tourist.look("checklist-ticked")
    tourist.touch("to-result")


def _list_is_out(front: "Front") -> bool:
    slips = front.kiosk.visit.state.slips
    return any(kind is SlipKind.CHECKLIST and state is JobState.CONFIRMED for _, kind, state in slips)


def _until(front: "Front", arrived: "Callable[[Front], bool]", problem: str) -> None:
    from kiosk.ui.touring import comes_true

    if not comes_true(lambda: arrived(front)):
        raise TourError(f"Kunjungan terputus: {problem}.")


def _required(checklist: Checklist | None) -> Checklist:
    if checklist is None:
        raise TourError("Kunjungan terputus: pertanyaan tidak berakhir pada daftar surat.")
    return checklist


def _leave(kiosk: Kiosk, furnishing: Furnishing, visit: _Visit, sent: list[tuple[int, bytes]], out: Path) -> str:
    """Write the papers, their pictures and the facts; the number."""
    bytes_of = dict(sent)
    for slip in visit.outcome["slips"]:
        _leave_paper(out / slip["kind"], bytes_of[slip["job"]], kiosk.profile)
    pdf = checklist_pdf(
        visit.checklist,
        visit.held,
        kiosk.settings.branch,
        furnishing.texts,
        printed_ms=kiosk.clock.now_ms(),
        fonts=furnishing.root / "fonts",
    )
    (out / "checklist.pdf").write_bytes(pdf)
    facts = {**visit.outcome, "events": _events(kiosk)}
    (out / "visit.json").write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return str(visit.outcome["ticket"]["number"])


def _leave_paper(stem: Path, data: bytes, profile: Profile) -> None:
    file = stem.with_suffix(".bin")
    file.write_bytes(data)
    draw(file.read_bytes(), profile).save(stem.with_suffix(".png"))


def _events(kiosk: Kiosk) -> list[dict[str, Any]]:
    entries = kiosk.writer.submit(lambda db: journal.tail(db, 0, 1000)).result()
    return [
        {"seq": event.seq, "type": event.type, "at_ms": event.at_ms, **event.payload}
        for event in (entry.event for entry in entries)
    ]

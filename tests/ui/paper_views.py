"""Every step of a change of paper as a screen, and the untouched screens while it is wanted."""

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.lifecycle import HoldCause
from kiosk.domain.roll import Change, Outlook
from kiosk.queue.held import HeldPaper
from kiosk.staff.restock import Restock, Sensors, Step
from kiosk.ui.restock_views import TROUBLES, Told, restock_view
from kiosk.visit.view import Presentation, View
from tests.clock import A_TUESDAY_MORNING
from tests.visit.player import TEXTS, Player

A_SATURDAY = datetime(2025, 1, 18, 3, 0, tzinfo=UTC)


def add_paper_views(language: str, views: dict[str, View]) -> None:
    """Every step of a change of paper, under each trouble; and the untouched screens while it is wanted."""
    shown = Presentation(language=language)
    full = Outlook(64_000, sure=True, tickets=533, ends_minute=None, change=Change.NO)
    soon = replace(full, ends_minute=640, change=Change.SOON)
    nobody = tuple(f"A {number:03d}" for number in range(12, 23))
    told = Told(soon, nobody)

    def note(name: str, state: Restock, said: Told = told) -> None:
        views[f"paper {name}"] = restock_view(state, said, TEXTS, shown)

    sensors = Sensors(sees=True, cover_open=False, cause=None)
    held = tuple(HeldPaper(at, f"A {at:03d}", HoldCause.PAPER_OUT, at == 12, 0) for at in range(12, 17))
    for cause in (*TROUBLES, HoldCause.NOT_READY):
        note(f"trouble {cause}", Restock(Step.TROUBLE, sensors, cause=cause))
    note("trouble still", Restock(Step.TROUBLE, sensors, cause=HoldCause.LINK, unread=True))
    for step in (Step.OPEN, Step.CHANGE, Step.STRIP, Step.CODE, Step.TURN, Step.KIND, Step.DONE):
        note(step.value, Restock(step, sensors))
    note("not caught", Restock(Step.CHANGE, sensors, unread=True))
    note("code typing", Restock(Step.CODE, sensors, typed="47"))
    note("wrong code", Restock(Step.TURN, sensors, wrong=True))
    note("kind after the end", Restock(Step.KIND, sensors, ended=True))
    note("held", Restock(Step.HELD, sensors, held=held))
    many = tuple(replace(held[0], job_id=at, label=f"A {at:03d}") for at in range(12, 32))
    note("many held", Restock(Step.HELD, sensors, held=many))
    note("printing", Restock(Step.HELD, sensors, held=(), given=tuple((at, f"A {at:03d}") for at in range(12, 24))))
    note("check", Restock(Step.CHECK, sensors, asked=((12, "A 012"),)))
    note("done and well", Restock(Step.DONE, sensors), Told(full))
    note("done, nothing known", Restock(Step.DONE, sensors), Told(replace(full, sure=False)))
    note("done, low", Restock(Step.DONE, sensors), Told(replace(soon, change=Change.NOW)))
    _paper_wanted(language, views, soon)


def _paper_wanted(language: str, views: dict[str, View], soon: Outlook) -> None:
    for start, name in ((A_TUESDAY_MORNING, "attract"), (A_SATURDAY, "closed")):
        player = Player(start=start)
        if language != "id" and name == "closed":
            player.tap(f"language:{language}")
        player.visit.roll_changed(soon)
        views[f"{name} paper soon"] = player.view
        player.visit.roll_changed(replace(soon, change=Change.BEFORE_OPENING))
        views[f"{name} paper before opening"] = player.view
        player.visit.roll_changed(replace(soon, change=Change.NOW))
        player.visit.printer_changed(HoldCause.PAPER_OUT)
        views[f"{name} paper low"] = player.view

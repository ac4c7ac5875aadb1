"""The same visit without a window: one JSON line out for each screen, one line in for each choice."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from kiosk.domain.checklist import Checklist
from kiosk.domain.promise import NotEstimable, Promise, Window
from kiosk.visit.state import ListPrint, State
from kiosk.visit.view import Choice, ScreenId, SheetDetail, View
from kiosk.visit.visit import Visit

LONGEST_LINE: Final = 4_096
"""Characters of a line that is still read; more is a fault of the sender, not a code."""
PAPER_PUMPS: Final = 100
"""How often the house is heard, at the end of the input, while a list is still on its way to paper."""

TRANSIENT: Final = frozenset({ScreenId.TAKING, ScreenId.PRINTING, ScreenId.BOOT})
"""Screens that move on by themselves: the next line is read only after they have."""


def run_stdio(
    visit: Visit,
    lines_in: Iterable[str | None],
    lines_out: Callable[[str], None],
    pump: Callable[[], None],
) -> None:
    """Play one visit over lines, until it is wiped or the input ends; the last line out says what came of it.

    `lines_in` yields lines, or None for "nothing yet", on which time passes. `lines_out` gets each line without its
    end. `pump` lets answers of the house in and waits a moment (at most a few tenths of a second) for more.
    """
    session = _Session(visit, lines_out, pump)
    session.show()
    for line in lines_in:
        if line is None:
            session.wait()
        else:
            session.take(line)
        if session.over:
            break
    session.end()


class _Session:
    """One run: what was shown last, and what the visit had come to before it was wiped."""

    def __init__(self, visit: Visit, out: Callable[[str], None], pump: Callable[[], None]) -> None:
        self._visit = visit
        self._out = out
        self._pump = pump
        self._shown: View | None = None
        self._visit_no = visit.visit_no
        self._outcome: dict[str, Any] = {"ticket": None, "promise": None, "documents": [], "slips": []}

    @property
    def over(self) -> bool:
        """True once the visit that was under way was wiped."""
        return self._visit.visit_no != self._visit_no

    def show(self) -> None:
        """Write the present screen; wait first for one that stands still, writing those on the way."""
        self._remember()
        view = self._visit.view()
        while view.screen in TRANSIENT:
            self._write(view)
            while self._visit.view().screen is view.screen:
                self._pump()
                self._visit.tick()
            self._remember()
            view = self._visit.view()
        if not self.over:
            self._write(view)

    def wait(self) -> None:
        """Nothing was typed: let time pass, and show what it changed."""
        self._pump()
        self._visit.tick()
        self._remember()
        if not self.over and not self._only_counted(self._visit.view()):
            self.show()

    def _only_counted(self, view: View) -> bool:
        """A countdown that went on is the same screen; nobody wants a line a second."""
        before = self._shown
        if before is None or not isinstance(view.detail, SheetDetail):
            return view == before
        return (view.screen, view.choices, view.bar) == (before.screen, before.choices, before.bar)

    def take(self, line: str) -> None:
        """One line in: a choice, or text; anything else gets a sentence and the same screen again."""
        self._pump()
        problem = self._heard(line)
        if problem:
            self._out(_json({"error": problem}))
            self._shown = None
        elif self._visit.view().screen not in TRANSIENT:
            self._pump()
        self._remember()
        if not self.over:
            self.show()

    def end(self) -> None:
        """End the visit as a timeout would, and say what came of it; paper on its way is waited for."""
        for _ in range(PAPER_PUMPS):
            if self.over or self._visit.state.printing.progress is not ListPrint.ON_ITS_WAY:
                break
            self._pump()
        self._remember()
        if self._visit.open:
            self._visit.wipe()
            self._pump()
        self._out(_json({"screen": "end", **self._outcome}))

    def _heard(self, line: str) -> str:
        if len(line) > LONGEST_LINE:
            return f"A line has at most {LONGEST_LINE} characters; this one has {len(line)}."
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            return 'This line is not JSON. Write {"choose": "start"}, or {"input": "text"}.'
        match said:
            case {"choose": str(choice), **rest} if not rest:
                return "" if self._visit.choose(choice) else self._not_offered(choice)
            case {"input": str(text), **rest} if not rest:
                return self._typed(text)
            case _:
                return 'A line is {"choose": id} or {"input": text}, with a text as its only value.'

    def _typed(self, text: str) -> str:
        if self._visit.view().screen is not ScreenId.CODE:
            return "This screen takes no text; only the screen 'code' does."
        self._visit.type_text(text)
        return ""

    def _not_offered(self, choice: str) -> str:
        offered = ", ".join(row["id"] for row in _choices(self._visit.view()))
        return f"This screen does not offer {choice[:40]!r}. It offers: {offered}."

    def _write(self, view: View) -> None:
        if view != self._shown:
            self._shown = view
            self._out(_json(screen_line(view)))

    def _remember(self) -> None:
        state = self._visit.state
        if not self.over:
            self._outcome = outcome(state, self._visit.papers())


def screen_line(view: View) -> dict[str, Any]:
    """One screen as it goes over the line: what can be chosen now, and what is shown, as data."""
    return {"screen": view.screen.value, "title": view.title, "choices": _choices(view), "data": _data(view)}


def outcome(state: State, papers: Checklist | None) -> dict[str, Any]:
    """What a visit came to: its number, its window, its list, its papers."""
    ticket = state.number.ticket if state.number is not None else None
    return {
        "ticket": None if ticket is None else {"id": ticket.ticket_id, "number": ticket.label, "code": ticket.code},
        "promise": None if ticket is None else _promise(ticket.promise),
        "documents": [] if papers is None else _documents(papers, state),
        "slips": [{"job": job, "kind": kind.value, "state": now.value} for job, kind, now in state.slips],
    }


def _documents(papers: Checklist, state: State) -> list[dict[str, str]]:
    held = state.interview.held
    return [
        {"id": item.item_id, "name": item.papers[0].name, "held": held.get(item.item_id, "")} for item in papers.items
    ]


def _promise(promise: Promise) -> dict[str, int] | str:
    match promise:
        case Window(from_ms=start, until_ms=end):
            return {"from_ms": start, "until_ms": end}
        case NotEstimable():
            return "not-estimable"


def _choices(view: View) -> list[dict[str, str]]:
    return [_choice(choice) for choice in (*view.choices, *view.bar) if choice.enabled]


def _choice(choice: Choice) -> dict[str, str]:
    return {"id": choice.choice_id, "text": choice.text}


def _data(view: View) -> dict[str, Any]:
    data: dict[str, Any] = {"lead": view.lead} if view.lead else {}
    if view.step is not None:
        data["step"] = list(view.step)
    if view.detail is not None:
        data.update(_plain(view.detail))
    return data


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)

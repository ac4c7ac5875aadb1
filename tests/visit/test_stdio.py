"""The visit over lines: what a script sees, what it may say, and what a wrong line gets."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from kiosk.domain.codes import mint_checklist
from kiosk.domain.lifecycle import HoldCause, JobState
from kiosk.visit.stdio import LONGEST_LINE, run_stdio
from kiosk.visit.view import ScreenId
from tests.visit.player import Player
from tests.visit.returning import BUILDERS_FAMILY, SINCE_2025


class Talk:
    """One run over lines; the printer is as good as the test says."""

    def __init__(self, player: Player | None = None, *, prints: bool = True) -> None:
        self.player = player or Player(prompt=False)
        self.prints = prints
        self.lines: list[dict[str, Any]] = []

    def say(self, *lines: str | dict[str, str] | None) -> "Talk":
        texts = [json.dumps(line) if isinstance(line, dict) else line for line in lines]
        run_stdio(self.player.visit, texts, lambda line: self.lines.append(json.loads(line)), self._pump)
        return self

    @property
    def screens(self) -> list[str]:
        return [line.get("screen", "error") for line in self.lines]

    @property
    def last(self) -> dict[str, Any]:
        return self.lines[-1]

    def _pump(self) -> None:
        self.player.clock.advance(ms=200)
        self.player.desk.answer()
        number = self.player.visit.state.number
        if number is not None and number.slip is None:
            if self.prints:
                self.player.paper_out()
            else:
                self.player.paper(JobState.HELD, cause=HoldCause.PAPER_OUT)


def choose(*choices: str) -> list[dict[str, str]]:
    """The lines for these choices."""
    return [{"choose": choice} for choice in choices]


def test_a_visit_from_hello_to_paper() -> None:
    talk = Talk().say(*choose("start", "take", "need:jht", "take-number", "finish", "new-visit"))
    shown = [screen for screen in talk.screens if screen != "printing"]
    assert shown == ["attract", "fork", "need", "promise", "taking", "done", "farewell", "end"]
    assert talk.last["ticket"] == {
        "id": "2025-01-14/A012",
        "number": "A 012",
        "code": talk.last["ticket"]["code"],
    }
    assert talk.last["promise"] == "not-estimable"
    assert talk.last["slips"] == [{"job": 1, "kind": "ticket", "state": "confirmed"}]


def test_the_end_names_the_documents_and_what_was_ticked() -> None:
    talk = Talk()
    questions = [{"choose": "answer:unsure"}] * 4
    talk.say(*choose("start", "papers", "need:jht"), *questions, *choose("have-all", "to-result"))
    assert talk.screens[-2] == "result"
    assert talk.last["documents"]
    assert {document["held"] for document in talk.last["documents"]} == {"have"}
    assert talk.last["ticket"] is None


def test_every_screen_says_what_can_be_chosen_now_and_only_that() -> None:
    talk = Talk().say(*choose("start"))
    fork = talk.lines[1]
    assert fork["title"] == "Mau apa hari ini?"
    ids = [choice["id"] for choice in fork["choices"]]
    assert ids == ["take", "papers", "code", "complaint", "priority", "back", "finish", "help"]
    assert all(choice["text"] for choice in fork["choices"])


@pytest.mark.parametrize(
    "line",
    [
        "",
        "not json",
        "[",
        "[" * 100_000,
        "null",
        "3",
        '"start"',
        "[]",
        "{}",
        '{"choose": 3}',
        '{"choose": null}',
        '{"choose": "nothing"}',
        '{"choose": "take"}',
        '{"choose": "start", "more": 1}',
        '{"input": "x"}',
        '{"input": 5}',
        '{"CHOOSE": "start"}',
        '{"choose": "' + "x" * LONGEST_LINE + '"}',
        "\ud800",
        '{"choose": "\\u0000"}',
    ],
)
def test_a_wrong_line_gets_a_sentence_and_the_same_screen_again(line: str) -> None:
    talk = Talk().say(line, *choose("start"))
    assert talk.screens == ["attract", "error", "attract", "fork", "end"]
    assert talk.lines[1].keys() == {"error"}
    assert len(talk.lines[1]["error"]) < 500
    assert talk.lines[2] == talk.lines[0]


def test_the_end_of_the_input_ends_the_visit_as_a_timeout_would() -> None:
    talk = Talk().say(*choose("start", "take", "need:jht", "take-number"))
    assert talk.screens[-1] == "end"
    assert talk.player.screen is ScreenId.ATTRACT
    assert talk.player.desk.ended == ["2025-01-14/A012"]


def test_nothing_said_at_all_is_a_visit_that_never_began() -> None:
    talk = Talk().say()
    assert talk.screens == ["attract", "end"]
    assert talk.player.desk.ended == []


def test_while_nothing_is_said_time_passes() -> None:
    silence: Iterable[None] = [None] * 500
    talk = Talk().say(*choose("start"), *silence)
    assert talk.screens == ["attract", "fork", "timeout", "end"]


def test_a_code_is_typed_as_input() -> None:
    talk = Talk().say(*choose("start", "code"), {"input": "T000"}, *choose("open-code"))
    code, typed, wrong = talk.lines[2:5]
    assert code["screen"] == "code"
    assert typed["data"]["typed"] == "T00 0"
    assert wrong["data"]["problem"] == "Kode belum lengkap. Lihat lagi di kertas."


def test_a_number_without_paper_is_on_the_screen_all_the_same() -> None:
    talk = Talk(prints=False).say(*choose("start", "take", "need:jht", "take-number", "noted"))
    failed = next(line for line in talk.lines if line.get("screen") == "print-failed")
    assert failed["data"]["label"] == "A 012"
    assert talk.last["slips"] == [{"job": 1, "kind": "ticket", "state": "held"}]


def test_a_question_shows_its_step_and_the_list_its_items() -> None:
    talk = Talk().say(*choose("start", "papers", "need:jht"), *choose(*["answer:unsure"] * 4))
    question = next(line for line in talk.lines if line.get("screen") == "question")
    assert question["data"]["step"][0] == 1
    checklist = next(line for line in talk.lines if line.get("screen") == "checklist")
    assert checklist["data"]["checklist"]["items"][0]["papers"][0]["name"]


def test_a_script_sees_what_a_returning_person_is_told() -> None:
    talk = Talk(Player(prompt=False, catalogue=SINCE_2025))
    talk.say(*choose("start", "code"), {"input": BUILDERS_FAMILY}, *choose("go-on", "to-result"))
    assert talk.screens[-4:] == ["returned", "checklist", "result", "end"]
    returned, _, result, _ = talk.lines[-4:]
    assert returned["data"]["changes"][0][0] == "Sekarang harus akta kematian dari Disdukcapil."
    assert "petugas" in result["data"]["officer"]


def test_a_script_sees_what_is_said_before_a_number() -> None:
    talk = Talk().say(*choose("start", "take", "need:jkp"))
    promise = talk.lines[-2]
    assert promise["screen"] == "promise"
    assert "SIAPkerja" in promise["data"]["before"][0]


@pytest.mark.parametrize("case_id", [case.case_id for case in SINCE_2025.cases])
def test_every_list_goes_over_the_line(case_id: str) -> None:
    """Whatever a case tells, days and alternatives too, is plain JSON."""
    case = SINCE_2025.case(case_id)
    talk = Talk(Player(prompt=False, catalogue=SINCE_2025))
    talk.say(*choose("start", "code"), {"input": mint_checklist(case.number, SINCE_2025.number)})
    assert talk.last["screen"] == "end"
    assert {"checklist", "result", "returned"} & set(talk.screens)

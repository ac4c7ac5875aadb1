"""Every screen the visit can show, in each language, as the real visit makes it; used by the walk and the pictures."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from kiosk.domain.announcing import MAX_CHARS, Announcement
from kiosk.domain.branch import SpecialDay
from kiosk.domain.codes import CodeKind, mint
from kiosk.domain.lifecycle import HoldCause, JobState, TicketState
from kiosk.domain.ticket import TakeRefusal
from kiosk.visit.desk import CodeAnswer
from kiosk.visit.idle import IdleLimits
from kiosk.visit.view import Presentation, PromiseDetail, ScreenId, TicketDetail, View
from kiosk.visit.views_lobby import boot
from tests.ui.paper_views import add_paper_views
from tests.visit.desk import a_ticket
from tests.visit.player import CATALOGUE, RESIGNED, SERANG, TEXTS, Player
from tests.visit.returning import BUILDERS_FAMILY, LAID_OFF, SINCE_2025

A_SATURDAY = datetime(2025, 1, 18, 3, 0, tzinfo=UTC)
WINDOWS = {"id": "pukul 09.10 – 09.40", "en": "09.10 – 09.40"}
MODES = {
    "normal": Presentation(),
    "large": Presentation(large=True),
    "contrast": Presentation(contrast=True),
    "low": Presentation(low=True),
    "large-low": Presentation(large=True, low=True),
}


@cache
def all_views(language: str) -> dict[str, View]:
    """Name → View. A name is the screen's, with a word more where it comes in several shapes."""
    views: dict[str, View] = {"boot": boot(TEXTS, language)}
    _on_the_way_to_a_number(language, views)
    _papers(language, views)
    _codes(language, views)
    _scanner(language, views)
    _coming_back(language, views)
    _laid_off(language, views)
    _with_an_officer(language, views)
    _around(language, views)
    add_paper_views(language, views)
    for name, view in list(views.items()):
        if isinstance(view.detail, PromiseDetail | TicketDetail):
            change = {"window": WINDOWS[language]}
            if isinstance(view.detail, PromiseDetail):
                change["estimable"] = True
            views[f"{name} with a window"] = replace(view, detail=replace(view.detail, **change))
    return views


def in_mode(view: View, mode: str) -> View:
    """The same screen as another person sees it."""
    wanted = replace(MODES[mode], language=view.presentation.language)
    return replace(view, presentation=wanted)


def _scanner(language: str, views: dict[str, View]) -> None:
    player = Player(scanner=True).tap(f"language:{language}", "back")
    views["attract, scanner"] = player.view
    views["code, scanner"] = player.tap("start", "code").view
    player.tap("back").visit.type_text("8991234567890")
    views["code, another square"] = player.view


def _player(language: str) -> Player:
    """Somebody who has touched the screen and reads `language`."""
    player = Player()
    return player.tap("start") if language == "id" else player.tap(f"language:{language}")


def _take(player: Player, need: str = "need:jht") -> Player:
    return player.tap("take", need, "take-number")


def _note(views: dict[str, View], player: Player, more: str = "") -> Player:
    name = f"{player.screen.value} {more}".strip()
    views[name] = player.view
    return player


def _on_the_way_to_a_number(language: str, views: dict[str, View]) -> None:
    player = _note(views, _player(language))
    _note(views, player.tap("back"))
    _note(views, player.tap("start", "take"))
    _note(views, player.tap("need:jht"))
    player.desk.prompt = False
    _note(views, player.tap("take-number"))
    player.desk.answer()
    _note(views, player)
    _note(views, player.paper_out())
    _note(views, player.tap("reprint").paper(JobState.HELD, cause=HoldCause.PAPER_OUT), "held")
    checked = _take(_player(language), "need:jp")
    _note(views, checked.paper(JobState.UNCERTAIN, asks=True))
    rushing = _player(language)
    rushing.desk.rush = True
    _note(views, _take(rushing).paper_out(), "in a rush")
    held = _take(_player(language))
    _note(views, held.paper(JobState.HELD, cause=HoldCause.PAPER_OUT))
    _note(views, _player(language).tap("take", "need:lainnya"))
    refused = _player(language)
    refused.desk.refusal = TakeRefusal.DISK_FULL
    _note(views, _take(refused), "in a visit")


def _papers(language: str, views: dict[str, View]) -> None:
    player = _player(language).tap("papers", "need:jht")
    for at in range(20):
        if player.screen is not ScreenId.QUESTION:
            break
        _note(views, player, str(at + 1))
        wanted = [f"answer:{a}" for a in RESIGNED.values() if f"answer:{a}" in player.offered]
        player.tap(wanted[0] if wanted else "answer:unsure")
    _note(views, player)
    ticks = [c for c in player.offered if c.startswith("have:")]
    player.tap(ticks[0])
    player.tap(f"missing:{ticks[1].removeprefix('have:')}")
    _note(views, player, "half ticked")
    _note(views, player.tap("to-result"), "missing some")
    _note(views, player.tap("back", "have-all", "to-result"), "complete")
    player.desk.on_a4 = True
    _note(views, player.tap("print-list"), "printed on A4")
    numbered = _take(_player(language)).paper_out().tap("see-papers").answer_questions().tap("to-result")
    _note(views, numbered, "with a number")
    _note(views, numbered.tap("give-back"))
    finder = _player(language).tap("papers", "need:belum-tahu")
    _note(views, finder)
    for _ in range(20):
        if finder.screen is not ScreenId.FINDER:
            break
        finder.tap("answer:no" if "answer:no" in finder.offered else finder.offered[0])
    _note(views, finder)


def _codes(language: str, views: dict[str, View]) -> None:
    player = _player(language)
    code = mint(CodeKind.TICKET, 12)
    player.desk.codes[code] = CodeAnswer(ticket=a_ticket(12, state=TicketState.WAITING))
    _note(views, player.tap("code"))
    player.tap(*(f"key:{character}" for character in code[:3]))
    _note(views, player, "typing")
    _note(views, player.tap("open-code"), "wrong")
    player.tap("key:delete", "key:delete", "key:delete")
    player.visit.type_text(code)
    _note(views, player)


def _coming_back(language: str, views: dict[str, View]) -> None:
    def returning(code: str) -> Player:
        player = Player(catalogue=SINCE_2025)
        player.tap("start" if language == "id" else f"language:{language}", "code")
        player.visit.type_text(code)
        return player

    widow = _note(views, returning(BUILDERS_FAMILY))
    _note(views, widow.tap("go-on"), "come back")
    _note(views, widow.tap("to-result"), "completed by an officer")
    _note(views, returning(LAID_OFF), "with new sums")


def _laid_off(language: str, views: dict[str, View]) -> None:
    _note(views, _player(language).tap("take", "need:jkp"), "with a word before")
    player = _player(language).tap("papers", "need:jkp").answer_questions({})
    _note(views, player, "of a programme claimed elsewhere")
    _note(views, player.tap("to-result"), "of a programme claimed elsewhere")


def _with_an_officer(language: str, views: dict[str, View]) -> None:
    _note(views, _player(language).tap("papers", "need:lainnya", "need:koreksi-data"), "named by an officer")


def _told_by_head_office(language: str, views: dict[str, View]) -> None:
    """A closed day and the longest line that may be announced, where both come together."""
    day = date(2025, 1, 14)
    words = {"id": "Mulai Senin loket pendaftaran perusahaan pindah ke lantai dua. Naik lewat tangga depan."}
    words["en"] = "The counter for companies moves upstairs on Monday. Take the stairs near the entrance."
    assert max(map(len, words.values())) <= MAX_CHARS
    announced = (Announcement(day, day, words),)
    name = {"id": "Cuti bersama Hari Raya Idulfitri 1446 H", "en": "Collective leave for Eid al-Fitr 1446 AH"}
    leave = SERANG.hours.with_special({day: SpecialDay(None, name)})
    for branch, more in ((SERANG, "announced"), (replace(SERANG, hours=leave), "announced on a closed day")):
        player = Player()
        player.visit.use_rules(CATALOGUE, branch, IdleLimits(), announced)
        if language != "id" and player.screen is not ScreenId.CLOSED:
            continue  # nobody has chosen a language on the first screen yet
        if language != "id":
            player.tap(f"language:{language}")
        _note(views, player, more)


def _around(language: str, views: dict[str, View]) -> None:
    player = _player(language)
    _note(views, player.tap("help"))
    _note(views, player.tap("call-officer"), "called")
    _note(views, player.tap("language"))
    _note(views, _player(language).tap("complaint"))
    knowing = _note(views, _player(language).tap("back", "programmes"))
    _note(views, knowing.tap("programme:jht"))
    _note(views, knowing.tap("leaflet"), "printing")
    _note(views, knowing.tap("compare-with"))
    _note(views, knowing.tap("compare:jp"))
    waiting = _player(language)
    _note(views, waiting.wait(IdleLimits().picker_ms / 1000 + 8))
    _note(views, _player(language).tap("take", "finish"))
    failing = _take(_player(language)).paper(JobState.HELD, cause=HoldCause.PAPER_OUT)
    _note(views, failing.tap("paper-change"))
    if language == "id":  # after a restart nobody has chosen a language yet
        offering = Player()
        offering.visit.start_offer(a_ticket(47))
        _note(views, offering)
    closed = Player(start=A_SATURDAY)
    if language != "id":
        closed.tap(f"language:{language}")
    _note(views, closed)
    _told_by_head_office(language, views)
    full = Player()
    full.visit.store_full(True)
    if language != "id":
        full.tap(f"language:{language}")
    _note(views, full)

"""Signing in as a browser does it: what opens, what stays shut, and what ends a session."""

import threading

import pytest

from kiosk.access.entry import Refused
from kiosk.access.lockout import FIRST_WAIT_MS
from kiosk.web.entrance import CHECKED_AT_ONCE, WAITING_AT_DOOR
from tests.web.site import HERE, IDLE_MS, PASSWORD, site


def test_nobody_is_sent_to_the_door_and_from_there_to_where_they_wanted() -> None:
    with site() as hall:
        asked = hall.browser.get("/rahasia?hari=3", follow_redirects=False)
        assert asked.status_code == 303
        door = asked.headers["location"]
        form = {"nama": "sari", "sandi": PASSWORD, "token": hall.token()}
        entered = hall.browser.post(door, data=form, headers=HERE)
        assert entered.text == "rahasia untuk Sari"
        assert str(entered.url).endswith("/rahasia?hari=3")


@pytest.mark.parametrize(
    "onward",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a%0d%0aSet-Cookie:x"],
)
def test_the_door_leads_nowhere_else(onward: str) -> None:
    with site() as hall:
        assert hall.sign_in(onward=onward).headers["location"] == "/rahasia"


def test_a_program_gets_a_status_instead_of_a_form() -> None:
    with site() as hall:
        answer = hall.browser.get("/rahasia.json", follow_redirects=False)
        assert answer.status_code == 401
        assert answer.json() == {"error": "Masuk dahulu."}


def test_a_wrong_password_says_so_and_keeps_the_name() -> None:
    with site() as hall:
        answer = hall.sign_in("sari", "salah")
        assert answer.status_code == 401
        assert "salah" in answer.text
        assert 'value="sari"' in answer.text
        assert PASSWORD not in answer.text


def test_five_wrong_ones_shut_the_door_with_the_time_to_wait() -> None:
    with site() as hall:
        answers = [hall.sign_in(password=f"salah {number}") for number in range(5)]
        assert [answer.status_code for answer in answers] == [401] * 4 + [429]
        assert answers[-1].headers["retry-after"] == str(FIRST_WAIT_MS // 1000)
        assert "1 menit" in answers[-1].text


def test_one_address_cannot_try_all_names() -> None:
    with site() as hall:
        statuses = [hall.sign_in(name=f"orang{number}").status_code for number in range(12)]
        assert statuses == [401] * 10 + [429] * 2
        hall.clock.advance(seconds=6)
        assert hall.sign_in().status_code == 303


def test_a_role_without_the_right_is_told_kindly() -> None:
    with site() as hall:
        hall.sign_in("tono")
        answer = hall.browser.get("/rahasia")
        assert answer.status_code == 403
        assert "Tono" in answer.text
        assert hall.browser.get("/rahasia.json").status_code == 403


def test_a_session_ends_by_idling_by_age_by_leaving_and_by_being_switched_off() -> None:
    with site() as hall:
        hall.sign_in()
        hall.clock.advance(IDLE_MS - 1)
        assert hall.browser.get("/rahasia").text == "rahasia untuk Sari"
        hall.clock.advance(IDLE_MS)
        assert hall.browser.get("/rahasia", follow_redirects=False).status_code == 303

        hall.sign_in()
        for _ in range(24):
            hall.clock.advance(IDLE_MS - 1)
            hall.browser.get("/rahasia", follow_redirects=False)
        hall.clock.advance(1000)
        assert hall.browser.get("/rahasia", follow_redirects=False).status_code == 303, "twelve hours are enough"

        hall.sign_in()
        hall.door.switch("sari", active=False, by="root")
        assert hall.browser.get("/rahasia", follow_redirects=False).status_code == 303
        hall.door.switch("sari", active=True, by="root")
        assert hall.browser.get("/rahasia", follow_redirects=False).status_code == 303, "an old cookie stays dead"

        hall.sign_in()
        token = hall.browser.get("/token").text
        hall.browser.post("/keluar", data={"token": token}, headers=HERE)
        assert hall.browser.get("/rahasia", follow_redirects=False).status_code == 303


def test_a_clock_set_back_does_not_stretch_a_session() -> None:
    with site() as hall:
        hall.sign_in()
        hall.clock.jump(days=-1)
        assert hall.browser.get("/rahasia", follow_redirects=False).status_code == 303


def test_a_cookie_that_was_tampered_with_is_nobodys() -> None:
    with site() as hall:
        hall.sign_in()
        cookie = hall.browser.cookies["__Host-pasti"]
        hall.browser.cookies.clear()
        hall.browser.cookies.set("__Host-pasti", ("A" if cookie[0] != "A" else "B") + cookie[1:])
        assert hall.browser.get("/rahasia", follow_redirects=False).status_code == 303


def test_the_cookie_is_for_this_server_over_https_and_no_script() -> None:
    with site() as hall:
        kept = hall.sign_in().headers["set-cookie"].lower()
        assert "httponly" in kept
        assert "secure" in kept
        assert "samesite=lax" in kept


def test_entering_changes_the_token_so_that_a_planted_session_is_worth_nothing() -> None:
    with site() as hall:
        before = hall.token()
        hall.sign_in()
        assert hall.browser.get("/token").text != before


def test_a_copied_cookie_is_worth_nothing_once_its_owner_has_left() -> None:
    with site() as hall:
        hall.sign_in()
        copied = hall.browser.cookies["__Host-pasti"]
        token = hall.browser.get("/token").text
        hall.browser.post("/keluar", data={"token": token}, headers=HERE)
        hall.browser.cookies.clear()
        hall.browser.cookies.set("__Host-pasti", copied)
        assert hall.browser.get("/rahasia", follow_redirects=False).status_code == 303
        assert [line.action for line in hall.storage.lines][-1] == "leave"


def test_a_crowd_at_the_door_is_told_to_come_back_and_takes_no_thread_of_others() -> None:
    """All of them at the same moment: whoever is let in counts at once."""
    with site() as hall:
        extra = 4
        held, inside, answered = threading.Event(), [], threading.Semaphore(0)
        answers: list[int] = []
        token = hall.token()

        def slowly(*_told: str, **_more: str) -> Refused:
            inside.append(1)
            held.wait(60)
            return Refused(0)

        hall.door.enter = slowly  # type: ignore[method-assign]
        hall.open_to_many_addresses()

        def knock(number: int) -> None:
            form = {"nama": f"orang{number}", "sandi": "x", "token": token}
            answers.append(hall.browser.post("/masuk", data=form, headers=HERE).status_code)
            answered.release()

        crowd = range(WAITING_AT_DOOR + CHECKED_AT_ONCE + extra)
        threads = [threading.Thread(target=knock, args=(number,)) for number in crowd]
        for thread in threads:
            thread.start()
        try:
            turned_away = [answered.acquire(timeout=20) for _ in range(extra)]
            assert all(turned_away), "nobody was told to come back"
            assert len(inside) <= CHECKED_AT_ONCE
            assert set(answers) == {429}
        finally:
            held.set()
            for thread in threads:
                thread.join()
        assert answers.count(401) == WAITING_AT_DOOR + CHECKED_AT_ONCE

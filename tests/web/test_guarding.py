"""What no request gets past: another page's form, a body without end, an answer that tells too much."""

from collections.abc import Iterator

import pytest

from tests.web.site import HERE, site


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://testserver", "sec-fetch-site": "cross-site"},
        {"origin": "https://testserver", "sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_page_is_refused(headers: dict[str, str]) -> None:
    with site() as hall:
        hall.sign_in()
        token = hall.browser.get("/token").text
        answer = hall.browser.post("/ubah", data={"token": token, "apa": "jam"}, headers=headers)
        assert answer.status_code == 403
        assert "mengubah" not in answer.text


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_form_without_this_sessions_token_is_refused(token: str) -> None:
    with site() as hall:
        hall.sign_in()
        answer = hall.browser.post("/ubah", data={"token": token, "apa": "jam"}, headers=HERE)
        assert answer.status_code == 403
        assert "kedaluwarsa" in answer.text


def test_the_right_form_is_taken() -> None:
    with site() as hall:
        hall.sign_in()
        token = hall.browser.get("/token").text
        assert hall.browser.post("/ubah", data={"token": token, "apa": "jam"}, headers=HERE).text == "Sari mengubah jam"


def test_a_body_over_the_limit_is_refused_announced_or_not() -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 1000

    form = {"content-type": "application/x-www-form-urlencoded"}
    with site() as hall:
        assert hall.browser.post("/masuk", content=b"x" * 70_000, headers=HERE).status_code == 413
        assert hall.browser.post("/masuk", content=endless(), headers=HERE | form).status_code == 413
        wide = hall.browser.post("/v1/kirim", content=endless())
        assert wide.json() == {"bytes": 200_000}
        assert hall.browser.post("/v1/kirim", content=b"x" * 1_000_001).status_code == 413


def test_a_fault_tells_nothing_and_every_answer_is_headed() -> None:
    with site() as hall:
        fallen = hall.browser.get("/jatuh")
        assert fallen.status_code == 500
        assert "NIK" not in fallen.text
        assert "<h1>Server sedang bermasalah." in fallen.text
        for answer in (fallen, hall.browser.get("/masuk"), hall.browser.get("/tidak-ada")):
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "no-store"
        assert hall.browser.get("/tidak-ada").status_code == 404

"""Every address of the hub × every role: the table is made from the routes, so that a new one cannot be forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Mount, Route

from kiosk.access.entry import Newcomer
from kiosk.access.people import Role, needs_branch
from kiosk.access.secret import SecretKind, store_form
from kiosk.hub.opening import open_store
from kiosk.hub.site import make_door
from kiosk.web.guarding import SAFE_METHODS
from tests.hub.test_monitor import HERE, PASSWORD, Office, office

OPEN = {"/masuk", "/keluar"}
SEEN = {
    "/", "/cabang", "/cabang.json", "/cabang.csv", "/angka", "/angka.json", "/angka.csv", "/gambar/{subject}.{kind}",
    "/cabang/{branch}", "/cabang/{branch}/hari", "/cabang/{branch}/hari/{day}",
}  # fmt: skip
KEPT = {"/catatan"}
SIGNED = {
    "/v1/streams/{branch}/{kiosk}/batches", "/v1/streams/{branch}/{kiosk}/{epoch:int}/cursor", "/v1/packs/{branch}",
    "/v1/packs/{branch}/{sha256}", "/v1/enrol",
}  # fmt: skip
HEALTH = {"/health"}
SEERS = {Role.HEAD_OFFICE, Role.HUB_OPERATOR, Role.BRANCH_HEAD}
FILLED = {
    "branch": "srg", "day": "2025-01-14", "subject": "ticket", "kind": "svg", "kiosk": "k1", "epoch:int": "1",
    "sha256": "0" * 64,
}  # fmt: skip
WHO = [None, *Role]


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.access.secret.COST", 1 << 8)
    monkeypatch.setitem(store_form.__kwdefaults__, "cost", 1 << 8)


@pytest.fixture(params=WHO, ids=str)
def visitor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Office, Role | None]]:
    """A browser of somebody in each role, and of nobody."""
    role: Role | None = request.param
    store = open_store(str(tmp_path / "hub.db"))
    with office(store, tmp_path) as hall:
        if role is not None:
            door = make_door(store, hall.centre.clock, tmp_path, "boot")
            newcomer = Newcomer("orang", "Orang", role, "srg" if needs_branch(role) else None)
            door.add(newcomer, PASSWORD, SecretKind.PASSWORD, by="uji")
            hall.sign_in("orang")
        yield hall, role


def addresses(hall: Office) -> list[tuple[str, str, str]]:
    """Template, method and a filled-in path of every route of the application."""
    found = []
    for route in hall.browser.app.routes:  # type: ignore[attr-defined]
        if isinstance(route, Mount):
            assert route.path == "/static", route
            continue
        assert isinstance(route, Route), route
        path = route.path
        for name, value in FILLED.items():
            path = path.replace(f"{{{name}}}", value)
        assert "{" not in path, f"a parameter without an example: {route.path}"
        found += [(route.path, method, path) for method in sorted(route.methods or ())]
    return found


def test_each_address_is_open_to_whom_it_should_be_and_to_nobody_else(visitor: tuple[Office, Role | None]) -> None:
    hall, role = visitor
    seen = set()
    for template, method, path in addresses(hall):
        seen.add(template)
        if method == "HEAD" or template in OPEN:
            continue
        answer = hall.browser.request(method, path, params={"tanggal": FILLED["day"]}, follow_redirects=False)
        told = f"{role} {method} {path}: {answer.status_code}"
        if template in HEALTH:
            assert answer.status_code == 200, told
        elif template in SIGNED:
            assert answer.status_code in {400, 401}, f"{told}: a cookie opens nothing here"
        elif template == "/":
            assert answer.headers["location"] == "/cabang", told
        elif role is None:
            shut = answer.status_code == 401 or answer.headers.get("location", "").startswith("/masuk?")
            assert shut, told
        else:
            allowed = SEERS if template in SEEN else {Role.HUB_OPERATOR}
            assert (answer.status_code < 400) == (role in allowed), told
            assert answer.status_code < 400 or answer.status_code == 403, told
    assert seen == OPEN | SEEN | KEPT | SIGNED | HEALTH, "a new address needs its place in this table"


def test_a_branch_head_gets_another_branch_by_no_address(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "hub.db"))
    with office(store, tmp_path) as hall:
        hall.sign_in("budi")
        for template, method, path in addresses(hall):
            if template not in SEEN or method != "GET":
                continue
            other = {"cabang": "clg", "tanggal": FILLED["day"], "dari": "2025-01-01", "sampai": "2025-01-31"}
            answer = hall.browser.get(path.replace("srg", "clg"), params=other)
            body = answer.text.casefold()
            assert answer.status_code == 403 or ("clg" not in body), f"{path}: {answer.status_code}"
            # No word of it without asking for it, either.
            shown = hall.browser.get(
                path, params={"dari": "2025-01-01", "sampai": "2025-01-31", "tanggal": "2025-01-14"}
            )
            assert "clg" not in shown.text.casefold(), path


def test_every_changing_address_refuses_another_page_and_a_form_without_its_token(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "hub.db"))
    with office(store, tmp_path) as hall:
        hall.sign_in("rina")
        changing = [
            path for template, method, path in addresses(hall) if method not in SAFE_METHODS and template not in SIGNED
        ]
        assert changing == ["/masuk", "/keluar"]
        for path in changing:
            for headers in ({}, {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, HERE):
                answer = hall.browser.post(path, data={"nama": "rina", "sandi": PASSWORD}, headers=headers)
                assert answer.status_code == 403, (path, headers)
                assert "<h1>" in answer.text, "in the same dress as every page"
        assert hall.browser.get("/catatan").status_code == 200, "nobody was put out by it"


def test_every_page_and_file_is_headed_kept_by_nobody_and_opens_nothing_inline(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "hub.db"))
    with office(store, tmp_path) as hall:
        hall.sign_in("rina")
        for template, method, path in addresses(hall):
            if method != "GET" or template in SIGNED | HEALTH | OPEN:
                continue
            answer = hall.browser.get(path, params={"tanggal": FILLED["day"]}, follow_redirects=False)
            assert answer.headers["cache-control"] == "no-store", path
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path
            assert "unsafe" not in answer.headers["content-security-policy"], path
            assert answer.headers["x-content-type-options"] == "nosniff", path
            assert answer.headers["referrer-policy"] == "same-origin", path
            assert answer.headers["strict-transport-security"].startswith("max-age="), path
            if "html" in answer.headers.get("content-type", ""):
                assert "<script" not in answer.text, path
                assert " style=" not in answer.text, path

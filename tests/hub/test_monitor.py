"""What head office and a branch head see, and what they do not: the real pages over a real hub."""

import csv
import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kiosk.access.entry import Newcomer
from kiosk.access.people import Role
from kiosk.access.secret import SecretKind, store_form
from kiosk.domain.branch import Zone
from kiosk.hub import enrolment
from kiosk.hub.projecting import Projector
from kiosk.hub.reading import mark_as_made
from kiosk.hub.serving import speak
from kiosk.hub.site import make_door, make_site
from kiosk.hub.spreadsheet import csv_answer
from kiosk.hub.store import HubStore
from kiosk.ops.assets import assets_root
from tests.clock import SimulatedClock
from tests.hub.centre import MORNING_MS, Centre, Sender

PASSWORD = "kuda hijau di atap"  # noqa: S105 - invented
HERE = {"origin": "https://testserver", "sec-fetch-site": "same-origin"}
PEOPLE = (
    Newcomer("sari", "Sari", Role.HEAD_OFFICE),
    Newcomer("budi", "Budi", Role.BRANCH_HEAD, "srg"),
    Newcomer("rina", "Rina", Role.HUB_OPERATOR),
)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.access.secret.COST", 1 << 8)
    monkeypatch.setitem(store_form.__kwdefaults__, "cost", 1 << 8)


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The pages ask only `reading`, which is tested on both databases: one is enough here."""
    return str(tmp_path / "hub.db")


@dataclass
class Office:
    """A browser in front of a hub with two branches."""

    browser: TestClient
    centre: Centre
    senders: dict[str, Sender]

    def sign_in(self, name: str) -> "Office":
        """As somebody."""
        page = self.browser.get("/masuk").text
        token = page.split('name="token" value="')[1].split('"')[0]
        form = {"nama": name, "sandi": PASSWORD, "token": token}
        entered = self.browser.post("/masuk", data=form, headers=HERE, follow_redirects=False)
        assert entered.status_code == 303, entered.text
        return self

    def page(self, path: str) -> str:
        """A page that opens."""
        answer = self.browser.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text


@contextmanager
def office(store: HubStore, folder: Path) -> Iterator[Office]:
    clock = SimulatedClock()
    centre = Centre(store, clock)
    senders: dict[str, Sender] = {}
    for branch, kiosk, count in (("srg", "k1", 40), ("clg", "k1", 10)):
        sender = senders[branch] = Sender(branch, kiosk, key=3 if branch == "clg" else 7).work(count)
        centre.accept(sender)
        centre.landed(sender.batch())
        named = f"Cabang {branch.upper()}"
        store.write(lambda session, b=branch, n=named: enrolment.ensure_branch(session, b, name=n, zone=None))
    Projector(store).catch_up()
    clock.jump(MORNING_MS + 9 * 3_600_000 - clock.now_ms())
    door = make_door(store, clock, folder, "boot")
    for one in PEOPLE:
        door.add(one, PASSWORD, SecretKind.PASSWORD, by="uji")
    site = make_site(centre.hub, clock, folder, assets_root(), boot="boot", names={"ktp": "KTP"}, https=True)
    with TestClient(site, base_url="https://testserver") as browser:
        yield Office(browser, centre, senders)


def test_head_office_sees_every_branch_with_its_state_and_its_numbers(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        page = hall.sign_in("sari").page("/cabang")
        assert "2 cabang" in page
        assert "Cabang SRG" in page
        assert "Cabang CLG" in page
        assert "<svg" in page
        assert ">40<" in page.replace(" ", "")


def test_a_branch_head_sees_one_branch_and_no_other_by_any_address(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        hall.sign_in("budi")
        assert "Cabang SRG" in hall.page("/cabang"), "goes straight to the own branch"
        for path in ("/cabang/clg", "/cabang/clg/hari/2025-01-14", "/catatan"):
            assert hall.browser.get(path).status_code == 403, path
        kiosks = hall.browser.get("/cabang.json").json()["kiosks"]
        assert {row["branch_id"] for row in kiosks} == {"srg"}
        counts = hall.browser.get("/angka.json?dari=2025-01-01&sampai=2025-01-31").json()["counts"]
        assert {row["branch"] for row in counts} == {"srg"}
        assert "Cabang CLG" not in hall.page("/angka")


def test_a_day_is_told_hour_by_hour_and_adds_up(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        page = hall.sign_in("sari").page("/cabang/srg/hari/2025-01-14")
        assert "14.01.2025" in page
        assert "Nomor menurut huruf" in page
        counts = hall.browser.get("/angka.json?dari=2025-01-14&sampai=2025-01-14").json()["counts"]
        assert sum(row["n"] for row in counts) == 50
        assert "kertas habis" in hall.page("/cabang/srg/hari/2025-01-14") or "paper_out" in page


def test_a_silent_kiosk_comes_first_and_says_what_to_do(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        hall.centre.simulated.advance(hours=30)
        page = hall.sign_in("sari").page("/cabang")
        assert "Diam" in page
        assert "stik" in page
        assert page.index("Diam") < page.index("<table")


def test_the_same_numbers_as_csv_without_formulas(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        hall.sign_in("sari")
        rows = list(csv.DictReader(io.StringIO(hall.browser.get("/cabang.csv").text)))
        assert [row["branch_id"] for row in rows] == ["clg", "srg"]
        assert not any(cell.startswith(("=", "+", "@", "{")) for row in rows for cell in row.values())
        assert rows[1]["last_word_at"] == "2025-01-14T08:00:00+07:00"


@pytest.mark.parametrize(
    "path", ["/cabang/xyz", "/cabang/srg/hari/2025-13-99", "/cabang/srg/hari/x", "/angka.json?subjek=x"]
)
def test_what_is_not_there_is_said_kindly(store: HubStore, tmp_path: Path, path: str) -> None:
    with office(store, tmp_path) as hall:
        hall.sign_in("sari")
        assert hall.browser.get(path).status_code == 404


def test_nobody_sees_anything_and_kiosks_need_no_cookie(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        for path in ("/cabang", "/angka", "/cabang/srg", "/catatan"):
            assert hall.browser.get(path, follow_redirects=False).status_code == 303, path
        assert hall.browser.get("/cabang.json").status_code == 401
        assert json.loads(hall.browser.get("/health").text) == {"state": "up"}
        refused = hall.browser.post("/v1/streams/srg/k1/batches", content=b"no envelope")
        assert refused.status_code == 400
        assert "set-cookie" not in refused.headers


def test_whoever_keeps_people_reads_who_entered(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        page = hall.sign_in("rina").page("/catatan")
        assert "orang ditambah" in page
        assert "masuk" in page
        assert PASSWORD not in page


def test_invented_figures_say_so_on_every_page(store: HubStore, tmp_path: Path) -> None:
    store.write(lambda session: mark_as_made(session, "2025-01-14"))
    with office(store, tmp_path) as hall:
        hall.sign_in("sari")
        for path in ("/cabang", "/angka", "/cabang/srg", "/cabang/srg/hari/2025-01-14"):
            assert "Data buatan" in hall.page(path)


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\uff1d1"])
@pytest.mark.parametrize("excel", [False, True])
def test_no_cell_of_a_file_is_a_formula(evil: str, excel: bool) -> None:
    made = bytes(csv_answer("x.csv", [{"n": -3, "name": evil}], excel=excel).body).decode()
    assert made.startswith("\ufeff") == excel
    (row,) = csv.DictReader(io.StringIO(made.removeprefix("\ufeff"), newline=""), delimiter=";" if excel else ",")
    assert row["name"] == f"'{evil}"
    assert row["n"] == "-3", "a number stays a number"


def test_a_period_is_shown_by_day_hour_and_month_and_a_bad_one_says_why(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        hall.sign_in("sari")
        month = hall.page("/cabang/srg?dari=2025-01-01&sampai=2025-01-31")
        assert "01.01.2025 sampai 31.01.2025, per hari" in month
        assert "Nomor menurut jam dan huruf" in month
        assert 'href="/cabang/srg/hari/2025-01-14"' in month
        year = hall.page("/angka?dari=2024-01-15&sampai=2025-01-31")
        assert "01.01.2024 sampai 31.01.2025, per bulan" in year
        assert "dari=2025-01-01&amp;sampai=2025-01-31" in year, "a month leads to its days"
        for path in ("/angka?dari=2025-02-01&sampai=2025-01-01", "/cabang/srg?dari=besok"):
            answer = hall.browser.get(path)
            assert answer.status_code == 400
            assert "Tanggal" in answer.text
        assert hall.browser.get("/angka.json?dari=besok").json() == {"error": "Tanggal ditulis seperti 2026-11-25."}
        assert hall.browser.get("/angka.csv?per=jam&dari=2024-01-01&sampai=2025-01-01").status_code == 400
        assert hall.browser.get("/angka.csv?dari=2022-01-01&sampai=2025-01-01").status_code == 400
        assert hall.browser.get("/angka.csv?dari=2022-01-01&sampai=2025-01-01&cabang=srg").status_code == 200


@pytest.mark.parametrize(("kind", "magic"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<svg")])
def test_a_chart_is_a_file_of_each_kind(store: HubStore, tmp_path: Path, kind: str, magic: bytes) -> None:
    with office(store, tmp_path) as hall:
        hall.sign_in("budi")
        made = hall.browser.get(f"/gambar/ticket.{kind}?dari=2025-01-14&sampai=2025-01-14&per=jam&cabang=srg")
        assert made.content.startswith(magic)
        assert f'filename="ticket.{kind}"' in made.headers["content-disposition"]


def test_the_list_is_narrowed_and_sorted_as_asked(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        hall.senders["srg"].append(b"spoilt")
        hall.centre.landed(hall.senders["srg"].batch())
        hall.centre.projector.catch_up()
        hall.sign_in("sari")

        def shown(query: str) -> list[str]:
            return re.findall(r'<th scope="row"><a href="/cabang/(\w+)">', hall.page(f"/cabang?{query}"))

        assert shown("") == ["clg", "srg"]
        assert shown("urut=nomor") == shown("urut=keadaan") == ["srg", "clg"]
        assert shown("cari=SRG") == ["srg"]
        assert shown("cari=k1+clg") == ["clg"]
        assert shown("lihat=perlu") == shown("lihat=parked") == ["srg"]
        assert shown("lihat=silent") == []
        assert "Tidak ada cabang seperti itu" in hall.page("/cabang?cari=%3Cscript%3E")


def test_the_front_page_tells_which_program_and_packs_count_where(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        pack = {"kind": "calendar", "version": 3, "sha256": "0" * 64, "previous": None}
        hall.senders["clg"].write("pack.in_force", **pack)  # type: ignore[arg-type]
        hall.centre.landed(hall.senders["clg"].batch())
        hall.centre.projector.catch_up()
        page = hall.sign_in("sari").page("/cabang")
        assert "<dt>Program</dt><dd>0.1.0: 2 kiosk</dd>" in page
        assert "<dt>Kalender</dt><dd>paket 3: 1 kiosk</dd>" in page
        assert "<dt>Kuota</dt><dd>bawaan program</dd>" in page


def test_moments_are_told_on_the_clock_of_the_branch(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        store.write(lambda session: enrolment.ensure_branch(session, "clg", zone=Zone.WIT))
        hall.sign_in("sari")
        assert "14.01.2025 08.00 WIB" in hall.page("/cabang/srg")
        assert "14.01.2025 10.00 WIT" in hall.page("/cabang/clg")


def test_the_log_of_a_day_at_the_door_holds_no_secret(
    store: HubStore, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    signed = {"authorization": "Pasti s3cr3t"}
    with caplog.at_level("DEBUG"), office(store, tmp_path) as hall:
        hall.sign_in("sari")
        cookie = hall.browser.cookies["__Host-pasti"]
        hall.browser.get("/cabang/xyz")
        hall.browser.post("/masuk", data={"nama": "sari", "sandi": "rahasia sekali 99"}, headers=HERE)
        hall.browser.post("/v1/streams/srg/k1/batches", content=b"no envelope", headers=signed)
        hall.browser.get("/v1/packs/srg%0aERROR forged", headers=signed)
    told = caplog.text + "".join(capsys.readouterr())
    for secret in (PASSWORD, "rahasia sekali 99", cookie, "s3cr3t"):
        assert secret not in told


def test_what_comes_in_cannot_begin_a_line_of_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    root.handlers[:] = []
    try:
        speak()
        logging.getLogger("kiosk.hub.server").warning("%s from x", "/v1/packs/a\nERROR kiosk: forged\x1b[2J")
        logging.getLogger("kiosk.web").warning("web-not-now", extra={"fields": {"path": "/a\nb", "why": "StoreFull"}})
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "\x1b" not in lines[0]
    assert lines[1].endswith("why='StoreFull'")

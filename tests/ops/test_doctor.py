"""The doctor tells what is wrong before the queue finds out."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pysqlite3
import pytest
from sqlite_utils import Database

from kiosk.cli.asking import store_of
from kiosk.cli.told import Ended
from kiosk.ops import doctor, room
from kiosk.ops.assets import read_catalogue
from kiosk.ops.display import display_problem
from kiosk.ops.doctor import STORE_NAME, Finding, Health, examine
from kiosk.ops.owner import Owner
from kiosk.ops.rules import RulesShelf
from kiosk.ops.settings import Settings, load_settings
from kiosk.store.boot import boot
from kiosk.store.days import open_day
from kiosk.store.opening import Role, open_db
from kiosk.store.schema import MIGRATIONS
from kiosk.store.transaction import transaction
from kiosk.sync.config import make_key
from kiosk.uplink import centre, packs_unused, settings_in_force
from tests.clock import SimulatedClock
from tests.domain.test_catalogue_changed import RULES

SAMPLE = Path(__file__).parents[2] / "kiosk.toml"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(SAMPLE, overrides={"kiosk.data_dir": str(tmp_path)})


@pytest.fixture
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("assets")
    for file in ("fonts/a.ttf", "i18n/id.toml", "catalogue/jht.yaml"):
        (root / file).parent.mkdir()
        (root / file).write_text(RULES if file.startswith("catalogue") else "")
    return root


def one(found: list[Finding], subject: str) -> Finding:
    (finding,) = [finding for finding in found if finding.subject == subject]
    return finding


def make_store(settings: Settings) -> Path:
    path = settings.data_dir / STORE_NAME
    db = open_db(path, Role.WRITER)
    boot(db, settings.branch.branch_id, settings.branch.kiosk_id, SimulatedClock())
    db.conn.close()
    return path


def test_a_healthy_kiosk_has_only_good_findings(settings: Settings, assets: Path) -> None:
    make_store(settings)
    found = examine(settings, probe_printer=lambda _: None, probe_display=lambda: None, assets=assets)
    assert {finding.health for finding in found} == {Health.GOOD}, found
    assert {finding.subject for finding in found} >= {"settings", "assets", "data", "owner", "store", "printer"}
    assert "SQLite 3." in one(found, "store").sentence


def test_a_broken_catalogue_is_told_with_what_is_in_force_instead(settings: Settings, assets: Path) -> None:
    rules = assets / "catalogue/jht.yaml"
    assert "no. 3 terbaca" in one(examine(settings, assets=assets), "catalogue").sentence
    RulesShelf(settings.data_dir).open(read_catalogue(assets))
    assert "Katalog nomor 3 berlaku" in one(examine(settings, assets=assets), "catalogue").sentence
    rules.write_text(RULES.replace("{paper: kartu,", "{paper: kartoo,", 1))
    finding = one(examine(settings, assets=assets), "catalogue")
    assert finding.health is Health.LOOK
    assert "nomor 3 tetap berlaku" in finding.sentence
    assert "jht.yaml:" in finding.sentence
    settings.data_dir.joinpath("catalogue/good.rules").unlink()
    assert one(examine(settings, assets=assets), "catalogue").health is Health.BAD


def test_looking_changes_nothing(settings: Settings, assets: Path) -> None:
    before = sorted(settings.data_dir.iterdir())
    examine(settings, assets=assets)
    assert sorted(settings.data_dir.iterdir()) == before


def test_a_running_kiosk_is_seen_and_not_disturbed(settings: Settings, assets: Path) -> None:
    with Owner(settings.data_dir, SimulatedClock()):
        assert f"proses {os.getpid()}" in one(examine(settings, assets=assets), "owner").sentence


def test_a_broken_chain_is_named_with_its_place(settings: Settings, assets: Path) -> None:
    db = open_db(make_store(settings), Role.WRITER)
    db.conn.execute("DROP TRIGGER journal_is_never_rewritten")
    db.conn.execute("UPDATE journal SET line = CAST(replace(line, 'created', 'forged!') AS BLOB)")
    db.conn.close()
    finding = one(examine(settings, assets=assets), "store")
    assert finding.health is Health.BAD
    assert "putus" in finding.sentence


@pytest.mark.parametrize("content", [b"", b"\x00" * 5000, b"this is no database" * 300])
def test_a_store_that_is_none_is_bad_not_a_crash(settings: Settings, assets: Path, content: bytes) -> None:
    (settings.data_dir / STORE_NAME).write_bytes(content)
    assert one(examine(settings, assets=assets), "store").health is Health.BAD


def test_a_damaged_page_is_bad_not_a_crash(settings: Settings, assets: Path) -> None:
    path = make_store(settings)
    data = bytearray(path.read_bytes())
    data[4096 * 2 :] = b"\xa5" * (len(data) - 4096 * 2)
    path.write_bytes(bytes(data))
    assert one(examine(settings, assets=assets), "store").health is Health.BAD


@pytest.mark.parametrize(("free", "health"), [(1000, Health.BAD), (20 * 2**20, Health.LOOK), (2**40, Health.GOOD)])
def test_a_filling_disk_is_told_in_time(
    settings: Settings, assets: Path, monkeypatch: pytest.MonkeyPatch, free: int, health: Health
) -> None:
    monkeypatch.setattr(doctor, "free_bytes", lambda _: free)
    assert one(examine(settings, assets=assets), "data").health is health


def test_a_data_folder_that_is_a_file_is_bad(settings: Settings, assets: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    broken = load_settings(SAMPLE, overrides={"kiosk.data_dir": str(tmp_path / "file")})
    assert one(examine(broken, assets=assets), "data").health is Health.BAD


def test_missing_fonts_printer_and_display_are_told(settings: Settings, assets: Path) -> None:
    (assets / "fonts" / "a.ttf").unlink()
    found = examine(
        settings, probe_printer=lambda printer: f"{printer.url} diam.", probe_display=lambda: "Gelap.", assets=assets
    )
    assert "font" in one(found, "assets").sentence
    assert one(found, "printer") == Finding("printer", Health.LOOK, "virtual: diam.")
    assert one(found, "display").health is Health.LOOK  # nobody who asks from afar has one


def test_without_a_display_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert "DISPLAY" in (display_problem() or "")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert display_problem() is None


def test_the_limits_are_in_order() -> None:
    assert room.RESERVE_BYTES < room.SCARCE_BYTES


def test_a_store_of_an_older_program_is_not_broken_but_will_be_migrated(settings: Settings, assets: Path) -> None:
    path = settings.data_dir / STORE_NAME
    first_only = Database(pysqlite3.connect(path), strict=True)
    first_only.conn.execute("PRAGMA auto_vacuum = 2")
    second = MIGRATIONS.pending(first_only)[1].name
    MIGRATIONS.apply(first_only, stop_before=second)
    boot(first_only, settings.branch.branch_id, settings.branch.kiosk_id, SimulatedClock())
    first_only.conn.close()
    before = path.read_bytes()
    found = one(examine(settings, assets=assets), "store")
    assert (found.health, "lebih lama" in found.sentence) == (Health.GOOD, True)
    told = replace(settings, sync=replace(settings.sync, stick_key="x25519:abc"))
    make_key(settings.data_dir)
    assert [(one.health, one.sentence) for one in centre(told)] == [(Health.GOOD, doctor.OLDER)]
    assert packs_unused(told) == []
    assert settings_in_force(settings) == settings
    with pytest.raises(Ended, match="Jalankan kiosk sekali"), store_of(settings):
        pass
    assert path.read_bytes() == before, "looking changes nothing"
    open_db(path, Role.WRITER).conn.close()
    assert "lebih lama" not in one(examine(settings, assets=assets), "store").sentence


def test_a_service_day_ahead_of_the_clock_is_said_plainly(settings: Settings, assets: Path) -> None:
    clock = SimulatedClock()
    make_store(settings)
    db = open_db(settings.data_dir / STORE_NAME, Role.WRITER)
    with transaction(db):
        open_day(db, clock, date(2026, 1, 13))
    db.conn.close()
    finding = one(examine(settings, assets=assets, clock=clock), "store")
    assert finding.health is Health.LOOK
    assert "13-01-2026" in finding.sentence
    clock.jump(days=364)
    assert one(examine(settings, assets=assets, clock=clock), "store").health is Health.GOOD


def test_an_a4_printer_is_looked_at_only_where_one_is_set(settings: Settings, assets: Path) -> None:
    found = examine(settings, probe_a4=lambda _: "not asked", assets=assets)
    assert not [finding for finding in found if finding.subject == "a4"]
    settings = replace(settings, a4_queue="daftar")
    assert one(examine(settings, probe_a4=lambda _: None, assets=assets), "a4").health is Health.GOOD
    refused = one(examine(settings, probe_a4=lambda queue: f"{queue} tidak menjawab", assets=assets), "a4")
    assert refused == Finding("a4", Health.LOOK, "daftar tidak menjawab")

"""What should wake somebody is on the page when it happens, by the hub's clock, and gone when it is over."""

from pathlib import Path

import pytest

from kiosk.access.secret import store_form
from kiosk.hub.alarms import close_alarms
from kiosk.hub.store import HubStore
from tests.hub.test_monitor import Office, office


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.access.secret.COST", 1 << 8)
    monkeypatch.setitem(store_form.__kwdefaults__, "cost", 1 << 8)


def looked_at(hall: Office, path: str = "/cabang/clg") -> str:
    """The part of a page that tells what to look at."""
    return hall.page(path).partition('<div class="kiosks">')[0]


def test_silence_is_told_after_26_hours_and_not_before(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        hall.sign_in("sari")
        hall.centre.simulated.advance(hours=26 - 9)  # the batches came at eight, it is five in the afternoon
        hall.sign_in("sari")
        assert "Diam" not in looked_at(hall)
        hall.centre.simulated.advance(minutes=1)
        page = looked_at(hall)
        assert "Diam 26 jam" in page
        assert "sejak 14.01.2025 08.00 WIB" in page
        hall.centre.landed(hall.senders["clg"].work(1).batch())
        assert "Diam" not in looked_at(hall)


def test_a_copied_disk_comes_first_and_goes_when_somebody_has_seen_it(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        hall.sign_in("sari")
        sender = hall.senders["clg"]
        other = sender.copy()
        hall.senders["srg"].append(b"spoilt")
        hall.centre.landed(hall.senders["srg"].batch())
        hall.centre.projector.catch_up()
        sender.write("help.called", screen="list")
        hall.centre.landed(sender.batch())
        other.write("help.called", screen="need")
        hall.centre.fork(other.batch())
        assert "disk disalin" in looked_at(hall)
        front = hall.page("/cabang")
        assert front.index("disk disalin") < front.index("tidak terbaca dan")
        assert "<b>1</b> disk tersalin" in front
        store.write(lambda session: close_alarms(session, "clg", "k1", "fork", hall.centre.clock.now_ms()))
        assert "disk disalin" not in looked_at(hall)


def test_an_event_that_cannot_be_read_is_told_and_counted(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        hall.sign_in("sari")
        hall.senders["clg"].append(b"a line that a failing disk has spoilt")
        hall.centre.landed(hall.senders["clg"].batch())
        hall.centre.projector.catch_up()
        assert "1 kejadian tidak terbaca" in looked_at(hall)
        assert "<dt>Tidak terbaca</dt><dd>1</dd>" in hall.page("/cabang/clg")


def test_a_roll_that_will_run_out_is_told_by_its_sensor_or_by_its_metres(store: HubStore, tmp_path: Path) -> None:
    with office(store, tmp_path) as hall:
        hall.sign_in("sari")
        sender = hall.senders["clg"]

        def happens(type: str, **payload: str | int) -> str:  # noqa: A002 - the wire calls it type
            sender.write(type, **payload)
            hall.centre.landed(sender.batch())
            hall.centre.projector.catch_up()
            return looked_at(hall)

        assert "hampir habis" not in happens("roll.installed", roll=1, kind="new", by="satpam-no-pin")
        assert "hampir habis" in happens("roll.low", roll=1, used_mm=70_000)
        assert "hampir habis" in happens("roll.ended", roll=1, reason="paper-out", used_mm=79_000)
        assert "hampir habis" not in happens("roll.installed", roll=2, kind="new", by="satpam-no-pin")
        assert "hampir habis" not in happens("roll.metered", roll=2, used_mm=70_000, numbers=600)
        assert "hampir habis" in happens("roll.metered", roll=2, used_mm=72_000, numbers=620)
        assert "sisa ± 7,0 m" in hall.page("/cabang/clg")

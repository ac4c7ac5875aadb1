"""HTTPS as it is: a hub with a certificate is believed or refused by the kiosk, in a sentence, and nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.hub.tls import tls_options
from kiosk.ops.clock import SystemClock
from kiosk.sync.client import HubClient
from kiosk.sync.report import Outcome, RunReport
from kiosk.sync.status import SyncState
from tests.clock import SimulatedClock
from tests.sync.authority import Authority, locked
from tests.sync.country import Country
from tests.sync.office import CONFIG
from tests.sync.real_hub import serving
from tests.wire.letters import KIOSK_KEY

HERE = "127.0.0.1"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "ca")


@contextmanager
def country(folder: Path, tls: dict[str, Any] | None) -> Iterator[Country]:
    """A kiosk with something to send, and a hub that speaks as `tls` says."""
    (folder / "hub").mkdir()
    clock = SimulatedClock()
    with serving(folder / "hub", clock, tls=tls) as hub:
        found = Country(folder, hub, clock)
        found.office.issue(20)
        yield found
        found.office.client.close()


def over_tls(certificate: Path, key: Path, client_ca: Path | None = None) -> dict[str, Any]:
    return tls_options(certificate, key, client_ca, SystemClock().now())


def run(there: Country, **trust: Any) -> RunReport:
    """One run of a kiosk with these settings."""
    there.office.client.close()
    told = {"hub_url": there.hub.url} | trust
    there.office.client = HubClient(replace(CONFIG, **told), KIOSK_KEY, there.office.clock)  # type: ignore[assignment]
    return there.office.sync()


def refused(there: Country, **trust: Any) -> str:
    """The sentence of a run that comes to nothing; all that waited still waits, and no alarm is raised."""
    before = there.office.lines()
    report = run(there, **trust)
    assert report.outcome is Outcome.UNREACHABLE
    assert there.office.lines() == before
    assert there.office.status.waiting == len(before)
    assert there.office.status.state is SyncState.FAILED
    assert report.problem.endswith(".")
    assert "object at 0x" not in report.problem
    return report.problem


def test_everything_arrives_over_https(tmp_path: Path, authority: Authority) -> None:
    with country(tmp_path, over_tls(*authority.server(HERE))) as there:
        assert run(there, ca_file=authority.file).outcome is Outcome.SYNCED
        assert there.hub.lines(there.office.stream) == there.office.lines()
        assert there.office.status.state is SyncState.SYNCED


Issue = Callable[[Authority], tuple[Path, Path]]
NOT_BELIEVED: dict[str, tuple[Issue, str]] = {
    "over": (lambda ca: ca.server(HERE, begins=timedelta(days=-9), lasts=timedelta(days=8)), "sudah berakhir"),
    "not yet": (lambda ca: ca.server(HERE, begins=timedelta(days=2)), "belum berlaku"),
    "another address": (lambda ca: ca.server("127.0.0.2"), "nama lain"),
    "another name": (lambda ca: ca.server("hub.example"), "nama lain"),
    "a client's": (lambda ca: ca.client("serang-1"), "penerbit"),
}


@pytest.mark.parametrize("what", NOT_BELIEVED)
def test_a_certificate_that_does_not_hold_is_refused_with_what_to_look_at(
    tmp_path: Path, authority: Authority, what: str
) -> None:
    issue, sentence = NOT_BELIEVED[what]
    with country(tmp_path, over_tls(*issue(authority))) as there:
        assert sentence in refused(there, ca_file=authority.file)


def test_a_hub_of_another_authority_is_refused_and_once_the_file_is_right_nothing_is_missing(
    tmp_path: Path, authority: Authority
) -> None:
    other = Authority(tmp_path / "other")
    with country(tmp_path, over_tls(*authority.server(HERE))) as there:
        assert "ca_file" in refused(there, ca_file=other.file)
        assert "ca_file" in refused(there), "nor is it among those that the machine trusts"
        assert run(there, ca_file=authority.file).outcome is Outcome.SYNCED
        assert there.hub.lines(there.office.stream) == there.office.lines()


def test_plain_http_where_https_is_told_and_the_other_way_round(tmp_path: Path, authority: Authority) -> None:
    with country(tmp_path, None) as there:
        url = there.hub.url.replace("http:", "https:")
        assert "tidak memakai HTTPS" in refused(there, hub_url=url, ca_file=authority.file)
    (tmp_path / "second").mkdir()
    with country(tmp_path / "second", over_tls(*authority.server(HERE))) as there:
        assert "https://" in refused(there, hub_url=there.hub.url.replace("https:", "http:"))


def test_an_authority_that_cannot_be_read_is_said_by_its_name(tmp_path: Path, authority: Authority) -> None:
    with country(tmp_path, over_tls(*authority.server(HERE))) as there:
        gone, no_pem = tmp_path / "gone.pem", tmp_path / "no.pem"
        no_pem.write_text("bukan sertifikat")
        assert "gone.pem tidak dapat dibaca" in refused(there, ca_file=gone)
        assert "no.pem bukan sertifikat" in refused(there, ca_file=no_pem)


def test_a_hub_that_asks_for_certificates_lets_in_who_shows_one_of_its_authority(
    tmp_path: Path, authority: Authority
) -> None:
    kiosks = Authority(tmp_path / "kiosks", "CA Kiosk")
    with country(tmp_path, over_tls(*authority.server(HERE), kiosks.file)) as there:
        assert "client_cert" in refused(there, ca_file=authority.file)
        stranger, its_key = authority.client("serang-9")
        refused(there, ca_file=authority.file, client_cert=stranger, client_key=its_key)
        old, old_key = kiosks.client("serang-2", lasts=timedelta(days=1))
        refused(there, ca_file=authority.file, client_cert=old, client_key=old_key)
        mine, my_key = kiosks.client("serang-1")
        trust = {"ca_file": authority.file, "client_cert": mine}
        assert "client_key" in refused(there, **trust, client_key=old_key), "not of one pair"
        assert "sandi" in refused(there, **trust, client_key=locked(my_key))
        assert run(there, **trust, client_key=my_key).outcome is Outcome.SYNCED
        assert there.hub.lines(there.office.stream) == there.office.lines()

"""The hub's own HTTPS: what cannot be used is refused before anything listens, in a sentence that names the file."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import urllib3

from kiosk.hub.keys import hub_keys
from kiosk.hub.opening import open_store
from kiosk.hub.store import HubError
from kiosk.hub.tls import tls_options
from kiosk.ops.clock import SystemClock
from kiosk.wire.keys import key_ring
from kiosk.wire.protocol import BATCHES, path
from kiosk.wire.receipt import open_receipt
from tests.clock import SimulatedClock
from tests.hub.centre import Centre, Sender
from tests.hub.test_serving import serving
from tests.sync.authority import Authority, locked

NOW = SystemClock().now()


class Pems:
    """What an operator may have at hand."""

    def __init__(self, folder: Path) -> None:
        self.authority = Authority(folder)
        self.cert, self.key = self.authority.server("127.0.0.1")
        _, self.other_key = self.authority.client("serang-1")
        self.locked = locked(self.key)
        self.gone = folder / "tidak-ada.pem"
        self.text = folder / "catatan.txt"
        self.text.write_text("bukan sertifikat")
        self.both = folder / "keduanya.pem"
        self.both.write_bytes(self.cert.read_bytes() + self.key.read_bytes())


Told = tuple[Path | None, Path | None, Path | None]
BAD: dict[str, tuple[Callable[[Pems], Told], str]] = {
    "no certificate": (lambda pems: (pems.gone, pems.key, None), "tidak-ada.pem tidak dapat dibaca"),
    "no key": (lambda pems: (pems.cert, pems.gone, None), "tidak-ada.pem tidak dapat dibaca"),
    "a folder": (lambda pems: (pems.cert.parent, pems.key, None), "tidak dapat dibaca"),
    "a text": (lambda pems: (pems.text, pems.key, None), "harus sertifikat"),
    "another's key": (lambda pems: (pems.cert, pems.other_key, None), "bukan pasangan"),
    "a key behind a password": (lambda pems: (pems.cert, pems.locked, None), "bersandi"),
    "a key that was not told": (lambda pems: (pems.cert, None, None), "--tls-key"),
    "a key alone": (lambda pems: (None, pems.key, None), "hanya bersama"),
    "an authority alone": (lambda pems: (None, None, pems.authority.file), "hanya bersama"),
    "no authority": (lambda pems: (pems.cert, pems.key, pems.gone), "tidak dapat dibaca"),
    "a text as authority": (lambda pems: (pems.cert, pems.key, pems.text), "bukan sertifikat penerbit"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, what: str) -> None:
    told, sentence = BAD[what]
    with pytest.raises(HubError, match=sentence):
        tls_options(*told(Pems(tmp_path)), NOW)


def test_one_file_may_hold_both_and_one_that_is_over_is_said_loudly(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pems = Pems(tmp_path)
    assert tls_options(pems.both, None, None, NOW)["ssl_keyfile"] == str(pems.both)
    assert not caplog.records
    tls_options(pems.cert, pems.key, None, NOW + timedelta(days=400))
    assert "sudah berakhir" in caplog.text


def test_serve_speaks_https_and_asks_for_certificates_when_told(tmp_path: Path) -> None:
    pems = Pems(tmp_path / "pems")
    store = open_store(str(tmp_path / "hub.db"))
    centre, kiosk = Centre(store, SimulatedClock()), Sender().work(20)
    centre.accept(kiosk)
    ring = key_ring(hub_keys(tmp_path).receipt.public_key())
    mine, my_key = pems.authority.client("serang-1")
    options = ["--tls-cert", pems.cert, "--tls-key", pems.key, "--tls-client-ca", pems.authority.file]
    with serving(tmp_path, str(tmp_path / "hub.db"), *map(str, options)) as address:
        url = address.replace("http:", "https:") + path(BATCHES, kiosk.stream)
        known = urllib3.PoolManager(ca_certs=str(pems.authority.file), cert_file=str(mine), key_file=str(my_key))
        answer = known.request("POST", url, body=kiosk.batch(1, 20))
        assert answer.status == 200, answer.data
        assert open_receipt(answer.data, ring).upto == 20
        nobody = urllib3.PoolManager(ca_certs=str(pems.authority.file), retries=False)
        with pytest.raises(urllib3.exceptions.HTTPError):
            nobody.request("POST", url, body=kiosk.batch(1, 20))
        known.clear()
        nobody.clear()
    store.close()

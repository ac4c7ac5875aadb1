"""The [sync] section is taken whole or refused with line and sentence; without it the kiosk serves alone."""

from datetime import time
from pathlib import Path

import pytest

from kiosk.ops.settings import Settings, SettingsError, load_settings
from tests.rules import ROOT

KEY = "A" * 43
GOOD = f"""
[sync]
hub_url = "https://hub.example:8443"
hub_key = "ed25519:{KEY}"
pack_key = "ed25519:{KEY}"
stick_key = "x25519:{KEY}"
window = "21.30-03.00"
trickle_min = 0
"""


def load(folder: Path, sync: str) -> Settings:
    file = folder / "kiosk.toml"
    file.write_text((ROOT / "kiosk.toml").read_text("utf-8") + sync, "utf-8")
    return load_settings(file)


def test_without_the_section_there_is_no_centre(tmp_path: Path) -> None:
    sync = load(tmp_path, "").sync
    assert (sync.hub_url, sync.hub_key, sync.trickle_min) == ("", "", 5)
    assert sync.window == (time(20), time(4))


def test_the_whole_section_is_read(tmp_path: Path) -> None:
    sync = load(tmp_path, GOOD).sync
    assert sync.hub_url == "https://hub.example:8443"
    assert sync.stick_key == f"x25519:{KEY}"
    assert (sync.window, sync.trickle_min) == ((time(21, 30), time(3)), 0)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8321", "http://[::1]:8321", "http://localhost", "https://a.b/"])
def test_a_hub_on_this_machine_needs_no_certificate(tmp_path: Path, url: str) -> None:
    assert load(tmp_path, f'[sync]\nhub_url = "{url}"\nhub_key = "ed25519:{KEY}"\n').sync.hub_url == url


@pytest.mark.parametrize(
    ("sync", "sentence"),
    [
        ('hub_url = "hub.example"', "harus seperti https://"),
        ('hub_url = "ftp://hub.example"', "harus seperti https://"),
        ('hub_url = "https://"', "harus seperti https://"),
        ('hub_url = "https://hub.example:99999"', "harus seperti https://"),
        ('hub_url = "https://hub.example/a?b"', "harus seperti https://"),
        ('hub_url = "https://u:p@hub.example"', "harus seperti https://"),
        ('hub_url = "https://[::1"', "harus seperti https://"),
        ('hub_url = "http://hub.example"', "harus https://"),
        ('hub_url = "https://hub.example"', '"hub_key" harus diisi'),
        ('hub_key = "ed25519:abc"', "43 huruf"),
        (f'hub_key = "x25519:{KEY}"', "43 huruf"),
        (f'stick_key = "ed25519:{KEY}"', "43 huruf"),
        ('window = "malam"', '"window" harus seperti'),
        ("trickle_min = 999", "trickle_min"),
        ('ca_file = "tidak-ada.pem"', "tidak ada berkas"),
        ('client_cert = "tidak-ada.pem"', "tidak ada berkas"),
        ('client_key = "kiosk.toml"', 'hanya bersama "client_cert"'),
        ('hub_uri = "https://hub.example"', "hub_url"),
    ],
)
def test_what_is_wrong_is_refused_with_line_and_sentence(tmp_path: Path, sync: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(tmp_path, f"[sync]\n{sync}\n")
    told = [str(problem) for problem in refused.value.problems]
    assert any(sentence in line and "baris" in line for line in told), told

"""The [sync] section: where the hub is, whom to believe, when to run. Absent, the kiosk serves without a centre."""

import re
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kiosk.ops.settings_reading import Section, shown

_SPAN: Final = re.compile(r"([01][0-9]|2[0-3])[.:]([0-5][0-9])\s*[-–]\s*([01][0-9]|2[0-3])[.:]([0-5][0-9])")
_KEY: Final = r"[A-Za-z0-9_-]{43}"
_NEAR: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class SyncSettings:
    """Empty text: not set. `window` may span midnight; `trickle_min` 0: by night only."""

    hub_url: str
    hub_key: str
    pack_key: str
    stick_key: str
    ca_file: Path | None
    client_cert: Path | None
    client_key: Path | None
    window: tuple[time, time]
    trickle_min: int


def read_sync(root: Section, folder: Path) -> SyncSettings:
    """The section as it stands in the file; a path in it counts from `folder`."""
    part = root.section("sync", required=False)
    settings = SyncSettings(
        hub_url=_url(part),
        hub_key=_key(part, "hub_key", "ed25519"),
        pack_key=_key(part, "pack_key", "ed25519"),
        stick_key=_key(part, "stick_key", "x25519"),
        ca_file=_file(part, "ca_file", folder),
        client_cert=_file(part, "client_cert", folder),
        client_key=_file(part, "client_key", folder),
        window=_window(part),
        trickle_min=part.whole("trickle_min", 5, least=0, most=240),
    )
    if settings.hub_url and not settings.hub_key:
        part.refuse("hub_key", '"hub_key" harus diisi bila "hub_url" diisi: tanpa itu tak ada yang dapat dipercaya.')
    if settings.client_key is not None and settings.client_cert is None:
        part.refuse("client_key", '"client_key" hanya bersama "client_cert".')
    part.close()
    return settings


def _url(part: Section) -> str:
    url = part.text("hub_url", "", longest=200)
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # a port of 99999, an open bracket
        host, port = None, None
    plain = parts.path in ("", "/") and not parts.query and not parts.fragment if host else False
    if not host or port == 0 or not plain or parts.username is not None or parts.scheme not in ("https", "http"):
        part.refuse("hub_url", f'"hub_url" harus seperti https://hub.contoh.go.id, bukan {shown(url)}.')
    elif parts.scheme == "http" and host not in _NEAR:
        part.refuse("hub_url", '"hub_url" harus https://; http:// hanya untuk mencoba pada komputer ini sendiri.')
    return url


def _file(part: Section, name: str, folder: Path) -> Path | None:
    told = part.text(name, "", longest=400)
    if not told:
        return None
    if not (folder / told).is_file():
        part.refuse(name, f'"{name}": tidak ada berkas {shown(told)}.')
    return folder / told


def _key(part: Section, name: str, kind: str) -> str:
    value = part.text(name, "", longest=80)
    if value and not re.fullmatch(f"{kind}:{_KEY}", value):
        part.refuse(name, f'"{name}" harus seperti {kind}:… dengan 43 huruf dan angka, persis dari pusat.')
    return value


def _window(part: Section) -> tuple[time, time]:
    value = part.text("window", "20.00-04.00", longest=20)
    match = _SPAN.fullmatch(value.strip())
    if match is None:
        part.refuse("window", f'"window" harus seperti "20.00-04.00", bukan {shown(value)}.')
        return time(20), time(4)
    hour, minute, until_hour, until_minute = (int(figure) for figure in match.groups())
    return time(hour, minute), time(until_hour, until_minute)

"""A kiosk whose new catalogue is broken opens all the same, with the rules of yesterday."""

import logging
from pathlib import Path

import pytest

from kiosk import app
from kiosk.domain.catalogue import CatalogueError
from tests.app.kiosk import Opened
from tests.clock import SimulatedClock
from tests.domain.catalogue_files import CATALOGUE, FILES


def broken(_root: Path | None = None) -> dict[str, bytes]:
    text = FILES["jht.yaml"].replace("paper: npwp", "paper: nwpp", 1)
    return {name: (text if name == "jht.yaml" else whole).encode() for name, whole in FILES.items()}


def test_the_last_good_rules_serve_until_the_new_ones_hold_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Opened(tmp_path, SimulatedClock())
    opened.kiosk.close()
    monkeypatch.setattr(app.assets, "read_catalogue", broken)
    opened = Opened(tmp_path, SimulatedClock())
    opened.kiosk.start()
    try:
        opened.choose("start")
        log = "".join(path.read_text() for path in tmp_path.rglob("*.log"))
        assert f"{CATALOGUE.version} stays in force: jht.yaml:" in log
    finally:
        opened.kiosk.close()


def test_a_kiosk_that_never_had_rules_says_what_is_wrong_and_lets_go_of_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(app.assets, "read_catalogue", broken)
        with pytest.raises(CatalogueError, match=r"jht\.yaml:\d+: .*nwpp"):
            Opened(tmp_path, SimulatedClock())
    logging.getLogger().info("the next one finds the folder free")
    Opened(tmp_path, SimulatedClock()).kiosk.close()

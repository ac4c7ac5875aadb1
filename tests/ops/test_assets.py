"""The assets of this program are found wherever it runs from."""

import sys
from pathlib import Path

import pytest

from kiosk.ops import assets


def test_the_source_tree_has_its_assets() -> None:
    assert {"id", "en"} <= set(assets.read_i18n())
    assert "[language]" in assets.read_i18n()["id"]
    assert len(assets.font_files()) >= 2


def test_a_bundle_brings_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "assets" / "i18n").mkdir(parents=True)
    (tmp_path / "assets" / "i18n" / "id.toml").write_text("x = 1\n")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert assets.read_i18n() == {"id": "x = 1\n"}


def test_without_assets_the_places_looked_at_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "a" / "b" / "assets.py"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    with pytest.raises(assets.AssetsMissingError, match="venv"):
        assets.assets_root()

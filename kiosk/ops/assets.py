"""Where the files that are not code live: source tree, installed, or inside a bundle."""

import sys
from collections.abc import Iterator
from pathlib import Path


class AssetsMissingError(Exception):
    """No assets folder beside this program; the sentence says where it was looked for."""


def assets_root() -> Path:
    """The folder `assets/` of this program. Raises AssetsMissingError with the places that were tried."""
    tried = list(_candidates())
    for place in tried:
        if (place / "i18n").is_dir():
            return place
    places = ", ".join(str(place) for place in tried)
    raise AssetsMissingError(f"Folder assets tidak ditemukan. Dicari di: {places}. Pasang ulang program.")


def read_i18n(root: Path | None = None) -> dict[str, str]:
    """{language code: TOML text} of every file in assets/i18n."""
    folder = (root or assets_root()) / "i18n"
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.toml"))}


def read_catalogue(root: Path | None = None) -> dict[str, bytes]:
    """{file name: YAML} of every file in assets/catalogue, undecoded: what is no text is the reader's to refuse."""
    return read_rules((root or assets_root()) / "catalogue")


def read_rules(folder: Path) -> dict[str, bytes]:
    """{file name: YAML} of every file of a catalogue in `folder`; {} when there is none. Raises OSError."""
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.yaml"))}


def read_theme(root: Path | None = None) -> str:
    """The text of assets/theme.toml."""
    return ((root or assets_root()) / "theme.toml").read_text(encoding="utf-8")


def font_files(root: Path | None = None) -> list[Path]:
    """Every font file, in order of name."""
    return sorted(((root or assets_root()) / "fonts").glob("*.[to]tf"))


def _candidates() -> Iterator[Path]:
    bundle = getattr(sys, "_MEIPASS", None)  # PyInstaller unpacks here
    if bundle is not None:
        yield Path(bundle) / "assets"
    yield Path(__file__).resolve().parents[2] / "assets"
    yield Path(sys.prefix) / "share" / "pasti" / "assets"

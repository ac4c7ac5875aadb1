"""Where every file of assets comes from, and the table assets/LICENSES.md made of it."""

import hashlib
from pathlib import Path
from typing import Final, NamedTuple

from tests.assets.icon_names import ICONS, PHOSPHOR

ASSETS: Final = Path(__file__).parents[2] / "assets"
PAPER_FONT: Final = ASSETS.parent / "printers" / "fonts"
"""The font in which pictures of paper are drawn: it stays with the device world, its line stands here."""
TABLE: Final = ASSETS / "LICENSES.md"

OWN_TEXT: Final = ("catalogue", "i18n", "web", "theme.toml", "LICENSES.md")
"""Written for this project and changed with every commit: under the project's licence, not in the table."""

ATKINSON: Final = "@expo-google-fonts/atkinson-hyperlegible-next 0.4.1"
JAKARTA: Final = "@expo-google-fonts/plus-jakarta-sans 0.4.2"
TERMINUS: Final = "Debian xfonts-terminus, cut down and redrawn 4.48"

INTRODUCTION: Final = """# Where the assets come from

Every file of `fonts`, `icons` and `illustrations`, and of `printers/fonts`. Texts, rules and the theme
(`i18n`, `catalogue`, `web`, `theme.toml`) are our own work under the licence of the project. Written by
`python -m tests.assets.write_licences`; a test compares it with what is here.

| file | source | version | licence | sha256 |
| --- | --- | --- | --- | --- |
"""


class Origin(NamedTuple):
    """Source, version and licence of one file."""

    source: str
    version: str
    licence: str


class UnknownOriginError(ValueError):
    """A file nobody has said the origin of."""


def listed_files() -> list[Path]:
    """Every file that needs a line in the table, in order."""
    files = (path for path in ASSETS.rglob("*") if path.is_file())
    shown = sorted(path for path in files if path.relative_to(ASSETS).parts[0] not in OWN_TEXT)
    return shown + sorted(PAPER_FONT.iterdir())


def origin(path: Path) -> Origin:
    """Where `path` comes from. Raises UnknownOriginError with what to do."""
    if path.parent == PAPER_FONT:
        return Origin(*TERMINUS.rsplit(" ", 1), "OFL-1.1")
    folder, name = path.relative_to(ASSETS).parts[0], path.name
    if name == "README.md" or (folder == "illustrations" and path.suffix == ".svg"):
        return Origin("our own", "–", "MIT")
    if folder == "fonts" and "AtkinsonHyperlegibleNext" in name:
        return Origin(*ATKINSON.rsplit(" ", 1), "OFL-1.1")
    if folder == "fonts" and "PlusJakartaSans" in name:
        return Origin(*JAKARTA.rsplit(" ", 1), "OFL-1.1")
    if folder == "icons" and (path.stem in ICONS or name == "LICENSE-Phosphor.txt"):
        source, version = PHOSPHOR.rsplit(" ", 1)
        drawing = ICONS.get(path.stem)
        return Origin(f"{source} {drawing}" if drawing else source, version, "MIT")
    raise UnknownOriginError(f"assets/{path.relative_to(ASSETS)}: say where it comes from in tests/assets/licences.py")


def table() -> str:
    """The whole of assets/LICENSES.md."""
    rows = []
    for path in listed_files():
        source, version, licence = origin(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        place = path.relative_to(ASSETS if path.is_relative_to(ASSETS) else ASSETS.parent).as_posix()
        rows.append(f"| {place} | {source} | {version} | {licence} | {digest} |\n")
    return INTRODUCTION + "".join(rows)

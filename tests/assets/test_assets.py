import re
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QByteArray, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPainter, QRawFont
from PySide6.QtSvg import QSvgRenderer

from tests.assets.icon_names import ICONS
from tests.assets.licences import ASSETS, TABLE, UnknownOriginError, listed_files, origin, table

ROOT: Final = ASSETS.parent
DRAWINGS: Final = sorted((ASSETS / "illustrations").glob("*.svg"))
ICON_FILES: Final = sorted((ASSETS / "icons").glob("*.svg"))

COLOURS: Final = {"#00452C", "#005C3A", "#E3F3EA", "#F2B233", "#FFF1D6", "#FFFFFF"}
ELEMENTS: Final = {"svg", "g", "path", "circle", "ellipse", "rect"}
"""What the toolkit's SVG reader draws without surprises, and the palette can recolour."""


def named_in_code_and_rules() -> set[str]:
    """Every quoted word of what is shown and every picture the rules name, without its folder."""
    names: set[str] = set()
    for file in [*(ROOT / "kiosk/ui").rglob("*.py"), *(ROOT / "kiosk/visit").rglob("*.py")]:
        names |= set(re.findall(r"[\"'](?:illustrations/)?([a-z0-9-]+)[\"']", file.read_text(encoding="utf-8")))
    return names | {name.removeprefix("illustrations/") for _, name in named_in_rules()}


def named_in_rules() -> list[tuple[str, str]]:
    """(icon or picture, name) of every such line of the catalogue."""
    found: list[tuple[str, str]] = []
    for file in (ASSETS / "catalogue").glob("*.yaml"):
        found += re.findall(r"\b(icon|picture):\s*[\"']?([a-z0-9/-]+)", file.read_text(encoding="utf-8"))
    return found


def test_the_table_lists_every_file_with_its_hash_and_nothing_else() -> None:
    assert TABLE.read_text(encoding="utf-8") == table(), "run python -m tests.assets.write_licences"


def test_a_file_of_unknown_origin_is_refused() -> None:
    with pytest.raises(UnknownOriginError, match="say where it comes from"):
        origin(ASSETS / "icons" / "from-somewhere.svg")


def test_every_licence_that_must_travel_with_its_files_is_here() -> None:
    names = {path.name for path in listed_files()}
    assert {
        "LICENSE-Phosphor.txt",
        "OFL-AtkinsonHyperlegibleNext.txt",
        "OFL-PlusJakartaSans.txt",
        "OFL-receipt12x24.txt",
    } <= names


def test_every_icon_is_named_once() -> None:
    assert {path.stem for path in ICON_FILES} == set(ICONS)


def test_no_picture_lies_about_unused() -> None:
    used = named_in_code_and_rules()
    used |= {f"q-{name}" for name in used}  # the drawing of an answer is found by its icon's name
    unused = {path.stem for path in [*ICON_FILES, *DRAWINGS]} - used
    assert not unused, f"remove them, or show them: {sorted(unused)}"


def test_every_picture_the_rules_name_exists() -> None:
    for kind, name in named_in_rules():
        path = name if "/" in name else f"{'icons' if kind == 'icon' else 'illustrations'}/{name}"
        assert (ASSETS / f"{path}.svg").is_file(), f"{kind}: {name}"


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_keeps_to_our_colours_and_plain_shapes(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9A-Za-z]+", source)) <= COLOURS
    elements = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(source).iter()}  # noqa: S314
    assert elements <= ELEMENTS


@pytest.mark.parametrize("path", [*ICON_FILES, *DRAWINGS], ids=lambda path: path.stem)
def test_every_picture_is_drawn_by_the_toolkit(path: Path, qapp: QGuiApplication) -> None:
    renderer = QSvgRenderer(QByteArray(path.read_text(encoding="utf-8").replace("currentColor", "#00452C").encode()))
    assert renderer.isValid()
    image = QImage(80, 80, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    inked = sum(image.pixelColor(x, y).alpha() > 0 for x in range(80) for y in range(80))
    assert inked > 300


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_stays_inside_its_frame(path: Path, qapp: QGuiApplication) -> None:
    renderer = QSvgRenderer(str(path))
    size = renderer.defaultSize().scaled(160, 160, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size.width() + 80, size.height() + 80, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(40, 40, size.width(), size.height()))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.fillRect(QRect(39, 39, size.width() + 2, size.height() + 2), Qt.GlobalColor.transparent)
    painter.end()
    assert not any(bytes(image.constBits()))


@pytest.mark.parametrize("path", sorted((ASSETS / "fonts").glob("*.ttf")), ids=lambda path: path.stem)
def test_every_font_has_the_letters_of_our_texts(path: Path, qapp: QGuiApplication) -> None:
    font = QRawFont(str(path), 20.0, QFont.HintingPreference.PreferNoHinting)
    assert font.isValid()
    written = {
        character
        for file in (ASSETS / "i18n").glob("*.toml")
        for character in file.read_text(encoding="utf-8")
        if character.isprintable()
    }
    lacking = {character for character in written if not font.supportsCharacter(ord(character))}
    assert not lacking

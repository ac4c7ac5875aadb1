"""Icons and drawings from assets, recoloured for the palette in force and drawn straight into a painter."""

import re
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

_HEX = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b")


class Pictures:
    """The pictures of one assets folder. A missing file draws nothing and is remembered in `missing`."""

    def __init__(self, assets: Path, contrast: Mapping[str, str]) -> None:
        """`contrast` maps each colour of the drawings ('#RRGGBB', upper case) to its high-contrast one."""
        self._assets = assets
        self._contrast = contrast
        self._renderers: dict[tuple[str, str], QSvgRenderer | None] = {}
        self.missing: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether there is such a picture: 'ticket' or 'illustrations/need-jht'."""
        return bool(name) and self._file(name).is_file()

    def icon(self, painter: QPainter, name: str, rect: QRectF, colour: str) -> None:
        """Draw the icon `name` into `rect` in `colour` ('#RRGGBB')."""
        self._draw(painter, self._renderer(name, colour), rect)

    def drawing(self, painter: QPainter, name: str, rect: QRectF, *, contrast: bool) -> None:
        """Draw the illustration `name` into `rect`, keeping its proportions."""
        self._draw(painter, self._renderer(name, "contrast" if contrast else ""), rect)

    def proportion(self, name: str) -> float:
        """Width divided by height of a drawing; 1 when it is missing."""
        renderer = self._renderer(name, "")
        size = renderer.defaultSize() if renderer is not None else None
        return size.width() / size.height() if size is not None and size.height() else 1.0

    def _file(self, name: str) -> Path:
        folder, stem = name.split("/", 1) if "/" in name else ("icons", name)
        return self._assets / folder / f"{stem}.svg"

    def _renderer(self, name: str, tint: str) -> QSvgRenderer | None:
        key = (name, tint)
        if key not in self._renderers:
            self._renderers[key] = self._load(name, tint)
        return self._renderers[key]

    def _load(self, name: str, tint: str) -> QSvgRenderer | None:
        try:
            source = self._file(name).read_text(encoding="utf-8")
        except OSError:
            self.missing.add(name)
            return None
        if tint == "contrast":
            source = _HEX.sub(self._in_contrast, source)
        elif tint:
            source = source.replace("currentColor", tint)
        renderer = QSvgRenderer(QByteArray(source.encode()))
        if not renderer.isValid():
            self.missing.add(name)
            return None
        return renderer

    def _in_contrast(self, match: re.Match[str]) -> str:
        return self._contrast.get(match.group().upper(), match.group())

    @staticmethod
    def _draw(painter: QPainter, renderer: QSvgRenderer | None, rect: QRectF) -> None:
        if renderer is None or rect.isEmpty():
            return
        size = renderer.defaultSize().toSizeF()
        size.scale(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
        placed = QRectF(rect.center().x() - size.width() / 2, rect.center().y() - size.height() / 2, 0, 0)
        placed.setSize(size)
        renderer.render(painter, placed)

"""The real catalogue for the tests of the domain, whole and with one edit."""

from collections.abc import Mapping
from pathlib import Path

from kiosk.domain.catalogue import Catalogue, CatalogueError, Problem, parse_catalogue

ROOT = Path(__file__).parents[2]
FILES = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "assets/catalogue").glob("*.yaml"))}
CATALOGUE = parse_catalogue(FILES)


def edited(file: str, old: str, new: str, *, times: int = 1) -> dict[str, str]:
    """The real files with `old` replaced in one of them; fails when `old` is not there."""
    assert old in FILES[file], f"{old!r} is not in {file}"
    return {**FILES, file: FILES[file].replace(old, new, times)}


def line_of(file: str, part: str) -> int:
    """The line on which `part` first stands in the real file."""
    return FILES[file][: FILES[file].index(part)].count("\n") + 1


def refused(files: Mapping[str, str | bytes]) -> tuple[Problem, ...]:
    """Why these files are refused; fails when they are not."""
    try:
        catalogue: Catalogue = parse_catalogue(files)
    except CatalogueError as error:
        return error.problems
    raise AssertionError(f"accepted {catalogue.version}")

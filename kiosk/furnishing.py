"""What the program brings along, read once: texts, rules, and the settings held against them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kiosk.domain.catalogue import SERVICES, Catalogue, parse_catalogue
from kiosk.domain.texts import Texts, parse_texts
from kiosk.ops import assets
from kiosk.ops.settings import Settings, load_settings
from printers.profiles import names as profile_names


@dataclass(frozen=True)
class Furnishing:
    """What the kiosk says and knows, read from the assets."""

    root: Path
    texts: Texts
    rules: Mapping[str, bytes]
    """The catalogue's files; a kiosk goes by what its shelf makes of them."""

    @property
    def services(self) -> frozenset[str]:
        """Every service a participant can ask for; each needs a lane."""
        return frozenset(SERVICES)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue in these files, whatever a kiosk has in force. Raises CatalogueError with every problem."""
        return parse_catalogue(self.rules)


def furnish() -> Furnishing:
    """Read the assets. Raises AssetsMissingError or TextsError, each with a sentence."""
    root = assets.assets_root()
    return Furnishing(root, parse_texts(assets.read_i18n(root)), assets.read_catalogue(root))


def read_settings(path: Path, furnishing: Furnishing, overrides: Mapping[str, str] | None = None) -> Settings:
    """The settings in `path`, held against the catalogue's services and the known printers. Raises SettingsError."""
    return load_settings(path, services=furnishing.services, profiles=profile_names(), overrides=overrides)

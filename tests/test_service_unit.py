"""The unit that starts the kiosk keeps its doors shut."""

import configparser

import pytest

from tests.rules import ROOT


class ManyValues(dict[str, str]):
    """A unit file may say a key twice; both are kept."""

    def __setitem__(self, key: str, value: str) -> None:
        if isinstance(value, list) and isinstance(self.get(key), list):
            value = [*self[key], *value]
        super().__setitem__(key, value)


@pytest.fixture(scope="module")
def unit() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(dict_type=ManyValues, strict=False, interpolation=None)  # type: ignore[arg-type]
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(ROOT / "deploy/kiosk.service", encoding="utf-8")
    return parser


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("Service", "User", "kiosk"),
        ("Service", "PAMName", "login"),
        ("Service", "TTYPath", "/dev/tty7"),
        ("Service", "Restart", "always"),
        ("Service", "RestartSec", "2"),
        ("Unit", "StartLimitIntervalSec", "0"),
        ("Service", "NoNewPrivileges", "yes"),
        ("Service", "ProtectSystem", "strict"),
        ("Service", "PrivateTmp", "yes"),
    ],
)
def test_it_says(unit: configparser.RawConfigParser, section: str, key: str, value: str) -> None:
    assert unit.get(section, key) == value


def test_only_the_data_and_the_compositor_may_be_written(unit: configparser.RawConfigParser) -> None:
    assert unit.get("Service", "ReadWritePaths").split() == ["/var/lib/kiosk", "-/run/user"]


def test_the_environment_cannot_bring_code_along(unit: configparser.RawConfigParser) -> None:
    assert {"LD_PRELOAD", "QT_PLUGIN_PATH", "PYTHONPATH"} <= set(unit.get("Service", "UnsetEnvironment").split())


def test_one_program_full_screen_without_developer_options(unit: configparser.RawConfigParser) -> None:
    command = unit.get("Service", "ExecStart").split()
    assert command[:3] == ["/usr/bin/cage", "-d", "--"]
    assert "run" in command
    assert not {"--dock", "--window"} & set(command)

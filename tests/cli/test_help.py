"""The list of commands reads to the end of each line."""

from kiosk.cli import COMMANDS
from tests.talk import run_kiosk


def test_no_line_of_the_list_of_commands_is_cut_off() -> None:
    lines = [
        line for line in run_kiosk("--help").stdout.splitlines() if line.split()[:1] and line.split()[0] in COMMANDS
    ]
    assert len(lines) == len(COMMANDS)
    assert not [line for line in lines if line.endswith("...")]

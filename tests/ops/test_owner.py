"""One process owns the data; others can see who, and speak to it; nobody can hold it up."""

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kiosk.ops.owner import AlreadyOwned, NoOwner, Owner, OwnerRefused, ask_owner, holder
from kiosk.ops.owner_socket import MAX_CLIENTS, MAX_LINE_BYTES, PATIENCE_MS, CommandRefused
from tests.clock import SimulatedClock

HOLD = """
import sys, pathlib
from kiosk.ops.clock import SystemClock
from kiosk.ops.owner import Owner
owner = Owner(pathlib.Path(sys.argv[1]), SystemClock())
owner.serve({})
print("held", flush=True)
sys.stdin.read()
"""


def refuse(_: Mapping[str, Any]) -> Mapping[str, Any]:
    raise CommandRefused("Kertas sedang diganti.")


def fail(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    raise KeyError(fields["word"])


def echo(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return fields


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def owned(tmp_path: Path, clock: SimulatedClock) -> Iterator[Path]:
    with Owner(tmp_path, clock) as owner:
        owner.serve({"echo": echo, "refuse": refuse, "fail": fail})
        yield tmp_path


def test_a_second_owner_is_told_who_holds_it(owned: Path, clock: SimulatedClock) -> None:
    with pytest.raises(AlreadyOwned, match=f"proses {os.getpid()} sejak 2025-01-14T01:00:00") as caught:
        Owner(owned, clock)
    assert caught.value.pid == os.getpid()
    assert holder(owned) == (os.getpid(), "2025-01-14T01:00:00+00:00")


def test_after_closing_nobody_holds_it_and_the_next_one_may(tmp_path: Path, clock: SimulatedClock) -> None:
    assert holder(tmp_path) is None
    for _ in range(2):
        with Owner(tmp_path, clock) as owner:
            owner.serve({})
        assert holder(tmp_path) is None
        with pytest.raises(NoOwner):
            ask_owner(tmp_path, "ping")


def test_a_killed_holder_leaves_no_obstacle(tmp_path: Path, clock: SimulatedClock) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(AlreadyOwned) as caught:
            Owner(tmp_path, clock)
        assert caught.value.pid == child.pid
        assert ask_owner(tmp_path, "ping") == {"pid": child.pid}
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert (tmp_path / "owner.sock").exists(), "a killed holder cannot tidy up: that is the case we are after"
    assert holder(tmp_path) is None
    with pytest.raises(NoOwner):
        ask_owner(tmp_path, "ping")
    with Owner(tmp_path, clock) as owner:
        owner.serve({})
        assert ask_owner(tmp_path, "ping") == {"pid": os.getpid()}


def test_only_the_own_user_may_speak(owned: Path) -> None:
    assert stat.S_IMODE((owned / "owner.sock").stat().st_mode) == 0o600
    assert stat.S_IMODE((owned / "owner.lock").stat().st_mode) == 0o600


def test_a_command_gets_its_fields_and_gives_an_answer(owned: Path) -> None:
    assert ask_owner(owned, "echo", n=3, word="pagi") == {"n": 3, "word": "pagi"}


def test_refusals_faults_and_unknown_commands_are_answered_with_a_sentence(owned: Path) -> None:
    with pytest.raises(OwnerRefused, match="Kertas sedang diganti"):
        ask_owner(owned, "refuse")
    with pytest.raises(OwnerRefused, match=r"tidak dikenal\. Yang ada: echo, fail, ping, refuse"):
        ask_owner(owned, "reboot")
    with pytest.raises(OwnerRefused, match="lihat catatan") as caught:
        ask_owner(owned, "fail", word="3604123456789012")
    assert "3604" not in str(caught.value)
    assert ask_owner(owned, "ping")["pid"] == os.getpid()


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"{}\n",
        b"[1]\n",
        b"\xff\xfe\n",
        b'{"command": 3}\n',
        b"[" * 60_000 + b"\n",
        b"x" * (MAX_LINE_BYTES + 9000),
    ],
)
def test_a_hostile_line_is_refused_and_the_next_client_served(owned: Path, line: bytes) -> None:
    with dial(owned) as link:
        with contextlib.suppress(BrokenPipeError):  # it may hang up while we still talk
            link.sendall(line)
        assert "error" in json.loads(link.makefile("rb").readline())
    assert ask_owner(owned, "ping")


def test_clients_that_say_nothing_hold_up_nobody(owned: Path) -> None:
    with contextlib.ExitStack() as silent:
        for _ in range(MAX_CLIENTS * 2):
            silent.enter_context(dial(owned))
        assert ask_owner(owned, "ping")


def test_a_client_that_hangs_up_early_harms_nobody(owned: Path) -> None:
    for part in (b"", b'{"command"', b'{"command": "ping"}\n'):
        link = dial(owned)
        link.sendall(part)
        link.close()
    assert ask_owner(owned, "ping")


def test_a_slow_client_is_dropped_after_its_patience(owned: Path, clock: SimulatedClock) -> None:
    with dial(owned) as slow:
        slow.sendall(b'{"command": ')
        assert ask_owner(owned, "ping")
        clock.advance(PATIENCE_MS)
        assert ask_owner(owned, "ping")
        slow.settimeout(5)
        assert slow.recv(10) == b""


def test_a_folder_longer_than_a_socket_address_works(tmp_path: Path, clock: SimulatedClock) -> None:
    deep = tmp_path / ("d" * 90) / ("e" * 90)
    with Owner(deep, clock) as owner:
        owner.serve({})
        assert ask_owner(deep, "ping")


def dial(folder: Path) -> socket.socket:
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(5)
    here = os.open(folder, os.O_RDONLY)
    link.connect(f"/proc/self/fd/{here}/owner.sock")
    os.close(here)
    return link

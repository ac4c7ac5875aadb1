"""Two network namespaces with a cable between them; nothing outside of them is touched, nothing of them is left."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

HUB_ADDRESS: Final = "10.77.0.1"
KIOSK_ADDRESS: Final = "10.77.0.2"
MOUNTS: Final = Path("/proc/self/mountinfo")
"""proc(5): what is mounted under this process's own root, the fifth field its place."""
SLOW: Final = ("tbf", "rate", "256kbit", "burst", "8kb", "latency", "400ms")
"""tc-tbf(8): a branch's line on a bad day."""


def why_not() -> str | None:
    """The reason why this machine makes no namespaces; None where it does."""
    if os.geteuid():
        return "only root can make network namespaces"
    if not (shutil.which("ip") and shutil.which("tc")):
        return "ip and tc are missing: apt-get install iproute2 (deploy/setup.sh test)"
    name = f"pasti-{os.getpid()}-try"
    if not any(one.split()[4] == "/" for one in MOUNTS.read_text(encoding="utf-8").splitlines()):
        # `ip netns` would leave its mount of /run/netns behind there, and nothing could be run in what it makes.
        return "this root is no mount point, as in a chroot"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    return f"this machine makes no network namespaces: {made.stderr.strip()}" if made.returncode else None


class Line:
    """A hub's namespace, a kiosk's namespace, and the cable."""

    def __init__(self) -> None:
        self.hub = f"pasti-{os.getpid()}-hub"
        self.kiosk = f"pasti-{os.getpid()}-kiosk"

    def lay(self) -> None:
        """Both ends up. The cable is made inside the namespaces, never in the machine's own."""
        for name in (self.hub, self.kiosk):
            _run("ip", "netns", "add", name)
            _run("ip", "-n", name, "link", "set", "lo", "up")
        _run("ip", "-n", self.hub, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", self.kiosk)
        for name, address in ((self.hub, HUB_ADDRESS), (self.kiosk, KIOSK_ADDRESS)):
            _run("ip", "-n", name, "address", "add", f"{address}/24", "dev", "cable")
            _run("ip", "-n", name, "link", "set", "cable", "up")

    def slow(self) -> None:
        """256 kbit/s in both directions."""
        for name in (self.hub, self.kiosk):
            _run("ip", "netns", "exec", name, "tc", "qdisc", "replace", "dev", "cable", "root", *SLOW)

    def cut(self) -> None:
        """The cable is pulled at the hub's end; neither side is told anything."""
        _run("ip", "-n", self.hub, "link", "set", "cable", "down")

    def mend(self) -> None:
        """And put in again."""
        _run("ip", "-n", self.hub, "link", "set", "cable", "up")

    def remove(self) -> None:
        """With the namespaces the cable goes."""
        for name in (self.hub, self.kiosk):
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


@contextmanager
def line() -> Iterator[Line]:
    """The line, as long as the block lasts."""
    laid = Line()
    try:
        laid.lay()
        yield laid
    finally:
        laid.remove()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"

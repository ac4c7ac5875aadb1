"""A kiosk and its hub on one machine: a number is taken, sent, and both sides are compared.

Usage: python deploy/demo_sync.py [FOLDER]. Every step is a command that anybody can type; each is shown as it runs.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
VISIT = ("start", "take", "need:jht", "take-number", "noted", "finish")
ENVIRONMENT = dict(os.environ, PYTHONPATH=str(ROOT))


class Demo:
    """One folder with the settings and the data of a kiosk, and those of a hub."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "kiosk.toml", folder / "kiosk.toml")

    def kiosk(self, *words: str, told: str = "") -> str:
        """One command of `kiosk`, shown; what it said. A failure ends the demonstration."""
        print(f"$ kiosk {' '.join(words)}", flush=True)
        command = [sys.executable, "-m", "kiosk", *words]
        done = subprocess.run(
            command, cwd=self.folder, env=ENVIRONMENT, input=told, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{done.stdout}{done.stderr}demo-sync: this ended with {done.returncode}")
        return done.stdout

    @contextmanager
    def serving(self, port: int) -> Iterator[None]:
        """The hub, as long as the block lasts."""
        print(f"$ kiosk hub serve --port {port} &", flush=True)
        with (self.folder / "hub.log").open("w", encoding="utf-8") as log:
            command = [sys.executable, "-m", "kiosk", "hub", "serve", "--port", str(port)]
            hub = subprocess.Popen(command, cwd=self.folder, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
            try:
                for line in hub.stderr or ():
                    log.write(line)
                    if "startup complete" in line:
                        break
                else:
                    raise SystemExit(f"demo-sync: the hub did not start, see {log.name}")
                yield
            finally:
                hub.send_signal(signal.SIGTERM)
                log.write(hub.communicate(timeout=60)[1])


def main() -> None:
    """Plays it, and ends with 1 when the two sides do not agree."""
    demo = Demo(Path(sys.argv[1] if len(sys.argv) > 1 else "out/demo-sync").absolute())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = demo.folder / "kiosk.toml"
    sync = demo.kiosk("hub", "keys", "--toml", f"http://127.0.0.1:{port}")
    settings.write_text(settings.read_text(encoding="utf-8") + sync, encoding="utf-8")
    choices = "".join(json.dumps({"choose": choice}) + "\n" for choice in VISIT)
    demo.kiosk("visit", "--stdio", "--data-dir", str(_data_dir(demo)), told=choices)
    with demo.serving(port):
        asked = demo.kiosk("enroll", "--json")
        demo.kiosk("hub", "accept", str(json.loads(asked)["code"]), "--branch-name", "Serang", "--zone", "WIB")
        print(demo.kiosk("sync").strip())
        print(demo.kiosk("hub", "status").strip())
    _compare(demo)


def _data_dir(demo: Demo) -> Path:
    """Where the settings put the kiosk's data."""
    found = re.search(r'^data_dir = "([^"]+)"', (demo.folder / "kiosk.toml").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise SystemExit("demo-sync: kiosk.toml names no data_dir")
    return demo.folder / found.group(1)


def _compare(demo: Demo) -> None:
    (there,) = json.loads(demo.kiosk("hub", "verify", "--json"))
    here = demo.kiosk("journal", "tail", "--json", "--after", "0", "-n", "100000").encode().splitlines()
    # What the kiosk noted after its last batch (how far its clock is off, say) is still to be sent.
    sent = here[: there["events"]]
    digest = hashlib.sha256(b"".join(sent)).hexdigest()
    print(f"\nkiosk: {len(sent)} events sent, sha256 {digest[:16]}…")
    print(f"hub:   {there['events']} events held, sha256 {there['sha256'][:16]}…")
    if there["problem"] or digest != there["sha256"] or not sent:
        raise SystemExit("demo-sync: the two sides do NOT agree")
    print("demo-sync: both sides agree, byte by byte")


if __name__ == "__main__":
    main()

"""Speaks to `kiosk visit --stdio` as a script would: reads a screen, makes a choice."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "kiosk")
TO_A_NUMBER = ("start", "take", "need:jht", "take-number")


class Talk:
    """One running `kiosk visit --stdio` over its own data directory."""

    def __init__(self, data_dir: Path, *options: str) -> None:
        self._process = subprocess.Popen(
            [*COMMAND, "visit", "--stdio", "--data-dir", str(data_dir), *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.screens: list[dict[str, Any]] = []
        self.screen = self.read()

    def read(self) -> dict[str, Any]:
        """The next line out."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the visit ended without a word"
        self.screen = json.loads(line)
        self.screens.append(self.screen)
        return self.screen

    def choose(self, choice_id: str) -> dict[str, Any]:
        """Choose, and wait for a screen that waits for us."""
        self.write({"choose": choice_id})
        return self.settled()

    def settled(self) -> dict[str, Any]:
        """The next screen that does not move on by itself."""
        while self.read().get("screen") in ("taking", "printing"):
            pass
        return self.screen

    def choose_all(self, choices: Iterable[str]) -> dict[str, Any]:
        """One choice after the other."""
        for choice_id in choices:
            self.choose(choice_id)
        return self.screen

    def answer(self, *answers: str) -> dict[str, Any]:
        """Answer the interview to its end, whatever its order; what is not among `answers` is 'Tidak yakin'."""
        while self.screen["screen"] == "question":
            offered = [choice["id"] for choice in self.screen["choices"]]
            self.choose(next((f"answer:{one}" for one in answers if f"answer:{one}" in offered), "answer:unsure"))
        return self.screen

    def write(self, line: dict[str, Any] | str) -> None:
        """One line in, as it is."""
        assert self._process.stdin is not None
        self._process.stdin.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
        self._process.stdin.flush()

    def end(self) -> dict[str, Any]:
        """Close the input and read to the last line."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        while self.screen.get("screen") != "end":
            self.read()
        assert self._process.wait(timeout=20) == 0
        return self.screen

    def signal(self, number: int) -> int:
        """Send a signal and read to the last line; the exit code."""
        self._process.send_signal(number)
        while self.screen.get("screen") != "end":
            self.read()
        return self._process.wait(timeout=20)

    def kill(self) -> None:
        """As a power cut does to a process."""
        self._process.kill()
        self._process.wait(timeout=20)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(timeout=20)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def run_kiosk(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command with `arguments`, to its end."""
    return subprocess.run([*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

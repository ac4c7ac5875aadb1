"""Runs a part of the bench in a process of its own, and reads the machine's account of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.rules import ROOT

ENVIRONMENT = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT))


def started(module: str, *arguments: str) -> subprocess.Popen[str]:
    """`python -m tests.bench.MODULE ARGUMENTS`, its output to be read."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    return subprocess.Popen(command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def result(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The JSON object that the process printed last."""
    output, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{process.args} ended with {process.returncode}")
    found: dict[str, Any] = json.loads(output.splitlines()[-1])
    return found


def memory_mib() -> float:
    """Memory of this process that is really there (VmRSS)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024

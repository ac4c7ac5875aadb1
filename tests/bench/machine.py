"""On what the figures were measured: without it they say nothing."""

import os
import platform
import sqlite3
from pathlib import Path


def _field(file: str, name: str) -> str:
    """The first `name: value` of a file under /proc, or 'unknown'."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return "unknown"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "unknown")


def description() -> str:
    """One paragraph: processor, memory, system, and the versions that matter."""
    import PySide6
    from pysqlite3 import dbapi2

    memory = _field("/proc/meminfo", "MemTotal").split()
    gib = f"{int(memory[0]) / 1024**2:.1f} GiB" if memory[0].isdigit() else "unknown memory"
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    processor = _field("/proc/cpuinfo", "model name")
    return (
        f"{processor}, {os.cpu_count()} cores, {gib}, {system}, Linux {platform.release()}; "
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, SQLite {dbapi2.sqlite_version} "
        f"(floor: {sqlite3.sqlite_version}); no GPU, offscreen."
    )

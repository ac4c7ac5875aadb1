"""The kiosk's own log: JSON lines on disk, turned over by size, with nothing about any person in it."""

import contextlib
import json
import logging
import logging.handlers
import os
import sys
import threading
import traceback
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from kiosk.domain.clock import Clock
from kiosk.ops.redaction import redact, redact_fields

LOG_NAME: Final = "kiosk.log"
FILES: Final = 10
FILE_BYTES: Final = 5 * 1024 * 1024

_log = logging.getLogger("kiosk")


class _Lines(logging.Formatter):
    """One record, one JSON line: wall time, monotonic time, level, room, words, fields, fault."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self._clock.now().isoformat(timespec="milliseconds"),
            "mono_ms": self._clock.monotonic_ms(),
            "level": record.levelname.lower(),
            "room": record.name,
            "event": redact(_words(record)),
        }
        fields = getattr(record, "fields", None)
        if isinstance(fields, dict):
            line["fields"] = redact_fields(fields)
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = describe_fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class _Handler(logging.handlers.RotatingFileHandler):
    """Only the kiosk's user reads it; a disk without room costs the line, not the kiosk."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        return os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Nothing: the standard one writes the record, unredacted, to stderr."""


def start_logging(folder: Path, clock: Clock, level: int = logging.INFO) -> None:
    """Write the log of this process to `folder`, and every uncaught fault of any thread with it.

    Say things with `logging.getLogger(__name__).info("printer-held", extra={"fields": {"job": 3}})`. What a
    participant typed, chose or answered is never said, redaction or not.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = _Handler(folder / LOG_NAME, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8")
    handler.setFormatter(_Lines(clock))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    sys.excepthook = _on_fault
    threading.excepthook = _on_thread_fault


def stop_logging() -> None:
    """Close the log and give the hooks back."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Handler)]:
        root.removeHandler(handler)
        with contextlib.suppress(OSError):  # a full disk refuses the last line once more
            handler.close()
    root.setLevel(logging.WARNING)
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__


def describe_fault(error: BaseException) -> dict[str, Any]:
    """A fault without the words in it, which may be a person's: its kind, where, and the machine's own reason."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "kind": f"{type(error).__module__}.{type(error).__qualname__}",
        "where": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
        "reason": _reason(error),
        "cause": type(error.__cause__).__qualname__ if error.__cause__ else None,
    }


def _reason(error: BaseException) -> str | None:
    """Reasons that come from the machine, not from what somebody typed."""
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno)
    name = getattr(error, "sqlite_errorname", None)  # whichever SQLite raised it: only the store knows which
    return name if isinstance(name, str) else None


def _words(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # arguments that do not fit the words: the words alone, which are ours
        return str(record.msg)


def _on_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _log.critical("fault", exc_info=(kind, error, trace))


def _on_thread_fault(fault: threading.ExceptHookArgs) -> None:
    if fault.exc_type is SystemExit or fault.exc_value is None:
        return
    thread = fault.thread.name if fault.thread else "?"
    trace = (fault.exc_type, fault.exc_value, fault.exc_traceback)
    _log.critical("thread-fault", exc_info=trace, extra={"fields": {"thread": thread}})

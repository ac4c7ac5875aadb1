"""Runs the hub's workers; each is a process that shares nothing with the others but the database and the key files."""

import logging
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp

KEEP_ALIVE_S: Final = 75
"""Longer than the front's own, so that it is the front that lets go."""
ENDING_WITHIN_S: Final = 30
_USUAL: Final[dict[str, Any]] = {
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "timeout_keep_alive": KEEP_ALIVE_S,
    "timeout_graceful_shutdown": ENDING_WITHIN_S,
}


def run_one(app: ASGIApp, host: str, port: int, **tls: Any) -> None:
    """One worker in this process, until a signal ends it. `tls` as `kiosk.hub.tls` makes it."""
    uvicorn.run(app, host=host, port=port, **_USUAL, **tls)


def run_many(factory: str, host: str, port: int, workers: int, **tls: Any) -> None:
    """`workers` processes, each of which calls `factory` ("module:function") for its application."""
    uvicorn.run(factory, factory=True, workers=workers, host=host, port=port, **_USUAL, **tls)


class _Lines(logging.Formatter):
    """One record, one line: what came in from outside cannot begin another."""

    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", None)
        told = super().format(record)
        if isinstance(fields, dict):
            head, *trace = told.split("\n", 1)
            told = "\n".join([f"{head} {' '.join(f'{name}={value!r}' for name, value in fields.items())}", *trace])
        if record.exc_info:
            return told  # the trace of a fault of ours has its own lines
        return "".join(letter if letter.isprintable() else " " for letter in told)


def speak(level: int = logging.INFO) -> None:
    """Log lines to standard error, where systemd's journal takes them up."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)

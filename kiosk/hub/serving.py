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


def speak(level: int = logging.INFO) -> None:
    """Log lines to standard error, where systemd's journal takes them up."""
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s", force=True)
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)

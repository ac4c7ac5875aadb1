"""The only door to python-escpos: of it we take the builder of bytes, and disarm what its import does to a process."""

import json
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

CODE_PAGE: Final = "CP437"
"""Page 0 of every printer; of it only ASCII is used."""

_CAPABILITIES: Final = {
    "profiles": {
        "default": {
            "name": "Bytes only",
            "vendor": "",
            "notes": "",
            "codePages": {"0": CODE_PAGE},
            "colors": {"0": "black"},
            "features": {},
            "fonts": {"0": {"columns": 48, "name": "Font A"}},
            "media": {"width": {"mm": 104, "pixels": 832}},
        }
    },
    "encodings": {CODE_PAGE: {"name": CODE_PAGE, "python_encode": "cp437"}},
}
"""Stands in for the library's own table of 35 printers: 0.3 s of YAML that ours does without."""

_import_lock = threading.Lock()


def new_builder() -> Any:
    """A fresh `escpos.printer.Dummy` that switches no code pages; its `output` is the bytes so far."""
    return _builder_class()(magic_encode_args={"disabled": True, "encoding": CODE_PAGE})


@cache
def _builder_class() -> Any:
    with _import_lock, tempfile.TemporaryDirectory(prefix="pasti-escpos-") as folder, _import_of_escpos(Path(folder)):
        from escpos.printer import Dummy  # here: slow, and only ever on the print thread
    return Dummy


@contextmanager
def _import_of_escpos(folder: Path) -> Iterator[None]:
    """Import here, and the process is afterwards as it was.

    The library pickles its table into a folder that must exist, makes another that it never removes, puts a handler
    on the root logger, and falls over a folder named `cups` anywhere on the path.
    """
    table = folder / "capabilities.json"
    table.write_text(json.dumps(_CAPABILITIES), encoding="ascii")
    handlers = list(logging.root.handlers)
    environment = {"ESCPOS_CAPABILITIES_FILE": str(table), "ESCPOS_CAPABILITIES_PICKLE_DIR": str(folder)}
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    had_cups = sys.modules.get("cups", _import_lock)
    sys.modules["cups"] = None  # type: ignore[assignment]  # as Python itself marks what cannot be imported
    try:
        with _temporary_folders_in(folder):
            yield
    finally:
        _restore(before)
        if had_cups is _import_lock:
            del sys.modules["cups"]
        else:
            sys.modules["cups"] = had_cups  # type: ignore[assignment]  # whatever stood there
        for handler in [handler for handler in logging.root.handlers if handler not in handlers]:
            logging.root.removeHandler(handler)


def _restore(before: dict[str, str | None]) -> None:
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextmanager
def _temporary_folders_in(folder: Path) -> Iterator[None]:
    """`tempfile.mkdtemp` called on this thread makes its folder inside `folder`; other threads notice nothing."""
    ours = threading.get_ident()
    real = tempfile.mkdtemp

    def mkdtemp(suffix: Any = None, prefix: Any = None, dir: Any = None) -> Any:  # noqa: A002 - the real one's names
        if threading.get_ident() == ours:
            return real(suffix, prefix, str(folder))
        return real(suffix, prefix, dir)

    tempfile.mkdtemp = mkdtemp
    try:
        yield
    finally:
        tempfile.mkdtemp = real

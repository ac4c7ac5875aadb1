"""Catalogues that passed their whole check, ten seconds of walking: what passed once is not walked through again."""

import hashlib
import logging
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import kiosk.domain
from kiosk import VERSION
from kiosk.domain.catalogue import Catalogue, Problem
from kiosk.domain.catalogue.compiled import compile_catalogue, shape
from kiosk.domain.interview import check_catalogue
from kiosk.ops.whole_file import write_whole

LOG = logging.getLogger(__name__)

NAME: Final = "passed"
KEPT: Final = 8
"""The one in force and the one to come, each as it is and as the branch confirmed it, twice over."""
_LINE: Final = 64

WholeCheck = Callable[[Catalogue], Sequence[Problem]]
"""Everything wrong with a catalogue; empty when it may go into force."""


class Passed:
    """The verdicts in the data directory's folder of rules. Only a good one is kept; a bad one is found anew.

    It cannot go stale: the check looks at the catalogue and at nothing else, so that a verdict is kept under a hash of
    the whole catalogue as it was read and merged, and of the program that walked through it.
    """

    def __init__(self, folder: Path) -> None:
        self._path: Final = folder / NAME

    def problems(self, catalogue: Catalogue) -> Sequence[Problem]:
        """What `check_catalogue` says, or said when it found nothing."""
        key = hashlib.sha256(f"{VERSION} {shape()} {_program()}\n".encode() + compile_catalogue(catalogue)).hexdigest()
        known = self._known()
        if key in known:
            return ()
        found = check_catalogue(catalogue)
        if not found:
            self._keep([*known, key][-KEPT:])
        return found

    def _known(self) -> list[str]:
        try:
            with self._path.open("r", encoding="ascii") as file:
                told = file.read(KEPT * (_LINE + 1)).split()
                return [key for key in told if len(key) == _LINE]
        except (OSError, ValueError):
            return []

    def _keep(self, keys: list[str]) -> None:
        """Without it everything works, only slower."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._path, "".join(f"{key}\n" for key in keys).encode())
        except OSError as error:
            LOG.warning("the verdict on a catalogue could not be kept: %s", error)


@cache
def _program() -> str:
    """A fingerprint of every pure rule: of the sources, or of the bundle they lie in."""
    sources = sorted(Path(kiosk.domain.__file__).parent.rglob("*.py"))
    if sources:
        return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    program = os.stat(sys.executable)  # noqa: PTH116 - the name may be empty
    return f"{program.st_size} {program.st_mtime_ns}"

"""The catalogue in force: the newest that holds together; a broken one is refused, and the last good one stays."""

import hashlib
import json
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import kiosk.domain.catalogue as domain_catalogue
from kiosk.domain.catalogue import Catalogue, CatalogueError, Problem, parse_catalogue
from kiosk.domain.catalogue.compiled import NotCompiledError, compile_catalogue, read_compiled, shape
from kiosk.ops.passed import Passed, WholeCheck
from kiosk.ops.whole_file import write_whole

LOG = logging.getLogger(__name__)

FOLDER: Final = "catalogue"
GOOD: Final = "good.rules"
_MAX_BYTES: Final = 32 * 1024 * 1024

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Standing:
    """The rules the kiosk goes by. `refused`: why newer files were not taken; empty when they were."""

    catalogue: Catalogue
    refused: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """What lies on the shelf: where it came from, compiled, and its sources for a program of another shape."""

    key: str
    number: int
    passed_over: str
    """Key of files that were older than these, so that they are not read again at each start."""
    compiled: bytes
    sources: bytes


class RulesShelf:
    """The last good catalogue in the data directory, with the files it was read from.

    It cannot go stale: what is read back is found by a hash over the files and over the program that read them, and
    held against hashes of its own. Damaged, foreign or missing, it is only read anew. One process at a time writes it:
    the owner of the data directory.
    """

    def __init__(self, data_dir: Path) -> None:
        self.folder: Final = data_dir / FOLDER
        self._path: Final = self.folder / GOOD
        self._check: Final = Passed(self.folder).problems

    def open(self, files: Files) -> Standing:
        """The catalogue in force when the program brings `files`. Raises CatalogueError when there is none at all.

        Whole files that were in force before are read compiled. Others must hold together, and pass their check where
        there is something to fall back on; a newer catalogue that came as a pack stays before an older one of the
        program. What is taken becomes the last good one.
        """
        key = key_of(files)
        kept = self._kept()
        if kept is not None and key in (kept.key, kept.passed_over):
            try:
                return Standing(read_compiled(kept.compiled))
            except NotCompiledError as error:
                LOG.warning("the compiled catalogue could not be read: %s", error)
        before = self._before(kept)
        try:
            return self._taken(files, key, before)
        except CatalogueError as error:
            if before is None:
                raise
            return Standing(before, error.problems)

    def number_in_force(self, files: Files) -> int | None:
        """The number of the catalogue in force when `files` were what was opened last; None when they were not."""
        kept = self._kept()
        return kept.number if kept is not None and key_of(files) in (kept.key, kept.passed_over) else None

    def holds(self, files: Files) -> bool:
        """Whether the last good catalogue was read from these very files."""
        kept = self._kept()
        return kept is not None and kept.key == key_of(files)

    def last_good(self) -> int | None:
        """The number of the last good catalogue; None when there is none."""
        kept = self._kept()
        return None if kept is None else kept.number

    def standing(self) -> Catalogue | None:
        """The last good catalogue, for whoever only looks; None when there is none."""
        return self._before(self._kept())

    def activate(self, files: Files) -> Catalogue:
        """Take a catalogue that came as a pack, from now on; CatalogueError, and the old one stays, when it is broken.

        It is read and must have passed its whole check, whichever it replaces. Its number must be higher than that of
        the last good one: at the next start the program's own files would otherwise take its place again.
        """
        kept = self._kept()
        if kept is not None and kept.key == key_of(files):
            return read_compiled(kept.compiled)
        catalogue = parse_catalogue(files)
        _held(catalogue, self._check)
        if kept is not None and catalogue.number <= kept.number:
            sentence = f"nomor {catalogue.number} tidak lebih baru daripada nomor {kept.number} yang berlaku"
            raise CatalogueError((Problem(catalogue.place, sentence),))
        self._keep(_Kept(key_of(files), catalogue.number, "", compile_catalogue(catalogue), _packed(files)))
        return catalogue

    def _taken(self, files: Files, key: str, before: Catalogue | None) -> Standing:
        catalogue = parse_catalogue(files)
        if before is not None and before.number > catalogue.number:
            kept = self._kept()
            if kept is not None:
                self._keep(_Kept(kept.key, kept.number, key, compile_catalogue(before), kept.sources))
            return Standing(before)
        if before is not None and compile_catalogue(before) != compile_catalogue(catalogue):
            _held(catalogue, self._check)
        self._keep(_Kept(key, catalogue.number, "", compile_catalogue(catalogue), _packed(files)))
        return Standing(catalogue)

    def _before(self, kept: _Kept | None) -> Catalogue | None:
        """The last good catalogue, read from its sources: the program may be another than then."""
        if kept is None:
            return None
        try:
            return parse_catalogue(_unpacked(kept.sources))
        except CatalogueError as error:
            LOG.warning("the last good catalogue does not hold for this program: %s", error.problems[0])
            return None

    def _kept(self) -> _Kept | None:
        try:
            if self._path.stat().st_size > _MAX_BYTES:
                return None
            head, compiled, sources = self._path.read_bytes().split(b"\n")
            told: dict[str, Any] = json.loads(head)
            hashes = [hashlib.sha256(part).hexdigest() for part in (compiled, sources)]
            if hashes != [told["compiled"], told["sources"]]:
                raise ValueError("its hash does not fit")
            return _Kept(str(told["key"]), int(told["number"]), str(told["passed_over"]), compiled, sources)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            LOG.warning("the last good catalogue is damaged and left aside: %s", error)
            return None

    def _keep(self, kept: _Kept) -> None:
        """Write it whole or not at all; without it the kiosk works, only slower, and has nothing to fall back on."""
        head = {
            "key": kept.key,
            "number": kept.number,
            "passed_over": kept.passed_over,
            "compiled": hashlib.sha256(kept.compiled).hexdigest(),
            "sources": hashlib.sha256(kept.sources).hexdigest(),
        }
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._path, b"\n".join((json.dumps(head).encode(), kept.compiled, kept.sources)))
        except OSError as error:
            LOG.warning("the catalogue could not be kept: %s", error)


def key_of(files: Files) -> str:
    """A hash over the files and over the program that reads and checks them."""
    told = hashlib.sha256(f"{shape()} {_program()}".encode())
    for name in sorted(files):
        told.update(f"\n{name} {len(files[name])} ".encode())
        told.update(files[name])
    return told.hexdigest()


def _program() -> str:
    """A fingerprint of the code that reads the files: of its source, or of the bundle it lies in."""
    sources = sorted(Path(domain_catalogue.__file__).parent.glob("*.py"))
    if sources:
        return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    program = os.stat(sys.executable)  # noqa: PTH116 - the name may be empty
    return f"{program.st_size} {program.st_mtime_ns}"


def _held(catalogue: Catalogue, check: WholeCheck) -> None:
    problems = check(catalogue)
    if problems:
        raise CatalogueError(tuple(problems))


def _packed(files: Files) -> bytes:
    """Files in one line; they were read as UTF-8 before."""
    return json.dumps({name: text.decode() for name, text in files.items()}, ensure_ascii=False).encode()


def _unpacked(line: bytes) -> dict[str, bytes]:
    return {str(name): str(text).encode() for name, text in json.loads(line).items()}

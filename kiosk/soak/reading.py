"""What can be read on a piece of paper: its letters by our parser, its code by zbar from its picture."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from printers.paper_picture import to_scan
from printers.virtual_paper import VirtualPaper

ZBAR: Final = "zbarimg"
ZBAR_WITHIN_S: Final = 120
AT_ONCE: Final = 100
COPY_MARK: Final = "SALINAN"
_NUMBER: Final = re.compile(r"[A-Z] \d{3,4}")
_SOURCE: Final = re.compile(r"<source href='([^']*)'>(.*?)</source>", re.DOTALL)
_DATA: Final = re.compile(r"<data[^>]*><!\[CDATA\[(.*?)\]\]></data>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Seen:
    """One piece of paper as somebody who finds it reads it."""

    numbers: frozenset[str]
    marked: bool
    """It says that it is a copy."""
    codes: frozenset[str]
    """What its QR code says; empty where none can be read."""
    length_mm: float


def can_scan() -> bool:
    """zbar's program is on this machine."""
    return shutil.which(ZBAR) is not None


def read(papers: Sequence[VirtualPaper]) -> list[Seen]:
    """Every piece, from its bytes and its picture. FileNotFoundError without zbar: see `can_scan`."""
    seen: list[Seen] = []
    for start in range(0, len(papers), AT_ONCE):
        some = papers[start : start + AT_ONCE]
        seen += [_seen(paper, codes) for paper, codes in zip(some, _scanned(some), strict=True)]
    return seen


def _seen(paper: VirtualPaper, codes: frozenset[str]) -> Seen:
    lines = paper.lines()
    numbers = frozenset(line for line in lines if _NUMBER.fullmatch(line))
    return Seen(numbers, any(COPY_MARK in line for line in lines), codes, paper.length_mm)


def _scanned(papers: Sequence[VirtualPaper]) -> list[frozenset[str]]:
    with tempfile.TemporaryDirectory(prefix="pasti-soak-") as folder:
        files = [Path(folder, f"{at:04d}.png") for at in range(len(papers))]
        for file, paper in zip(files, papers, strict=True):
            to_scan(paper.strip, paper.profile).save(file)
        command = [ZBAR, "--quiet", "--xml", "-Sdisable", "-Sqrcode.enable", *map(str, files)]
        told = subprocess.run(  # noqa: S603 - no shell, our own files
            command, capture_output=True, text=True, timeout=ZBAR_WITHIN_S, check=False
        ).stdout
    found = {Path(source).name: frozenset(_DATA.findall(part)) for source, part in _SOURCE.findall(told)}
    return [found.get(file.name, frozenset()) for file in files]

"""Where the virtual printer's papers fall: the newest are kept whole, older ones only remembered by their length."""

from threading import Lock
from typing import Final

from printers.profiles import Profile
from printers.strip import Strip
from printers.virtual_paper import VirtualPaper

KEPT_PAPERS: Final = 100
"""A kiosk on a virtual printer runs for months, too."""


class Tray:
    """Safe to use from any thread."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._lock = Lock()
        self._papers: list[VirtualPaper] = []
        self._pictures: dict[int, bytes] = {}

    def drop(self, strip: Strip, data: bytes) -> None:
        """A piece of paper that `data` made comes out."""
        with self._lock:
            self._papers.append(VirtualPaper(strip, data, self._profile))
            if len(self._papers) > KEPT_PAPERS:
                old = len(self._papers) - KEPT_PAPERS - 1
                self._papers[old] = self._papers[old].remembered()
                self._pictures.pop(old, None)

    def papers(self) -> tuple[VirtualPaper, ...]:
        """Every piece, oldest first."""
        with self._lock:
            return tuple(self._papers)

    def pictures(self) -> tuple[bytes, ...]:
        """The same as PNG, each drawn once; empty for those only remembered."""
        papers = self.papers()
        kept_from = max(len(papers) - KEPT_PAPERS, 0)
        for at in range(kept_from, len(papers)):
            if at not in self._pictures:
                self._pictures[at] = papers[at].png()
        return tuple(self._pictures.get(at, b"") for at in range(len(papers)))

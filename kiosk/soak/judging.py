"""Says from the paper alone what became of every number; the driver's and the press's words count for nothing here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kiosk.soak.reading import Seen


@dataclass(frozen=True, slots=True)
class Verdict:
    """The numbers that a defect befell; all four empty is what we promise, of `unproved` only at levels 3 and 4."""

    lost: tuple[str, ...]
    """On no whole paper, and nobody is told."""
    unmarked_doubles: tuple[str, ...]
    """Legible on two pieces of paper of which neither says that it is a copy."""
    strangers: tuple[str, ...]
    """On paper, and never given out."""
    on_paper: int
    """Numbers on at least one whole paper."""


def judge(codes: dict[str, str], papers: Sequence[Seen], listed: Collection[str]) -> Verdict:
    """`codes`: label → code of every number given out. `listed`: those that staff see as not received."""
    lost, doubles = [], []
    on_paper = 0
    for label, code in codes.items():
        showing = [paper for paper in papers if label in paper.numbers]
        whole = [paper for paper in showing if any(code in text.replace(" ", "") for text in paper.codes)]
        on_paper += bool(whole)
        if not whole and label not in listed:
            lost.append(label)
        if sum(not paper.marked for paper in showing) > 1:
            doubles.append(label)
    strangers = sorted({number for paper in papers for number in paper.numbers} - codes.keys())
    return Verdict(tuple(lost), tuple(doubles), tuple(strangers), on_paper)

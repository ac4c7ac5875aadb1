"""What a soak found out, for a technician and for a script."""

from dataclasses import asdict, dataclass
from typing import Any

from kiosk.soak.judging import Verdict


@dataclass(frozen=True, slots=True)
class Report:
    """The driver's own account, and beside it the paper's, where the paper could be read."""

    url: str
    profile: str
    level: int
    jobs: int
    seed: int | None
    hit: int
    """Slips that a fault was meant for."""
    confirmed: int
    held: int
    uncertain: int
    asked: int
    """Times somebody was asked whether the slip came out."""
    copies: int
    not_received: int
    """Numbers that staff see as reached nobody."""
    slowest_settle_ms: int
    """From the taking of a number, or from the end of its fault, until its slip was final or visible."""
    unsettled: int
    """Slips that were neither after ten seconds."""
    papers: int
    metres: float
    verdict: Verdict | None
    """None where the paper is somebody else's."""

    @property
    def good(self) -> bool:
        """Nothing was lost, doubled, or left in the dark."""
        verdict = self.verdict
        clean = verdict is None or not (verdict.lost or verdict.unmarked_doubles or verdict.strangers)
        return clean and self.unsettled == 0

    def facts(self) -> dict[str, Any]:
        """For `--json`: the defects as lists, empty where there are none."""
        facts = asdict(self)
        verdict = facts.pop("verdict")
        return facts | (verdict or {"lost": None, "unmarked_doubles": None, "strangers": None, "on_paper": None})

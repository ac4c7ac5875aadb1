"""Where a stage stands: the branch, the glass, the words, the clock."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.branch import Branch, Panel
from kiosk.domain.clock import Clock
from kiosk.domain.dates import date_text, local_time, time_text
from kiosk.domain.texts import Texts
from kiosk.ui.stock import Say


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything a stage is told once. `motion` False: nothing moves (the 'reduce' flag, and tests)."""

    branch: Branch
    panel: Panel
    texts: Texts
    clock: Clock
    assets: Path
    motion: bool = True
    kiosk_mode: bool = False
    """Public mode: no pointer, no way to close."""

    def kit_words(self, language: str) -> Say:
        """The kit's own words in `language`."""

        def say(key: str, **values: str | int) -> str:
            return self.texts.say(f"kit.{key}", language, **values)

        return say

    def clock_words(self, language: str) -> tuple[str, str]:
        """('pukul 07.42', 'Selasa, 14 Januari 2025'): now, in the branch's zone."""
        now_ms, zone = self.clock.now_ms(), self.branch.zone
        clock = self.texts.say("kit.clock", language, time=time_text(now_ms, zone, self.texts, language))
        return clock, date_text(local_time(now_ms, zone).date(), self.texts, language)

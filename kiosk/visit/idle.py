"""How long a screen waits for a person before it asks 'Masih di sini?' (WCAG 2.2.1: at least 20 s to answer)."""

from dataclasses import dataclass
from typing import Final, assert_never

from kiosk.visit.view import ScreenId

UNDO_MS: Final = 5_000
"""To take back 'Selesai' or 'Kembalikan nomor'."""
SLIP_ANSWER_MS: Final = 20_000
"""No answer to 'Tiket sudah keluar?' means: print it again, marked."""
OFFER_MS: Final = 60_000
"""How long the last number before an unclean stop is offered."""
PATIENCE_MS: Final = 15_000
"""Without news of the paper for this long, the screen asks to write the number down."""
BOUNCE_MS: Final = 700
"""Touches this soon after a wipe belong to the hand that is leaving."""


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """Idle limits in milliseconds; all but the sheet are doubled in large text."""

    picker_ms: int = 60_000
    reading_ms: int = 90_000
    """Checklist and keypad."""
    done_ms: int = 25_000
    print_failed_ms: int = 120_000
    """So that a 90 s paper change finds its participant."""
    sheet_ms: int = 20_000

    @classmethod
    def in_seconds(cls, choose_s: int, list_s: int, done_s: int, print_failed_s: int, sheet_s: int) -> "IdleLimits":
        """As the settings have them."""
        return cls(choose_s * 1000, list_s * 1000, done_s * 1000, print_failed_s * 1000, sheet_s * 1000)

    def limit_ms(self, screen: ScreenId, *, large: bool) -> int | None:
        """Milliseconds without a touch until the sheet; None where the screen moves on by itself."""
        limit = self._plain_ms(screen)
        return limit * 2 if large and limit is not None else limit

    def _plain_ms(self, screen: ScreenId) -> int | None:
        match screen:
            case (
                ScreenId.BOOT
                | ScreenId.TAKING
                | ScreenId.PRINTING
                | ScreenId.SLIP_CHECK
                | ScreenId.LAST_NUMBER
                | ScreenId.FAREWELL
                | ScreenId.TIMEOUT
            ):
                return None
            case ScreenId.CHECKLIST | ScreenId.RESULT | ScreenId.CODE | ScreenId.CODE_FOUND | ScreenId.RETURNED:
                return self.reading_ms
            case ScreenId.PROGRAMME | ScreenId.COMPARE:
                return self.reading_ms
            case ScreenId.DONE | ScreenId.GIVE_BACK:
                return self.done_ms
            case ScreenId.PRINT_FAILED | ScreenId.PAPER_CHANGE:
                return self.print_failed_ms
            case (
                ScreenId.ATTRACT
                | ScreenId.CLOSED
                | ScreenId.OUT_OF_SERVICE
                | ScreenId.LANGUAGE
                | ScreenId.HELP
                | ScreenId.FORK
                | ScreenId.NEED
                | ScreenId.SERVICES
                | ScreenId.PROMISE
                | ScreenId.FINDER
                | ScreenId.FOUND
                | ScreenId.QUESTION
                | ScreenId.COMPLAINT
                | ScreenId.PROGRAMMES
                | ScreenId.COMPARE_WITH
            ):
                return self.picker_ms
            case _:
                assert_never(screen)

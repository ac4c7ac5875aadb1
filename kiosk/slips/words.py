"""Windows as a paper says them; the sentences come from the texts."""

from typing import assert_never

from kiosk.domain.branch import Zone
from kiosk.domain.dates import time_text
from kiosk.domain.promise import NotEstimable, Promise, Window
from kiosk.domain.texts import Texts


def window_text(promise: Promise, zone: Zone, texts: Texts, language: str) -> str:
    """'09.10 – 09.40', or the words for a window that nobody could honestly promise."""
    match promise:
        case Window(from_ms=start, until_ms=end):
            return texts.say(
                "slip.window",
                language,
                start=time_text(start, zone, texts, language),
                end=time_text(end, zone, texts, language),
            )
        case NotEstimable():
            return texts.say("slip.no-window", language)
        case _:
            assert_never(promise)


def without_stop(sentence: str) -> str:
    """A phrase ready to stand inside a sentence: no full stop at its end."""
    return sentence.strip().rstrip(".").rstrip()

"""The bell that calls a human: two soft tones from the machine's own loudspeaker; without one, silence."""

import io
import logging
import math
import shutil
import struct
import subprocess
import wave
from functools import cache
from threading import Lock, Thread
from typing import Final

RATE_HZ: Final = 22_050
TONES: Final = ((880.0, 0.45), (659.3, 0.7))
"""Ting, nung: Hz and seconds. A falling third is heard as calling, not as an alarm."""
LOUDNESS: Final = 0.5
PLAYS_WITHIN_S: Final = 5

_log = logging.getLogger(__name__)


class Bell:
    """Rings without making anybody wait; a ring while it sounds is the same ring."""

    def __init__(self) -> None:
        self._player = shutil.which("aplay")
        self._sounding = Lock()

    @property
    def has_voice(self) -> bool:
        """Whether this machine has a player at all; whether anybody hears it, no program knows."""
        return self._player is not None

    def ring(self, _screen: str) -> None:
        """Sound once, whatever the screen. Returns at once, from any thread."""
        if self._player is not None and self._sounding.acquire(blocking=False):
            Thread(target=self._play, args=(self._player,), name="bell", daemon=True).start()

    def _play(self, player: str) -> None:
        try:
            subprocess.run(  # noqa: S603 - the path is what the system found under a fixed name
                [player, "-q", "-"], input=chime(), capture_output=True, timeout=PLAYS_WITHIN_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            _log.warning("bell-silent")
        finally:
            self._sounding.release()


@cache
def chime() -> bytes:
    """The two tones as a WAV file, mono, 16 bit."""
    samples = b"".join(_tone(hertz, seconds) for hertz, seconds in TONES)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(samples)
    return file.getvalue()


def _tone(hertz: float, seconds: float) -> bytes:
    count = int(RATE_HZ * seconds)
    fade_in = RATE_HZ // 100
    values = (
        LOUDNESS
        * min(1.0, at / fade_in)
        * math.exp(-4 * at / count)
        * (1 - at / count)
        * math.sin(2 * math.pi * hertz * at / RATE_HZ)
        for at in range(count)
    )
    return b"".join(struct.pack("<h", round(32767 * value)) for value in values)

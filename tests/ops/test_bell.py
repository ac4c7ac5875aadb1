"""The bell: heard where there is a loudspeaker, and never in anybody's way where there is none."""

import io
import struct
import wave
from pathlib import Path

import pytest

from kiosk.ops.bell import Bell, chime


def test_the_chime_is_a_sound_a_player_takes_and_does_not_clip() -> None:
    with wave.open(io.BytesIO(chime())) as sound:
        frames = sound.readframes(sound.getnframes())
        assert 1.0 < sound.getnframes() / sound.getframerate() <= 3.0, "no sound of its own longer than three seconds"
    peak = max(abs(value) for (value,) in struct.iter_unpack("<h", frames))
    assert 8_000 < peak < 32_767
    assert abs(struct.unpack("<h", frames[-2:])[0]) < 200, "it ends without a click"


def test_the_player_gets_the_chime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = tmp_path / "heard"
    player = tmp_path / "aplay"
    player.write_text(f"#!/bin/sh\nexec /bin/cat > {heard}\n")
    player.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    bell = Bell()
    bell.ring("done")
    with bell._sounding:
        assert heard.read_bytes() == chime()


def test_without_a_player_nothing_is_heard_and_nothing_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    bell = Bell()
    bell.ring("done")
    assert not bell.has_voice

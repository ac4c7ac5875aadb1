"""What somebody at the centre has to look at, one row a stream and kind, however often it happens."""

from enum import StrEnum
from typing import Final

from kiosk.hub.store import Session, key
from kiosk.wire.stream import Stream

_RAISE: Final = """INSERT INTO alarm (branch_id, kiosk_id, epoch, kind, first_ms, last_ms, times, sentence, closed_ms)
    VALUES (?, ?, ?, ?, ?, ?, 1, ?, NULL) ON CONFLICT (branch_id, kiosk_id, epoch, kind)
    DO UPDATE SET last_ms = excluded.last_ms, times = alarm.times + 1, sentence = excluded.sentence, closed_ms = NULL"""


class AlarmKind(StrEnum):
    """What happened."""

    FORK = "fork"
    """Two stores tell the same seq differently: a cloned disk, or an image put back."""
    NEW_EPOCH = "new-epoch"
    """A kiosk began a new life under its old key: its store was made anew or put back."""
    OLD_EPOCH = "old-epoch"
    """A life before the newest one sends again: an old disk's stick, or two computers under one name."""


def raise_alarm(session: Session, stream: Stream, kind: AlarmKind, at_ms: int, sentence: str) -> None:
    """Note it, or count it once more; a closed one opens again."""
    session.run(_RAISE, (*key(stream), kind.value, at_ms, at_ms, sentence))


def close_alarms(session: Session, branch: str, kiosk: str, kind: str, at_ms: int) -> int:
    """Somebody has looked at the kiosk's alarms of that kind; how many were open."""
    sql = """UPDATE alarm SET closed_ms = ? WHERE branch_id = ? AND kiosk_id = ? AND kind = ?
        AND closed_ms IS NULL"""
    return session.run(sql, (at_ms, branch, kiosk, kind))

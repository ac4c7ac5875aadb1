"""What a disk may legally hold after the power went: everything synced, and any part of what was not."""

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from random import Random

from tests.faults.sqlite_vfs import Kind, Op

SECTOR = 512


class Loss(Enum):
    """What became of the writes that no sync had confirmed."""

    NONE_ARRIVED = "none"
    PREFIX = "prefix"
    SUBSET = "subset"
    TORN = "torn"
    ALL_ARRIVED = "all"


def dice(seed: int) -> Random:
    """Chance that falls the same way at every run."""
    return Random(seed)  # noqa: S311 - chooses cuts, guards nothing


def image(ops: Sequence[Op], cut: int, loss: Loss, rng: Random) -> dict[str, bytes]:
    """The files after a cut that came when `ops[:cut]` had been handed to the disk."""
    done = ops[:cut]
    return {
        name: content
        for name in {op.file for op in done if op.file}
        if (content := _content([op for op in done if op.file == name], loss, rng)) is not None
    }


def lay_out(files: dict[str, bytes], folder: Path) -> None:
    """Write an image into an empty folder."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _content(ops: list[Op], loss: Loss, rng: Random) -> bytes | None:
    synced = max((place + 1 for place, op in enumerate(ops) if op.kind in (Kind.SYNC, Kind.DELETE)), default=0)
    arrived = ops[:synced] + _survivors(ops[synced:], loss, rng)
    content: bytearray | None = bytearray()
    for op in arrived:
        content = _apply(content, op)
    return None if content is None else bytes(content)


def _survivors(pending: list[Op], loss: Loss, rng: Random) -> list[Op]:
    match loss:
        case Loss.NONE_ARRIVED:
            return []
        case Loss.ALL_ARRIVED:
            return pending
        case Loss.PREFIX:
            return pending[: rng.randint(0, len(pending))]
        case Loss.SUBSET:
            return [op for op in pending if rng.random() < 0.5]
        case Loss.TORN:
            return [_torn(op, rng) for op in pending if rng.random() < 0.7]


def _torn(op: Op, rng: Random) -> Op:
    """Only some whole sectors of the write, from its start: never half a byte, never a byte outside it."""
    sectors = len(op.data) // SECTOR
    if op.kind is not Kind.WRITE or sectors < 2 or rng.random() < 0.5:
        return op
    return op._replace(data=op.data[: SECTOR * rng.randint(1, sectors - 1)])


def _apply(content: bytearray | None, op: Op) -> bytearray | None:
    match op.kind:
        case Kind.DELETE:
            return None
        case Kind.SYNC | Kind.READ:
            return content
        case Kind.TRUNCATE:
            kept = (content or bytearray())[: op.offset]
            return kept + bytes(op.offset - len(kept))
        case Kind.WRITE:
            grown = content or bytearray()
            grown.extend(bytes(max(0, op.offset + len(op.data) - len(grown))))
            grown[op.offset : op.offset + len(op.data)] = op.data
            return grown

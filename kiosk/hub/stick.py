"""A stick from a branch: what is on it is taken by the same function as a POST, receipts and packs are written back."""

import logging
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kiosk.hub.enrolment import Denied, Standing
from kiosk.hub.hub import Hub
from kiosk.hub.ingest import Fork, Gap, Landed, Via
from kiosk.hub.store import HubError
from kiosk.wire.enrolment import MAX_BODY_BYTES
from kiosk.wire.receipt import Receipt
from kiosk.wire.refusal import Reason, Refused
from kiosk.wire.stick import (
    BATCH_ENDING,
    DOWN,
    ENROLMENT_ENDING,
    FOLDER,
    MAX_FILE_BYTES,
    PACK_ENDING,
    UP,
    receipt_name,
    unseal_batch,
)
from kiosk.wire.stream import Stream

log = logging.getLogger(__name__)

MAX_FILES: Final = 20_000
"""35 days of four kiosks are some hundred; a folder with more than this is no stick of ours."""


@dataclass(slots=True)
class Imported:
    """What became of a stick. `refused`: file name and sentence."""

    fresh: int = 0
    known: int = 0
    files: int = 0
    streams: dict[Stream, int] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)


def import_stick(hub: Hub, folder: Path) -> Imported:
    """Take everything on the stick at `folder`, in order, then write receipts and packs for its kiosks onto it.

    What is refused is named and left where it lies. Raises HubError when there is no stick of ours, StoreUnavailable.
    """
    root = folder if folder.name == FOLDER else folder / FOLDER
    if not _is_folder(root / UP):
        raise HubError(f"{folder}: tidak ada folder {FOLDER}/{UP} di sini; ini bukan stik dari kiosk.")
    done = Imported()
    receipts: dict[Stream, bytes] = {}
    for name, data in _files(root / UP, done):
        done.files += 1
        try:
            if name.endswith(ENROLMENT_ENDING):
                if hub.enrol(data) is Standing.WAITING:
                    done.waiting.append(name)
                continue
            outcome = hub.ingest.take(unseal_batch(data, hub.keys.stick), Via.STICK)
        except (Refused, Denied) as no:
            log.warning("refused %s from a stick: %s", name, no)
            done.refused.append((name, str(no)))
            continue
        match outcome:
            case Landed(stream=stream, upto=upto, fresh=fresh, receipt=receipt):
                done.fresh, done.known = done.fresh + fresh, done.known + (fresh == 0)
                done.streams[stream] = upto
                receipts[stream] = receipt
            case Gap(last_seq=last_seq):
                done.refused.append((name, f"Ada yang kurang di depannya: hub memegang sampai kejadian {last_seq}."))
            case Fork(seq=seq):
                done.refused.append((name, f"Hub memegang kejadian {seq} yang lain: alarm sudah dicatat."))
    _write_back(hub, root / DOWN, receipts, done)
    hub.nudge()
    return done


def _write_back(hub: Hub, down: Path, receipts: dict[Stream, bytes], done: Imported) -> None:
    if not receipts:
        return
    files = {
        receipt_name(Receipt(stream, done.streams[stream], b"", 0)): receipt for stream, receipt in receipts.items()
    }
    for branch in sorted({stream.branch for stream in receipts}):
        for whose, kind, version, envelope in hub.packs_of(branch):
            prefix = f"{whose}-" if whose == branch else ""
            files[f"{prefix}{kind}-{version}{PACK_ENDING}"] = envelope
    try:
        down.mkdir(exist_ok=True)
        if not _is_folder(down):
            raise HubError(f"{down} bukan folder: tanda terima tidak dapat ditulis ke stik.")
        for name, data in sorted(files.items()):
            _write(down / name, data)
            done.written.append(name)
        _flush(down)
    except OSError as error:
        raise HubError(
            f"Semua kejadian sudah tersimpan di hub, tetapi stik tidak dapat ditulis: {error.strerror}. "
            "Ulangi dengan stik lain; tidak ada yang masuk dua kali."
        ) from error


def _files(up: Path, done: Imported) -> Iterator[tuple[str, bytes]]:
    """Each file of ours in the order of its name, read whole; links, folders and giants are named, not touched."""
    with os.scandir(up) as entries:
        names = sorted(entry.name for entry, _ in zip(entries, range(MAX_FILES), strict=False))
    for name in names:
        if not name.endswith((BATCH_ENDING, ENROLMENT_ENDING)):
            continue
        longest = MAX_FILE_BYTES if name.endswith(BATCH_ENDING) else MAX_BODY_BYTES + 512
        shown = name.encode("unicode_escape").decode("ascii")[:120]  # it is shown in a terminal and a log
        try:
            yield shown, _read(up / name, longest)
        except OSError as error:
            done.refused.append((shown, f"Tidak dapat dibaca: {error.strerror}."))
        except Refused as no:
            done.refused.append((shown, str(no)))


def _read(path: Path, longest: int) -> bytes:
    # No link is followed, and nothing that would block (a pipe) is waited for.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise Refused(Reason.NO_ENVELOPE, "Bukan berkas biasa.")
        if found.st_size > longest:
            raise Refused(Reason.TOO_LARGE, f"Berkas {found.st_size} byte; paling banyak {longest}.")
        return file.read(longest + 1)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    made = path.with_name(path.name + ".part")
    made.unlink(missing_ok=True)
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    made.replace(path)


def _flush(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

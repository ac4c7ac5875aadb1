"""A pack: rules on their way down (catalogue, calendar, …), signed by the offline root key, in force from a moment.

The body of an envelope of kind `pack`:

    header    one JSON object, then \\n       (fields of `PackHeader`; `sha256` of the contents)
    gzip of   the contents                    (at most MAX_CONTENTS_BYTES; what is in them is for each kind to say)

Versions of one kind only grow. `effective_from` is the branch's own local time, so that one pack starts everywhere
on the same day; the pack in force is the highest version whose moment has come.
"""

import hashlib
import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.wire.envelope import Kind, open_envelope, seal
from kiosk.wire.fields import MAX_HEADER_BYTES, Fields, encode_object, read_fields
from kiosk.wire.keys import KeyRing
from kiosk.wire.refusal import Reason, Refused

EVERY_BRANCH: Final = "*"
MAX_CONTENTS_BYTES: Final = 8 * 1024 * 1024
MAX_BODY_BYTES: Final = MAX_CONTENTS_BYTES + MAX_HEADER_BYTES + 1024
_GZIP: Final = 31
_VERSION: Final = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}")
_MOMENT: Final = "%Y-%m-%dT%H:%M"


class PackKind(StrEnum):
    """What a pack brings."""

    CATALOGUE = "catalogue"
    CALENDAR = "calendar"
    QUOTAS = "quotas"
    SETTINGS = "settings"
    BRANCH_CONFIRMATION = "branch-confirmation"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, slots=True)
class PackHeader:
    """`branch` is a branch id or `*`; `effective_from` local time of the branch, to the minute, without zone."""

    kind: PackKind
    version: int
    branch: str
    effective_from: datetime
    min_program: str
    sha256: bytes

    def is_for(self, branch: str) -> bool:
        """Whether it was made for `branch`."""
        return self.branch in (EVERY_BRANCH, branch)

    def runs_on(self, program: str) -> bool:
        """Whether `program`, a version like "0.1.0", is new enough."""
        return program_version(program) >= program_version(self.min_program)


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack whose signature and hash hold."""

    header: PackHeader
    contents: bytes


def program_version(text: str) -> tuple[int, ...]:
    """`text` like "0.1.0" as numbers to compare; Refused when it is not one."""
    if not _VERSION.fullmatch(text):
        raise Refused(Reason.BAD_HEADER, f'Versi program "{text[:20]}" harus seperti 0.1.0.')
    numbers = [int(part) for part in text.split(".")]
    return (*numbers, *[0] * (4 - len(numbers)))


def seal_pack(
    kind: PackKind,
    version: int,
    contents: bytes,
    key: Ed25519PrivateKey,
    *,
    effective_from: datetime,
    branch: str = EVERY_BRANCH,
    min_program: str = "0.1",
) -> bytes:
    """A pack as head office makes it. ValueError for contents too large or a moment with a zone."""
    if len(contents) > MAX_CONTENTS_BYTES or effective_from.tzinfo is not None:
        raise ValueError("a pack holds at most 8 MiB and starts at a local time without zone")
    header = {
        "kind": kind.value,
        "version": version,
        "branch": branch,
        "effective_from": effective_from.strftime(_MOMENT),
        "min_program": min_program,
        "sha256": hashlib.sha256(contents).hexdigest(),
    }
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    body = encode_object(header) + b"\n" + packer.compress(contents) + packer.flush()
    return seal(Kind.PACK, body, key)


def open_pack(data: bytes, keys: KeyRing) -> Pack:
    """The pack in `data`, signed by one of `keys` and whole; Refused with the reason otherwise.

    Branch, version, program and what the contents say are for the kiosk to check.
    """
    body = open_envelope(data, Kind.PACK, keys, longest=MAX_BODY_BYTES).body
    head, newline, _ = body[: MAX_HEADER_BYTES + 1].partition(b"\n")
    if not newline:
        raise Refused(Reason.BAD_HEADER, "Kepala paket tidak ada habisnya.")
    header = _read_header(read_fields(head))
    contents = _unpacked(body[len(head) + 1 :])
    if hashlib.sha256(contents).digest() != header.sha256:
        raise Refused(Reason.BAD_CONTENTS, "Isi paket tidak cocok dengan hash yang disebutnya.")
    return Pack(header, contents)


def _read_header(fields: Fields) -> PackHeader:
    kind, moment = fields.text("kind"), fields.text("effective_from", longest=16)
    try:
        known, starts = PackKind(kind), datetime.strptime(moment, _MOMENT)  # noqa: DTZ007 - local to each branch
    except ValueError as error:
        raise Refused(Reason.BAD_HEADER, f'Jenis paket "{kind}" atau waktu "{moment}" tidak dikenal.') from error
    branch, min_program = fields.text("branch", longest=32), fields.text("min_program", longest=20)
    program_version(min_program)
    return PackHeader(
        kind=known,
        version=fields.whole("version", least=1),
        branch=branch if branch == EVERY_BRANCH else fields.id("branch"),
        effective_from=starts,
        min_program=min_program,
        sha256=fields.digest("sha256"),
    )


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        contents = unpacker.decompress(packed, MAX_CONTENTS_BYTES + 1)
    except zlib.error as error:
        raise Refused(Reason.BAD_CONTENTS, "Isi paket bukan gzip yang utuh.") from error
    if len(contents) > MAX_CONTENTS_BYTES:
        raise Refused(Reason.TOO_LARGE, f"Isi paket lebih dari {MAX_CONTENTS_BYTES} byte.")
    if not unpacker.eof or unpacker.unused_data:
        raise Refused(Reason.BAD_CONTENTS, "Isi paket terpotong, atau ada yang ditambahkan di belakangnya.")
    return contents

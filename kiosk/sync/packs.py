"""Packs in force: what comes down is checked before it is kept, and once more before it counts."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store import packs as rows
from kiosk.store.identity import Identity
from kiosk.store.packs import PackRow, PackState
from kiosk.store.streams import stream_of
from kiosk.store.transaction import transaction
from kiosk.sync.answers import Busy, Denied, Unreachable
from kiosk.sync.client import HubClient
from kiosk.sync.config import SyncConfig
from kiosk.sync.shelf import Shelf
from kiosk.wire.pack import Pack, PackKind, open_pack
from kiosk.wire.protocol import PackEntry
from kiosk.wire.refusal import Refused

MAX_FILES: Final = 200
_FILE_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.yaml")


class ContentsError(ValueError):
    """What a pack brings fails its own check; the sentence says where."""


ContentsCheck = Callable[[bytes], None]
"""Raises ContentsError."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a pack was not taken: a code for the journal, a sentence for TI."""

    reason: str
    sentence: str


class PackDesk:
    """Takes packs for one branch. `checks` holds, for each kind this program can use, the check of its contents."""

    def __init__(
        self, config: SyncConfig, clock: Clock, checks: Mapping[PackKind, ContentsCheck], *, conditions: str = ""
    ) -> None:
        """`conditions`: program and settings in one word; what was refused under others is looked at again."""
        self._config = config
        self._conditions = conditions
        self._clock = clock
        self._checks = checks
        self._etag = ""

    def fetch(self, shelf: Shelf, hub: HubClient, me: Identity) -> tuple[str, ...] | Unreachable:
        """Ask the hub for packs and take the new ones; a sentence for each. A hub without packs is no trouble."""
        stream = stream_of(me, me.epoch)
        answer = hub.pack_list(stream, self._etag)
        if answer is None or isinstance(answer, Busy | Denied):
            return ()
        if isinstance(answer, Unreachable):
            return answer
        wanted, etag = answer
        shelf.write(self._forget_refusals)
        told, missed = [], False
        for entry in wanted:
            if not shelf.read(partial(_is_new, entry=entry)):
                continue
            data = hub.pack(stream, entry.sha256)
            if isinstance(data, Unreachable):
                return data
            if isinstance(data, bytes):
                told.append(self.take(shelf, me, data))
            else:
                missed = True
        self._etag = "" if missed else etag
        return tuple(told)

    def take(self, shelf: Shelf, me: Identity, data: bytes) -> str:
        """Keep the pack in `data` until its moment, or refuse it; the sentence for TI. The one in force stays."""
        sha256 = hashlib.sha256(data).digest()
        try:
            pack = open_pack(data, self._config.pack_keys)
        except Refused as error:
            return self._refuse(shelf, sha256, "unknown", 0, Refusal(error.reason.value, str(error)))
        header = pack.header
        name = f"{header.kind} versi {header.version}"
        known = shelf.read(lambda db: rows.pack_rows(db, header.kind.value))
        if any(row.sha256 == sha256 for row in known):
            return f"Paket {name} sudah ada di sini."
        refusal = self._objection(pack, me, known)
        if refusal is not None:
            return self._refuse(shelf, sha256, header.kind.value, header.version, refusal)

        def keep(db: Database) -> None:
            with transaction(db):
                rows.keep_pack(db, self._clock, header, sha256, data)

        shelf.write(keep)
        return f"Paket {name} diterima, berlaku mulai {header.effective_from:%d-%m-%Y %H.%M}."

    def due(self, shelf: Shelf, now: datetime) -> list[tuple[PackRow, Pack]]:
        """Of each kind the newest pack whose moment has come by `now` (local, without zone); one torn since is refused.

        Its contents are for the caller to take into use, and then to `put_in_force` or to `refuse_due`.
        """
        found = []
        for kind in self._checks:
            waiting = [row for row in shelf.read(partial(rows.pack_rows, kind=kind.value)) if _is_due(row, now)]
            for row in waiting[:1]:
                data = shelf.read(partial(rows.pack_data, kind=row.kind, version=row.version))
                try:
                    found.append((row, open_pack(data, self._config.pack_keys)))
                except Refused:
                    self.refuse_due(shelf, row)
        return found

    def put_in_force(self, shelf: Shelf, row: PackRow) -> None:
        """From now on `row` counts, and the journal says so; the one before is kept."""

        def put(db: Database) -> None:
            if row in rows.pack_rows(db, row.kind):  # else it was put in force already, or has gone
                with transaction(db):
                    rows.put_in_force(db, self._clock, row)

        shelf.write(put)

    def refuse_due(self, shelf: Shelf, row: PackRow) -> None:
        """What passed when it came does not pass now: the program is another one, or the disk has bent it."""

        def refuse(db: Database) -> None:
            with transaction(db):
                rows.drop_pack(db, row)
                rows.refuse_pack(
                    db, self._clock, row.sha256, kind=row.kind, version=row.version, reason="no-longer-good"
                )

        shelf.write(refuse)

    def activate(self, shelf: Shelf, now: datetime) -> list[PackRow]:
        """Check everything that is due once more and put it in force; those that now are."""
        activated = []
        for row, pack in self.due(shelf, now):
            try:
                self._checks[PackKind(row.kind)](pack.contents)
            except ContentsError:
                self.refuse_due(shelf, row)
                continue
            self.put_in_force(shelf, row)
            activated.append(row)
        return activated

    def in_force(self, db: Database, kind: PackKind) -> Pack | None:
        """The pack in force, opened and checked; the previous one when it no longer passes; None: what we brought."""
        for _, pack in self.kept(db, kind):
            if pack is None:
                continue
            try:
                self._checks[kind](pack.contents)
            except ContentsError:
                continue
            return pack
        return None

    def kept(self, db: Database, kind: PackKind) -> Iterator[tuple[PackRow, Pack | None]]:
        """The pack in force, then the one before; None where its seal holds no more. The contents are not checked."""
        for state in (PackState.IN_FORCE, PackState.PREVIOUS):
            for row in rows.pack_rows(db, kind.value):
                if row.state is state:
                    try:
                        yield row, open_pack(rows.pack_data(db, row.kind, row.version), self._config.pack_keys)
                    except Refused:
                        yield row, None

    def tell_kept(self, db: Database, kind: PackKind, used: PackRow | None, fault: Refusal | None) -> None:
        """Note what a start found of `kind`: whether the pack in force is `used`, and what is wrong when it is not."""
        row = next((row for row in rows.pack_rows(db, kind.value) if row.state is PackState.IN_FORCE), None)
        with transaction(db):
            if row is None or fault is None:
                rows.end_fault(db, self._clock, kind.value, used)
            else:
                instead = used.version if used else None
                rows.note_fault(db, self._clock, row, reason=fault.reason, sentence=fault.sentence, instead=instead)

    def _forget_refusals(self, db: Database) -> None:
        if rows.refused_under(db) != self._conditions:
            with transaction(db):
                rows.forget_refusals(db, self._conditions)

    def _objection(self, pack: Pack, me: Identity, known: list[PackRow]) -> Refusal | None:
        header = pack.header
        newest = max((row.version for row in known), default=0)
        if not header.is_for(me.branch_id):
            return Refusal("other-branch", f"Paket ini untuk kantor {header.branch}.")
        if header.version <= newest:
            return Refusal("old", f"Paket versi {header.version} lebih lama daripada versi {newest} yang sudah ada.")
        if not header.runs_on(self._config.program):
            return Refusal("program-too-old", f"Paket ini perlu program {header.min_program} atau lebih baru.")
        check = self._checks.get(header.kind)
        if check is None:
            return Refusal("unknown-kind", f"Program ini belum memakai paket {header.kind}.")
        try:
            check(pack.contents)
        except ContentsError as error:
            return Refusal("bad-contents", f"Isi paket tidak lolos pemeriksaan: {error}")
        return None

    def _refuse(self, shelf: Shelf, sha256: bytes, kind: str, version: int, refusal: Refusal) -> str:
        def note(db: Database) -> None:
            with transaction(db):
                rows.refuse_pack(db, self._clock, sha256, kind=kind, version=version, reason=refusal.reason)

        shelf.write(note)
        which = kind if version == 0 else f"{kind} versi {version}"
        return f"Paket {which} ditolak; yang berlaku tetap berlaku. {refusal.sentence}"


def unused_sentence(fault: rows.PackFault) -> str:
    """A pack in force that is not used, for TI."""
    instead = "bawaan program" if fault.instead is None else f"versi {fault.instead}"
    return f"Paket {fault.kind} versi {fault.version} tidak dipakai, yang berlaku {instead}: {fault.sentence}."


def _is_due(row: PackRow, now: datetime) -> bool:
    return row.state is PackState.WAITING and row.effective_from <= now


def _is_new(db: Database, entry: PackEntry) -> bool:
    known = rows.pack_rows(db, entry.kind)
    return entry.version > max((row.version for row in known), default=0) and not rows.was_refused(db, entry.sha256)


def pack_files(contents: bytes) -> dict[str, str]:
    """The files of a catalogue pack: a JSON object, name to text. ContentsError when it is not one."""
    try:
        files = json.loads(contents.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ContentsError("isinya bukan daftar berkas") from error
    if not isinstance(files, dict) or not 0 < len(files) <= MAX_FILES:
        raise ContentsError("isinya bukan daftar berkas")
    for name, text in files.items():
        if not _FILE_NAME.fullmatch(name) or not isinstance(text, str):
            raise ContentsError(f"nama berkas {name[:40]!r} tidak dapat dipakai")
    return files

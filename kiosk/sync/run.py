"""One run of synchronisation: ask where the hub is, fetch packs, send what waits, compare. Killed anywhere, it resumes.

What is true stands in the journal and in receipts. The run's row only tells people how far it came.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store import sync_runs
from kiosk.store.errors import StoreError
from kiosk.store.identity import Identity
from kiosk.store.streams import StreamFacts, facts_of, keep_receipt, record_fork, stream_facts, stream_of, tell_offset
from kiosk.store.transaction import transaction
from kiosk.sync.answers import Accepted, Busy, Denied, Fork, Gap, TooLarge, Trouble, Unreachable
from kiosk.sync.batches import Cutter
from kiosk.sync.chain import Position, place
from kiosk.sync.client import HubClient
from kiosk.sync.config import SyncConfig
from kiosk.sync.pace import MOST, Pace
from kiosk.sync.packs import PackDesk
from kiosk.sync.report import FORKED, LOST_AT_THE_HUB, Outcome, Progress, RunReport, Stage, store_sentence
from kiosk.sync.schedule import Cause
from kiosk.sync.shelf import Shelf, whose
from kiosk.wire.protocol import Cursor
from kiosk.wire.receipt import Receipt, open_receipt
from kiosk.wire.refusal import Refused

MAX_PAUSES: Final = 5
MAX_PAUSE_S: Final = 60


class _Ended(Exception):  # noqa: N818 - a run that ends early, with its outcome
    def __init__(self, outcome: Outcome, problem: str, retry_after_s: int | None = None) -> None:
        super().__init__(problem)
        self.outcome = outcome
        self.retry_after_s = retry_after_s


class SyncRun:
    """One run; made anew for each. `pause` waits so many seconds and says whether to stop instead."""

    def __init__(
        self,
        shelf: Shelf,
        hub: HubClient,
        cutter: Cutter,
        config: SyncConfig,
        clock: Clock,
        *,
        packs: PackDesk,
        pause: Callable[[float], bool],
        told: Callable[[Progress], None] = lambda _progress: None,
        barrier: Callable[[str], None] = lambda _point: None,
    ) -> None:
        self._shelf = shelf
        self._hub = hub
        self._cutter = cutter
        self._config = config
        self._clock = clock
        self._desk = packs
        self._pause = pause
        self._told = told
        self._barrier = barrier
        self._pauses = 0
        self._pace = Pace(MOST)
        self._run_id = 0
        self._packs: tuple[str, ...] = ()
        self.progress = Progress()

    def run(self, cause: str) -> RunReport:
        """Do it; never raises for what disk, network or hub can do."""
        outcome, problem, retry = Outcome.SYNCED, "", None
        try:
            self._run_id = self._shelf.write(lambda db: sync_runs.begin_run(db, self._clock, cause, Stage.ASKING))
            self._pace = Pace(self._shelf.read(sync_runs.noted_pace) or MOST)
            self._go(packs=cause != Cause.TRICKLE)
        except _Ended as ended:
            outcome, problem, retry = ended.outcome, str(ended), ended.retry_after_s
        except StoreError as error:
            outcome, problem = Outcome.STORE, store_sentence(error)
        with suppress(StoreError):  # the row only tells; unfinished, it says that the run was cut short
            self._shelf.write(lambda db: sync_runs.end_run(db, self._clock, self._run_id, outcome, problem))
        return RunReport(outcome, problem, self.progress, self._packs, retry)

    def _go(self, *, packs: bool) -> None:
        me = whose(self._shelf)
        begun = self._streams(me)
        cursors = {facts.epoch: self._cursor(me, facts.epoch) for facts in begun}
        self._move(Stage.PACKS)
        if packs:  # reading a catalogue keeps the processor for seconds: by night, not while somebody stands there
            self._packs = self._fetch_packs(me)
        streams = self._streams(me)  # what was just told is sent, too
        self.progress.total = sum(facts.waiting for facts in streams)
        self._move(Stage.SENDING)
        for facts in streams:
            cursor = cursors.get(facts.epoch) or self._cursor(me, facts.epoch)
            self._send(me, facts, self._start(me, facts, cursor))
        self._move(Stage.COMPARING)
        for facts in streams:
            self._compare(me, facts.epoch, self._cursor(me, facts.epoch))

    def _streams(self, me: Identity) -> list[StreamFacts]:
        """Every epoch that is still on this disk: a hub restored from a backup may have lost some of any."""
        known = self._shelf.read(lambda db: stream_facts(db, me))
        if any(facts.fork_seq is not None and not facts.settled for facts in known):
            raise _Ended(Outcome.FORKED, FORKED)
        return [facts for facts in known if facts.head > facts.floor or facts.epoch == me.epoch]

    def _cursor(self, me: Identity, epoch: int) -> Cursor:
        while True:
            asked_ms = self._clock.now_ms()
            cursor = self._hub.cursor(stream_of(me, epoch))
            if isinstance(cursor, Cursor):
                self._measure((asked_ms + self._clock.now_ms()) // 2 - cursor.hub_ms)
                return cursor
            self._meet(cursor)

    def _measure(self, offset_ms: int) -> None:
        if self.progress.offset_ms is None:
            self.progress.offset_ms = offset_ms
            self._shelf.write(lambda db: tell_offset(db, self._clock, offset_ms))

    def _start(self, me: Identity, facts: StreamFacts, cursor: Cursor) -> int:
        """The seq after which to go on, once the hub's cursor was found on our chain."""
        if facts.settled and cursor.last_seq > facts.until:
            return facts.until  # it is past the fork, and so holds what we have in common
        where = self._shelf.read(lambda db: place(db, me, facts, cursor.last_seq, cursor.last_hash))
        match where:
            case Position.OURS:
                if cursor.receipt is not None:
                    self._keep(me, facts.epoch, cursor.receipt)
                return cursor.last_seq
            case Position.DELETED:
                raise _Ended(Outcome.MISMATCH, LOST_AT_THE_HUB)
            case Position.OTHERS:
                self._find_fork(me, facts)
                raise _Ended(Outcome.FORKED, FORKED)

    def _send(self, me: Identity, facts: StreamFacts, after: int) -> None:
        """Send what waited when the run began: in a rush, numbers come faster than a slow link takes them."""
        gaps, epoch = 0, facts.epoch
        while after < facts.until and (found := self._batch(me, facts, after)) is not None:
            self._wait(0)
            envelope, count = found
            self._barrier("before-post")
            began_ms = self._clock.monotonic_ms()
            answer = self._hub.post_batch(stream_of(me, epoch), envelope)
            self._barrier("after-post")
            match answer:
                case Accepted(receipt, data):
                    self._pace.arrived(count, self._clock.monotonic_ms() - began_ms)
                    after = self._accepted(me, receipt, data, count, len(envelope))
                case Gap(last_seq, last_hash) if gaps < MAX_PAUSES:
                    gaps += 1
                    after = self._start(me, self._facts(me, epoch), _bare_cursor(last_seq, last_hash))
                case Gap():
                    raise _Ended(Outcome.MISMATCH, "Pusat terus meminta kejadian lain daripada yang dikirim.")
                case Fork(seq):
                    self._alarm(epoch, seq)
                case TooLarge() | Busy() | Denied() | Unreachable():
                    self._meet_batch(answer)

    def _batch(self, me: Identity, facts: StreamFacts, after: int) -> tuple[bytes, int] | None:
        events = min(self._pace.limit, facts.until - after)
        return self._shelf.read(lambda db: self._cutter.next_batch(db, me, facts.epoch, after, events=events))

    def _accepted(self, me: Identity, receipt: Receipt, data: bytes, count: int, size: int) -> int:
        """Keep the receipt if it lies on our chain; the seq to go on after."""
        facts = self._facts(me, receipt.stream.epoch)
        where = self._shelf.read(lambda db: place(db, me, facts, receipt.upto, receipt.hash))
        if where is not Position.OURS:
            self._find_fork(me, facts)
            raise _Ended(Outcome.FORKED, FORKED)

        def keep(db: Database) -> None:
            with transaction(db):
                keep_receipt(db, self._clock, receipt, data)
                sync_runs.count_batch(db, self._run_id, count, size)
                sync_runs.note_pace(db, self._pace.limit)

        self._shelf.write(keep)
        self._barrier("after-receipt")
        self.progress.events += count
        self.progress.batches += 1
        self.progress.sent_bytes += size
        self._told(self.progress)
        return receipt.upto

    def _find_fork(self, me: Identity, facts: StreamFacts) -> None:
        """Show the hub our chain from the last common point on, until it names the first event that differs."""
        after = facts.receipt.upto if facts.receipt and facts.receipt_holds else facts.floor
        while (found := self._batch(me, facts, after)) is not None:
            envelope, count = found
            match self._hub.post_batch(stream_of(me, facts.epoch), envelope):
                case Fork(seq):
                    self._alarm(facts.epoch, seq)
                case Accepted():
                    after += count
                case TooLarge() | Busy() | Denied() | Unreachable() as trouble:
                    self._meet_batch(trouble)
                case Gap():  # it has just lost what it told of: no alarm from that, the next run sees clearly
                    raise _Ended(Outcome.MISMATCH, "Pusat berubah di tengah jalan; dicocokkan lagi nanti.")
        self._alarm(facts.epoch, facts.head + 1)  # an older picture of the disk: all we have is there, and more

    def _alarm(self, epoch: int, seq: int) -> None:
        def note(db: Database) -> None:
            with transaction(db):
                record_fork(db, self._clock, epoch, seq)

        self._shelf.write(note)
        raise _Ended(Outcome.FORKED, FORKED)

    def _compare(self, me: Identity, epoch: int, cursor: Cursor) -> None:
        """Count and hash of what the hub holds against our own; a difference is told, nothing is changed for it."""
        facts = self._facts(me, epoch)
        held = cursor.last_seq - cursor.first_seq + 1 if cursor.last_seq else 0
        if cursor.events != held:
            raise _Ended(
                Outcome.MISMATCH,
                f"Pusat menyebut kejadian sampai {cursor.last_seq}, tetapi hanya menyimpan {cursor.events} dari {held}."
                " Tidak ada yang dihapus; laporkan ke pusat.",
            )
        if self._start(me, facts, cursor) < (facts.receipt.upto if facts.receipt else 0):
            raise _Ended(Outcome.MISMATCH, "Pusat kini menyimpan lebih sedikit; sisanya dikirim lagi nanti.")

    def _keep(self, me: Identity, epoch: int, data: bytes) -> None:
        try:
            receipt = open_receipt(data, self._config.hub_keys)
        except Refused as error:
            raise _Ended(Outcome.DENIED, f"Tanda terima pusat tidak dapat dipercaya: {error}") from error
        facts = self._facts(me, epoch)
        where = self._shelf.read(lambda db: place(db, me, facts, receipt.upto, receipt.hash))
        if receipt.stream != stream_of(me, epoch) or where is not Position.OURS:
            raise _Ended(Outcome.MISMATCH, "Tanda terima pusat tidak cocok dengan catatan kiosk ini.")

        def keep(db: Database) -> None:
            with transaction(db):
                keep_receipt(db, self._clock, receipt, data)

        self._shelf.write(keep)

    def _fetch_packs(self, me: Identity) -> tuple[str, ...]:
        told = self._desk.fetch(self._shelf, self._hub, me)
        if isinstance(told, Unreachable):
            raise _Ended(Outcome.UNREACHABLE, told.sentence)
        return told

    def _facts(self, me: Identity, epoch: int) -> StreamFacts:
        return self._shelf.read(lambda db: facts_of(db, me, epoch))

    def _move(self, stage: Stage) -> None:
        self.progress.stage = stage
        self._shelf.write(lambda db: sync_runs.move_run(db, self._run_id, stage, self.progress.offset_ms))
        self._told(self.progress)

    def _meet_batch(self, trouble: TooLarge | Trouble) -> None:
        """A smaller batch where that may help; else as with any other question."""
        match trouble:
            case TooLarge():
                if not self._pace.too_large():
                    raise _Ended(Outcome.DENIED, "Pusat menolak bahkan satu kejadian sebagai terlalu besar.")
            case Unreachable(slow=True) if self._pace.too_slow():
                self._shelf.write(self._note_pace)
            case Busy() | Denied() | Unreachable():
                self._meet(trouble)

    def _wait(self, seconds: float) -> None:
        if self._pause(seconds):
            raise _Ended(Outcome.STOPPED, "Dihentikan sebelum selesai.")

    def _note_pace(self, db: Database) -> None:
        with transaction(db):
            sync_runs.note_pace(db, self._pace.limit)

    def _meet(self, trouble: Trouble) -> None:
        """Wait if the hub is only busy and asks for a short while; otherwise the run ends here."""
        match trouble:
            case Busy(seconds) if seconds <= MAX_PAUSE_S and self._pauses < MAX_PAUSES:
                self._pauses += 1
                self._wait(seconds)
            case Busy(seconds):
                raise _Ended(Outcome.BUSY, f"Pusat sedang sibuk; minta dicoba lagi {seconds} detik lagi.", seconds)
            case Denied(_, sentence):
                raise _Ended(Outcome.DENIED, sentence)
            case Unreachable(sentence):
                raise _Ended(Outcome.UNREACHABLE, sentence)


def _bare_cursor(last_seq: int, last_hash: bytes | None) -> Cursor:
    return Cursor(last_seq, last_hash, 0, 0, 0, 0, None)

"""Puts a slip on paper and finds out whether it got there: one long connection, one job at a time, no guess."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, assert_never

from printers.clock import ClockMs
from printers.connecting import Wire
from printers.profiles import Confirmation, Profile
from printers.proofs import Proofs
from printers.protocol import ASK_FENCE, CLEAR_BUFFERS, Cleared, ask_printed
from printers.status import UNPLUGGED, Link, Status, Trouble, from_auto_status
from printers.transport.base import LinkLostError, Transport, TransportError, WriteStoppedError

SETTLE_MS: Final = 150
"""Between a bad reading and the second good one: a sensor that flickers has stopped by then."""
POLL_MS: Final = 250
PROOF_MARGIN_MS: Final = 1500
CLEARED_WITHIN_MS: Final = 1000
WRITE_WITHIN_MS: Final = 2000
SLOWEST_BYTES_PER_S: Final = 1000
LOOK_AT_MOUTH_MS: Final = 100
"""Quicker than a hand: a slip that was never seen in the mouth is not known to be out."""
PART_FROM_DEBRIS: Final = b"\x1b@\x1dVB\x00"


class Delivery(StrEnum):
    """How far a slip got."""

    CONFIRMED = "confirmed"
    """The printer says: on paper."""
    SENT = "sent"
    """All bytes handed over and no trouble seen; only a person can know."""
    HELD = "held"
    """It will not come out of the printer any more. Untouched: not a byte was sent."""
    UNCERTAIN = "uncertain"
    """It may be on paper, in part, or not at all, or come out later."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one slip. `touched`: a piece of it may exist."""

    delivery: Delivery
    trouble: Trouble | None = None
    touched: bool = True


class Driver:
    """Used by one thread; `snapshot` may be read by any. Every call ends in bounded time."""

    def __init__(
        self,
        transport_factory: Callable[[], Transport],
        profile: Profile,
        clock_ms: ClockMs,
    ) -> None:
        """`transport_factory` makes a fresh, unopened connection each time one is needed."""
        self._profile = profile
        self._clock_ms = clock_ms
        self._proofs = Proofs()
        self._wire = Wire(transport_factory, profile, clock_ms, self._proofs.hear)
        self._snapshot = replace(UNPLUGGED, settled=False)
        self._troubled_ms: int | None = None
        self._debris = False
        self._unseen = False
        """For a moment of this slip the printer did not answer: what happened to its paper then, nobody knows."""

    @property
    def profile(self) -> Profile:
        """The family of the printer."""
        return self._profile

    @property
    def snapshot(self) -> Status:
        """The last reading."""
        return self._snapshot

    @property
    def confirmation(self) -> Confirmation:
        """How slips are proved on this printer, as far as is known by now."""
        return self._wire.confirmation

    @property
    def reason(self) -> str:
        """Why there is no connection, in words; empty while there is one."""
        return self._wire.reason

    def status(self) -> Status:
        """A fresh reading; connects when there is no connection. A good one counts from the second on."""
        before = self._snapshot
        reading = self._wire.read_status()
        if reading.trouble is not None:
            self._proofs.give_up_waiting()
            self._troubled_ms = self._clock_ms()
            self._snapshot = reading
        else:
            same = replace(before, settled=True) == reading or not reading.sees
            quiet = self._troubled_ms is None or self._clock_ms() - self._troubled_ms >= SETTLE_MS
            settled = same and (quiet or before.settled)
            if settled:
                self._troubled_ms = None
            self._snapshot = replace(reading, settled=settled)
        return self._snapshot

    def ready_status(self) -> Status:
        """The same, waiting the moment that a second, equal reading takes."""
        status = self.status()
        if status.trouble is None and not status.settled:
            if self._troubled_ms is not None:
                self._rest(SETTLE_MS)
            status = self.status()
        return status

    def print_slip(
        self, data: bytes, job_id: int, length_mm: float, on_sent: Callable[[], None] = lambda: None
    ) -> Outcome:
        """Send one slip and wait for its proof; returns within twice its paper time and a few seconds.

        `on_sent` is called once the last byte was handed to the transport.
        """
        status = self.ready_status()
        if not status.ready:
            return Outcome(Delivery.HELD, status.trouble or Trouble.MUTE, touched=False)
        try:
            written = self._send(data, job_id)
        except WriteStoppedError as error:
            self._lost()
            self._wire.refused()
            if error.written == 0:
                return Outcome(Delivery.HELD, Trouble.LINK, touched=False)
            return Outcome(Delivery.UNCERTAIN, Trouble.LINK)
        except TransportError:
            self._lost()
            return Outcome(Delivery.HELD, Trouble.LINK, touched=False)
        on_sent()
        try:
            return self._prove(written, self._paper_ms(length_mm), mouth_was_full=bool(status.slip_in_mouth))
        except TransportError:
            self._lost()
            return Outcome(Delivery.UNCERTAIN, Trouble.LINK)
        finally:
            self._proofs.end(watched=self._snapshot.trouble is None and not self._unseen)

    def late_confirmations(self) -> tuple[int, ...]:
        """Jobs whose proof came after `print_slip` had given them up; each is told once."""
        return self._proofs.take_late()

    def close(self) -> None:
        """Let go of the printer properly."""
        self._wire.close()
        self._snapshot = replace(UNPLUGGED, settled=False)

    def _send(self, data: bytes, job_id: int) -> Confirmation:
        wire, proofs = self._wire, self._proofs
        level = wire.confirmation
        if level is not Confirmation.NONE:
            wire.talk.drain()
        if level is Confirmation.FENCE and proofs.fence_owed:
            if not wire.synchronize():
                raise LinkLostError("the printer is still busy with the slip before")
            proofs.fence_owed = False
        if self._debris:
            wire.talk.say(PART_FROM_DEBRIS)
            self._debris = False
        proofs.begin()
        self._unseen = False
        tail = b""
        if level is Confirmation.PROCESS_ID:
            tail = ask_printed(proofs.expect_token(job_id))
        elif level is Confirmation.FENCE:
            proofs.fence_owed = True
            tail = ASK_FENCE
        wire.talk.say(data + tail, WRITE_WITHIN_MS + 1000 * len(data) // SLOWEST_BYTES_PER_S)
        return level

    def _prove(self, level: Confirmation, paper_ms: int, *, mouth_was_full: bool) -> Outcome:
        match level:
            case Confirmation.TICKET_TAKEN:
                return self._watch_mouth(2 * paper_ms + PROOF_MARGIN_MS, was_full=mouth_was_full)
            case Confirmation.PROCESS_ID | Confirmation.FENCE:
                return self._await_proof(2 * paper_ms + PROOF_MARGIN_MS)
            case Confirmation.STATUS_ONLY:
                return self._look_afterwards(paper_ms)
            case Confirmation.NONE:
                return Outcome(Delivery.SENT)
            case _:
                assert_never(level)

    def _await_proof(self, within_ms: int) -> Outcome:
        until_ms = self._clock_ms() + within_ms
        asked_again = False
        while not self._proofs.proved:
            if self._proofs.half_proved and not asked_again:
                asked_again = True
                self._wire.talk.say(ASK_FENCE)
            left_ms = until_ms - self._clock_ms()
            if left_ms <= 0:
                return Outcome(Delivery.UNCERTAIN, Trouble.MUTE)
            for event in self._wire.talk.listen(min(left_ms, POLL_MS)):
                self._proofs.hear(event)
            if not self._proofs.proved and (trouble := self._seen_trouble()) is not None:
                return self._give_up(trouble)
        return self._confirmed()

    def _watch_mouth(self, within_ms: int, *, was_full: bool) -> Outcome:
        """The slip is whole once it lies in the mouth, cut, with nothing left to print.

        One that lay there before proves nothing: only what is seen after the printer has worked is ours. One that is
        snatched before anybody has seen it lie there is in doubt, and the person is asked.
        """
        until_ms = self._clock_ms() + within_ms
        fresh = not was_full
        while self._clock_ms() < until_ms:
            status = self._wire.talk.read_status()
            if status.trouble is Trouble.MUTE:  # perhaps switched off meanwhile: what lies there may be a piece
                break
            full = self._proofs.full
            if (trouble := self._seen_trouble() if status.trouble is not None else None) is not None:
                return self._give_up(trouble)
            if full is not None:
                fresh = fresh or full.working or not full.slip_in_mouth
                if fresh and full.slip_in_mouth and not full.working:
                    return self._confirmed()
            self._listen_through(LOOK_AT_MOUTH_MS)
        return Outcome(Delivery.UNCERTAIN, Trouble.MUTE)

    def _look_afterwards(self, paper_ms: int) -> Outcome:
        self._listen_through(paper_ms)
        status = self._wire.read_status()
        self._snapshot = replace(status, settled=status.trouble is None)
        if status.link is Link.DOWN:
            return Outcome(Delivery.UNCERTAIN, Trouble.LINK)
        if status.trouble is not None:
            return self._give_up(status.trouble)
        return Outcome(Delivery.SENT)

    def _seen_trouble(self) -> Trouble | None:
        """What stops the slip; pushed by the printer or asked for, and true at two looks."""
        pushed = self._proofs.take_pushed()
        first = from_auto_status(pushed) if pushed is not None else self._wire.talk.read_status()
        self._unseen = self._unseen or first.trouble is Trouble.MUTE
        if first.trouble in (None, Trouble.MUTE) or self._proofs.proved:
            return None
        second = self._wire.talk.read_status()
        if second.trouble in (None, Trouble.MUTE) or self._proofs.proved:
            return None
        self._snapshot = second
        self._troubled_ms = self._clock_ms()
        return second.trouble

    def _give_up(self, trouble: Trouble) -> Outcome:
        """Empty the printer, so that what has not come out does not come out later unmarked."""
        if self._profile.clears_on_command:
            self._wire.talk.say(CLEAR_BUFFERS)
            cleared = self._wire.talk.listen_for(Cleared, CLEARED_WITHIN_MS) is not None
            if self._proofs.proved:
                return self._confirmed()
            if cleared:
                self._proofs.fence_owed = False
                self._debris = self._profile.cutter and trouble is not Trouble.PAPER_OUT
                return Outcome(Delivery.HELD, trouble)
        return Outcome(Delivery.UNCERTAIN, trouble)

    def _confirmed(self) -> Outcome:
        self._proofs.settle()
        with suppress(TransportError):  # the slip is on paper, whatever happens to the line now
            self._wire.configure()
        return Outcome(Delivery.CONFIRMED)

    def _rest(self, for_ms: int) -> None:
        """Let time pass, listening."""
        try:
            self._listen_through(for_ms)
        except LinkLostError:
            self._lost()

    def _listen_through(self, for_ms: int) -> None:
        until_ms = self._clock_ms() + for_ms
        while self._wire.hears and (left_ms := until_ms - self._clock_ms()) > 0:
            for event in self._wire.talk.listen(left_ms):
                self._proofs.hear(event)

    def _lost(self) -> None:
        """A fence that is still owed may be answered on the next connection: it stays owed."""
        self._wire.close()
        self._troubled_ms = self._clock_ms()
        self._snapshot = UNPLUGGED

    def _paper_ms(self, length_mm: float) -> int:
        return round(1000 * length_mm / self._profile.speed_mm_per_s)

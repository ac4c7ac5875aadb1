"""The print thread: takes queued slips from the store to paper, and writes down what became of each."""

import logging
from collections.abc import Callable
from dataclasses import replace
from threading import Condition, Thread
from typing import Final, assert_never

from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import HoldCause, JobEvent, JobState, SlipKind
from kiosk.domain.slip import SlipStatus
from kiosk.domain.slip_arrows import FINAL
from kiosk.press.ledger import Ledger
from kiosk.press.metering import Meter
from kiosk.press.proof import PaperProof
from kiosk.press.state import UNSEEN, PrinterState, cause_of, news_of, state_of
from kiosk.store.errors import StoreError
from kiosk.store.jobs import JobRow
from kiosk.store.writer import Writer
from printers import layout
from printers.driver import Delivery, Driver, Outcome
from printers.platen import paper_mm
from printers.status import Trouble

LOOK_EVERY_MS: Final = 2000
"""How often an idle printer is asked how it is."""
WATCH_EVERY_MS: Final = 400
"""The same while somebody changes the paper and waits for the next picture."""
STRIP: Final = 0
"""What a test strip is called on the wire; no job has this id."""

Recompose = Callable[[JobRow], bytes]
"""The marked copy (SALINAN) that takes a slip's place. Runs on the print thread."""
StripDone = Callable[[HoldCause | None], None]
"""Hears what kept a test strip from the paper; None when it has left, and only a person can read it."""

_log = logging.getLogger(__name__)


class Press:
    """One thread, one driver. Start it after the store has adopted the slips of the process before."""

    def __init__(
        self,
        writer: Writer,
        driver: Driver,
        clock: Clock,
        notify: Callable[[SlipStatus], None],
        *,
        recompose: Recompose,
        printer_changed: Callable[[PrinterState], None] = lambda _: None,
        holds_when_opened: bool = False,
    ) -> None:
        """`notify` and `printer_changed` are called on the print thread.

        `holds_when_opened`: somebody leads through changing the paper, so that after hands were at the roll nothing
        is printed until `proof` says that paper lies in it the right way round, over any restart.
        """
        self.proof = PaperProof(writer, clock)
        """How the paper lies."""
        self._driver = driver
        self._notify = notify
        self._recompose = recompose
        self._printer_changed = printer_changed
        self._ledger = Ledger(writer, clock, self._tell)
        self._meter = Meter(writer, clock)
        self._holds_when_opened = holds_when_opened
        self._hands_at_it = False
        self._strips: list[tuple[bytes, StripDone]] = []
        self._news = Condition()
        self._woken = False
        self._closing = False
        self._answers: list[tuple[int, bool]] = []
        self._asked: set[int] = set()
        self._state = UNSEEN
        self._thread = Thread(target=self._run, name="press")

    def start(self) -> None:
        """Begin to print."""
        self._thread.start()

    def wake(self) -> None:
        """A slip was queued, or a visit has ended: look now. From any thread."""
        with self._news:
            self._woken = True
            self._news.notify()

    def person_answered(self, job_id: int, came_out: bool) -> None:
        """'Tiket sudah keluar?' Silence counts as no. From any thread."""
        with self._news:
            self._answers.append((job_id, came_out))
            self._woken = True
            self._news.notify()

    def hold(self, on: bool) -> None:
        """While somebody changes the paper nothing but test strips comes out. From any thread."""
        with self._news:
            self._hands_at_it = on
            self._woken = True
            self._news.notify()

    def print_strip(self, data: bytes, done: StripDone) -> None:
        """Print a test strip, metered and never stored; `done` is called on the print thread. From any thread."""
        with self._news:
            self._strips.append((data, done))
            self._woken = True
            self._news.notify()

    def printer_state(self) -> PrinterState:
        """The printer at the last look. From any thread."""
        return self._state

    def close(self) -> None:
        """Finish the slip in hand, let go of the printer, end the thread. Before the store's writer is closed."""
        with self._news:
            self._closing = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join()

    def turn(self) -> None:
        """One round of the thread's work on the thread of the caller, who turns a press that was never started."""
        self._guarded(self._turn)

    # The thread

    def _run(self) -> None:
        self._guarded(self._warm)
        while not self._closed():
            self._guarded(self._turn)
            self._idle()
        self._guarded(self._driver.close)

    def _guarded(self, step: Callable[[], object]) -> None:
        """Whatever breaks is logged, shown, and tried again; a press that died would be noticed only by its silence."""
        try:
            step()
        except StoreError as error:
            self._fail(f"{type(error).__name__}: {error}")
            _log.warning("press-waits-for-disk", extra={"fields": {"error": type(error).__name__}})
        except Exception as error:
            self._fail(f"{type(error).__name__}: {error}")
            _log.exception("press-failed")
        else:
            self._fail("")

    def _warm(self) -> None:
        layout.warm(self._driver.profile)

    def _idle(self) -> None:
        with self._news:
            if not (self._woken or self._closing):
                self._news.wait((WATCH_EVERY_MS if self._hands_at_it else LOOK_EVERY_MS) / 1000)
            self._woken = False

    def _closed(self) -> bool:
        with self._news:
            return self._closing

    def _turn(self) -> None:
        """Everything there is to do now."""
        self.proof.catch_up()
        self._ledger.catch_up()
        self._hear_people()
        self._look()
        self._print_strips()
        while not self._closed() and (job := self._next()) is not None:
            refused = not self._print(job)
            self._ledger.catch_up()
            self._hear_people()
            self._look()
            if refused:  # it said that it was ready, and took nothing: not again at once, for ever
                return

    def _on_hold(self) -> bool:
        return self._hands_at_it or (self._holds_when_opened and self.proof.unproven)

    def _look(self) -> None:
        status = self._driver.ready_status()
        if self._holds_when_opened:
            self.proof.seen(status.cover, status.paper)
        self._meter.seen(status.paper)
        self._publish()
        for job_id in self._driver.late_confirmations():
            self._ledger.must(job_id, JobEvent.ACKNOWLEDGED)

    def _next(self) -> JobRow | None:
        """The oldest slip that may be printed now; on the way, the others are given what they wait for."""
        ready = self._driver.snapshot.ready and not self._on_hold()
        for job in self._ledger.live():
            match job.state:
                case JobState.QUEUED:
                    return job
                case JobState.HELD:
                    if ready and job.visit_open and (going := self._take_up(job)) is not None:
                        return going
                case JobState.SENDING:  # nobody else sends: this one was in hand when the press broke
                    self._ledger.must(job.job_id, JobEvent.LINK_LOST)
                case JobState.SENT:
                    if not job.visit_open or job.job_id not in self._asked:
                        self._ledger.must(job.job_id, JobEvent.NO_ACKNOWLEDGEMENT)
                case JobState.UNCERTAIN:
                    if ready and job.visit_open:
                        self._ask_person(job)
                case _:
                    pass
        return None

    def _take_up(self, held: JobRow) -> JobRow | None:
        """A held slip whose person is still there: the original, or its marked copy where a piece may be out."""
        if not held.touched:
            return held
        copy = self._copy_of(held)
        return None if copy is None else self._ledger.may(held.job_id, JobEvent.PRINTER_READY, copy_data=copy)

    def _copy_of(self, job: JobRow) -> bytes | None:
        """None when the copy cannot be made: this slip stays visible to staff, the others go on."""
        try:
            return self._recompose(job)
        except Exception:
            _log.exception("slip-copy-failed", extra={"fields": {"job": job.job_id}})
            return None

    def _print(self, job: JobRow) -> bool:
        """False when the printer seemed ready and then took not a byte."""
        status = self._driver.snapshot
        if not status.ready or self._on_hold():
            if job.state is JobState.QUEUED:
                cause = HoldCause.ROLL if status.ready else cause_of(status.trouble)
                self._ledger.must(job.job_id, JobEvent.PRINTER_NOT_READY, cause)
            return True
        sending = self._ledger.may(job.job_id, JobEvent.PRINTER_READY)
        if sending is None:
            return True
        length_mm = paper_mm(job.data, self._driver.profile)
        outcome = self._driver.print_slip(
            job.data, job.job_id, length_mm, lambda: self._ledger.must(job.job_id, JobEvent.BYTES_SENT)
        )
        self._publish()
        self._meter.printed(outcome, length_mm, number=job.kind is SlipKind.TICKET and job.copy_no == 0)
        self._settle(job.job_id, outcome)
        return outcome.delivery is not Delivery.HELD or outcome.touched

    def _print_strips(self) -> None:
        with self._news:
            strips, self._strips = self._strips, []
        for data, done in strips:
            length_mm = paper_mm(data, self._driver.profile)
            outcome = self._driver.print_slip(data, STRIP, length_mm)
            self._publish()
            self._meter.printed(outcome, length_mm, number=False)
            stopped = outcome.delivery is Delivery.HELD
            done((cause_of(outcome.trouble) or HoldCause.NOT_READY) if stopped else None)

    def _settle(self, job_id: int, outcome: Outcome) -> None:
        cause = cause_of(outcome.trouble)
        _log.info("slip-" + outcome.delivery.value, extra={"fields": {"job": job_id, "cause": cause}})
        match outcome.delivery:
            case Delivery.CONFIRMED:
                self._ledger.must(job_id, JobEvent.ACKNOWLEDGED)
            case Delivery.SENT:
                job = self._ledger.load(job_id)
                if job is not None:
                    self._ask_person(job)
            case Delivery.HELD:
                event = JobEvent.FAULT_AFTER_BYTES if outcome.touched else JobEvent.FAULT_BEFORE_BYTES
                self._ledger.must(job_id, event, cause)
            case Delivery.UNCERTAIN:
                lost = outcome.trouble is Trouble.LINK
                self._ledger.must(job_id, JobEvent.LINK_LOST if lost else JobEvent.NO_ACKNOWLEDGEMENT, cause)
            case _:
                assert_never(outcome.delivery)

    def _ask_person(self, job: JobRow) -> None:
        if job.job_id not in self._asked:
            self._asked.add(job.job_id)
            self._notify(news_of(job, asks_person=True))

    def _hear_people(self) -> None:
        with self._news:
            answers, self._answers = self._answers, []
        for at, (job_id, came_out) in enumerate(answers):
            try:
                self._hear(job_id, came_out)
            except StoreError:
                with self._news:
                    self._answers[:0] = answers[at:]
                raise

    def _hear(self, job_id: int, came_out: bool) -> None:
        if came_out:
            self._ledger.must(job_id, JobEvent.PERSON_YES)
            return
        job = self._ledger.load(job_id)
        if job is not None and job.state is JobState.SENT:
            job = self._ledger.may(job_id, JobEvent.NO_ACKNOWLEDGEMENT)
        if job is not None and job.state is JobState.UNCERTAIN and (copy := self._copy_of(job)) is not None:
            self._ledger.may(job_id, JobEvent.PERSON_NO, copy_data=copy)

    def _tell(self, job: JobRow) -> None:
        if job.state in FINAL:
            self._asked.discard(job.job_id)
        self._notify(news_of(job))

    def _publish(self) -> None:
        driver = self._driver
        state = state_of(driver.snapshot, driver.confirmation.level, driver.reason, self._state.failure)
        self._show(replace(state, on_hold=self._on_hold()))

    def _fail(self, failure: str) -> None:
        self._show(replace(self._state, failure=failure))

    def _show(self, state: PrinterState) -> None:
        before, self._state = self._state, state
        if state != before:
            self._printer_changed(state)

"""The composition root: everything of one running kiosk but its face."""

import errno
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import TracebackType
from typing import Any, Final, Self

from kiosk.domain.calendar import OpeningState, opening
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.clock import Clock
from kiosk.domain.interview import prepare
from kiosk.domain.slip import SlipStatus
from kiosk.domain.texts import Texts
from kiosk.domain.ticket import Ticket
from kiosk.downlink import HouseRules
from kiosk.furnishing import Furnishing, furnish, read_settings
from kiosk.ops.bell import Bell
from kiosk.ops.doctor import STORE_NAME
from kiosk.ops.logs import start_logging, stop_logging
from kiosk.ops.owner import DataDirUnusable, Owner
from kiosk.ops.room import Reserve
from kiosk.ops.settings import Settings
from kiosk.press.composing import Composer
from kiosk.press.office import Office
from kiosk.press.press import Press
from kiosk.press.state import PrinterState, held_because
from kiosk.press.watching import WatchedDriver, unwatched
from kiosk.queue import handover, lapsing
from kiosk.rulebook import open_rules
from kiosk.staff.paper_care import PaperCare
from kiosk.store import boot
from kiosk.store.errors import StoreError
from kiosk.store.jobs import JobRow
from kiosk.store.packs import PackRow
from kiosk.store.tickets import load_ticket
from kiosk.store.writer import Writer
from kiosk.uplink import socket_commands, uplink
from kiosk.visit.house import Deliver, House
from kiosk.visit.idle import IdleLimits
from kiosk.visit.visit import Visit
from printers.profiles import profile as profile_named
from printers.transport import transport_factory
from printers.virtual import VirtualPrinter

__all__ = ["CHORES_EVERY_MS", "Furnishing", "Kiosk", "furnish", "read_settings"]

LOG = logging.getLogger(__name__)

PURGE_EVERY_MS: Final = 3_600_000
CHORES_EVERY_MS: Final = 5_000


class Kiosk:
    """One kiosk over one data directory: store, queue, press and visit, joined. `start`, then `close`."""

    def __init__(
        self,
        settings: Settings,
        furnishing: Furnishing,
        clock: Clock,
        deliver: Deliver,
        *,
        on_sent: Callable[[int, bytes], None] | None = None,
        changes_paper: bool = False,
    ) -> None:
        """Takes the data directory (AlreadyOwned, DataDirUnusable), opens the store (StoreError) and the rules
        (CatalogueError: they are broken, and none were in force before).

        `deliver` runs a call on the thread of the visit; `on_sent` sees each slip once the printer has it all.
        `changes_paper`: there is a face that leads through changing the paper.
        """
        self.settings, self.clock, self._deliver = settings, clock, deliver
        self.owner = Owner(settings.data_dir, clock)
        self.reserve = Reserve(settings.data_dir)
        self._begin_log()
        self.reserve.keep()
        self.writer = Writer(
            settings.data_dir / STORE_NAME,
            after_failure=lambda db: handover.recover(db, clock, unclean=False),
            make_room=self._make_room,
        )
        self.syncer, self._rules = uplink(settings, self.writer, clock)
        try:
            self.boot = self.writer.submit(self._boot).result()
            self._in_force = self._rules.at_start(open_rules(settings, furnishing.rules))
        except BaseException:
            self._let_go()
            raise
        self.settings = self._in_force.settings
        self.profile = profile_named(settings.printer.profile)
        virtual = settings.printer.url.startswith("virtual:")
        self.virtual = VirtualPrinter(self.profile, clock.monotonic_ms) if virtual else None
        composer = Composer(settings.branch, furnishing.texts, self.profile, clock)
        self._changes_paper = changes_paper
        self.press = self._make_press(composer, on_sent or unwatched)
        self.office = Office(settings.a4_queue, settings.branch, furnishing.texts, clock, furnishing.root / "fonts")
        self.house = self._make_house(composer, self._in_force.catalogue)
        self.visit = self._make_visit(furnishing.texts)
        self.paper = self._make_paper(composer)
        self._purged_ms, self._closed_day = clock.monotonic_ms(), ""

    def start(self) -> None:
        """Begin to print, to answer on the socket, and to offer the last number after an unclean stop."""
        offered = self.writer.submit(
            lambda db: handover.recover(db, self.clock, unclean=self.boot.unclean),
        ).result()
        self.writer.submit(lambda db: lapsing.purge(db, self.settings.branch, self.clock)).result()
        self.press.start()
        self.office.start()
        today = self.clock.now().astimezone(self.settings.branch.zone.tz).date()
        self.writer.submit(
            lambda _db: prepare(self._in_force.catalogue, today)
        )  # before anybody can have come that far
        self.syncer.start()
        self.owner.serve({"status": self.status, **socket_commands(self.syncer)})
        if offered is not None:
            self.visit.start_offer(offered)

    def chores(self) -> None:
        """What time asks for, on the visit's thread; call every few seconds. Nothing here waits for the disk."""
        self.house.look_after()
        if self.clock.monotonic_ms() - self._purged_ms >= PURGE_EVERY_MS:
            self._purged_ms = self.clock.monotonic_ms()
            self.writer.submit(lambda db: lapsing.purge(db, self.settings.branch, self.clock))
            self.writer.submit(lambda _db: self.reserve.keep())
        self.writer.submit(lambda db: lapsing.lapse_papers(db, self.clock))
        self.paper.tick()
        self._close_day()
        if self.visit.state.resting:
            self._rules.look(lambda found, rows: self._deliver(lambda: self._change_rules(found, rows)))

    def status(self, _request: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What this kiosk says of itself to whoever asks on its socket."""
        printer = self.press.printer_state()
        return {
            "kiosk": self.settings.branch.kiosk_id,
            "screen": self.visit.state.screen.value,
            "printer": "ready" if printer.prints else str(held_because(printer) or "unknown"),
            "paper": printer.paper.value,
            "a4": self.office.state,
            "epoch": self.boot.identity.epoch,
        }

    def close(self, *, fallen: bool = False) -> None:
        """End the visit properly, stop printing, close the store, let go of the data directory.

        `fallen`: after a fault of the program. Then the visit is not ended for the person who stands there: the next
        start offers the number, as after any unclean stop.
        """
        if self.visit.open and not fallen:
            self.visit.wipe()
        self.syncer.close()
        self.office.close()
        self.press.close()
        if not fallen:
            self.writer.submit(lambda db: boot.stop(db, self.clock)).exception()
        self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        fallen = isinstance(error, Exception) and not isinstance(error, BrokenPipeError)
        if fallen and not isinstance(error, StoreError):
            LOG.critical("fault", exc_info=error)
        self.close(fallen=fallen)

    def _begin_log(self) -> None:
        folder = self.settings.data_dir / "log"
        try:
            try:
                start_logging(folder, self.clock)
            except OSError as error:
                if error.errno != errno.ENOSPC or not self.reserve.release():
                    raise
                start_logging(folder, self.clock)
        except OSError as error:
            self.owner.close()
            raise DataDirUnusable(folder, error) from error

    def _make_room(self) -> bool:
        """Give up the reserve, so that nobody is refused at the moment the disk is found full."""
        made = self.reserve.release()
        if made:
            LOG.warning("disk-full-reserve-released")
        return made

    def _let_go(self) -> None:
        self.writer.close()
        stop_logging()
        self.owner.close()

    def _boot(self, db: Any) -> boot.BootReport:
        branch = self.settings.branch
        return boot.boot(db, branch.branch_id, branch.kiosk_id, self.clock)

    def _make_house(self, composer: Composer, catalogue: Catalogue) -> House:
        house = House(
            self.writer,
            self.settings.branch,
            catalogue,
            self.clock,
            compose_ticket=composer.ticket,
            compose_checklist=composer.checklist,
            compose_leaflet=composer.leaflet,
            wake_press=self.press.wake,
            person_answered=self.press.person_answered,
            deliver=self._deliver,
            ring=Bell().ring,
            pages=self.office,
        )
        house.on_store_trouble = self._store_trouble
        return house

    def _make_press(self, composer: Composer, on_sent: Callable[[int, bytes], None]) -> Press:
        factory = transport_factory(self.settings.printer.url, self.clock.monotonic_ms, self.virtual)
        driver = WatchedDriver(factory, self.profile, self.clock.monotonic_ms, on_sent)
        return Press(
            self.writer,
            driver,
            self.clock,
            self._slip_moved,
            recompose=lambda job: composer.copy(job, self._ticket_of(job)),
            printer_changed=self._printer_changed,
            holds_when_opened=self._changes_paper,
        )

    def _make_visit(self, texts: Texts) -> Visit:
        branch, scanner = self.settings.branch, self.settings.scanner
        visit = Visit(self.house, self._in_force.catalogue, texts, branch, self.clock, scanner=scanner)
        self._tell(visit)
        return visit

    def _tell(self, visit: Visit) -> None:
        found = self._in_force
        idle = IdleLimits.in_seconds(**asdict(found.settings.idle))
        visit.use_rules(found.catalogue, found.branch, idle, found.announcements)

    def _make_paper(self, composer: Composer) -> PaperCare:
        return PaperCare(
            self.writer,
            self.press,
            composer,
            branch=self.settings.branch,
            clock=self.clock,
            paper_mm=self.profile.paper_mm,
            deliver=self._deliver,
            ring=Bell().ring,
            roll_changed=self.visit.roll_changed,
        )

    def _ticket_of(self, job: JobRow) -> Ticket | None:
        ticket_id = job.ticket_id
        return None if ticket_id is None else self.writer.submit(lambda db: load_ticket(db, ticket_id)).result()

    def _printer_changed(self, state: PrinterState) -> None:
        def tell() -> None:
            self.visit.printer_changed(held_because(state), blind=self._changes_paper and not state.sees)
            if self._changes_paper:
                self.paper.restocking.printer_changed(state)

        self._deliver(tell)

    def _slip_moved(self, status: SlipStatus) -> None:
        def tell() -> None:
            self.visit.slip_changed(status)
            self.paper.restocking.slip_changed(status)

        self._deliver(tell)

    def _store_trouble(self, trouble: bool) -> None:
        if not trouble:
            self.writer.submit(lambda _db: self.reserve.keep())  # 16 MB: not on the thread of the screen
        self.visit.store_full(trouble)

    def _change_rules(self, found: HouseRules, rows: list[PackRow]) -> None:
        """Between two visits only; somebody who has just touched the screen ends by the rules they began with."""
        if self.visit.state.resting:
            self._in_force, self.settings = found, found.settings
            self.house.use_rules(found.catalogue, found.branch)
            self._tell(self.visit)
            self.paper.use_branch(found.branch)
            self._rules.begin(found, rows)
            if opening(self.clock.now(), found.branch.hours, found.branch.zone).gives_numbers:
                self.writer.submit(lambda db: lapsing.reopen_day(db, found.branch, self.clock))

    def _close_day(self) -> None:
        branch = self.settings.branch
        now = self.clock.now()
        today = now.astimezone(branch.zone.tz).date().isoformat()
        state = opening(now, branch.hours, branch.zone).state
        if state not in (OpeningState.CLOSED, OpeningState.CLOSED_DAY):
            self._closed_day = ""  # a clock that ran ahead may have closed it too early
        elif not self.visit.open and today != self._closed_day:
            self._closed_day = today
            served = state is OpeningState.CLOSED
            self.writer.submit(lambda db: lapsing.close_day(db, branch, self.clock, even_unbegun=served))

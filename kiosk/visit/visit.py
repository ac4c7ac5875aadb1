"""One participant's visit, from the first touch to the wipe: touches and news go in, one view comes out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.domain.announcing import Announcement
from kiosk.domain.branch import Branch
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.checklist import Checklist
from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import HoldCause
from kiosk.domain.roll import Outlook
from kiosk.domain.slip import SlipStatus
from kiosk.domain.texts import Texts
from kiosk.domain.ticket import Ticket
from kiosk.visit import errands, steps, steps_code, steps_heard, steps_number, views, views_lobby
from kiosk.visit.asking import list_of
from kiosk.visit.desk import Desk
from kiosk.visit.effects import Cancel, Effect, Wipe
from kiosk.visit.idle import BOUNCE_MS, OFFER_MS, PATIENCE_MS, SLIP_ANSWER_MS, UNDO_MS, IdleLimits
from kiosk.visit.lobby import Estimate, Lobby, no_estimate
from kiosk.visit.moves import Step
from kiosk.visit.state import GiveBack, State
from kiosk.visit.view import Presentation, ScreenId, SheetDetail, View


def _nobody() -> None:
    """Nobody looks at this visit yet."""


@dataclass(slots=True)
class _Conditions:
    """What the house says of itself; not the participant's, so the wipe leaves it."""

    printer_problem: HoldCause | None = None
    store_full: bool = False
    roll: Outlook | None = None
    blind_printer: bool = False


class Visit:
    """The visit as its faces see it. Lives on one thread; the desk answers on that same thread."""

    def __init__(
        self,
        desk: Desk,
        catalogue: Catalogue,
        texts: Texts,
        branch: Branch,
        clock: Clock,
        *,
        idle: IdleLimits | None = None,
        on_change: Callable[[], None] = _nobody,
        estimate: Estimate = no_estimate,
        scanner: bool = False,
    ) -> None:
        """Begin at the first screen. `on_change` is called after every change of the view, whoever caused it.

        `scanner`: there is one for the squares of lists and tickets, and the screens say so.
        """
        self.on_change = on_change
        self._desk = desk
        self._catalogue = catalogue
        self._texts = texts
        self._branch = branch
        self._clock = clock
        self._idle = idle or IdleLimits()
        self._estimate = estimate
        self._scanner = scanner
        self._announcements: tuple[Announcement, ...] = ()
        self._conditions = _Conditions()
        self._visit_no = 0
        self._touched_ms = clock.monotonic_ms()
        self._deaf_until_ms = 0
        self._sheet_since_ms: int | None = None
        self._counted_s: int | None = None
        self._drawn: tuple[State, View] | None = None
        self._state = State()
        self._state = self._fresh()

    # What is on the screen

    def view(self) -> View:
        """The present screen, complete."""
        if self._drawn is not None and self._drawn[0] is self._state and not self._counts_down():
            return self._drawn[1]
        lobby = self._lobby()
        if self._sheet_since_ms is not None:
            left_ms = self._sheet_since_ms + self._idle.sheet_ms - lobby.monotonic_ms
            return views_lobby.timeout(self._state, lobby, left_ms, self._idle)
        view = views.shown(self._state, lobby)
        if not self._state.resting:  # an untouched screen lives on for days, and the day changes
            self._drawn = (self._state, view)
        return view

    @property
    def state(self) -> State:
        """The state of this visit, for a face that reports what came of it; a value, not a door."""
        return self._state

    def papers(self) -> Checklist | None:
        """The list this visit has led to so far."""
        return list_of(self._state, self._lobby())

    @property
    def visit_no(self) -> int:
        """Counts wipes: another number, another visit."""
        return self._visit_no

    @property
    def open(self) -> bool:
        """True from the first touch until the wipe."""
        return not self._state.resting

    # What the participant does

    def choose(self, choice_id: str) -> bool:
        """Choose what is offered and enabled now; False, and nothing happens, for anything else.

        A stale or double tap is never an error. Within 700 ms after a wipe nothing is heard.
        """
        if self._deaf() or not _offers(self.view(), choice_id):
            return False
        self._touched_ms = self._clock.monotonic_ms()
        if self._sheet_since_ms is not None:
            self._sheet_since_ms = None
            if choice_id == "continue":
                self._changed()
                return True
        self._apply(steps.chosen(self._state, choice_id, self._lobby()))
        return True

    def type_text(self, text: str) -> None:
        """Text from a scanner or a keyboard; heard only where the view says that it is."""
        if self._deaf() or not self.view().scans:
            return
        self._touched_ms = self._clock.monotonic_ms()
        if not self._state.code.looking:
            self._apply(steps_code.scanned(self._state, text, self._lobby()))

    def touch(self) -> None:
        """A touch anywhere: the person is there."""
        if self._deaf():
            return
        self._touched_ms = self._clock.monotonic_ms()
        if self._sheet_since_ms is not None:
            self._sheet_since_ms = None
            self._changed()

    # What happens by itself

    def tick(self) -> None:
        """Let time do its part: countdowns, idle limits, opening hours. Call a few times a second."""
        if not self._deadline():
            self._idle_out()
        if self._state.resting and self._state.screen is not self._lobby().base_screen:
            self._apply((replace(self._state, screen=self._lobby().base_screen), ()))
        left_s = self._left_s()
        if left_s != self._counted_s:
            self._counted_s = left_s
            self.on_change()

    def slip_changed(self, status: SlipStatus) -> None:
        """News of a paper from the press."""
        self._apply(steps_heard.slip_moved(self._state, status, self._lobby()))

    def printer_changed(self, problem: HoldCause | None, *, blind: bool = False) -> None:
        """What keeps the printer from printing, or None when it is ready; `blind`: it tells nothing of itself."""
        if problem is not self._conditions.printer_problem or blind is not self._conditions.blind_printer:
            self._conditions.printer_problem, self._conditions.blind_printer = problem, blind
            self._changed()

    def roll_changed(self, outlook: Outlook) -> None:
        """How long the paper lasts."""
        if outlook != self._conditions.roll:
            self._conditions.roll = outlook
            self._changed()

    def store_full(self, full: bool) -> None:
        """The disk has no room for a number, or has room again."""
        if full is not self._conditions.store_full:
            self._conditions.store_full = full
            self._settle_base()

    def start_offer(self, ticket: Ticket) -> None:
        """After an unclean stop: offer the last number to whoever stands there; only on an untouched kiosk."""
        if self._state.resting:
            self._apply((replace(self._state, screen=ScreenId.LAST_NUMBER, offered=ticket), ()))

    def use_rules(self, catalogue: Catalogue, branch: Branch, idle: IdleLimits, said: tuple[Announcement, ...]) -> None:
        """Ask by another catalogue and keep other hours from now on; never within a visit, which ends as it began."""
        if not self._state.resting:
            raise RuntimeError("a visit ends by the rules it began with")
        self._catalogue, self._branch, self._idle, self._announcements = catalogue, branch, idle, said
        self._settle_base()

    def wipe(self) -> None:
        """Forget the participant: the state is replaced, nothing is kept aside."""
        if not self._state.resting:
            number, offered = self._state.number, self._state.offered
            self._desk.end_visit(None if number is None else number.ticket.ticket_id)
            if offered is not None:
                self._desk.end_unclaimed(offered.ticket_id)
        self._visit_no += 1
        self._sheet_since_ms = None
        self._state = self._fresh()
        self._touched_ms = self._clock.monotonic_ms()
        self._deaf_until_ms = self._touched_ms + BOUNCE_MS
        self._changed()

    # Within

    def _fresh(self) -> State:
        lobby = self._lobby()
        return State(screen=lobby.base_screen, since_ms=lobby.monotonic_ms)

    def _lobby(self) -> Lobby:
        return Lobby(
            branch=self._branch,
            texts=self._texts,
            catalogue=self._catalogue,
            now=self._clock.now().astimezone(self._branch.zone.tz),
            monotonic_ms=self._clock.monotonic_ms(),
            printer_problem=self._conditions.printer_problem,
            store_full=self._conditions.store_full,
            roll=self._conditions.roll,
            blind_printer=self._conditions.blind_printer,
            estimate=self._estimate,
            scanner=self._scanner,
            announcements=self._announcements,
        )

    def _deaf(self) -> bool:
        return self._clock.monotonic_ms() < self._deaf_until_ms

    def _settle_base(self) -> None:
        if self._state.resting:
            self._state = replace(self._state, screen=self._lobby().base_screen)
        self._changed()

    def _apply(self, step: Step) -> None:
        after, effects = step
        before = self._state
        if after.screen is not before.screen:
            after = replace(after, since_ms=self._clock.monotonic_ms())
        self._state = after
        for effect in effects:
            self._carry_out(effect)
        if after is not before:
            self._changed()

    def _changed(self) -> None:
        self._drawn = None
        self._counted_s = self._left_s()
        self.on_change()

    def _deadline(self) -> bool:
        """Carry out what a countdown decided; True when one did."""
        state = self._state
        waited_ms = self._clock.monotonic_ms() - state.since_ms
        match state.screen:
            case ScreenId.FAREWELL if waited_ms >= UNDO_MS:
                self.wipe()
            case ScreenId.GIVE_BACK if state.giving is GiveBack.PENDING and waited_ms >= UNDO_MS:
                self._apply((replace(state, giving=GiveBack.ASKED), (Cancel(state.giving_code),)))
            case ScreenId.SLIP_CHECK if waited_ms >= SLIP_ANSWER_MS:
                self._apply(steps_number.slip_answered(state, self._lobby(), came_out=False))
            case ScreenId.PRINTING if waited_ms >= PATIENCE_MS:
                self._apply(steps_heard.patience_over(state, self._lobby()))
            case ScreenId.LAST_NUMBER if waited_ms >= OFFER_MS:
                self._apply(steps_number.offer_answered(state, self._lobby(), mine=False))
            case _:
                return False
        return True

    def _idle_out(self) -> None:
        """Ask whether anybody is there; when nobody answers, wipe."""
        now_ms = self._clock.monotonic_ms()
        if self._sheet_since_ms is not None:
            if now_ms - self._sheet_since_ms >= self._idle.sheet_ms:
                self.wipe()
            return
        limit_ms = self._idle.limit_ms(self._state.screen, large=self._state.presentation.large)
        if limit_ms is None or now_ms - max(self._touched_ms, self._state.since_ms) < limit_ms:
            return
        if not self._state.resting:
            self._sheet_since_ms = now_ms
            self._changed()
        elif self._state.presentation != Presentation() or self._state.help_called:
            self.wipe()

    def _left_s(self) -> int | None:
        """The second a countdown shows, so that the view is drawn once a second and not at each tick."""
        detail = self.view().detail if self._counts_down() else None
        return detail.left_s if isinstance(detail, SheetDetail) else None

    def _counts_down(self) -> bool:
        counting = (ScreenId.FAREWELL, ScreenId.GIVE_BACK, ScreenId.SLIP_CHECK, ScreenId.LAST_NUMBER)
        return self._sheet_since_ms is not None or self._state.screen in counting

    def _carry_out(self, effect: Effect) -> None:
        if isinstance(effect, Wipe):
            self.wipe()
            return
        visit_no = self._visit_no
        errands.run(effect, self._desk, lambda heard: self._hear(visit_no, heard))

    def _hear(self, visit_no: int, heard: Callable[[State, Lobby], Step]) -> bool:
        """An answer for a visit that is over is nobody's any more."""
        if visit_no != self._visit_no:
            return False
        self._apply(heard(self._state, self._lobby()))
        return True


def _offers(view: View, choice_id: str) -> bool:
    return any(choice.enabled and choice.choice_id == choice_id for choice in (*view.choices, *view.bar))

"""Holds the one connection to a printer: opens it, configures it each time, finds out how it confirms, lets go."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from printers import logo
from printers.clock import ClockMs
from printers.conversation import Conversation
from printers.profiles import Confirmation, Profile
from printers.protocol import ASK_FENCE, ENABLE_AUTO_STATUS, Event, FenceAnswer, KeyList, Printed, ask_printed
from printers.status import UNPLUGGED, Cover, Link, Paper, Status, Trouble
from printers.transport.base import LinkLostError, Transport, TransportError

OPEN_WITHIN_MS: Final = 1000
FENCE_WITHIN_MS: Final = 500
TRIAL_TOKEN: Final = b"~~~~"
"""A process id that no job has before the 81 millionth."""
QUIET_MS: Final = 200
ASK_AGAIN_MS: Final = 30_000
"""A printer that never said a word may only have been starting up."""
REFUSED_FOR_MS: Final = 10_000
"""How long a printer that says nothing is left alone after it stopped taking bytes."""
LOGO_WITHIN_MS: Final = 3000
MUTE_READINGS: Final = 2
"""After so many readings without an answer the line is taken for dead and opened anew."""


class Wire:
    """Connected or not; `read_status` connects by itself. Nothing here raises but what `talk` says."""

    def __init__(
        self,
        transport_factory: Callable[[], Transport],
        profile: Profile,
        clock_ms: ClockMs,
        aside: Callable[[Event], None],
    ) -> None:
        self._new_transport = transport_factory
        self._profile = profile
        self._clock_ms = clock_ms
        self._aside = aside
        self._transport: Transport | None = None
        self._talk: Conversation | None = None
        self._mute_readings = 0
        self._best_shown = Confirmation.NONE
        self._refused_ms: int | None = None
        self._logo_written = False
        self._proof_tried = False
        self._falls_short = False
        self._silent_ms: int | None = None
        self.reason = "not connected yet"

    @property
    def talk(self) -> Conversation:
        """The open conversation. Raises LinkLostError without one."""
        if self._talk is None:
            raise LinkLostError(self.reason or "not connected")
        return self._talk

    @property
    def hears(self) -> bool:
        """Something can come back."""
        return self._transport is not None and self._transport.two_way

    @property
    def confirmation(self) -> Confirmation:
        """What the family is known for; or, where that is not assured, the best that this printer has shown.

        A model that answers fences and no process ids is taken at its word, whatever its family is known for.
        """
        if self._transport is not None and not self._transport.two_way:
            return Confirmation.NONE
        if not self._profile.assured:
            return self._best_shown
        return Confirmation.FENCE if self._falls_short else self._profile.confirmation

    def read_status(self) -> Status:
        """A reading, connecting first where needed. Unknown when the printer does not answer, never good."""
        try:
            self._connect()
            if not self.hears or (self._profile.assured and self._profile.confirmation is Confirmation.NONE):
                return self._blind()
            if self._known_silent():
                return self._blind()
            status = self.talk.read_status()
        except TransportError as error:
            self.close()
            self.reason = str(error)
            return UNPLUGGED
        return self._judge(status)

    def _blind(self) -> Status:
        """The printer says nothing; its port may still know that the paper is out, never that all is well.

        One that has just stopped taking bytes has no paper, or an open lid: it is given time before the next try.
        """
        if self._transport is not None and self._transport.paper_out():
            return Status(link=Link.UP, paper=Paper.OUT, cover=Cover.CLOSED, offline=True)
        if self._refused_ms is not None and self._clock_ms() - self._refused_ms < REFUSED_FOR_MS:
            return Status(link=Link.UP)
        return Status(link=Link.UP, sees=False)

    def refused(self) -> None:
        """A slip was to be sent, and the printer took nothing, or only a part of it."""
        self._refused_ms = self._clock_ms()

    def _known_silent(self) -> bool:
        """Asked not long ago, and has never said a word: printing need not wait for that again."""
        if self._silent_ms is None or self._clock_ms() - self._silent_ms >= ASK_AGAIN_MS:
            return False
        self.talk.drain()
        return not self.talk.heard

    def configure(self) -> None:
        """Ask for pushed states; needed anew after each connect, and after each slip, whose `ESC @` undoes it."""
        if self._profile.pushes_status and self.hears:
            self.talk.say(ENABLE_AUTO_STATUS)

    def synchronize(self) -> bool:
        """Let answers to forgotten fences come in and go; False when the printer answers none."""
        self.talk.say(ASK_FENCE)
        answered = self.talk.listen_for(FenceAnswer, FENCE_WITHIN_MS) is not None
        while answered and self.talk.listen_for(FenceAnswer, QUIET_MS) is not None:
            pass
        return answered

    def close(self) -> None:
        """Let go; the next reading connects anew."""
        if self._transport is not None:
            self._transport.close()
        self._transport, self._talk = None, None
        self._mute_readings = 0
        self._silent_ms = None
        self._proof_tried = False

    def _connect(self) -> None:
        if self._talk is not None:
            return
        transport = self._new_transport()
        try:
            transport.open(OPEN_WITHIN_MS)
        except TransportError:
            transport.close()
            raise
        self._transport = transport
        self._talk = Conversation(transport, self._clock_ms, self._aside, full_status=self._profile.full_status)
        self.reason = ""
        self.configure()

    def _judge(self, status: Status) -> Status:
        """Draw the conclusions of one reading about the printer's way to confirm, and about the line."""
        if status.trouble is not Trouble.MUTE:
            self._mute_readings = 0
            self._learn(status)
            return status
        if not self._profile.assured and self._best_shown is Confirmation.NONE and not self.talk.heard:
            self._silent_ms = self._clock_ms()
            return self._blind()
        self._mute_readings += 1
        if self._mute_readings >= MUTE_READINGS:
            self.close()
            self.reason = "connected, but the printer does not answer"
        return status

    def _learn(self, status: Status) -> None:
        """Try once a connection what the family is known for; a moment's silence takes nothing away."""
        if not self._profile.assured and self._best_shown is Confirmation.NONE:
            self._best_shown = Confirmation.STATUS_ONLY
        if status.trouble is not None or self._proof_tried:
            return
        self._proof_tried = True
        with suppress(TransportError):
            match self._profile.confirmation:
                case Confirmation.PROCESS_ID:
                    self._try_process_id()
                case Confirmation.FENCE if not self._profile.assured and self.synchronize():
                    self._best_shown = Confirmation.FENCE
                case _:
                    pass

        if self._profile.nv_logo:
            with suppress(TransportError):
                self._keep_logo()

    def _keep_logo(self) -> None:
        """Where the printer says that it has none: once in the life of this process, for its memory wears out."""
        self.talk.say(logo.LIST_KEYS)
        kept = self.talk.listen_for(KeyList, FENCE_WITHIN_MS)
        if kept is None:
            return
        self.talk.say(logo.ACKNOWLEDGE)
        known = logo.KEY in kept.keys or kept.more
        if not known and not self._logo_written:
            self._logo_written = True
            self.talk.say(logo.definition(), LOGO_WITHIN_MS)

    def _try_process_id(self) -> None:
        self.talk.say(ask_printed(TRIAL_TOKEN))
        if self.talk.listen_for(Printed, FENCE_WITHIN_MS):
            self._falls_short, self._best_shown = False, Confirmation.PROCESS_ID
        elif self.synchronize():
            self._falls_short, self._best_shown = True, Confirmation.FENCE

"""Finds out what stands at the end of a line: who made it, which family it is, and how it proves a slip, by trying."""

from dataclasses import dataclass
from typing import Final

from printers.clock import ClockMs
from printers.conversation import Conversation
from printers.profiles import Confirmation, Profile, names, profile
from printers.protocol import (
    ASK_FENCE,
    ASK_MAKER,
    ASK_MODEL,
    Event,
    FenceAnswer,
    Info,
    Printed,
    ask_printed,
)
from printers.status import Status, Trouble
from printers.transport.base import Transport

OPEN_WITHIN_MS: Final = 1000
ANSWER_WITHIN_MS: Final = 700
TOKEN: Final = b"~~~}"
UNKNOWN: Final = "generic-80"
"""The most careful family: what nobody knows is taken for it."""
SAME_MAKER: Final = {"epson": "epson-80"}
"""A model that no family names still speaks its maker's language."""


@dataclass(frozen=True, slots=True)
class Found:
    """What there is. `maker` and `model` in the printer's own words; empty when it does not say."""

    maker: str
    model: str
    family: Profile
    confirmation: Confirmation
    status: Status
    """At the moment of asking; a printer with a trouble shows nothing else."""

    @property
    def recognized(self) -> bool:
        """It said who it is, or answered as only one family does."""
        return self.family.name != UNKNOWN


def probe(transport: Transport, clock_ms: ClockMs) -> Found:
    """Ask the printer at the end of this unopened line. Prints nothing. Raises TransportError when nobody is there."""
    transport.open(OPEN_WITHIN_MS)
    try:
        return _Probe(transport, clock_ms).run()
    finally:
        transport.close()


class _Probe:
    def __init__(self, transport: Transport, clock_ms: ClockMs) -> None:
        self._transport = transport
        self._clock_ms = clock_ms
        self._talk = Conversation(transport, clock_ms, _aside)

    def run(self) -> Found:
        if not self._transport.two_way:
            return Found("", "", profile(UNKNOWN), Confirmation.NONE, Status(sees=False))
        status = self._talk.read_status()
        if status.trouble not in (None, Trouble.MUTE):  # it would answer the rest only when that is mended
            return Found("", "", profile(UNKNOWN), Confirmation.STATUS_ONLY, status)
        maker, model = self._asked(ASK_MAKER), self._asked(ASK_MODEL)
        family = family_of(maker, model)
        if family is None or family.full_status:
            full = Conversation(self._transport, self._clock_ms, _aside, full_status=True).read_status()
            if full.trouble is not Trouble.MUTE:
                family, status = family or profile("custom-80"), full
        family = family or profile(UNKNOWN)
        return Found(maker, model, family, self._confirmation(family, status), status)

    def _asked(self, question: bytes) -> str:
        self._talk.say(question)
        told = self._talk.listen_for(Info, ANSWER_WITHIN_MS)
        return "" if told is None else told.text

    def _confirmation(self, family: Profile, status: Status) -> Confirmation:
        """The best that it shows now. GS ( H only where the family may know it: others print it."""
        if family.full_status and status.trouble is not Trouble.MUTE:
            return Confirmation.TICKET_TAKEN
        if family.confirmation is Confirmation.PROCESS_ID and self._answers(ask_printed(TOKEN), Printed):
            return Confirmation.PROCESS_ID
        if self._answers(ASK_FENCE, FenceAnswer):
            return Confirmation.FENCE
        return Confirmation.NONE if status.trouble is Trouble.MUTE else Confirmation.STATUS_ONLY

    def _answers(self, question: bytes, wanted: type[Event]) -> bool:
        self._talk.drain()
        self._talk.say(question)
        return self._talk.listen_for(wanted, ANSWER_WITHIN_MS) is not None


def _aside(_event: Event) -> None:
    """What nobody asked for."""


def family_of(maker: str, model: str) -> Profile | None:
    """The family that a printer of this maker and model belongs to; None when none knows it."""
    said = f"{maker} {model}".lower()
    families = [profile(name) for name in names()]
    named = [family for family in families if any(word in said for word in family.recognized_by)]
    made = [profile(name) for maker_word, name in SAME_MAKER.items() if maker_word in said]
    return next(iter(named + made), None)

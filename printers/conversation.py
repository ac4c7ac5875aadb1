"""One connection's talk with a printer: questions in order, answers sorted, stale words thrown away."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from printers.clock import ClockMs
from printers.protocol import (
    ASK_FULL_STATUS,
    AutoStatus,
    Event,
    FullStatus,
    Garbage,
    Question,
    RealTimeAnswer,
    ask,
)
from printers.status import Link, Status, from_answers, from_full_status
from printers.status_stream import StatusStream
from printers.transport.base import Transport

E = TypeVar("E")

ANSWER_WITHIN_MS: Final = 500
WRITE_WITHIN_MS: Final = 2000
ERROR_BITS: Final = 0x40


class Conversation:
    """Asks and listens. Events that nobody waits for go to `aside`, whenever they come."""

    def __init__(
        self, transport: Transport, clock_ms: ClockMs, aside: Callable[[Event], None], *, full_status: bool = False
    ) -> None:
        """`full_status`: ask for everything in one answer, in Custom's words."""
        self._transport = transport
        self._clock_ms = clock_ms
        self._aside = aside
        self._full_status = full_status
        self._stream = StatusStream(full_status=full_status)
        self.heard = False
        """Something that is an answer has come on this connection."""

    def say(self, data: bytes, within_ms: int = WRITE_WITHIN_MS) -> None:
        """Hand bytes over. Raises WriteStoppedError."""
        self._transport.write(data, within_ms)

    def listen(self, within_ms: int) -> list[Event]:
        """What comes within that time, at the first moment at which something does. Raises LinkLostError."""
        events = self._stream.feed(self._transport.read(within_ms))
        self.heard = self.heard or any(not isinstance(event, Garbage) for event in events)
        return events

    def drain(self) -> None:
        """Read off what came unasked: a late answer must not pass for the next one."""
        while events := self.listen(0):
            self._pass(events)
        self._stream.forget()

    def listen_for(self, wanted: type[E], within_ms: int) -> E | None:
        """Wait for an event of one kind; every event, that one too, goes to `aside`. None when it does not come."""
        until_ms = self._clock_ms() + within_ms
        while (left_ms := until_ms - self._clock_ms()) > 0:
            events = self.listen(left_ms)
            self._pass(events)
            found = next((event for event in events if isinstance(event, wanted)), None)
            if found is not None:
                return found
        return None

    def read_status(self) -> Status:
        """A fresh reading by DLE EOT. What is not answered in time, or drowned in garbage, stays unknown."""
        self.drain()
        if self._full_status:
            return self._read_full_status()
        answers: dict[Question, int] = {}
        for question in (Question.OFFLINE_CAUSE, Question.PAPER):
            if not self._ask(question, answers):
                return from_answers(answers)
        if answers[Question.OFFLINE_CAUSE] & ERROR_BITS:
            self._ask(Question.ERROR_CAUSE, answers)
        return from_answers(answers)

    def _read_full_status(self) -> Status:
        self.say(ASK_FULL_STATUS)
        until_ms = self._clock_ms() + ANSWER_WITHIN_MS
        while (left_ms := until_ms - self._clock_ms()) > 0:
            events = self.listen(left_ms)
            self._pass(events)
            mine = [event for event in events if isinstance(event, FullStatus)]
            if any(isinstance(event, Garbage) for event in events) or len(mine) > 1:
                break
            if mine:
                return from_full_status(mine[0])
        return Status(link=Link.UP)

    def _ask(self, question: Question, answers: dict[Question, int]) -> bool:
        """One question at a time: which one a byte answers, only the order tells."""
        self.say(ask(question))
        until_ms = self._clock_ms() + ANSWER_WITHIN_MS
        while (left_ms := until_ms - self._clock_ms()) > 0:
            events = self.listen(left_ms)
            mine = [event for event in events if isinstance(event, RealTimeAnswer)]
            self._pass(event for event in events if not isinstance(event, RealTimeAnswer))
            if any(isinstance(event, Garbage) for event in events) or len(mine) > 1:
                return False
            if mine:
                answers[question] = mine[0].value
                return True
        return False

    def _pass(self, events: Iterable[Event]) -> None:
        for event in events:
            self._aside(event)


def pushed(events: Iterable[Event]) -> AutoStatus | None:
    """The newest state that the printer pushed by itself."""
    return next((event for event in reversed(list(events)) if isinstance(event, AutoStatus)), None)

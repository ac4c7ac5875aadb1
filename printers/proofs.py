"""What a printer has said about slips: the proof of the one being printed, and proofs that come late."""

from typing import Final

from printers.protocol import AutoStatus, Event, FenceAnswer, FullStatus, Garbage, Printed, token_of

REMEMBERED_TOKENS: Final = 256
FENCES: Final = 2
"""Answers that prove a slip, neither more nor less."""


class Proofs:
    """Hears every event of a conversation. A fence has no name: one that is owed by an old slip proves nothing."""

    def __init__(self) -> None:
        self.fence_owed = False
        """A fence was sent and its answer has not come: it may still come, on the next connection too."""
        self.full: FullStatus | None = None
        """The newest of Custom's answers since `begin`."""
        self._tokens: dict[bytes, int] = {}
        self._late: list[int] = []
        self._token: bytes | None = None
        self._printed = False
        self._fences: list[FenceAnswer] = []
        self._noise = False
        self._pushed: AutoStatus | None = None

    def begin(self) -> None:
        """A slip is about to be sent; nothing heard so far is about it."""
        self.full, self._pushed = None, None
        self._printed, self._fences, self._noise = False, [], False

    def expect_token(self, job_id: int) -> bytes:
        """The slip is proved by this process id."""
        token = token_of(job_id)
        self._token = token
        self._tokens[token] = job_id
        while len(self._tokens) > REMEMBERED_TOKENS:
            del self._tokens[next(iter(self._tokens))]
        return token

    def hear(self, event: Event) -> None:
        """Something came, wanted or not."""
        match event:
            case Printed(token):
                if token == self._token:
                    self._printed = True
                elif token in self._tokens:
                    self._late.append(self._tokens.pop(token))
            case FenceAnswer() if self.fence_owed:
                self._fences.append(event)
            case AutoStatus():
                self._pushed = event
            case FullStatus():
                self.full = event
            case Garbage():
                self._noise = True
            case _:
                pass

    @property
    def proved(self) -> bool:
        """The slip is on paper."""
        return self._printed or (len(self._fences) == FENCES and self._clean)

    @property
    def half_proved(self) -> bool:
        """A first fence has answered. A nameless byte may be noise: it counts when a second one follows it."""
        return len(self._fences) == 1 and self._clean

    @property
    def _clean(self) -> bool:
        return not self._noise and not any(fence.paper_out for fence in self._fences)

    def take_pushed(self) -> AutoStatus | None:
        """The newest state that the printer pushed by itself, once."""
        pushed, self._pushed = self._pushed, None
        return pushed

    def settle(self) -> None:
        """The slip is confirmed: nothing about it is outstanding."""
        if self._token is not None:
            self._tokens.pop(self._token, None)
        self.fence_owed = False

    def end(self, *, watched: bool) -> None:
        """The slip is over, one way or another. Its process id may still come, and counts if all was `watched`."""
        self._token = None
        if not watched:
            self.give_up_waiting()

    def give_up_waiting(self) -> None:
        """Nobody sees what happens at the printer: a roll that is changed now tears a slip that is "printed" later."""
        self._tokens = {token: job for token, job in self._tokens.items() if token == self._token}

    def take_late(self) -> tuple[int, ...]:
        """Jobs whose proof came after they had been given up; each is told once."""
        late, self._late = tuple(self._late), []
        return late

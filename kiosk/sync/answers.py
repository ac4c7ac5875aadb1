"""What the hub can say to a kiosk, as values; each is met by exactly one branch of a run."""

from dataclasses import dataclass

from kiosk.wire.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Accepted:
    """The hub signed for a batch."""

    receipt: Receipt
    data: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """The hub is not that far: go on after `last_seq`, if `last_hash` is on our chain."""

    last_seq: int
    last_hash: bytes | None


@dataclass(frozen=True, slots=True)
class Fork:
    """The hub holds another event under `seq`."""

    seq: int


@dataclass(frozen=True, slots=True)
class TooLarge:
    """Send half as much."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Come back in `retry_after_s` seconds."""

    retry_after_s: int


@dataclass(frozen=True, slots=True)
class Denied:
    """The hub says no: `error` is its code, `sentence` for TI."""

    error: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No whole answer came; whether the hub took anything is unknown, and harmless. `slow`: not within its time."""

    sentence: str
    slow: bool = False


Trouble = Busy | Denied | Unreachable
Answer = Accepted | Gap | Fork | TooLarge | Trouble

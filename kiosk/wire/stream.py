"""Which run of events is meant: one kiosk of one branch in one epoch."""

from dataclasses import dataclass
from typing import Any

from kiosk.wire.fields import Fields
from kiosk.wire.line import genesis


@dataclass(frozen=True, slots=True)
class Stream:
    """`epoch` is a whole number below 2**63 (second the store began, then 20 random bits): newer ones are higher."""

    branch: str
    kiosk: str
    epoch: int

    @property
    def genesis(self) -> bytes:
        """The hash before the first event."""
        return genesis(self.kiosk, self.epoch)

    def told(self) -> dict[str, Any]:
        """As fields of a header."""
        return {"branch": self.branch, "kiosk": self.kiosk, "epoch": self.epoch}


def read_stream(fields: Fields) -> Stream:
    """The stream a header names; Refused when it names none."""
    return Stream(fields.id("branch"), fields.id("kiosk"), fields.whole("epoch", least=1))

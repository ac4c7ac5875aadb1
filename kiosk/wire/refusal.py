"""Why something that travelled is not taken: a code for programs, a sentence for the people at either end."""

from enum import StrEnum


class Reason(StrEnum):
    """The codes; they travel as `error` in an answer of the hub (docs/sync.md), so none is ever renamed."""

    NO_ENVELOPE = "no-envelope"
    WRONG_KIND = "wrong-kind"
    UNKNOWN_KEY = "unknown-key"
    BAD_SIGNATURE = "bad-signature"
    TOO_LARGE = "too-large"
    BAD_HEADER = "bad-header"
    BAD_CONTENTS = "bad-contents"
    BROKEN_CHAIN = "broken-chain"
    BAD_KEY = "bad-key"


class Refused(ValueError):  # noqa: N818 - what it says is what happened
    """Bytes from outside that are not taken; nothing was changed by looking at them."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason

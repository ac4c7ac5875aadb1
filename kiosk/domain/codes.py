"""One family of codes on every slip: type letter, Crockford base32, and a check character for human fingers."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O, U (https://www.crockford.com/base32.html)."""
BODY_CHARS: Final = 5
BODY_BITS: Final = 5 * BODY_CHARS
LENGTH: Final = BODY_CHARS + 2
"""Type letter, body, check character."""
QR_PREFIX: Final = "PASTI:"
"""What comes before the code in every QR of ours; stays in a QR's compact character set."""

CASE_BITS: Final = 11
CATALOGUE_BITS: Final = BODY_BITS - CASE_BITS

_VALUE: Final = {char: value for value, char in enumerate(ALPHABET)}
_LOOKALIKES: Final = str.maketrans("OIL", "011")
_SEPARATORS: Final = re.compile(r"[\s\-–—_.]+")
_FIELD_POLYNOMIAL: Final = 0b100101  # x^5 + x^2 + 1, primitive: powers of x run through all 31 values


class CodeKind(StrEnum):
    """What a code leads to: its first letter."""

    TICKET = "T"
    CHECKLIST = "S"
    COMPLAINT = "P"
    SLOT = "J"


class CodeProblem(StrEnum):
    """Why typed or scanned text is no code."""

    EMPTY = "empty"
    UNKNOWN_KIND = "unknown-kind"
    WRONG_LENGTH = "wrong-length"
    WRONG_CHARACTER = "wrong-character"
    WRONG_CHECK = "wrong-check"


@dataclass(frozen=True, slots=True)
class Code:
    """A code that holds together. `body` is its number, below 2**25."""

    kind: CodeKind
    text: str
    """As stored: no blanks, e.g. 'T7K3M9Q'."""
    body: int


def mint(kind: CodeKind, body: int) -> str:
    """The code of `kind` for `body`; ValueError when it needs more than 25 bits."""
    if not 0 <= body < 1 << BODY_BITS:
        raise ValueError(f"{body} does not fit into {BODY_CHARS} characters")
    chars = "".join(ALPHABET[body >> shift & 31] for shift in range(BODY_BITS - 5, -1, -5))
    return kind + chars + ALPHABET[_check(kind + chars)]


def mint_checklist(case_no: int, catalogue_no: int) -> str:
    """The code of a checklist: case (below 2048) of a catalogue version (below 16384); ValueError beyond."""
    if not (0 <= case_no < 1 << CASE_BITS and 0 <= catalogue_no < 1 << CATALOGUE_BITS):
        raise ValueError(f"case {case_no} of catalogue {catalogue_no} has no code")
    return mint(CodeKind.CHECKLIST, case_no << CATALOGUE_BITS | catalogue_no)


def parse_checklist(code: Code) -> tuple[int, int]:
    """(case number, catalogue number) of a checklist's code."""
    if code.kind is not CodeKind.CHECKLIST:
        raise ValueError(f"{code.text} is no checklist's code")
    return code.body >> CATALOGUE_BITS, code.body & (1 << CATALOGUE_BITS) - 1


def parse(typed: str) -> Code | CodeProblem:
    """What was typed, or scanned from a QR of ours. Forgives case, blanks, dashes, O for 0, I and L for 1."""
    if QR_PREFIX in typed:
        scanned = typed.partition(QR_PREFIX)[2].split()
        typed = scanned[0].partition("/")[0] if scanned else ""  # what a list's square carries beside its code
    text = _SEPARATORS.sub("", typed).upper().translate(_LOOKALIKES)
    problem = _problem(text)
    if problem is not None:
        return problem
    body = 0
    for char in text[1:-1]:
        body = body << 5 | _VALUE[char]
    return Code(CodeKind(text[0]), text, body)


def grouped(code: str) -> str:
    """A code for the eye, in two groups: 'T7K 3M9Q'."""
    return f"{code[:3]} {code[3:]}"


def qr_text(code: str) -> str:
    """A code as a QR carries it."""
    return QR_PREFIX + code


def _problem(text: str) -> CodeProblem | None:
    if not text:
        return CodeProblem.EMPTY
    if text[0] not in set(CodeKind):
        return CodeProblem.UNKNOWN_KIND
    if len(text) != LENGTH:
        return CodeProblem.WRONG_LENGTH
    if not set(text) <= set(ALPHABET):
        return CodeProblem.WRONG_CHARACTER
    return None if _VALUE[text[-1]] == _check(text[:-1]) else CodeProblem.WRONG_CHECK


def _check(text: str) -> int:
    # A linear code over the field of 32: every character is weighed by another power of x. A single error e adds
    # x^i·e, a swap of neighbours a, b adds (x^i + x^(i+1))·(a + b): neither is ever zero, nor hidden by the check
    # character itself, whose weight is x^0.
    total = 0
    for char in text:
        total = _times_x(total ^ _VALUE[char])
    return total


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD_POLYNOMIAL if doubled & 32 else doubled

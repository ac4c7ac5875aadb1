"""What the square on a list of papers carries: its typed code, the day, the answers, and what was at hand.

No name and no number of anybody is in it, and nothing of it is kept anywhere else. Answers and papers are named by
marks, short hashes of their ids, so that a later catalogue still knows those it has kept and drops those it has not.
The same square without answers stands on posters and leaflets (`list_qr_text(code, day)`).
"""

import hashlib
import zlib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, TypeVar

from kiosk.domain.checklist import Held
from kiosk.domain.codes import ALPHABET, QR_PREFIX, Code, CodeKind, CodeProblem, parse, parse_checklist

Named = TypeVar("Named", bound=Hashable)

DIVIDER: Final = "/"
"""Between typed code and the rest; stays in a QR's compact character set."""
FORMAT: Final = 1
FIRST_DAY: Final = date(2020, 1, 1)
MOST_ANSWERS: Final = 31
MOST_ITEMS: Final = 63
CHECK_CHARS: Final = 7

_FORMAT_BITS: Final = 5
_DAY_BITS: Final = 15
_ANSWERS_BITS: Final = 5
_ANSWER_BITS: Final = 20
_ITEMS_BITS: Final = 6
_ITEM_BITS: Final = 20
_VALUE: Final = {char: value for value, char in enumerate(ALPHABET)}


@dataclass(frozen=True, slots=True)
class ListCode:
    """A list of papers, as its code or its square brings it back."""

    code: str
    case_no: int
    """Of a case, or of a need whose case was still open."""
    catalogue_no: int
    printed: date | None = None
    """When the list was made; None for a typed code."""
    answers: frozenset[int] = frozenset()
    """Marks of the answers; none for a typed code."""
    held: Mapping[int, Held] = field(default_factory=dict)
    """By mark of the item: what was ticked."""


def list_qr_text(
    code: str, printed: date, answers: Iterable[tuple[str, str]] = (), held: Mapping[str, Held] | None = None
) -> str:
    """The text of a list's square. `code`: from `mint_checklist`; `answers`: (question, answer); `held`: by item id.

    More than 31 answers or 63 items are left out at the end: what is missing is asked again.
    """
    bits = _Bits()
    bits.add(FORMAT, _FORMAT_BITS)
    bits.add(min(max((printed - FIRST_DAY).days, 0), (1 << _DAY_BITS) - 1), _DAY_BITS)
    marks = [answer_mark(*answer) for answer in answers][:MOST_ANSWERS]
    bits.add(len(marks), _ANSWERS_BITS)
    for mark in marks:
        bits.add(mark, _ANSWER_BITS)
    items = list((held or {}).items())[:MOST_ITEMS]
    bits.add(len(items), _ITEMS_BITS)
    for item_id, now in items:
        bits.add(item_mark(item_id) << 1 | (now is Held.HAVE), _ITEM_BITS)
    payload = bits.text()
    return f"{QR_PREFIX}{code}{DIVIDER}{payload}{_check(code + payload)}"


def read_list(typed: str) -> ListCode | Code | CodeProblem:
    """What was typed or scanned: a list, another code of the family, or why it is none.

    A square whose rest does not hold together is refused as a whole: what a camera reads is right or is not ours.
    """
    code = parse(typed)
    if isinstance(code, CodeProblem) or code.kind is not CodeKind.CHECKLIST:
        return code
    case_no, catalogue_no = parse_checklist(code)
    scanned = typed.partition(QR_PREFIX)[2].split()
    payload = scanned[0].partition(DIVIDER)[2] if scanned else ""
    if not payload:
        return ListCode(code.text, case_no, catalogue_no)
    body, check = payload[:-CHECK_CHARS], payload[-CHECK_CHARS:]
    if check != _check(code.text + body):
        return CodeProblem.WRONG_CHECK
    try:
        return _unpacked(code.text, case_no, catalogue_no, _Reader(body))
    except (EOFError, KeyError):
        return CodeProblem.WRONG_CHECK


def answer_mark(fact_id: str, answer_id: str) -> int:
    """The mark of one answer to one question; 'Tidak yakin' is an answer too."""
    return _mark(f"{fact_id}={answer_id}", _ANSWER_BITS)


def item_mark(item_id: str) -> int:
    """The mark of one item of a list."""
    return _mark(item_id, _ITEM_BITS - 1)


def known_by_mark(marks: Iterable[int], named: Mapping[Named, int]) -> list[Named]:
    """Of `named` (something to its mark) those whose mark is among `marks`; what two share is nobody's."""
    wanted = set(marks)
    counted = Counter(named.values())
    return [one for one, mark in named.items() if mark in wanted and counted[mark] == 1]


def _unpacked(code: str, case_no: int, catalogue_no: int, bits: "_Reader") -> ListCode | CodeProblem:
    if bits.take(_FORMAT_BITS) != FORMAT:
        return ListCode(code, case_no, catalogue_no)  # a later kiosk's square: its typed code still counts
    printed = FIRST_DAY + timedelta(days=bits.take(_DAY_BITS))
    answers = frozenset([bits.take(_ANSWER_BITS) for _ in range(bits.take(_ANSWERS_BITS))])
    held: dict[int, Held] = {}
    for _ in range(bits.take(_ITEMS_BITS)):
        item = bits.take(_ITEM_BITS)
        held[item >> 1] = Held.HAVE if item & 1 else Held.MISSING
    return ListCode(code, case_no, catalogue_no, printed, answers, held)


def _mark(text: str, bits: int) -> int:
    return int.from_bytes(hashlib.blake2s(text.encode(), digest_size=4).digest(), "big") >> 32 - bits


def _check(text: str) -> str:
    """CRC-32, which no single wrong character escapes."""
    value = zlib.crc32(text.encode())
    return "".join(ALPHABET[value >> shift & 31] for shift in range(5 * (CHECK_CHARS - 1), -1, -5))


class _Bits:
    def __init__(self) -> None:
        self._value = 0
        self._length = 0

    def add(self, value: int, bits: int) -> None:
        self._value = self._value << bits | value
        self._length += bits

    def text(self) -> str:
        spare = -self._length % 5
        value, chars = self._value << spare, (self._length + spare) // 5
        return "".join(ALPHABET[value >> 5 * at & 31] for at in range(chars - 1, -1, -1))


class _Reader:
    def __init__(self, text: str) -> None:
        self._value = 0
        for char in text:
            self._value = self._value << 5 | _VALUE[char]
        self._left = 5 * len(text)

    def take(self, bits: int) -> int:
        """The next bits; EOFError when there are no more."""
        self._left -= bits
        if self._left < 0:
            raise EOFError
        return self._value >> self._left & (1 << bits) - 1

"""Which digits come next: a pure rule over what was given already."""

from kiosk.domain.branch import DigitRange

_THOUSAND = 1000


def next_number(highest: int | None, floor: int | None, digits: DigitRange) -> int:
    """The number after `highest` (None: the first), not below `floor`, inside this kiosk's digits.

    A range used up goes on in its own thousand: 001–499, then 1001–1499, 2001–2499, so that two kiosks with disjoint
    ranges never meet. ValueError for a range that does not lie inside 1–999.
    """
    if not 1 <= digits.first <= digits.last < _THOUSAND:
        raise ValueError(f"a kiosk's digits lie between 1 and 999, not {digits.first}–{digits.last}")
    wanted = max(digits.first if highest is None else highest + 1, floor or 0)
    return _at_or_after(wanted, digits)


def free_hundred(known: int, digits: DigitRange) -> int:
    """Where digits go on after a restore: the next hundred above the highest `known` number, inside the range."""
    return _at_or_after((known // 100 + 1) * 100, digits)


def _at_or_after(wanted: int, digits: DigitRange) -> int:
    thousand, rest = divmod(wanted, _THOUSAND)
    if rest > digits.last:
        return (thousand + 1) * _THOUSAND + digits.first
    return thousand * _THOUSAND + max(rest, digits.first)

"""QR codes as squares: for printers that cannot draw them, and for knowing how long those that can will make them."""

from typing import Any, Final

QUIET_MODULES: Final = 4
"""Blank border that scanners need (ISO/IEC 18004)."""

MASKS: Final = 8


def modules_across(text: str) -> int:
    """Modules along one side of the code for `text` at level M, without the quiet border."""
    code = _code(text)
    return 17 + 4 * int(code.best_fit(start=1))


def matrix(text: str, mask: int | None = None) -> list[list[bool]]:
    """The code for `text` at level M, without the quiet border; `mask` 0 to 7 forces one of the eight patterns."""
    code = _code(text, mask)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def _code(text: str, mask: int | None = None) -> Any:
    import qrcode  # here: only papers with a code pay for it

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=mask)
    code.add_data(text)
    return code

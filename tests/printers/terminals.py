"""Pseudo-terminals, which stand in for USB and serial ports; not every machine gives them."""

import functools
import os
import pty


@functools.cache
def why_none() -> str | None:
    """The reason why this machine gives no pseudo-terminals (a container without /dev/pts); None where it does."""
    try:
        ends = pty.openpty()
    except OSError as error:
        return f"this machine gives no pseudo-terminals: {error}"
    for end in ends:
        os.close(end)
    return None

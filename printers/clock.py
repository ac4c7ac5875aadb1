"""How the device world is told the time; it never asks for it itself."""

from collections.abc import Callable

ClockMs = Callable[[], int]
"""Monotonic milliseconds."""

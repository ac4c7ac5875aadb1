"""Is there a screen to open a window on? Asked before anything heavy is read."""

import os


def display_problem() -> str | None:
    """Why no window can be opened here; None when one can."""
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"):
        return None
    return "Tidak ada layar (DISPLAY dan WAYLAND_DISPLAY kosong); kiosk hanya berjalan tanpa jendela."

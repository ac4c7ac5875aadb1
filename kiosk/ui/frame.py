"""Where the fixed things of a screen are: header, head, body, bar; portrait, landscape, low and large panels."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize

from kiosk.domain.branch import Panel
from kiosk.ui.kit.action_bar import bar_height, page_gap
from kiosk.ui.look import Look


@dataclass(frozen=True, slots=True)
class Frame:
    """Places in px of the window."""

    header: QRect
    head: QRect
    """Where steps, title, lead and drawing may go; in portrait its height is decided by its contents."""
    body: QRect
    """In portrait its top moves down with the head."""
    bar: QRect
    reach_top: int


def canvas_of(panel: Panel, window: QSize) -> QRect:
    """The part of a window with the panel's own proportions, in its px; all of it when they differ by under 2 %."""
    wide, high = window.width(), max(1, window.height())
    wanted = panel.width_mm / panel.height_mm
    if abs(wide / high / wanted - 1) < 0.02:
        return QRect(0, 0, wide, high)
    if wide / high > wanted:
        narrow = round(high * wanted)
        return QRect((wide - narrow) // 2, 0, narrow, high)
    low = round(wide / wanted)
    return QRect(0, (high - low) // 2, wide, low)


def frame_of(look: Look, *, has_bar: bool, header_px: int) -> Frame:
    """The frame for `look`; without a bar the body reaches down to the margin."""
    margin = look.grid("margin")
    high = bar_height(look)
    bar = QRect(0, look.height - high, look.width, high)
    bottom = bar.top() - page_gap(look) if has_bar else look.height - margin
    if look.landscape:
        return _landscape(look, bar, bottom, header_px, has_bar=has_bar)
    top = look.px(7)
    header = QRect(margin, top, look.width - 2 * margin, header_px)
    head_top = header.bottom() + 1 + look.px(6)
    head = QRect(margin, head_top, look.width - 2 * margin, bottom - head_top)
    return Frame(header, head, QRect(head), bar, look.reach_top())


def rail_width(look: Look) -> int:
    """Width of the left rail of a landscape panel in px: 122 mm, less on a small one."""
    share = 0.29
    if look.tight:
        share = 0.29 if look.presentation.large else 0.25
    return min(look.grid("rail"), round(look.width * share))


def _landscape(look: Look, bar: QRect, bottom: int, header_px: int, *, has_bar: bool) -> Frame:
    rail = rail_width(look)
    inset = look.px(6 if look.tight else 12)
    header = QRect(inset, inset, rail - 2 * inset, header_px)
    top = look.px(5 if look.tight else 8)
    head_top = header.bottom() + 1 + look.px(6 if look.tight else 10)
    head_bottom = (bar.top() if has_bar else look.height) - inset
    head = QRect(inset, head_top, rail - 2 * inset, head_bottom - head_top)
    right = look.px(8) if look.tight else look.grid("margin")
    body = QRect(rail + inset, top, look.width - rail - inset - right, bottom - top)
    return Frame(header, head, body, bar, look.reach_top())

"""A text on the ground of a screen: title, lead, paragraph."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.piece import Painted
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.ui.typeset import Block, Placed, set_fitting, set_text


class Words(Painted):
    """One text in one role."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._text = ""
        self._role = Role.BODY
        self._ink = "ink"
        self._ground = "page"
        self._align = Qt.AlignmentFlag.AlignLeft
        self._most_px = 0

    def say(
        self,
        text: str,
        role: Role,
        *,
        ink: str = "ink",
        ground: str = "page",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        most_px: int = 0,
    ) -> None:
        """Show `text`. With `most_px` a title gives way in size rather than be higher than that."""
        wanted = (text, role, ink, ground, align, most_px)
        if wanted != (self._text, self._role, self._ink, self._ground, self._align, self._most_px):
            self._text, self._role, self._ink, self._ground, self._align, self._most_px = wanted
            self.setAccessibleName(text)
            self.stale()

    def height_for(self, width: int) -> int:
        """Height of the lines."""
        return round(self._set(width).height) + 1

    def compose(self, body: QRectF) -> list[Placed]:
        """The text, filling the body."""
        return [Placed(self._set(body.width()), body, self._ink, self._ground, self._align)] if self._text else []

    def forget(self) -> None:
        """Drop the text."""
        self._text = ""
        super().forget()

    def _set(self, width: float) -> Block:
        titles = self._role in (Role.TITLE, Role.DISPLAY)
        if titles:
            most = self._most_px or 10_000
            least = self.look.em_mm(Role.BUTTON)
            return set_fitting(self.look, self._text, self._role, width, most, least_mm=least)
        return set_text(self.look, self._text, self._role, width, balanced=True)

"""Controls of one kind, made once and used again on every screen: memory stays flat over thousands of visits."""

from collections.abc import Callable
from typing import Generic, TypeVar

from kiosk.ui.kit.piece import Piece
from kiosk.ui.look import Look

P = TypeVar("P", bound=Piece)


class Pool(Generic[P]):
    """Hands out pieces in order; `rewind` before a screen is filled, `trim` after."""

    def __init__(self, make: Callable[[], P]) -> None:
        self._make = make
        self._pieces: list[P] = []
        self._taken = 0
        self._shown = 0
        """How many hold something."""

    def take(self, look: Look) -> P:
        """The next piece, drawn with `look`; a new one only when there are too few."""
        if self._taken == len(self._pieces):
            self._pieces.append(self._make())
        piece = self._pieces[self._taken]
        piece.set_look(look)
        self._taken += 1
        return piece

    def rewind(self) -> None:
        """Begin again with the first piece."""
        self._taken = 0

    def trim(self) -> None:
        """Those not taken since `rewind` forget what they showed."""
        for piece in self._pieces[self._taken : self._shown]:
            piece.forget()
        self._shown = self._taken

    def pieces(self) -> tuple[P, ...]:
        """Those taken since `rewind`."""
        return tuple(self._pieces[: self._taken])

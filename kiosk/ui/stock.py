"""The controls a page owns, by kind."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.answer_card import AnswerCard
from kiosk.ui.kit.button import Button
from kiosk.ui.kit.choice_card import ChoiceCard
from kiosk.ui.kit.countdown_ring import CountdownRing
from kiosk.ui.kit.drawing_plate import DrawingPlate, StepPlate
from kiosk.ui.kit.guard import Guard
from kiosk.ui.kit.info_strip import InfoStrip
from kiosk.ui.kit.key_pad import CodeLine, Key
from kiosk.ui.kit.piece import Piece
from kiosk.ui.kit.pool import Pool
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.kit.qr_plate import QrPlate
from kiosk.ui.kit.slip_animation import SlipAnimation
from kiosk.ui.kit.tick_row import TickButton, TickFrame
from kiosk.ui.kit.ticket_plate import TicketPlate
from kiosk.ui.kit.words import Words
from kiosk.ui.look import Look

P = TypeVar("P", bound=Pressable)


class Say(Protocol):
    """The kit's own few words in the language of the visit: `say("page", at=1, of=2)`."""

    def __call__(self, key: str, **values: str | int) -> str:
        """The words for `key`."""
        ...


def _silent(key: str, **values: str | int) -> str:
    del values
    return key


class Stock:
    """Pools of everything; `rewind` before filling a screen, `trim` after."""

    def __init__(self, look: Look, guard: Guard, parent: QWidget, wire: Callable[[Pressable], None]) -> None:
        """`wire` connects each control that is made to the page."""

        def made(control: P) -> P:
            wire(control)
            return control

        self.say: Say = _silent
        self.buttons: Pool[Button] = Pool(lambda: made(Button(look, guard, parent)))
        self.cards: Pool[ChoiceCard] = Pool(lambda: made(ChoiceCard(look, guard, parent)))
        self.answers: Pool[AnswerCard] = Pool(lambda: made(AnswerCard(look, guard, parent)))
        self.keys: Pool[Key] = Pool(lambda: made(Key(look, guard, parent)))
        # The frame of a row is made before its buttons and therefore lies under them.
        self.frames: Pool[TickFrame] = Pool(lambda: TickFrame(look, parent))
        self.ticks: Pool[TickButton] = Pool(lambda: made(TickButton(look, guard, parent)))
        self.strips: Pool[InfoStrip] = Pool(lambda: InfoStrip(look, parent))
        self.words: Pool[Words] = Pool(lambda: Words(look, parent))
        self.plates: Pool[TicketPlate] = Pool(lambda: TicketPlate(look, parent))
        self.qr: Pool[QrPlate] = Pool(lambda: QrPlate(look, parent))
        self.steps: Pool[StepPlate] = Pool(lambda: StepPlate(look, parent))
        self.rings: Pool[CountdownRing] = Pool(lambda: CountdownRing(look, parent))
        self.slips: Pool[SlipAnimation] = Pool(lambda: SlipAnimation(look, parent))
        self.drawings: Pool[DrawingPlate] = Pool(lambda: DrawingPlate(look, parent))
        self.codes: Pool[CodeLine] = Pool(lambda: CodeLine(look, parent))

    def _pools(self) -> list[Pool[Piece]]:
        return [pool for pool in vars(self).values() if isinstance(pool, Pool)]

    def rewind(self) -> None:
        """Begin again."""
        for pool in self._pools():
            pool.rewind()

    def trim(self) -> None:
        """What was not taken forgets."""
        for pool in self._pools():
            pool.trim()

    def taken(self) -> list[Piece]:
        """Every piece taken since `rewind`."""
        return [piece for pool in self._pools() for piece in pool.pieces()]

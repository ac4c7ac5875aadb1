"""From the catalogue's files to the rules in force: the last good ones, as the branch has confirmed them."""

import logging
from collections.abc import Mapping

from kiosk.domain.catalogue import Catalogue
from kiosk.ops.confirmed import MAX_BYTES, ConfirmationRefusedError, OpenSigned, confirmed_rules, take_sent
from kiosk.ops.rules import RulesShelf
from kiosk.ops.settings import Settings
from kiosk.wire.envelope import Kind, open_envelope
from kiosk.wire.keys import key_ring, parse_signing_key
from kiosk.wire.refusal import Refused

LOG = logging.getLogger(__name__)


def open_rules(settings: Settings, files: Mapping[str, bytes]) -> Catalogue:
    """The rules to go by when the program brings `files`, before the branch's word; the log says what was refused.

    Only the owner of the data directory may call it. Raises CatalogueError when there are none at all.
    """
    found = RulesShelf(settings.data_dir).open(files)
    for problem in found.refused:
        LOG.error("catalogue refused, %s stays in force: %s", found.catalogue.version, problem)
    return found.catalogue


def as_confirmed(settings: Settings, catalogue: Catalogue) -> Catalogue:
    """A catalogue that comes into force, with what the branch confirmed of it; the log says what was refused."""
    confirmed = confirmed_rules(settings.data_dir, catalogue, settings.branch.branch_id, opener_of(settings))
    if confirmed.refused:
        LOG.error("confirmation refused: %s", confirmed.refused)
    for problem in confirmed.lapsed:
        LOG.warning("no longer confirmed: %s", problem)
    return confirmed.catalogue


def with_confirmation(settings: Settings, catalogue: Catalogue, data: bytes, *, keep: bool) -> Catalogue:
    """`catalogue` with a confirmation that came as a pack. Raises ConfirmationRefusedError."""
    branch_id = settings.branch.branch_id
    confirmed = take_sent(settings.data_dir, catalogue, branch_id, opener_of(settings), data, keep=keep)
    for problem in confirmed.lapsed:
        LOG.warning("no longer confirmed: %s", problem)
    return confirmed.catalogue


def opener_of(settings: Settings) -> OpenSigned:
    """Opens what was signed by whom the settings name as the branch's."""

    def open_signed(data: bytes) -> bytes:
        if not settings.confirm_key:
            raise ConfirmationRefusedError('"branch.confirm_key" belum diisi: tidak ada yang dapat dipercaya.')
        try:
            keys = key_ring(parse_signing_key(settings.confirm_key))
            return open_envelope(data, Kind.BRANCH_CONFIRMATION, keys, longest=MAX_BYTES).body
        except Refused as error:
            raise ConfirmationRefusedError(str(error)) from error

    return open_signed

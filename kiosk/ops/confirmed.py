"""What the branch confirmed, from a signed file or a pack: the newest that fits, else the one before."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.domain.catalogue import Catalogue, CatalogueError, Problem
from kiosk.domain.catalogue.confirming import Confirmation, read_confirmation
from kiosk.domain.catalogue.linking import unresolved
from kiosk.domain.catalogue.merging import Merged, merge
from kiosk.domain.interview import check_catalogue
from kiosk.ops.passed import Passed, WholeCheck
from kiosk.ops.rules import FOLDER
from kiosk.ops.whole_file import write_whole

LOG = logging.getLogger(__name__)

ARRIVED: Final = "confirmation.pasti"
"""Where a confirmation is laid down; it is looked at when the kiosk starts."""
STANDING: Final = "confirmed.pasti"
"""The one in force, as it was signed: its signature is looked at again at every start."""
NAME: Final = "konfirmasi.yaml"
"""What its contents are called in problems."""
MAX_BYTES: Final = 1024 * 1024

OpenSigned = Callable[[bytes], bytes]
"""The contents of a signed file. Raises ConfirmationRefusedError when it was not signed by whom the branch believes."""


class ConfirmationRefusedError(Exception):
    """A confirmation that is not taken, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The rules as the branch confirmed them. `refused`: why a newer confirmation was not taken; empty when it was."""

    catalogue: Catalogue
    refused: str = ""
    lapsed: tuple[Problem, ...] = ()
    """Rows whose words are newer than the confirmation: they count as not confirmed."""


def confirmed_rules(data_dir: Path, catalogue: Catalogue, branch_id: str, open_signed: OpenSigned) -> Confirmed:
    """`catalogue` with the newest confirmation of `branch_id` that holds; what does not hold changes nothing."""
    folder = data_dir / FOLDER
    refused = ""
    arrived, standing = _read(folder / ARRIVED), _read(folder / STANDING)
    before = None
    if standing is not None:
        try:
            before = opened(standing, catalogue, branch_id, open_signed)
        except ConfirmationRefusedError as error:
            refused = f"Konfirmasi yang berlaku tidak dapat dipakai lagi: {error}"
    if arrived is not None and arrived != standing:
        try:
            taken = take(arrived, catalogue, branch_id, open_signed, before, check=Passed(folder).problems)
        except ConfirmationRefusedError as error:
            refused = str(error)
        else:
            _keep(folder / STANDING, arrived)
            return Confirmed(taken.catalogue, "", taken.lapsed)
    return Confirmed(catalogue, refused) if before is None else _as_before(catalogue, before, refused)


def _as_before(catalogue: Catalogue, before: Confirmation, refused: str) -> Confirmed:
    """The rules with a confirmation that was taken already, perhaps for an older catalogue."""
    merged = merge(catalogue, before)
    astray = unresolved(merged.catalogue)
    if astray:  # a newer catalogue has lost what the branch named
        return Confirmed(catalogue, f"Konfirmasi nomor {before.number} tidak cocok lagi dengan katalog: {astray[0]}")
    return Confirmed(merged.catalogue, refused, (*merged.lapsed, *merged.problems))


def take_sent(
    data_dir: Path, catalogue: Catalogue, branch_id: str, open_signed: OpenSigned, data: bytes, *, keep: bool = True
) -> Confirmed:
    """`catalogue` with the confirmation that came as a pack, kept as the one in force unless `keep` is off.

    Raises ConfirmationRefusedError when it does not hold, or is not newer than the one in force, whichever way that
    one came.
    """
    standing = _read(data_dir / FOLDER / STANDING)
    before = None
    if standing is not None:
        try:
            before = opened(standing, catalogue, branch_id, open_signed)
        except ConfirmationRefusedError as error:
            LOG.warning("the confirmation in force cannot be used any more: %s", error)
    if before is not None and data == standing:
        found = _as_before(catalogue, before, "")
        if found.refused:
            raise ConfirmationRefusedError(found.refused)
        return found
    taken = take(data, catalogue, branch_id, open_signed, before, check=Passed(data_dir / FOLDER).problems)
    if keep:
        _keep(data_dir / FOLDER / STANDING, data)
    return Confirmed(taken.catalogue, "", taken.lapsed)


def take(
    data: bytes,
    catalogue: Catalogue,
    branch_id: str,
    open_signed: OpenSigned,
    before: Confirmation | None,
    *,
    check: WholeCheck = check_catalogue,
) -> Merged:
    """The rules with the confirmation in `data`, held against everything. Raises ConfirmationRefusedError."""
    found = opened(data, catalogue, branch_id, open_signed)
    return fitting(found, catalogue, before, check)


def fitting(
    found: Confirmation,
    catalogue: Catalogue,
    before: Confirmation | None = None,
    check: WholeCheck = check_catalogue,
) -> Merged:
    """The rules with `found`, held against the one before, the catalogue and its whole check. Raises as `take`."""
    if before is not None and found.number <= before.number:
        raise ConfirmationRefusedError(
            f"Konfirmasi nomor {found.number} lebih lama daripada nomor {before.number} yang berlaku."
        )
    merged = merge(catalogue, found)
    problems = merged.problems or tuple(unresolved(merged.catalogue)) or tuple(check(merged.catalogue))
    if problems:
        told = "; ".join(str(problem) for problem in problems[:3])
        raise ConfirmationRefusedError(f"Konfirmasi nomor {found.number} tidak cocok dengan katalog: {told}")
    return merged


def opened(data: bytes, catalogue: Catalogue, branch_id: str, open_signed: OpenSigned) -> Confirmation:
    """The confirmation in a signed file, of this branch. Raises ConfirmationRefusedError."""
    if len(data) > MAX_BYTES:
        raise ConfirmationRefusedError(f"Berkasnya lebih dari {MAX_BYTES} byte.")
    try:
        found = read_confirmation(NAME, open_signed(data), catalogue.languages)
    except CatalogueError as error:
        raise ConfirmationRefusedError(str(error)) from error
    if found.branch_id != branch_id:
        raise ConfirmationRefusedError(f'Konfirmasi ini milik cabang "{found.branch_id}", bukan "{branch_id}".')
    return found


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        LOG.warning("the confirmation could not be read: %s", error)
        return None


def _keep(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        LOG.warning("the confirmation could not be kept: %s", error)

"""Whatever a kiosk can say has a word of its own on the monitor's pages."""

from typing import Any

import pytest

from kiosk.access.people import Role
from kiosk.domain.lifecycle import HoldCause
from kiosk.hub.alarms import AlarmKind
from kiosk.hub.counts import SUBJECTS
from kiosk.hub.monitor import FILTERS
from kiosk.hub.overview import Order
from kiosk.ops.assets import assets_root
from kiosk.web.pages import Pages, Static
from kiosk.wire.pack import PackKind


@pytest.fixture(scope="module")
def words() -> Any:
    pages = Pages(assets_root() / "web/templates", Static("/static", {}))
    pages.add(**FILTERS)
    return pages.words("monitor/words.html")


def test_every_subject_is_called_something(words: Any) -> None:
    assert set(words.subjects) == set(SUBJECTS)


def test_every_cause_that_keeps_a_slip_from_the_paper_has_a_word(words: Any) -> None:
    assert {cause.value for cause in HoldCause} | {"held", "uncertain"} <= set(words.causes)


def test_every_role_order_alarm_and_pack_has_a_word(words: Any) -> None:
    assert set(words.roles) == {role.value for role in Role}
    assert set(words.orders) == {order.value for order in Order}
    assert {kind.value for kind in AlarmKind} <= set(words.tiles)
    assert set(words.packs) == {kind.value for kind in PackKind}


@pytest.mark.parametrize(
    ("subject", "key"),
    [("ended", "no_show"), ("handover", "none"), ("promise", "early_missed"), ("slip", "superseded"),
     ("paper_change", "proven"), ("roll", "changed"), ("start", "unclean"), ("queued", "checklist")],
)  # fmt: skip
def test_names_of_the_wire_are_not_shown_as_they_are(words: Any, subject: str, key: str) -> None:
    assert words.kinds[subject][key] != key

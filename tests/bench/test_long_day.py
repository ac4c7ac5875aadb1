"""Two thousand visits in one process: as the bench measures them, however long they take."""

import pytest

from tests.bench.process import result, started


@pytest.mark.soak
def test_memory_stays_flat_over_two_thousand_visits() -> None:
    life = result(started("life", "2000", "1800", "1"))
    assert life["visits"] == 2000
    assert life["after_mib"] <= 150
    assert life["after_mib"] <= 1.05 * life["warm_mib"]

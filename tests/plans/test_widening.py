"""Items in stages: a desk's filters walk as others do, and the clock reads those of which the time is up, of however many."""
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from db import widening
from tests.plans import explained
from tests.plans.conftest import Crowd

PAGE, MOST_SCANS, MOST_NAMED = 21, 7, 150  # as test_lists has them
DUE = 12
NOW = datetime(2026, 1, 5, 1, tzinfo=UTC)
STAGES = """WITH numbered AS (
    SELECT id, row_number() OVER (ORDER BY id) AS n FROM item WHERE state = 'PUBLISHED' AND claimed = 0)
  UPDATE item i SET community_days = 5, street_days = 10,
         next_stage_at = CASE WHEN n <= $1 THEN timestamptz '2026-01-01'
                              ELSE timestamptz '2098-01-01' + n * interval '1 hour' END
  FROM numbered WHERE numbered.id = i.id AND scope IN ('COMMUNITY', 'STREET')"""
FILTERS = {"stage: [COMMUNITY]": 1 / 8, "stage: [COMMUNITY, STREET]": 1 / 4, 'nextStageBefore: "2100-01-01T00:00:00Z"': 1 / 4}
"""And how large a share of what a leg walks they let through, at least."""


@pytest.fixture(scope="module")
async def staged(crowd: Crowd) -> AsyncIterator[Crowd]:
    await crowd.connection.execute(STAGES, DUE)
    await crowd.connection.execute("VACUUM ANALYZE item")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "community", "street", "district"])
async def test_a_desks_filters_walk(staged: Crowd, handle: str) -> None:
    for (given, share), order in ((each, order) for each in FILTERS.items() for order in ("NEWEST", "DEADLINE", "NEXT_STAGE")):
        text = f"{{ demands(first: 20, orderBy: {order}, filter: {{{given}}}) {{ nodes {{ id nextStageAt }} }} }}"
        found, = await staged.explain(handle, text)
        assert not found.whole, (text, found)
        assert found.read["item"] <= PAGE * (1 + MOST_SCANS / share) + MOST_NAMED, (text, found)


async def test_the_clock_reads_what_is_due(staged: Crowd) -> None:
    spied = explained.Spied(staged.connection)
    due = await widening.due(spied, NOW, 200)  # type: ignore[arg-type]  # it only fetches
    found, = spied.found
    assert len(due) <= DUE and due
    assert not found.whole, found
    assert found.read["item"] <= 2 * DUE, found  # found by the index, and locked

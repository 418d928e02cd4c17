"""The demo at many times its size, as the benchmark has it: what it would do there is allowed, without bringing it in."""
from collections import defaultdict
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from hub.demo import items, organizations, story
from hub.demo.items import Listed

TODAY = date(2026, 11, 22)
UNTIL = datetime(2027, 1, 21, tzinfo=UTC)


def _asks(item: Listed) -> bool:
    """Whether a department asks communities for it: it is admitted at one place, and shown at no other."""
    return item.publisher.kind == "DEPARTMENT" and item.list in ("DEMAND", "PROJECT")


@pytest.mark.parametrize("scale", [10, 30])
def test_nothing_is_shared_that_a_department_asks(scale: int) -> None:
    """At each of these sizes the choice would meet some; at the ordinary one it meets none."""
    world = organizations.build(TODAY, defaultdict[str, UUID](uuid4))
    listed = items.listed(world, TODAY, scale)
    published = [item for item in listed if item.state == "PUBLISHED"]
    assert any(map(_asks, published[::story.SHARED]))
    shared = [item for item, _, _ in story.shares(world, listed, UNTIL)]
    assert len(shared) >= 10
    assert not any(map(_asks, shared))

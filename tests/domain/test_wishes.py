"""Who is shown a wish's resident, in each state to each role; and when a day is over."""
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain import wishes
from domain.personal import Look
from domain.refusals import BadInput
from domain.viewer import OfficeKind, Viewer
from domain.wishes import Wish, WishState

NOW = datetime(2026, 5, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
COMMUNITY, HOLDER = UUID(int=1), UUID(int=2)
WHOLE = {WishState.HELD: {"community", "holder"}, WishState.FULFILLED: {"community"}}


def _viewer(member: UUID, *acts_for: UUID) -> Viewer:
    return Viewer(member_id=member, acts_for={each: frozenset({OfficeKind.SECRETARY}) for each in acts_for},
                  belongs_to=frozenset({"110111007001"}), officer_of=frozenset({"110111007001"}), districts_of=frozenset(),
                  rights_until=None)


VIEWERS = {"community": _viewer(UUID(int=3), COMMUNITY), "holder": _viewer(HOLDER, UUID(int=4)),
           "neighbour": _viewer(UUID(int=5), UUID(int=4)), "officer": _viewer(UUID(int=6))}


@pytest.mark.parametrize("state", WishState)
def test_the_resident_is_shown_to_the_two_while_it_is_held(state: WishState) -> None:
    """Each look is on record; nobody else sees any of it. Once its day is over nobody does, but who asks whether it is done."""
    whole = WHOLE.get(state, set())
    for due, expected in ((NOW + TICK, whole), (NOW, whole - {"holder"} if state == WishState.FULFILLED else set())):
        looks = {name: wishes.look(viewer, NOW, state, COMMUNITY, HOLDER, due) for name, viewer in VIEWERS.items()}
        assert looks == {name: Look.RECORDED if name in expected else Look.MASKED for name in VIEWERS}, due


@pytest.mark.parametrize(("asked", "due", "again"), [
    (None, NOW + TICK, NOW + TICK), (NOW + TICK, NOW, NOW + TICK), (None, NOW, None), (NOW, NOW + TICK, None)])
def test_a_day_lies_ahead(asked: datetime | None, due: datetime, again: datetime | None) -> None:
    wish = Wish(state=WishState.FULFILLED, community_id=COMMUNITY, scope_code="110111007001", holder_id=HOLDER, due_at=due)
    if again:
        assert wishes.due_again(asked, wish, NOW) == again
        return
    with pytest.raises(BadInput, match=r"^due_at:"):
        wishes.due_again(asked, wish, NOW)

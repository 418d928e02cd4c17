"""Which organisations' webhooks are told of what: those whose people are, as it was then, however late it is queued."""
from typing import Any, get_args
from uuid import UUID

import pytest

from db import deliveries as stored
from domain import processes, trail
from domain.notices import RULES
from domain.recipients import Acting, Holding, Person, Recipients
from resolvers import assignments, deliveries, dispatches, items, whistles, widening
from resolvers.feed import relay
from resolvers.writing import by_hand
from resolvers.writing.by_hand import ByHand
from tests import city as place
from tests.api.test_calls_of_systems import CALL
from tests.desk import Desk
from tests.hub.outgoing.conftest import Outside
from tests.resolvers.mobilizing import mobilize, post_of, registered, shift_of

LIMITS: dict[str, Any] = {"accept_in": {"count": 4, "unit": "HOURS"}, "handle_in": {"count": 5, "unit": "WORKING_DAYS"}}


@pytest.fixture
async def desk(outside: Outside) -> Desk:
    """Each organisation has a webhook."""
    for name in ("district", "street", "community", "neighbour", "school", "bank", "hospital", "department"):
        await outside.webhook(1, organization=name)
    return outside.desk


async def _told(desk: Desk) -> list[tuple[str, str]]:
    """What is queued, in the order of the log: whom, and of what kind of event."""
    async with desk.pool.acquire() as connection:
        while await relay.place_batch(connection, 1000):
            pass
    while await deliveries.queue(desk.pool):
        pass
    rows = await desk.pool.fetch("SELECT w.organization_id, e.kind FROM delivery d JOIN webhook w ON w.id = d.webhook_id "
                                 "JOIN event e ON e.id = d.event_id ORDER BY d.pos, w.added_at, w.id")
    names = {value: name for name, value in vars(desk.city).items() if isinstance(value, UUID)}
    return [(names[row["organization_id"]], row["kind"]) for row in rows]


async def _call(desk: Desk, lead: str, *assisting: str) -> UUID:
    call = (await desk.ids("community", whistles.raise_, **CALL))["whistle"]
    await desk.ids("street", dispatches.triage, whistle_id=call)
    await _dispatch(desk, call, lead, *assisting)
    return call


async def _dispatch(desk: Desk, call: UUID, lead: str, *assisting: str) -> None:
    await desk.ids("street", dispatches.dispatch, whistle_id=call, lead_id=getattr(desk.city, lead), **LIMITS,
                   assisting_ids=[getattr(desk.city, each) for each in assisting])


async def test_the_street_around_is_told_of_a_call(desk: Desk) -> None:
    await desk.ids("community", whistles.raise_, **CALL)
    assert await _told(desk) == [("street", "whistle.reported")]


async def test_of_a_call_who_led_it_then_is_told(desk: Desk) -> None:
    """Also where another one leads it since; what comes later is that one's."""
    call = await _call(desk, "bank")
    await desk.ids("bank", whistles.return_, whistle_id=call, reason="不属本部门")
    await _dispatch(desk, call, "department")
    await desk.ids("department", whistles.accept, whistle_id=call)
    told = await _told(desk)
    assert [each for each, kind in told if kind == "whistle.dispatched"] == ["bank", "department"]
    assert ("bank", "whistle.accepted") not in told and ("community", "whistle.accepted") in told


async def test_who_is_asked_to_assist_is_told_although_it_has_reported(desk: Desk) -> None:
    call = await _call(desk, "bank", "department")
    await desk.ids("bank", whistles.accept, whistle_id=call)
    await desk.ids("department", whistles.report, whistle_id=call, report="已到场")
    assert ("department", "whistle.dispatched") in await _told(desk)


async def test_each_level_is_told_of_the_item_that_opens_to_it(desk: Desk) -> None:
    """Although it is open to all of them when that is queued; also of one that was for who is paired."""
    item = (await desk.ids("community", items.publish_demand, title="义诊", category="HEALTH", scope="COMMUNITY"))["item"]
    assert await _told(desk) == []
    await desk.ids("community", widening.widen, item_id=item)
    await desk.ids("community", widening.widen, item_id=item)
    assert await _told(desk) == [("street", "item.widened"), ("district", "item.widened")]


async def test_what_was_for_who_is_paired_is_told_when_it_opens(desk: Desk) -> None:
    item = (await desk.ids("community", items.publish_demand, title="义诊", category="HEALTH", scope="PAIRED"))["item"]
    await desk.ids("community", items.revise, item_id=item, scope="STREET")
    assert await _told(desk) == [("street", "item.widened")]


async def test_who_is_sent_to_a_mobilisation_later_is_not_told_of_its_call(desk: Desk) -> None:
    one, = await registered(desk, 1, unit_id=desk.city.school)
    other, = await registered(desk, 1, unit_id=desk.city.bank)
    await mobilize(desk, post_of(shift_of([one])))
    assignment = await desk.pool.fetchval("SELECT id FROM assignment")
    await desk.ids("street", assignments.replace, assignment_id=assignment, member_id=other)
    told = await _told(desk)
    assert ("school", "mobilization.called") in told and ("bank", "assignment.made") in told
    assert ("bank", "mobilization.called") not in told


async def test_an_import_tells_nobody(desk: Desk) -> None:
    """As it writes no notices."""
    item, now = await desk.add(place.add_item, desk.city.community, place.COMMUNITY, scope="STREET"), desk.now()

    async def taken_in(hand: ByHand) -> None:
        hand.record("item.published", object_type="Demand", object_id=item, object_version=1,
                    organization_id=desk.city.community, after={"scope": "STREET", **by_hand.IMPORTED})
    async with desk.pool.acquire() as connection:
        await by_hand.do(ByHand(connection, now), taken_in)
    assert await _told(desk) == []


def test_what_is_not_told_to_organisations_is_somebodys_own() -> None:
    """Each way to name who is told is known to the queue, or names members."""
    named = {type(to) for rule in RULES.values() for to in rule.to if stored._organizations(to) is None}
    assert named == {Holding, Person} and named < {*get_args(Recipients)}


def test_who_is_told_later_is_who_was_then() -> None:
    """What events tell of whom a rule names, behind the object's beginning, is taken from them, or does not change."""
    fixed = {("agreement", "unit_id"), ("pairing", "host_id"), ("pairing", "partner_id"), ("community_fund", "organization_id")}
    begins = {kind for process in processes.ALL for kind in process.begins.values()}
    named = {(to.table, to.column) for rule in RULES.values() for to in rule.to if isinstance(to, Acting) and to.by == "id"}
    told = {(said.subject, column) for kind, said in trail.KINDS.items() if kind not in begins for column in said.fields}
    assert named & told >= stored.CHANGING
    assert (named & told) - stored.CHANGING - fixed == set()

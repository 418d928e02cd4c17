"""What a system raises: under its own reference, one call each, seen by itself and by who sees the call."""
import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from db import viewers
from domain import trail
from domain.events.whistles import TOLD_TO_SYSTEMS
from domain.refusals import BadInput, NotAllowed, NotFound
from domain.systems import ReferenceTaken
from domain.viewer import Viewer
from resolvers import dispatches, systems, webhooks, whistle_messages, whistles
from resolvers.writing.results import Payload
from tests import city as place
from tests.api import pairing_cases, system_cases, webhook_cases
from tests.api.client import Client, global_id
from tests.api.webhook_cases import ADDRESS, SECRET
from tests.city import COMMUNITY, DISTRICT, FAR_COMMUNITY, NEIGHBOUR, STREET
from tests.desk import Desk

CALL: dict[str, Any] = {"kind": "KEY_WORK", "category": "ENVIRONMENT", "title": "路灯不亮"}
HOOK: dict[str, Any] = {"name": "热线", "address": ADDRESS, "format": "STANDARD", "secret": SECRET}
ALLOW = ["whistles", "node", "events", "demands", "webhooks", "whistleChanged"]


@pytest.fixture
def desk(client: Client) -> Desk:
    return client.desk


async def hotline(desk: Desk, sight: str = "OWN", **columns: Any) -> Viewer:
    """As the hub knows one that signs in: the community's, unless columns say otherwise."""
    system = await desk.add(system_cases.add, desk.city, sight=sight, **{"allow": ALLOW, **columns})
    async with desk.pool.acquire() as connection:
        found = await viewers.of_member(connection, system, desk.now())
    assert found
    return found


async def test_a_reference_is_one_call(desk: Desk) -> None:
    """Of a hundred that come at once one is raised; the others are told which."""
    one = await hotline(desk)
    answers = await asyncio.gather(*(desk.send(one, whistles.raise_, reference="2026-0815", **CALL) for _ in range(100)))
    made = [each for each in answers if isinstance(each, Payload)]
    assert len(made) == 1
    assert [each for each in answers if not isinstance(each, Payload)] == [ReferenceTaken("2026-0815")] * 99
    assert await desk.pool.fetchval("SELECT count(*) FROM whistle") == 1
    assert await desk.pool.fetchval("SELECT count(*) FROM event") == 1


async def test_each_system_has_its_own(desk: Desk) -> None:
    one, other = await hotline(desk), await hotline(desk)
    for each in (one, other):
        await desk.ids(each, whistles.raise_, reference="1", **CALL)
    for _ in range(2):  # without one there may be many
        await desk.ids(one, whistles.raise_, **CALL)


@pytest.mark.parametrize("reference", ["", " ", "a\u200bb", "两\n行"])
async def test_what_is_no_reference(desk: Desk, reference: str) -> None:
    assert "reference" in await desk.fails(BadInput, await hotline(desk), whistles.raise_, reference=reference, **CALL)


async def test_a_person_has_none(desk: Desk) -> None:
    assert "reference" in await desk.fails(BadInput, "community", whistles.raise_, reference="1", **CALL)


ASKED = "query($no: String) { whistles(filter: {reference: $no}) { nodes { title reference system { name } } totalCount } }"


@pytest.mark.parametrize("handle", ["community", "street", "district"])
async def test_it_is_found_by_its_reference(client: Client, handle: str) -> None:
    desk = client.desk
    await desk.ids(await hotline(desk), whistles.raise_, reference="2026-0815", **CALL)
    await desk.ids("community", whistles.raise_, **CALL)
    found = (await client.read(handle, ASKED, no="2026-0815"))["whistles"]
    assert found == {"totalCount": 1, "nodes": [
        {"title": "路灯不亮", "reference": "2026-0815", "system": {"name": "12345 热线"}}]}
    assert (await client.read(handle, ASKED, no="2026-0816"))["whistles"]["totalCount"] == 0


SEEN = """query($mine: ID!, $other: ID!) { whistles { totalCount nodes { reference history { totalCount } } }
  mine: node(id: $mine) { id } other: node(id: $other) { id } events { nodes { kind } } demands { totalCount }
  webhooks { totalCount } }"""


@pytest.mark.parametrize(("sight", "calls", "other"), [("OWN", 1, False), ("ORGANIZATION", 2, True)])
async def test_what_it_sees(client: Client, sight: str, calls: int, other: bool) -> None:
    """What it raised; what else is its organisation's if its rights say so."""
    desk, city = client.desk, client.city
    one = await hotline(desk, sight)
    mine = (await desk.ids(one, whistles.raise_, reference="7", **CALL))["whistle"]
    beside = (await desk.ids("community", whistles.raise_, **CALL))["whistle"]
    await desk.ids("community", webhooks.add, **HOOK)
    city.viewers["hotline"] = one
    seen = await client.read("hotline", SEEN, mine=global_id("Whistle", mine), other=global_id("Whistle", beside))
    assert seen["whistles"]["totalCount"] == calls
    assert {"reference": "7", "history": {"totalCount": 1}} in seen["whistles"]["nodes"]
    assert seen["mine"] is not None
    assert (seen["other"] is not None) == other == (seen["webhooks"]["totalCount"] == 1)
    kinds = [each["kind"] for each in seen["events"]["nodes"]]
    assert kinds.count("WHISTLE_REPORTED") == calls


@pytest.mark.parametrize("sight", ["OWN", "ORGANIZATION"])
async def test_what_is_for_those_who_are_paired_with_its_organisation_is_not_for_it(client: Client, sight: str) -> None:
    """Nor in a division's page, whose ways to a row are others."""
    city, add = client.city, client.desk.add
    await add(pairing_cases.add, city)
    await add(place.add_item, city.school, place.COMMUNITY, scope="PAIRED")
    asked = "{ demands { totalCount nodes { id } } within: demands(filter: {withinDivision: \"110111\"}) { totalCount } }"
    city.viewers["hotline"] = await hotline(client.desk, sight)
    for handle, count in (("community", 1), ("hotline", 0)):
        found = await client.read(handle, asked)
        assert (found["demands"]["totalCount"], len(found["demands"]["nodes"]), found["within"]["totalCount"]) == (
            count, count, count), handle


async def test_it_takes_steps_with_its_own_alone(desk: Desk) -> None:
    one = await hotline(desk)
    mine = (await desk.ids(one, whistles.raise_, **CALL))["whistle"]
    beside = (await desk.ids("community", whistles.raise_, **CALL))["whistle"]
    await desk.fails(NotFound, one, whistles.withdraw, whistle_id=beside, reason="重复")
    await desk.ids(one, whistles.withdraw, whistle_id=mine, reason="重复")


@pytest.mark.parametrize(("sight", "pushed"), [("OWN", ["1"]), ("ORGANIZATION", [None, "1"])])
async def test_it_follows_its_own(client: Client, sight: str, pushed: list[str | None]) -> None:
    desk, city = client.desk, client.city
    city.viewers["hotline"] = one = await hotline(desk, sight)
    await desk.ids("community", whistles.raise_, **CALL)
    await desk.ids(one, whistles.raise_, reference="1", **CALL)
    told = await client.pushed("hotline", "subscription { whistleChanged { whistle { reference } } }")
    assert [each["data"]["whistleChanged"]["whistle"]["reference"] for each in told
            if each["data"]["whistleChanged"]["whistle"]] == pushed


DISTRICTS: dict[str, Any] = {"organization": "district", "home_code": DISTRICT}
STREETS: dict[str, Any] = {"organization": "street", "home_code": STREET}


@pytest.mark.parametrize(("own", "raiser", "level", "home"), [
    (DISTRICTS, "street", "STREET", STREET), (DISTRICTS, "far_community", "COMMUNITY", FAR_COMMUNITY),
    (DISTRICTS, "grid", "GRID", COMMUNITY), (STREETS, "street", "STREET", STREET),
    (STREETS, "neighbour", "COMMUNITY", NEIGHBOUR)])
async def test_it_raises_for_its_own_division_and_for_those_below(desk: Desk, own: dict[str, Any], raiser: str, level: str,
                                                                  home: str) -> None:
    one = await hotline(desk, **own)
    raiser_id = getattr(desk.city, raiser)
    call = await desk.row("whistle", (await desk.ids(one, whistles.raise_, raiser_id=raiser_id, **CALL))["whistle"])
    assert (call["raiser_id"], call["level"], call["home_code"]) == (raiser_id, level, home)
    assert call["system_id"] == one.system_id


@pytest.mark.parametrize("raiser", ["far_street", "far_community", "district", "school", "bank"])
async def test_it_raises_for_none_beside_or_above(desk: Desk, raiser: str) -> None:
    one = await hotline(desk, **STREETS)
    await desk.refused(NotAllowed, one, whistles.raise_, raiser_id=getattr(desk.city, raiser), **CALL)
    await desk.refused(NotAllowed, one, whistles.raise_, raiser_id=uuid7(), **CALL)


async def test_a_person_raises_for_none_below(desk: Desk) -> None:
    await desk.refused(NotAllowed, "district", whistles.raise_, raiser_id=desk.city.community, **CALL)


async def test_a_district_itself_raises_none(desk: Desk) -> None:
    assert "raiser_id" in await desk.fails(BadInput, await hotline(desk, **DISTRICTS), whistles.raise_, **CALL)


async def test_whose_office_is_over_raises_none_and_takes_no_step(desk: Desk) -> None:
    one = await hotline(desk, **DISTRICTS)
    call = (await desk.ids(one, whistles.raise_, raiser_id=desk.city.community, **CALL))["whistle"]
    over = replace(one, acts_for={})
    await desk.refused(NotAllowed, over, whistles.raise_, raiser_id=desk.city.community, **CALL)
    await desk.refused(NotAllowed, over, whistles.withdraw, whistle_id=call, reason="重复")


@pytest.mark.parametrize("sight", ["OWN", "ORGANIZATION"])
async def test_below_it_sees_its_own_alone(client: Client, sight: str) -> None:
    desk, city = client.desk, client.city
    city.viewers["hotline"] = one = await hotline(desk, sight, **DISTRICTS)
    mine = (await desk.ids(one, whistles.raise_, raiser_id=city.community, reference="7", **CALL))["whistle"]
    beside = (await desk.ids("community", whistles.raise_, **CALL))["whistle"]
    seen = await client.read("hotline", SEEN, mine=global_id("Whistle", mine), other=global_id("Whistle", beside))
    assert (seen["whistles"]["totalCount"], seen["other"]) == (1, None)
    await desk.fails(NotFound, one, whistles.withdraw, whistle_id=beside, reason="重复")


async def test_who_is_called_for_hears_of_it_and_verifies(desk: Desk) -> None:
    """It is told what the system did in its name, once; what it did itself it is not told."""
    one = await hotline(desk, **DISTRICTS)
    call = (await desk.ids(one, whistles.raise_, raiser_id=desk.city.community, **CALL))["whistle"]
    await desk.ids("community", whistles.raise_, **CALL)
    told = "SELECT array_agg(object_id) FROM notice WHERE member_id = $1 AND kind = $2"
    assert await desk.pool.fetchval(told, desk.city.members["community"], "WHISTLE_REPORTED") == [call]
    await worked_off(desk, call)
    other = (await desk.ids(one, whistles.raise_, raiser_id=desk.city.community, **CALL))["whistle"]
    await desk.ids(one, whistles.withdraw, whistle_id=other, reason="重复")
    assert other in await desk.pool.fetchval(told, desk.city.members["community"], "WHISTLE_MOVED")


async def test_it_takes_the_callers_steps_with_what_it_raised_below(client: Client) -> None:
    """What it may do is what `viewerCan` says; of another system of the same district nothing."""
    desk, city = client.desk, client.city
    city.viewers["hotline"] = one = await hotline(desk, **DISTRICTS, allow=["node"])
    person = {"name": "王桂英", "phone": "13800001234"}
    call = (await desk.ids(one, whistles.raise_, raiser_id=city.community, resident=person, **CALL))["whistle"]
    seen = (await client.read("hotline", CAN, id=global_id("Whistle", call)))["node"]
    assert [each["action"] for each in seen["viewerCan"] if each["allowed"]] == ["WITHDRAW", "ERASE"]
    assert [each["action"] for each in seen["viewerCanAttach"] if each["allowed"]] == ["ATTACH", "DETACH"]
    assert seen["resident"] == {"name": "王桂英", "masked": False}
    wrote = (await desk.ids(one, whistle_messages.write_, whistle_id=call, body="居民来电催办"))["whistle_message"]
    assert (await desk.row("whistle_message", wrote))["organization_id"] == city.district
    await desk.refused(NotAllowed, one, whistle_messages.write_, whistle_id=call, body="内部", internal=True)
    await desk.fails(NotFound, await hotline(desk, **DISTRICTS), whistles.withdraw, whistle_id=call, reason="重复")
    await worked_off(desk, call)
    await desk.ids(one, whistles.rate, whistle_id=call, responded=True, resolved=True, satisfied=True)


CAN = """query($id: ID!) { node(id: $id) { ... on Whistle { viewerCan { action allowed } viewerCanAttach { action allowed }
  resident { name masked } } } }"""


async def test_its_webhook_is_its_own_and_ends_with_it(desk: Desk) -> None:
    """Another system of the same organisation does not see it; who acts for that does."""
    one, other = await hotline(desk), await hotline(desk)
    hook = (await desk.ids(one, webhooks.add, **HOOK))["webhook"]
    assert (await desk.row("webhook", hook))["system_id"] == one.system_id
    await desk.fails(NotFound, other, webhooks.pause, webhook_id=hook)
    await desk.ids("community", webhooks.pause, webhook_id=hook)
    await desk.ids("community", systems.close, system_id=one.system_id)
    assert (await desk.row("webhook", hook))["state"] == "REMOVED"
    assert await desk.pool.fetchval("SELECT count(*) FROM webhook_key") == 0


@pytest.mark.parametrize("sight", ["OWN", "ORGANIZATION"])
async def test_it_has_no_notices(desk: Desk, sight: str) -> None:
    """Neither of what others of its organisation raise, which it may not see, nor of its own: nobody there reads them."""
    one = await hotline(desk, sight)
    for raiser in (one, "community"):
        await worked_off(desk, (await desk.ids(raiser, whistles.raise_, **CALL))["whistle"])
    told = {row["member_id"] for row in await desk.pool.fetch("SELECT member_id FROM notice")}
    assert desk.city.members["community"] in told
    assert one.member_id not in told


@pytest.mark.parametrize(("handle", "seen"), [
    ("community", ["社区的", "系统的"]), ("street", ["系统的", "街道的"]), ("district", ["系统的"]), ("neighbour", [])])
async def test_officers_see_their_own_webhooks_and_those_of_systems_below(client: Client, handle: str, seen: list[str]) -> None:
    add, city = client.desk.add, client.city
    await add(webhook_cases.of_system, city, name="系统的")
    for organization, name in (("community", "社区的"), ("street", "街道的")):
        await add(webhook_cases.add, city, organization=organization, name=name)
    found = (await client.read(handle, "{ webhooks { nodes { name } totalCount } }"))["webhooks"]
    assert (sorted(each["name"] for each in found["nodes"]), found["totalCount"]) == (seen, len(seen))


def test_a_system_is_told_of_every_kind_of_step() -> None:
    """But that it raised the call, that a file was attached, that the resident is forgotten, and what only who handles it needs
    to know."""
    kinds = {kind for kind in trail.KINDS if kind.startswith("whistle.")}
    assert kinds - TOLD_TO_SYSTEMS.keys() == {
        "whistle.reported", "whistle.part_reported", "whistle.joined", "whistle.attached", "whistle.detached",
        "whistle.resident_erased"}
    assert TOLD_TO_SYSTEMS.keys() <= kinds


async def worked_off(desk: Desk, call: UUID) -> list[str]:
    """Everything is done with a call; the kinds of its events that others made, in order."""
    lead = {"lead_id": desk.city.bank, "accept_in": {"count": 4, "unit": "HOURS"},
            "handle_in": {"count": 5, "unit": "WORKING_DAYS"}}
    for handle, use_case, given in (
            ("street", dispatches.triage, {}), ("street", dispatches.dispatch, lead), ("bank", whistles.accept, {}),
            ("street", dispatches.suspend, {"reason": "待材料"}), ("street", dispatches.resume, {}),
            ("bank", whistles.handle, {"result": "已更换灯泡"}), ("community", whistles.verify, {"evidence": "现场照片"}),
            ("community", whistles.rate, {"responded": True, "resolved": True, "satisfied": True}),
            ("street", dispatches.close, {})):
        await desk.ids(handle, use_case, whistle_id=call, **given)
    return [f"WHISTLE_{each}" for each in ("TRIAGED", "DISPATCHED", "ACCEPTED", "SUSPENDED", "RESUMED", "HANDLED", "VERIFIED",
                                           "RATED", "CLOSED")]

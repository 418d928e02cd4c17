"""A committee of another division as a guest: what its members and its office see of it, for how long, and that it is all."""
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from db.log import events
from resolvers.feed import relay
from tests import city as place
from tests import projects, topics
from tests.api.client import Client, global_id
from tests.api.inviting import (
    GUEST,
    HOURS,
    KINDS,
    LISTS,
    NODE,
    SHARING,
    add,
    committee,
    each_kind,
    look,
    recipient_of,
    seen_by,
    shared,
    until,
)
from tests.api.scopes import NEAR
from tests.api.test_mutations import Ids
from tests.city import COMMUNITY

__all__ = ["committee"]


@each_kind
async def test_it_is_seen_until_the_date_and_not_from_it_on(client: Client, committee: str, kind: str) -> None:
    subject = await shared(client, committee, kind)
    assert await seen_by(client, subject) == KINDS[kind] | GUEST
    client.shift = HOURS
    assert await seen_by(client, subject) == KINDS[kind]


@each_kind
async def test_that_is_all_that_a_guest_sees(client: Client, committee: str, kind: str) -> None:
    """Of everything that there is of the other division."""
    item = await client.desk.add(place.add_item, client.city.community, COMMUNITY)
    await client.desk.add(place.add_claim, item, client.city.school, client.city.members["unit"])
    await client.desk.add(topics.add_topic, client.city, stage="PUT_BACK")
    subject = await shared(client, committee, kind)
    lists = await client.read("nobody", LISTS)
    seen = {name: [each["id"] for each in page["nodes"]] for name, page in lists.items()}
    assert seen == {name: [subject] if name == f"{kind}s" else [] for name in seen}


async def test_what_a_topic_leads_to_stays_unseen(client: Client, committee: str) -> None:
    item = await client.desk.add(place.add_item, client.city.community, COMMUNITY)
    topic = await client.desk.add(topics.add_topic, client.city, item_id=item)
    await client.desk.add(topics.add_resolution, client.city, topic)
    await client.write("community", "shareTopic", topicId=global_id("Topic", topic), committeeId=committee, endsAt=until())
    await look(client)
    text = "query($id: ID!) { node(id: $id) { ... on Topic { title item { id } resolutions { nodes { id } } } } }"
    assert (await client.read("nobody", text, id=global_id("Topic", topic)))["node"] == {
        "title": "充电桩选址", "item": None, "resolutions": {"nodes": []}}


async def test_of_a_project_its_parts_are_seen_and_neither_its_claims_nor_the_fund(client: Client, committee: str) -> None:
    """What it is made of stays with each item; its money is its own, the community's fund is not."""
    city, add = client.city, client.desk.add
    project = await add(projects.add_project, city, state="UNDER_WAY", lead_seat_id=city.seat, budget_yuan=100)
    await add(place.add_claim, await add(place.add_item, city.community, COMMUNITY), city.school, city.members["unit"],
              state="ACCEPTED", joint_project_id=project)
    await add(projects.add_milestone, project)
    await add(projects.add_checkpoint, project)
    await add(projects.add_note, city, project)
    money = await add(projects.add_funding, project, fund_id=await add(projects.add_fund, city), granted=50, spent=40)
    await add(projects.add_expense, city, project, money)
    await client.write("community", "shareProject", jointProjectId=global_id("JointProject", project), committeeId=committee,
                       endsAt=until())
    await look(client)
    text = """query($id: ID!) { node(id: $id) { ... on JointProject { spentYuan parts { totalCount } milestones { totalCount }
        checkpoints { totalCount } notes { totalCount } expenses { totalCount } fundings { nodes { spentYuan fund { yuan } } }
        claims { totalCount nodes { id } } viewerCan { allowed } } } }"""
    for handle in GUEST:
        seen = (await client.read(handle, text, id=global_id("JointProject", project)))["node"]
        parts = {name: seen[name]["totalCount"] for name in ("parts", "milestones", "checkpoints", "notes", "expenses")}
        assert parts == dict.fromkeys(parts, 1)
        assert (seen["spentYuan"], seen["fundings"]["nodes"]) == ("40.00", [{"spentYuan": "40.00", "fund": None}])
        assert seen["claims"] == {"totalCount": 0, "nodes": []}
        assert not any(each["allowed"] for each in seen["viewerCan"])


async def test_the_contact_of_an_item_stays_masked(client: Client, committee: str) -> None:
    item = await shared(client, committee, "item")
    await client.pool.execute("INSERT INTO contact (item_id, name, phone) SELECT id, '王小明', '13800001234' FROM item")
    text = "query($id: ID!) { node(id: $id) { ... on ListItem { contact { masked name phone } } } }"
    for handle in GUEST:
        shown = (await client.read(handle, text, id=item))["node"]["contact"]
        assert shown == {"masked": True, "name": "王**", "phone": "138****1234"}


async def test_a_guest_takes_no_step(client: Client, committee: str) -> None:
    """A no that says so, for it sees the topic; and `viewerCan` says the same."""
    topic = await shared(client, committee, "topic")
    for handle in GUEST:
        await client.refused(handle, "putBackTopic", "NotAllowed", topicId=topic, reason="不办")
        await client.refused(handle, "shareTopic", "NotAllowed", topicId=topic, committeeId=committee, endsAt=until())
    text = "query($id: ID!) { node(id: $id) { ... on Topic { viewerCan { action allowed } } } }"
    for handle, allowed in (("community", True), ("street", True), ("nobody", False), ("unit", False)):
        can = {each["action"]: each["allowed"] for each in (await client.read(handle, text, id=topic))["node"]["viewerCan"]}
        assert can["SHARE"] is allowed, handle
    client.shift = HOURS
    error = await client.rejects("nobody", "putBackTopic", topicId=topic, reason="不办")
    assert error["extensions"]["code"] == "NOT_FOUND"


async def test_a_guest_may_claim_as_whoever_sees_it(client: Client, committee: str) -> None:
    """For an organisation that it acts for."""
    item = await shared(client, committee, "item")
    await client.desk.add(place.add_office, client.city.members["nobody"], client.city.hospital, "LIAISON")
    await look(client)
    answer = await client.write("nobody", "claimItem", itemId=item, quantity=1)
    assert answer["__typename"] == "ClaimItemPayload"


@each_kind
async def test_an_open_subscription_ends_with_the_date(client: Client, committee: str, kind: str) -> None:
    subject = await shared(client, committee, kind)
    stream = client.stream("nobody", "subscription { changes { event { object { ... on Node { id } } } } }")

    async def messages() -> int:
        async with client.pool.acquire() as connection:
            await relay.place_batch(connection, 10_000)
            placed = await events.after(connection, 0, 10_000)
            payloads = [await stream.payload(connection, event, 0) for event in placed if stream.concerns(event)]
        return sum(subject.encode() in payload for payload in payloads if payload)

    assert await messages() == 1  # that it is shared
    await client.pool.execute("UPDATE share SET ends_at = $1", datetime.now(UTC))
    assert await messages() == 0


@each_kind
async def test_the_event_is_for_the_guest(client: Client, committee: str, kind: str) -> None:
    """Its keys are those of an open subscription of the guest's members and office."""
    await shared(client, committee, kind)
    async with client.pool.acquire() as connection:
        await relay.place_batch(connection, 10_000)
        (_, keys), = await events.addressed(connection, 0, 10_000)
    for handle in GUEST:
        stream = client.stream(handle, "subscription { changes { cursor } }")
        assert not keys.isdisjoint(stream.audience), handle


@each_kind
async def test_both_sides_have_it_in_a_list(client: Client, committee: str, kind: str) -> None:
    """Who shared it sees with whom; the guest sees what it is shown, and by whom no other guest."""
    subject = await shared(client, committee, kind)
    of_subject = """query($id: ID!) { node(id: $id) {
        ... on Topic { shares { nodes { committee { id } organization { name } } } }
        ... on JointProject { shares { nodes { committee { id } organization { name } } } }
        ... on ListItem { shares { nodes { committee { id } organization { name } } } } } }"""
    guest = {"committee": {"id": committee}, "organization": {"name": "东风街道"}}
    for handle in ("bank" if kind == "item" else "community", "nobody"):
        assert (await client.read(handle, of_subject, id=subject))["node"]["shares"]["nodes"] == [guest], handle
    of_guest = """query($id: ID!) { committee(id: $id) { invitations { totalCount nodes {
        item { id } topic { id } jointProject { id } sharedBy { handle } endsAt } } } }"""
    shown, = (await client.read("nobody", of_guest, id=committee))["committee"]["invitations"]["nodes"]
    assert {name: shown[name] for name in KINDS} == {name: {"id": subject} if name == kind else None for name in KINDS}
    assert shown["endsAt"] > datetime.now(UTC).isoformat()
    elsewhere = (await client.read("hospital", of_guest, id=committee))["committee"]["invitations"]
    assert elsewhere == {"totalCount": 0, "nodes": []}
    client.shift = HOURS
    over, = (await client.read("nobody", of_guest, id=committee))["committee"]["invitations"]["nodes"]
    assert [over[name] for name in KINDS] == [None, None, None]


@each_kind
async def test_the_guest_is_told(client: Client, committee: str, kind: str) -> None:
    subject = await shared(client, committee, kind)
    told = {row["handle"]: row for row in await client.pool.fetch(
        "SELECT m.handle, n.kind, n.object_id FROM notice n JOIN member m ON m.id = n.member_id")}
    assert told.keys() == GUEST
    assert {row["kind"] for row in told.values()} == {"SHARED"}
    inbox = await client.read("nobody", "{ viewer { notices { nodes { kind subject { ... on Node { id } } } } } }")
    assert inbox["viewer"]["notices"]["nodes"] == [{"kind": "SHARED", "subject": {"id": subject}}]


@each_kind
async def test_another_date_by_sharing_again(client: Client, committee: str, kind: str) -> None:
    subject = await shared(client, committee, kind)
    by, name, given = SHARING[kind]
    await client.write(by, name, **{given: subject, **recipient_of(kind, committee), "endsAt": until(HOURS * 3)})
    assert await client.pool.fetchval("SELECT count(*) FROM share") == 1
    client.shift = HOURS
    assert (await client.read("nobody", NODE, id=subject))["node"] == {"id": subject}


async def test_sharing_with_its_office_alone_ends_the_committees_part(client: Client, committee: str) -> None:
    item = await shared(client, committee, "item")
    await client.write("bank", "shareItem", itemId=item,
                       recipient={"organizationId": global_id("Organization", client.city.far_street)})
    await look(client)
    assert await seen_by(client, item) == NEAR | {"far-street"}


@pytest.mark.parametrize(("name", "by", "given", "field"), [
    ("shareItem", "bank", {"itemId": "@item", "recipient": {"committeeId": "@committee"}}, "input.endsAt"),
    ("shareItem", "bank", {"itemId": "@item", "recipient": {"committeeId": "@committee"}, "endsAt": "2024-01-01T00:00:00Z"},
     "input.endsAt"),
    ("shareTopic", "community", {"topicId": "@topic", "committeeId": "@committee", "endsAt": "2024-01-01T00:00:00Z"},
     "input.endsAt"),
    ("shareTopic", "community", {"topicId": "@topic", "committeeId": "@own", "endsAt": "@soon"}, "input.committeeId")])
async def test_bad_input(client: Client, committee: str, name: str, by: str, given: dict[str, Any], field: str) -> None:
    known = {"committee": committee, "own": global_id("JointCommittee", client.city.committee), "soon": until(),
             "item": await add(client, "item"), "topic": await add(client, "topic")}
    filled = Ids(known).fill(given)
    error = await client.rejects(by, name, **filled)
    assert error["extensions"] == {"code": "BAD_INPUT", "field": field}


@each_kind
async def test_no_such_committee(client: Client, committee: str, kind: str) -> None:
    subject = await shared(client, committee, kind)
    by, name, given = SHARING[kind]
    absent = global_id("JointCommittee", uuid4())
    error = await client.rejects(by, name, **{given: subject, **recipient_of(kind, absent), "endsAt": until()})
    assert error["extensions"]["code"] == "NOT_FOUND"


async def test_pages_of_a_hundred_cost_the_statements_of_one(client: Client, committee: str) -> None:
    text = """query($id: ID!) { committee(id: $id) { invitations(first: 100) { nodes {
        item { ... on Demand { title } } topic { title } jointProject { title } } } } }"""
    for number in range(1, 60):
        await shared(client, committee, "item" if number % 2 else "topic")
        if number in (1, 59):
            shown = (await client.read("nobody", text, id=committee))["committee"]["invitations"]["nodes"]
            assert (len(shown), len(client.sent)) == (number, 2)

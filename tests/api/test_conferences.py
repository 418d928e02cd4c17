"""Conferences in the API: who sees which of them, and what of it; their lists."""
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests import city as place
from tests.api.client import Client, global_id
from tests.conferences import add_attendance, add_conference
from tests.topics import add_resolution, add_topic

SEEN = """query($id: ID!) { node(id: $id) { ... on JointConference {
    minutes attendance { totalCount } history { totalCount } } } }"""
INSIDE = {"community", "member", "street", "district", "city", "province"}
BELONGS = {"unit", "bank", "two-units"}


@pytest.mark.parametrize("state", ["HELD", "PUBLISHED"])
async def test_what_is_inside_is_the_committees(client: Client, state: str) -> None:
    """Who was there for good, the minutes until they are published."""
    conference = await client.desk.add(add_conference, client.city, state=state)
    await client.desk.add(add_attendance, conference)
    seen = {handle: (await client.read(handle, SEEN, id=global_id("JointConference", conference)))["node"]
            for handle in client.city.members}
    assert {handle for handle, node in seen.items() if node} == INSIDE | BELONGS
    assert {handle for handle, node in seen.items() if node and node["minutes"]} == INSIDE | (
        BELONGS if state == "PUBLISHED" else set())
    assert {handle for handle, node in seen.items() if node and node["attendance"]["totalCount"]} == INSIDE


LISTED = """query($filter: ConferenceFilter) {
    conferences(first: 100, filter: $filter) { totalCount nodes { id } } }"""


async def test_lists(client: Client) -> None:
    ours = [await client.desk.add(add_conference, client.city, planned_for=date(2098, 3, day)) for day in (1, 2, 3)]
    city = client.city
    street = await client.desk.add(add_conference, city, committee_id=city.street_committee, home_code=place.STREET,
                                   organization_id=city.street)
    shown = [global_id("JointConference", each) for each in ours]

    async def found(handle: str, **filters: Any) -> set[str]:
        page = (await client.read(handle, LISTED, filter=filters))["conferences"]
        assert page["totalCount"] == len(page["nodes"])
        return {each["id"] for each in page["nodes"]}

    both = {*shown, global_id("JointConference", street)}
    assert await found("unit") == await found("street") == await found("district") == both
    assert await found("neighbour") == {global_id("JointConference", street)}
    assert await found("member", mine=True) == {*shown}
    assert await found("member", mine=False) == {global_id("JointConference", street)}
    assert await found("street", committeeId=global_id("JointCommittee", client.city.committee)) == {*shown}
    assert await found("street", withinDivision=place.COMMUNITY) == {*shown}
    assert await found("street", fromDay="2098-03-02", toDay="2098-03-02") == {shown[1], global_id("JointConference", street)}
    assert await found("street", state=["CALLED"]) == set()
    late = await client.desk.add(add_conference, city, planned_for=date(2026, 1, 2), state="CALLED", venue="二层会议室")
    held = await client.desk.add(add_conference, city, planned_for=date(2026, 1, 3), state="HELD", title="物业专题会")
    over, done = (global_id("JointConference", each) for each in (late, held))
    assert await found("street", overdue=True) == await found("street", text="二层") == {over}
    assert await found("street", open=False) == await found("street", text="专题") == {done}


CAN = "query($id: ID!) { node(id: $id) { ... on Topic { viewerCan { action allowed code } } } }"


@pytest.mark.parametrize(("state", "code"), [("CALLED", "WRONG_STATE"), ("HELD", None), ("PUBLISHED", "WRONG_STATE")])
async def test_a_conference_that_is_not_held_resolves_nothing(client: Client, state: str, code: str | None) -> None:
    """`viewerCan` of a topic says what resolveTopic would answer."""
    conference = await client.desk.add(add_conference, client.city, state=state)
    topic = await client.desk.add(add_topic, client.city, stage="PROPOSED", conference_id=conference)
    found = (await client.read("community", CAN, id=global_id("Topic", topic)))["node"]["viewerCan"]
    assert [each for each in found if each["action"] == "RESOLVE"] == [
        {"action": "RESOLVE", "allowed": code is None, "code": code}]


async def test_lists_of_topics_and_resolutions(client: Client) -> None:
    """What one raised or owns by a seat alone is found as well; and what the figures of a period count."""
    city, add = client.city, client.desk.add
    at = datetime(2026, 1, 5, 1, tzinfo=UTC)
    raised = await add(add_topic, city, raised_by=city.members["member"], raised_for_id=None,
                       collected_at=at + timedelta(days=9))
    topic = await add(add_topic, city, stage="PUBLISHED", category="HEALTH")
    over = await add(add_topic, city, stage="SUPERVISED")
    ours = await add(add_resolution, city, topic, owner_id=None, owner_seat_id=city.seat, text="设一处健身点")
    done = await add(add_resolution, city, over, state="CONFIRMED", made_at=at + timedelta(days=9), report="已装三处")

    async def found(type_name: str, **filters: Any) -> set[str]:
        name, kind = ("topics", "TopicFilter") if type_name == "Topic" else ("resolutions", "ResolutionFilter")
        text = f"query($filter: {kind}) {{ {name}(first: 100, filter: $filter) {{ totalCount nodes {{ id }} }} }}"
        page = (await client.read("member", text, filter=filters))[name]
        assert page["totalCount"] == len(page["nodes"])
        return {each["id"] for each in page["nodes"]}

    a, b, c = (global_id("Topic", each) for each in (raised, topic, over))
    day = (at + timedelta(days=1)).isoformat()
    assert await found("Topic", mine=True) == await found("Topic", collectedFrom=day) == {a}
    assert await found("Topic", collectedBefore=day) == {b, c}
    assert await found("Topic", open=True) == {a, b}
    d, e = (global_id("Resolution", each) for each in (ours, done))
    assert await found("Resolution", mine=True) == await found("Resolution", open=True) == {d}
    assert await found("Resolution", category=["HEALTH"]) == await found("Resolution", madeBefore=day) == {d}
    assert await found("Resolution", text="健身") == {d}
    assert await found("Resolution", madeFrom=day) == await found("Resolution", text="三处") == {e}
    assert await found("Resolution", confirmedBefore=day) == {e}
    assert await found("Resolution", confirmedFrom=day) == set()


async def test_a_page_of_one_and_of_a_hundred_are_the_same_statements(client: Client) -> None:
    text = """query($n: Int!) { conferences(first: $n) { nodes {
        title committee { name conferences(first: $n) { nodes { state } } }
        attendance(first: $n) { nodes { presence seat { kind } } } viewerCan { allowed } minutes } } }"""
    for _ in range(5):
        await client.desk.add(add_attendance, await client.desk.add(add_conference, client.city, state="PUBLISHED"))
    counts = []
    for size in (1, 100):
        await client.read("member", text, n=size)
        counts.append(len(client.sent))
    assert counts == [3, 3]


async def test_figures_come_with_the_committees_own_row(client: Client) -> None:
    """Of any number of committees, and of whichever day of the period."""
    await client.desk.add(add_conference, client.city, state="HELD", planned_for=date(2026, 5, 6))
    text = """query($n: Int!, $day: Date!) { committees(first: $n) { nodes { id cadence
        conferenceFigures(day: $day, unit: QUARTER) { startsOn endsOn due held solved } } } }"""
    counts = []
    for size, day in ((1, "2026-04-01"), (100, "2026-06-30")):
        nodes = (await client.read("unit", text, n=size, day=day))["committees"]["nodes"]
        counts.append(len(client.sent))
    assert counts == [1, 1]
    found = {each["id"]: each["conferenceFigures"] for each in nodes}
    assert found[global_id("JointCommittee", client.city.committee)] == {
        "startsOn": "2026-04-01", "endsOn": "2026-06-30", "due": 1, "held": 1, "solved": 0}
    assert found[global_id("JointCommittee", client.city.street_committee)]["held"] == 0

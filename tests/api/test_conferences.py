"""Conferences in the API: who sees which of them, and what of it; their lists."""
from datetime import date
from typing import Any

import pytest

from tests import city as place
from tests.api.client import Client, global_id
from tests.conferences import add_attendance, add_conference
from tests.topics import add_topic

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


CAN = "query($id: ID!) { node(id: $id) { ... on Topic { viewerCan { action allowed code } } } }"


@pytest.mark.parametrize(("state", "code"), [("CALLED", "WRONG_STATE"), ("HELD", None), ("PUBLISHED", "WRONG_STATE")])
async def test_a_conference_that_is_not_held_resolves_nothing(client: Client, state: str, code: str | None) -> None:
    """`viewerCan` of a topic says what resolveTopic would answer."""
    conference = await client.desk.add(add_conference, client.city, state=state)
    topic = await client.desk.add(add_topic, client.city, stage="PROPOSED", conference_id=conference)
    found = (await client.read("community", CAN, id=global_id("Topic", topic)))["node"]["viewerCan"]
    assert [each for each in found if each["action"] == "RESOLVE"] == [
        {"action": "RESOLVE", "allowed": code is None, "code": code}]


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

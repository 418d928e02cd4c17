"""Joint projects in the API: who sees which of them; their lists."""
from datetime import UTC, date, datetime
from typing import Any

from tests import city as place
from tests.api.client import Client, global_id
from tests.projects import add_card, add_checkpoint, add_claim, add_milestone, add_project

SEEN = "query($id: ID!) { node(id: $id) { ... on JointProject { title parts { totalCount } } } }"
LISTED = "query($filter: JointProjectFilter) { jointProjects(first: 100, filter: $filter) { totalCount nodes { id } } }"


async def test_who_sees_it(client: Client) -> None:
    """The host, who carries it out, the committee, the officers above; nobody else of the division."""
    project = await client.desk.add(add_project, client.city, {"school": 50, "hospital": 50})
    seen = {handle for handle in client.city.members
            if (await client.read(handle, SEEN, id=global_id("JointProject", project)))["node"]}
    assert seen == {"community", "unit", "two-units", "hospital", "member", "street", "district", "city", "province"}


async def test_lists(client: Client) -> None:
    city, add = client.city, client.desk.add
    late = await add(add_project, city, ends_on=date(2026, 1, 2))
    over = await add(add_project, city, ends_on=date(2026, 1, 3), state="COMPLETED", title="电梯加装")
    street = await add(add_project, city, {"bank": 100}, host_id=city.street, home_code=place.STREET, lead_unit_id=city.bank,
                       committee_id=city.street_committee, body="加装电梯")

    async def found(handle: str, **filters: Any) -> set[str]:
        page = (await client.read(handle, LISTED, filter=filters))["jointProjects"]
        assert page["totalCount"] == len(page["nodes"])
        return {each["id"] for each in page["nodes"]}

    a, b, c = (global_id("JointProject", each) for each in (late, over, street))
    assert await found("street") == {a, b, c}
    assert await found("unit") == {a, b}
    assert await found("bank") == await found("street", mine=True) == await found("two-units", unitId=global_id(
        "Organization", city.bank)) == {c}
    assert await found("two-units", mine=True) == {a, b, c}
    assert await found("street", mine=False) == {a, b}
    assert await found("street", open=True) == {a, c}
    assert await found("street", overdue=True) == {a}
    assert await found("street", state=["COMPLETED"]) == {b}
    assert await found("street", endsFrom="2026-01-03", endsTo="2026-01-03") == {b}
    assert await found("street", committeeId=global_id("JointCommittee", city.committee)) == {a, b}
    assert await found("street", hostId=global_id("Organization", city.street)) == {c}
    assert await found("street", withinDivision=place.COMMUNITY) == {a, b}
    assert await found("street", text="电梯") == {b, c}
    led = await add(add_project, city, lead_seat_id=city.seat)
    await add(add_claim, city, joint_project_id=led, item={"category": "HEALTH"})
    await add(add_claim, city, joint_project_id=late, item={"category": "PARKING"})
    d = global_id("JointProject", led)
    assert await found("member", mine=True) == await found("street", category=["HEALTH"]) == {d}
    assert await found("street", category=["HEALTH", "PARKING"]) == {d, a}


async def test_cards_that_are_overdue(client: Client) -> None:
    """Of claims that are not delivered and of projects that are not over, the version that holds."""
    city, add, over = client.city, client.desk.add, datetime(2026, 1, 5, tzinfo=UTC)
    late = await add(place.add_card, await add(add_claim, city), state="AGREED", due_at=over)
    await add(place.add_card, await add(add_claim, city), due_at=over)
    await add(place.add_card, await add(add_claim, city, state="DELIVERED"), state="AGREED", due_at=over)
    await add(place.add_card, await add(add_claim, city), state="AGREED")
    of_project = await add(add_card, await add(add_project, city), state="AGREED", due_at=over)
    await add(add_card, await add(add_project, city, state="COMPLETED"), state="AGREED", due_at=over)
    found = await client.read("community", "{ cards(first: 100, filter: {overdue: true}) { nodes { id } } }")
    assert {each["id"] for each in found["cards"]["nodes"]} == {global_id("Card", late), global_id("Card", of_project)}


async def test_a_page_of_one_and_of_a_hundred_are_the_same_statements(client: Client) -> None:
    text = """query($n: Int!) { jointProjects(first: $n) { nodes { title overdue host { name }
        leadUnit { name } leadSeat { kind } parts(first: $n) { nodes { share leads organization { name } } }
        claims(first: $n) { nodes { state } } viewerCan { allowed } } } }"""
    for _ in range(5):
        project = await client.desk.add(add_project, client.city, {"school": 50, "bank": 50})
        await client.desk.add(add_claim, client.city, joint_project_id=project)
    counts = []
    for size in (1, 100):
        await client.read("community", text, n=size)
        counts.append(len(client.sent))
    assert counts == [3, 3]


async def test_a_claims_project_is_shown_to_who_sees_it(client: Client) -> None:
    project = await client.desk.add(add_project, client.city)
    claim = global_id("Claim", await client.desk.add(add_claim, client.city, joint_project_id=project))
    text = "query($id: ID!) { node(id: $id) { ... on Claim { jointProject { id } } } }"
    for handle, shown in (("unit", {"id": global_id("JointProject", project)}), ("hospital", None)):
        assert (await client.read(handle, text, id=claim))["node"] == {"jointProject": shown}


async def test_whether_a_claim_can_be_withdrawn_is_what_the_write_allows(client: Client) -> None:
    text = "query($id: ID!) { node(id: $id) { ... on Claim { viewerCan { action allowed code } } } }"
    for state, code in (("UNDER_WAY", "ALREADY_JOINED"), ("COMPLETED", "ALREADY_JOINED"), ("STOPPED", None)):
        project = await client.desk.add(add_project, client.city, state=state)
        claim = global_id("Claim", await client.desk.add(add_claim, client.city, joint_project_id=project))
        can = {each["action"]: each for each in (await client.read("unit", text, id=claim))["node"]["viewerCan"]}
        assert (can["WITHDRAW"]["allowed"], can["WITHDRAW"]["code"], can["DELIVER"]["allowed"]) == (code is None, code, True)


async def test_what_the_seat_that_leads_can_do_goes_over_with_it(client: Client) -> None:
    """As the write allows it: of the project, of its milestones, and of its checkpoints."""
    city, add = client.city, client.desk.add
    project = await add(add_project, city, {"bank": 100}, lead_unit_id=city.bank, lead_seat_id=city.seat, state="UNDER_WAY")
    of = {"NOTE": ("JointProject", project), "REPORT": ("Milestone", await add(add_milestone, project)),
          "ANSWER": ("Checkpoint", await add(add_checkpoint, project))}
    await client.write("community", "transferSeat", seatId=global_id("Seat", city.seat),
                       memberId=global_id("Member", city.members["community"]))

    async def allowed(handle: str, action: str) -> bool:
        type_, text = of[action][0], "query($id: ID!) { node(id: $id) { ... on %s { viewerCan { action allowed } } } }"
        found = (await client.read(handle, text % type_, id=global_id(*of[action])))["node"]["viewerCan"]
        return bool(next(each["allowed"] for each in found if each["action"] == action))

    assert {action for action in of if await allowed("community", action)} == set(of)
    assert not any([await allowed("street", action) for action in of])
    await client.write("community", "reportMilestone", milestoneId=global_id(*of["REPORT"]))

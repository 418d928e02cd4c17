"""What one owes, as one list of all concepts: who finds what there, until when, and what reading it costs."""
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import dates, processes
from domain.duties import DUTIES, DutyKind, Holding
from domain.whistles import PartyState
from tests import city as place
from tests import conferences, projects, topics, whistles
from tests.api import card_cases, pairing_cases, seat_cases, team_cases
from tests.api.client import Client, global_id
from tests.city import COMMUNITY, STREET

ASKED = """query($n: Int, $filter: DutyFilter) { viewer { duties(first: $n, filter: $filter) { totalCount
    groups(by: KIND) { key count } nodes { kind dueAt overdue subjectType subject { id } organization { id }
    committee { id } } } } }"""


async def _owed(client: Client, handle: str, **given: Any) -> list[dict[str, Any]]:
    return (await client.read(handle, ASKED, n=100, filter=given))["viewer"]["duties"]["nodes"]  # type: ignore[no-any-return]


async def _kinds(client: Client, *handles: str) -> Mapping[str, list[str]]:
    return {handle: [each["kind"] for each in await _owed(client, handle)] for handle in handles}


def test_what_is_declared_is_of_processes() -> None:
    """Each state is one of the table's process, each kind is declared, and in a state a column is named once."""
    known = {each.table: each for each in processes.ALL}
    for duty in DUTIES:
        if duty.table == "whistle_party":  # it has states, and no process
            assert set(duty.states) <= set(PartyState)
            continue
        assert set(duty.states) <= set(known[duty.table].states), duty
        assert duty.type in (known[duty.table].type, *processes.OBJECTS)
        assert (known[duty.table].state or "") == duty.state
    assert {duty.kind for duty in DUTIES} == set(DutyKind)


@pytest.mark.parametrize(("list_", "claimant", "publisher"), [
    ("DEMAND", {"PROPOSED": [], "ACCEPTED": ["DELIVER_CLAIM"], "DELIVERED": [], "CONFIRMED": []},
     {"PROPOSED": ["ANSWER_CLAIM"], "ACCEPTED": [], "DELIVERED": ["CONFIRM_CLAIM"], "CONFIRMED": []}),
    ("RESOURCE", {"PROPOSED": [], "ACCEPTED": [], "DELIVERED": ["CONFIRM_CLAIM"], "CONFIRMED": []},
     {"PROPOSED": ["ANSWER_CLAIM"], "ACCEPTED": ["DELIVER_CLAIM"], "DELIVERED": [], "CONFIRMED": []})])
@pytest.mark.parametrize("state", ["PROPOSED", "ACCEPTED", "DELIVERED", "CONFIRMED"])
async def test_of_claims_by_whose_step_is_next(
        client: Client, list_: str, claimant: dict[str, list[str]], publisher: dict[str, list[str]], state: str) -> None:
    item = await client.desk.add(place.add_item, client.city.bank, COMMUNITY, list=list_)
    await client.desk.add(place.add_claim, item, client.city.hospital, client.city.members["hospital"], state=state)
    assert await _kinds(client, "hospital", "bank", "community", "nobody") == {
        "hospital": claimant[state], "bank": publisher[state], "community": [], "nobody": []}


async def test_a_resolution_is_its_owners_until_it_is_done_and_the_secretarys_then(client: Client) -> None:
    city, add = client.city, client.desk.add
    await add(seat_cases.add, city, city.members["nobody"], kind="SECRETARY")
    topic = await add(topics.add_topic, city, stage="PUBLISHED")
    await add(topics.add_resolution, city, topic)
    await add(topics.add_resolution, city, topic, owner_id=None, owner_seat_id=city.seat)
    await add(topics.add_resolution, city, topic, state="COMPLETED")
    assert await _kinds(client, "bank", "member", "nobody", "community", "street-member") == {
        "bank": ["DO_RESOLUTION"], "member": ["DO_RESOLUTION"], "nobody": ["PUBLISH_CONFERENCE", "CONFIRM_RESOLUTION"],
        "community": [], "street-member": []}
    duty, = await _owed(client, "bank")
    assert (duty["dueAt"], duty["overdue"], duty["subjectType"]) == ("2098-06-01T16:00:00.000000Z", False, "RESOLUTION")
    assert duty["organization"] == {"id": global_id("Organization", city.bank)}
    client.shift = timedelta(days=365 * 80)
    assert [each["overdue"] for each in await _owed(client, "bank", overdue=True)] == [True]


async def test_what_a_place_owes_goes_over_with_the_seat(client: Client) -> None:
    city, add = client.city, client.desk.add
    topic = await add(topics.add_topic, city, stage="PUBLISHED")
    await add(topics.add_resolution, city, topic, owner_id=None, owner_seat_id=city.seat)
    await client.write("community", "transferSeat", seatId=global_id("Seat", city.seat),
                       memberId=global_id("Member", city.members["unit"]))
    assert await _kinds(client, "member", "unit") == {"member": [], "unit": ["DO_RESOLUTION"]}
    assert any(isinstance(each.owner, Holding) for each in DUTIES)


OF_SEAT = """query($id: ID!) { node(id: $id) { ... on Seat { duties { totalCount groups(by: KIND) { key count }
    nodes { kind } } } } }"""


async def _of_seat(client: Client, handle: str, seat: UUID) -> list[str]:
    """The kinds, as the list, its count and its groups have them."""
    found = (await client.read(handle, OF_SEAT, id=global_id("Seat", seat)))["node"]["duties"]
    kinds = [each["kind"] for each in found["nodes"]]
    assert found["totalCount"] == len(kinds)
    assert {each["key"]: each["count"] for each in found["groups"]} == {kind: kinds.count(kind) for kind in kinds}
    return sorted(kinds)


async def test_of_a_seat_they_are_told_to_its_committee_and_to_its_street_or_community(client: Client) -> None:
    city, add = client.city, client.desk.add
    secretary = await add(seat_cases.add, city, city.members["nobody"], kind="SECRETARY")
    topic = await add(topics.add_topic, city, stage="PUBLISHED")
    await add(topics.add_resolution, city, topic, owner_id=None, owner_seat_id=city.seat)
    await add(topics.add_resolution, city, topic, state="COMPLETED")
    await add(topics.add_resolution, city, topic)  # an organisation's
    await add(conferences.add_conference, city, state="CALLED")
    async with client.pool.acquire() as connection:
        await city.look(connection)
    for handle in ("member", "nobody", "community"):
        assert await _of_seat(client, handle, city.seat) == ["ATTEND_CONFERENCE", "DO_RESOLUTION"]
        assert await _of_seat(client, handle, secretary) == ["ATTEND_CONFERENCE", "CONFIRM_RESOLUTION", "PUBLISH_CONFERENCE"]
    for handle in ("bank", "street-member", "neighbour", "hospital"):
        assert await _of_seat(client, handle, city.seat) == []
    await client.write("community", "transferSeat", seatId=global_id("Seat", city.seat),
                       memberId=global_id("Member", city.members["unit"]))
    assert await _of_seat(client, "community", city.seat) == []  # its term is over


@pytest.mark.parametrize("size", [1, 20])
async def test_of_so_many_seats_they_are_one_statement(client: Client, size: int) -> None:
    for number in range(size):
        starts_on = place.SINCE + timedelta(days=number)
        await client.desk.add(seat_cases.add, client.city, client.city.members["nobody"], starts_on=starts_on)
    asked = "query($id: ID!) { committee(id: $id) { seats { nodes { duties { nodes { kind } } } } } }"
    await client.read("community", asked, id=global_id("JointCommittee", client.city.committee))
    assert len(client.sent) == 3


async def test_of_committees_their_members_and_secretaries(client: Client) -> None:
    city, add = client.city, client.desk.add
    await add(seat_cases.add, city, city.members["nobody"], kind="SECRETARY")
    await add(conferences.add_conference, city, state="CALLED")
    await add(conferences.add_conference, city, state="PLANNED")
    await add(topics.add_topic, city)
    async with client.pool.acquire() as connection:
        await city.look(connection)
    assert await _kinds(client, "member", "nobody", "street-member") == {
        "member": ["ATTEND_CONFERENCE"], "nobody": ["ATTEND_CONFERENCE", "CALL_CONFERENCE", "PROPOSE_TOPIC"],
        "street-member": []}
    committee = global_id("JointCommittee", city.committee)
    assert len(await _owed(client, "nobody", committeeId=committee)) == 3
    assert {each["committee"]["id"] for each in await _owed(client, "nobody")} == {committee}


@pytest.mark.parametrize(("by", "owing"), [("HOST", {"unit": 1, "community": 0}), ("PARTNER", {"unit": 0, "community": 1})])
async def test_an_answer_is_the_other_sides(client: Client, by: str, owing: dict[str, int]) -> None:
    await client.desk.add(pairing_cases.add, client.city, state="PROPOSED", proposed_by=by)
    assert {handle: len(await _owed(client, handle)) for handle in owing} == owing


@pytest.mark.parametrize("size", [1, 100])
async def test_a_page_of_one_and_of_a_hundred_are_as_many_statements(client: Client, size: int) -> None:
    topic = await client.desk.add(topics.add_topic, client.city, stage="PUBLISHED")
    for _ in range(100):
        await client.desk.add(topics.add_resolution, client.city, topic)
    answer = await client.read("bank", ASKED, n=size)
    assert len(answer["viewer"]["duties"]["nodes"]) == size
    assert len(client.sent) == 2


async def test_of_projects_what_waits_for_the_lead_and_for_the_host(client: Client) -> None:
    """Reports also when the project is over; milestones while it is under way; cards as long as it is not over."""
    add = client.desk.add

    async def owed() -> Mapping[str, list[str]]:
        return {handle: sorted(kinds) for handle, kinds in (await _kinds(client, "unit", "community", "nobody")).items()}

    project = await add(projects.add_project, client.city, state="UNDER_WAY")
    await add(projects.add_milestone, project)
    await add(projects.add_milestone, project, state="REPORTED")
    await add(projects.add_milestone, project, state="CONFIRMED")
    await add(projects.add_checkpoint, project)
    await add(projects.add_card, project)
    assert await owed() == {"unit": ["ANSWER_CHECKPOINT", "CARRY_OUT_PROJECT", "REPORT_MILESTONE"],
                            "community": ["ANSWER_CARD", "CONFIRM_MILESTONE"], "nobody": []}
    due = {each["kind"]: each["dueAt"] for each in await _owed(client, "unit")}
    assert (due["REPORT_MILESTONE"], due["ANSWER_CHECKPOINT"]) == (
        "2098-05-01T16:00:00.000000Z", "2026-02-06T16:00:00.000000Z")
    await client.pool.execute("UPDATE joint_project SET state = 'STOPPED', over_at = now(), reason = '经费未落实'")
    assert await owed() == {"unit": ["ANSWER_CHECKPOINT"], "community": [], "nobody": []}


async def test_a_project_that_a_seat_leads_is_the_seats_too(client: Client) -> None:
    """Once to who has both the seat and acts for the unit; and it goes over with the seat."""
    city, add = client.city, client.desk.add
    project = await add(projects.add_project, city, state="UNDER_WAY", lead_seat_id=city.seat)
    await add(projects.add_milestone, project)
    await add(projects.add_checkpoint, project)
    owed = ["ANSWER_CHECKPOINT", "REPORT_MILESTONE", "CARRY_OUT_PROJECT"]
    assert await _kinds(client, "unit", "member", "nobody", "bank") == {"unit": owed, "member": owed, "nobody": [], "bank": []}
    assert await _of_seat(client, "community", city.seat) == sorted(owed)
    duty = (await _owed(client, "member"))[-1]
    assert (duty["kind"], duty["dueAt"], duty["organization"]) == ("CARRY_OUT_PROJECT", "2098-06-30T16:00:00.000000Z", None)
    await client.write("community", "transferSeat", seatId=global_id("Seat", city.seat),
                       memberId=global_id("Member", city.members["unit"]))
    assert await _kinds(client, "unit", "member") == {"unit": owed, "member": []}
    await client.pool.execute("UPDATE milestone SET state = 'REPORTED', reported_at = now()")
    await client.pool.execute("UPDATE checkpoint SET state = 'ANSWERED', answered_at = now(), report = '完成'")
    assert await _kinds(client, "unit") == {"unit": ["CARRY_OUT_PROJECT"]}


async def test_a_conference_is_the_secretarys_to_call_to_record_when_its_day_is_over_and_to_publish(client: Client) -> None:
    """Nobody has to attend any more; up to the end of the day everybody has, and nobody has to record it."""
    city, add = client.city, client.desk.add
    secretary = await add(seat_cases.add, city, city.members["nobody"], kind="SECRETARY")
    called = await add(conferences.add_conference, city, state="PLANNED", planned_for=dates.day(client.desk.now()))
    async with client.pool.acquire() as connection:
        await city.look(connection)
    assert await _kinds(client, "member", "nobody") == {"member": [], "nobody": ["CALL_CONFERENCE"]}
    await client.pool.execute("UPDATE joint_conference SET state = 'CALLED', called_at = $1, starts_at = $1, venue = '一楼'",
                              client.desk.now())
    assert await _kinds(client, "member", "nobody", "community") == {
        "member": ["ATTEND_CONFERENCE"], "nobody": ["ATTEND_CONFERENCE"], "community": []}
    client.shift = timedelta(days=1)
    assert await _kinds(client, "member", "nobody", "community") == {
        "member": [], "nobody": ["HOLD_CONFERENCE"], "community": []}
    assert await _of_seat(client, "community", secretary) == ["HOLD_CONFERENCE"]
    duty, = await _owed(client, "nobody", overdue=True)
    assert duty["subject"] == {"id": global_id("JointConference", called)}
    assert duty["committee"] == {"id": global_id("JointCommittee", city.committee)}
    await client.pool.execute("UPDATE joint_conference SET state = 'HELD', held_at = now(), minutes = '议定三事'")
    assert await _kinds(client, "member", "nobody") == {"member": [], "nobody": ["PUBLISH_CONFERENCE"]}
    await client.pool.execute("UPDATE joint_conference SET state = 'PUBLISHED', published_at = now()")
    assert await _kinds(client, "nobody") == {"nobody": []}


@pytest.mark.parametrize(("state", "owed"), [("ACCEPTED", ["ANSWER_CARD"]), ("CONFIRMED", [])])
async def test_a_claims_card_is_answered_as_long_as_that_goes_on(client: Client, state: str, owed: list[str]) -> None:
    await card_cases.add(client, state)
    assert await _kinds(client, "community") == {"community": owed}


@pytest.mark.parametrize(("state", "owed"), [
    ("DISPATCHED", 1), ("ACCEPTED", 1), ("REWORK", 1), ("SUSPENDED", 0), ("HANDLED", 0), ("CLOSED", 0)])
async def test_who_assists_a_call_owes_a_report_until_it_is_handled(client: Client, state: str, owed: int) -> None:
    """Each of them its own, beside what its lead owes; not the one that has reported."""
    add, city = client.desk.add, client.city
    call = await add(whistles.add_whistle, city, assisting=("school", "hospital"), state=state)
    await client.pool.execute("UPDATE whistle_party SET state = 'REPORTED', reported_at = asked_at, report = '已断电' "
                              "WHERE organization_id = $1", city.hospital)
    assert await _kinds(client, "unit", "hospital", "nobody") == {
        "unit": ["REPORT_WHISTLE"] * owed, "hospital": [], "nobody": []}
    for duty in await _owed(client, "two-units", kind=["REPORT_WHISTLE"]):  # who acts for the lead too
        party = await client.pool.fetchval("SELECT id FROM whistle_party WHERE whistle_id = $1 AND organization_id = $2",
                                           call, city.school)
        assert duty["subject"] == {"id": global_id("WhistleParty", party)}
        assert duty["dueAt"] == "2098-06-30T00:00:00.000000Z"
        assert duty["organization"] == {"id": global_id("Organization", city.school)}
    assert not await _owed(client, "bank", kind=["REPORT_WHISTLE"])


@pytest.mark.parametrize(("state", "also"), [
    ("ACCEPTED", None), ("HANDLED", "VERIFY_WHISTLE"), ("REWORK", None), ("VERIFIED", ""), ("CLOSED", ""), ("WITHDRAWN", None)])
async def test_who_raised_a_call_for_a_resident_asks_him_once_it_is_handled(client: Client, state: str,
                                                                          also: str | None) -> None:
    """Until he is asked, or erased; nobody of a call that is for nobody."""
    add, city = client.desk.add, client.city
    call = await add(whistles.add_resident, await add(whistles.add_whistle, city, state=state))
    asked = [] if also is None else ["RATE_WHISTLE"]
    assert (await _kinds(client, "community", "neighbour")) == {
        "community": ([also] if also else []) + asked, "neighbour": []}
    for duty in await _owed(client, "community", kind=["RATE_WHISTLE"]):
        assert (duty["subject"], duty["dueAt"]) == ({"id": global_id("Whistle", call)}, None)
    if asked:
        for erased in (False, True):
            other = await add(whistles.add_resident, await add(whistles.add_whistle, city, state=state))
            assert len(await _owed(client, "community", kind=["RATE_WHISTLE"])) == 2
            whistle = {"whistleId": global_id("Whistle", other)}
            await (client.write("community", "eraseWhistleResident", **whistle) if erased else client.write(
                "community", "rateWhistle", **whistle, responded=True, resolved=True, satisfied=False))
            assert len(await _owed(client, "community", kind=["RATE_WHISTLE"])) == 1
    await add(whistles.add_whistle, city, state=state)
    assert len(await _owed(client, "community", kind=["RATE_WHISTLE"])) == len(asked)


async def test_a_call_that_is_owed_twice_is_on_two_pages(client: Client) -> None:
    """A street's own: it asks the resident, and closes it."""
    city, text = client.city, """query($after: String) { viewer { duties(first: 1, after: $after) {
        nodes { kind } pageInfo { endCursor hasNextPage } totalCount } } }"""
    await client.desk.add(whistles.add_resident, await client.desk.add(
        whistles.add_whistle, city, state="VERIFIED", raiser_id=city.street, home_code=STREET))
    pages, after = [], None
    for _ in range(2):
        page = (await client.read("street", text, after=after))["viewer"]["duties"]
        pages.append((page["nodes"], page["pageInfo"]["hasNextPage"], page["totalCount"]))
        after = page["pageInfo"]["endCursor"]
    assert pages == [([{"kind": "CLOSE_WHISTLE"}], True, 2), ([{"kind": "RATE_WHISTLE"}], False, 2)]


async def test_who_asks_to_join_a_team_waits_for_its_leader(client: Client) -> None:
    """Who is invited waits for nobody: it is his to answer."""
    add, city = client.desk.add, client.city
    team = await add(team_cases.add, city, leader="unit")
    for handle, state in (("bank", "REQUESTED"), ("hospital", "INVITED"), ("member", "JOINED"), ("nobody", "LEFT")):
        await add(team_cases.add_place, city, team, handle, state=state)
    assert await _kinds(client, "unit", "bank", "hospital", "member", "nobody") == {
        "unit": ["ANSWER_TEAM_MEMBER"], "bank": [], "hospital": ["ANSWER_TEAM_MEMBER"], "member": [], "nobody": []}

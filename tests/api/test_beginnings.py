"""What can be begun at a committee, of a joint project, for a community, of a claim: `viewerCan` says what writes answer."""
from typing import Any
from uuid import UUID

import pytest

from domain import beginnings, claims
from tests import city
from tests.api.client import Client, global_id, mutation, new_key, of_payload
from tests.api.powers import HANDLES, World
from tests.api.test_rights import CASES, SAID, TABLE, world
from tests.projects import add_claim, add_funding, add_milestone, add_project

__all__ = ["world"]
OF: dict[str, tuple[str, str]] = {
    "planConference": ("JointCommittee", "PLAN_CONFERENCE"), "raiseTopic": ("JointCommittee", "RAISE_TOPIC"),
    "adoptCommitmentList": ("JointCommittee", "ADOPT_COMMITMENT_LIST"), "seatMember": ("JointCommittee", "SEAT_MEMBER"),
    "setCadence": ("JointCommittee", "SET_CADENCE"), "setLeadQuota": ("JointCommittee", "SET_LEAD_QUOTA"),
    "addMilestone": ("JointProject", "ADD_MILESTONE"), "planBudget": ("JointProject", "PLAN_BUDGET"),
    "grantFunds": ("JointProject", "GRANT_FUNDS"), "revokeGrant": ("JointProject", "REVOKE_GRANT"),
    "recordExpense": ("JointProject", "RECORD_EXPENSE"), "setFund": ("Organization", "SET_FUND"),
    "formProject": ("Claim", "FORM_PROJECT")}
"""By the mutation, on what `viewerCan` tells of it, and under which name."""
OWN = {"adoptCommitmentList": {"member"}}
"""Who else may do it for himself: docs/rights.md is tried with another's list."""
TEXT = "query($id: ID!) { node(id: $id) { ... on %s { viewerCan { action allowed code reason } } } }"


async def _told(client: Client, handle: str, type_: str, node: str, action: str) -> dict[str, Any] | None:
    """Of one action; None of what is not seen."""
    found = (await client.read(handle, TEXT % type_, id=node))["node"]
    told: list[dict[str, Any]] = found["viewerCan"] if found else []
    return next((each for each in told if each["action"] == action), None)


async def _subject(client: Client, given: dict[str, Any]) -> str:
    """The ID of that on which it is told."""
    if "fundingId" in given:
        funding = UUID(hex=given["fundingId"][2:])
        return global_id("JointProject", await client.pool.fetchval("SELECT project_id FROM funding WHERE id = $1", funding))
    named = ("committeeId", "jointProjectId", "organizationId")
    return str(next((given[name] for name in named if name in given), None) or given["claimIds"][0])


def test_each_is_tried() -> None:
    told = {*beginnings.OF_COMMITTEES, *beginnings.OF_PROJECTS, *beginnings.OF_ORGANIZATIONS, claims.FORM_PROJECT}
    assert {action for _, action in OF.values()} == told


@pytest.mark.parametrize("name", OF)
async def test_it_is_told_to_whom_the_mutation_lets(world: World, name: str) -> None:
    """As docs/rights.md has it, to everybody who sees it."""
    (type_, action), line = OF[name], f"`{name}`"
    given = await CASES[line](world)
    node, may, seen = await _subject(world.client, given), SAID[TABLE[line]] | OWN.get(name, set()), set()
    for handle in HANDLES:
        told = await _told(world.client, handle, type_, node, action)
        if told is None:
            continue
        seen.add(handle)
        assert told["allowed"] is (handle in may), (handle, told)
        assert told["code"] == (None if handle in may else "NOT_ALLOWED"), (handle, told)
    assert may <= seen
    refused = sorted(seen - may)[0]
    selection = of_payload(name, "__typename") + " ... on Refusal { message }"
    answer = await world.client.send(refused, mutation(name, selection), input={"idempotencyKey": new_key(), **given})
    said = await _told(world.client, refused, type_, node, action)
    assert said is not None
    assert answer["data"][name]["message"] == said["reason"]


@pytest.mark.parametrize(("state", "granted", "closed"), [
    ("FORMED", 0, {"RECORD_EXPENSE": "WRONG_STATE"}), ("UNDER_WAY", 0, {}), ("UNDER_WAY", 30, {"PLAN_BUDGET": "FUNDS_GRANTED"}),
    ("COMPLETED", 30, {"ADD_MILESTONE": "WRONG_STATE", "PLAN_BUDGET": "WRONG_STATE", "GRANT_FUNDS": "WRONG_STATE"})])
async def test_it_is_told_as_the_project_is(client: Client, state: str, granted: int, closed: dict[str, str]) -> None:
    project = await client.desk.add(add_project, client.city, state=state)
    await client.desk.add(add_funding, project, granted=granted)
    await client.desk.add(add_milestone, project)
    node, whose = global_id("JointProject", project), {"RECORD_EXPENSE": "unit"}
    for action in beginnings.OF_PROJECTS:
        told = await _told(client, whose.get(action, "community"), "JointProject", node, action)
        assert told is not None
        assert (told["allowed"], told["code"]) == (action not in closed, closed.get(action)), action


@pytest.mark.parametrize(("columns", "joined", "code"), [
    ({}, None, None), ({"state": "DELIVERED"}, None, "WRONG_STATE"), ({}, "FORMED", "ALREADY_JOINED"), ({}, "STOPPED", None)])
async def test_it_is_told_as_the_claim_is(client: Client, columns: dict[str, Any], joined: str | None,
                                          code: str | None) -> None:
    project = await client.desk.add(add_project, client.city, state=joined) if joined else None
    claim = await client.desk.add(add_claim, client.city, joint_project_id=project, **columns)
    told = await _told(client, "community", "Claim", global_id("Claim", claim), claims.FORM_PROJECT)
    assert told is not None
    assert (told["allowed"], told["code"]) == (code is None, code)


@pytest.mark.parametrize(("listed", "allowed"), [("DEMAND", False), ("RESOURCE", True)])
async def test_of_a_claim_it_is_who_receives(client: Client, listed: str, allowed: bool) -> None:
    """Of a demand its publisher, of a resource who claims it, and the officers over that one's home."""
    kind = {"resource_kind": "SERVICE"} if listed == "RESOURCE" else {}
    claim = await client.desk.add(add_claim, client.city, "hospital", "school", city.FAR_COMMUNITY,
                                  item={"list": listed, **kind})
    for handle in ("unit", "community", "street"):
        told = await _told(client, handle, "Claim", global_id("Claim", claim), claims.FORM_PROJECT)
        assert told is not None and told["allowed"] is allowed, handle
    told = await _told(client, "far-community", "Claim", global_id("Claim", claim), claims.FORM_PROJECT)
    assert told is not None and told["allowed"] is not allowed


async def test_it_costs_no_statement(client: Client) -> None:
    text = """{ committees(first: 5) { nodes { name %s } } organizations(first: 50) { nodes { name %s } }
        jointProjects(first: 5) { nodes { title %s } } claims(first: 5) { nodes { quantity %s } } }"""
    await client.desk.add(add_project, client.city)
    counts = []
    for asked in ("", "viewerCan { action allowed }"):
        await client.read("street", text % ((asked,) * 4))
        counts.append(len(client.sent))
    assert counts[0] == counts[1]

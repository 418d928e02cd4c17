"""docs/rights.md, line by line: each mutation handed in by everybody, from inside, beside, above and another province."""
import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain import processes
from schema import graphql
from tests import city as place
from tests.api import concepts, powers, states
from tests.api.client import Client, capital, global_id, mutation, new_key, of_payload
from tests.api.powers import HANDLES, Each, Input, World, _seat, a_code, a_grid
from tests.city import COMMUNITY, NEIGHBOUR
from tests.conftest import ROOT

NEW = {"title": "义诊", "category": "HEALTH"}
Make = Callable[[World], Awaitable[Input]]


async def _new(world: World) -> Input:
    return {**NEW, "publisherId": world.id("school")}


async def _resource(world: World) -> Input:
    return {**await _new(world), "resourceKind": "SERVICE"}


async def _led(world: World) -> Input:
    await world.client.pool.execute("UPDATE item SET state = 'WITHDRAWN', closed_at = now() WHERE lead_seat_id IS NOT NULL")
    return {**await _new(world), "leadSeatId": global_id("Seat", world.seat)}


def _of_item(**more: Any) -> Make:
    async def make(world: World) -> Input:
        return {"itemId": global_id("Demand", await world.item()), **more}
    return make


async def _draft(world: World) -> Input:
    return {"itemId": global_id("Demand", await world.item(state="DRAFT"))}


async def _shared(world: World) -> Input:
    return {"itemId": global_id("Demand", await world.item()), "recipient": {"organizationId": world.id("department")}}


async def _claimed(world: World) -> Input:
    return {"itemId": global_id("Demand", await world.item("community")), "claimantId": world.id("school")}


def _of_claim(state: str, **more: Any) -> Make:
    """On the community's demand, by the school."""
    async def make(world: World) -> Input:
        city = world.client.city
        claim = await world.client.desk.add(
            place.add_claim, await world.item("community"), city.school, city.members["unit"], state=state)
        return {"claimId": global_id("Claim", claim), **more}
    return make


async def _answered(world: World) -> Input:
    """On the school's demand, by the bank."""
    city = world.client.city
    claim = await world.client.desk.add(place.add_claim, await world.item(), city.bank, city.members["bank"])
    return {"claimId": global_id("Claim", claim), "reason": "不合"}


async def _accepted(world: World) -> Input:
    return {"claimId": (await _answered(world))["claimId"]}


async def _division(_: World) -> Input:
    return {"kind": "GRID", "name": "新网格", "divisionCode": a_grid()}


async def _unit(_: World) -> Input:
    return {"kind": "UNIT", "name": "新单位", "creditCode": a_code(), "communityCodes": [COMMUNITY, NEIGHBOUR]}


def _of_school(**more: Any) -> Make:
    async def make(world: World) -> Input:
        return {"organizationId": world.id("school"), **more}
    return make


async def _identity(world: World) -> Input:
    return {"organizationId": world.id("school"), "name": "改名", "creditCode": a_code()}


async def _stationed(world: World) -> Input:
    await world.station(None)
    await world.client.pool.execute("DELETE FROM station WHERE community_id = $1 AND unit_id = $2",
                                    world.client.city.far_community, world.client.city.school)
    return {"unitId": world.id("school"), "communityId": world.id("far_community")}


def _of_station(side: str | None) -> Make:
    async def make(world: World) -> Input:
        return await world.station(side)
    return make


async def _registered(_: World) -> Input:
    return {"subject": f"sub-{uuid4()}", "name": "张三"}


async def _tied(world: World) -> Input:
    """A liaison of the school, who will sit on the street's committee."""
    member = await world.member()
    await world.client.desk.add(place.add_office, member, world.client.city.school, "LIAISON")
    await world.client.desk.add(_seat, uuid4(), world.client.city.street_committee, member, date(2190, 1, 1))
    return {"memberId": global_id("Member", member)}


async def _untied(world: World) -> Input:
    member = await world.member()
    await world.client.pool.execute("UPDATE member SET home_code = $2 WHERE id = $1", member, COMMUNITY)
    return {"memberId": global_id("Member", member)}


async def _appointed(world: World) -> Input:
    return {"memberId": global_id("Member", await world.member()), "organizationId": world.id("school"), "kind": "LIAISON"}


async def _office(world: World) -> Input:
    office = await world.client.desk.add(place.add_office, await world.member(), world.client.city.school, "LIAISON")
    return {"officeId": global_id("Office", office)}


async def _founded(world: World) -> Input:
    await world.client.pool.execute("DELETE FROM joint_committee WHERE organization_id = $1", world.client.city.neighbour)
    return {"organizationId": world.id("neighbour")}


def _seated(**more: str) -> Make:
    async def make(world: World) -> Input:
        represented = {name: world.id(organization) for name, organization in more.items()}
        return {"committeeId": global_id("JointCommittee", world.client.city.committee), "kind": "FULL_TIME",
                "memberId": global_id("Member", await world.member()), **represented}
    return make


async def _ended(world: World) -> Input:
    seat = await world.client.desk.add(_seat, uuid4(), world.client.city.committee, await world.member())
    return {"seatId": global_id("Seat", seat)}


async def _read(_: World) -> Input:
    return {}


async def _muted(_: World) -> Input:
    return {"kind": "CLAIM_LAPSED", "muted": True}


CASES: dict[str, Make] = {
    "`publishResource`": _resource, "`publishDemand`": _new, "`publishProject`": _new,
    "`publishProject` with `leadSeatId`": _led, "`publishDraft`": _draft, "`reviseItem`": _of_item(title="改"),
    "`withdrawItem`": _of_item(reason="不用了"), "`completeItem`": _of_item(), "`shareItem`": _shared, "`claimItem`": _claimed,
    "`acceptClaim`": _accepted, "`declineClaim`": _answered, "`withdrawClaim`": _of_claim("PROPOSED", reason="改期"),
    "`deliverClaim`": _of_claim("ACCEPTED"), "`returnClaim`": _of_claim("DELIVERED", reason="没做完"),
    "`confirmClaim`": _of_claim("DELIVERED", rating=5), "`registerOrganization` of a division": _division,
    "`registerOrganization` of a unit": _unit,
    "`reviseOrganization` of the place": _of_school(place={"address": "北路"}),
    "`reviseOrganization` of name or credit code": _identity, "`stationUnit`": _stationed,
    "`stationUnit` that is confirmed at once": _stationed,
    "`confirmStation` that the community proposed": _of_station("COMMUNITY"),
    "`confirmStation` that the unit proposed": _of_station("UNIT"), "`declineStation`": _of_station("UNIT"),
    "`endStation`": _of_station(None), "`registerMember`": _registered, "`deactivateMember`": _tied,
    "`deactivateMember` of who has neither": _untied, "`appointMember`": _appointed, "`endOffice`": _office,
    "`foundCommittee`": _founded, "`seatMember`": _seated(),
    "`seatMember` for an organisation where the member has no office": _seated(organizationId="hospital"),
    "`endSeat`": _ended, "`readNotices`": _read, "`setNoticePreference`": _muted,
    **concepts.named("RIGHTS")}
SAID = {**powers.SAID, **concepts.named("POWERS")}
AT_ONCE = "`stationUnit` that is confirmed at once"


def _table() -> dict[str, tuple[str, str]]:
    """By the first cell of a line its second and third."""
    lines = re.findall(r"^\| (`.*?) \| (.*?) \| (.*?) \|", (ROOT / "docs/rights.md").read_text("utf-8"), re.MULTILINE)
    return {what: (who, over) for what, who, over in lines}


def _name(line: str) -> str:
    return line.split("`")[1]


TABLE = _table()
PROCESS_OF = {name: (process, step) for process in processes.ALL for step in process.steps.values()
              for name, act in graphql.operations().mutating.acts.items() if act.use_case.step is step}
STEPS = [line for line in TABLE if _name(line) in PROCESS_OF]


@pytest.fixture
async def world(client: Client) -> World:
    built = World(client)
    await built.build()
    return built


def test_each_mutation_has_its_line(client: Client) -> None:
    assert {_name(line) for line in TABLE} == client.operations.mutating.acts.keys()
    assert TABLE.keys() == CASES.keys()
    assert {*TABLE.values()} == SAID.keys()


async def _hand_in(world: World, handle: str | None, line: str, given: Input) -> dict[str, Any]:
    name = _name(line)
    selection = of_payload(name, "station { state }") if line == AT_ONCE else ""
    if not world.client.operations.mutating.acts[name].use_case.own:
        selection += " ... on NotAllowed { action }"
    own = {each: value.get(handle or "", next(iter(value.values()))) if isinstance(value, Each) else value
           for each, value in given.items()}
    return await world.client.send(handle, mutation(name, selection), input={"idempotencyKey": new_key(), **own})


@pytest.mark.parametrize("line", TABLE)
async def test_who_may_and_who_may_not(world: World, line: str) -> None:
    """Who may not is answered by a no of one kind, and nothing has changed: no row, no event."""
    may = SAID[TABLE[line]]
    assert may
    assert (may == {*HANDLES}) is world.client.operations.mutating.acts[_name(line)].use_case.own
    for handle in sorted(may):
        answer = (await _hand_in(world, handle, line, await CASES[line](world)))["data"][_name(line)]
        assert answer["__typename"] == f"{capital(_name(line))}Payload", (handle, answer)
        assert line != AT_ONCE or answer["station"]["state"] == "CONFIRMED", handle
    proposes = SAID[TABLE["`stationUnit`"]] if line == AT_ONCE else set()
    for handle in sorted(proposes - may):
        answer = (await _hand_in(world, handle, line, await CASES[line](world)))["data"]["stationUnit"]
        assert answer["station"]["state"] == "PROPOSED", handle
    given = await CASES[line](world)
    before = await world.client.desk.contents()
    others: list[str | None] = [each for each in HANDLES if each not in may | proposes]
    for someone in [*others, None]:
        answer = await _hand_in(world, someone, line, given)
        assert _is_no(answer, signed=someone is not None, name=_name(line)), (someone, answer)
        assert await world.client.desk.contents() == before, someone


@pytest.mark.parametrize("line", STEPS)
async def test_no_step_leads_from_a_state_that_is_not_its(world: World, line: str) -> None:
    """Who may take it is told in which states, as far as he sees the object then; for the others it is as in any state.

    Who may take it but not with what is given here may be told either.
    """
    process, step = PROCESS_OF[_name(line)]
    may = {handle for each in STEPS if _name(each) == _name(line) for handle in SAID[TABLE[each]]}
    for state in [each for each in process.states if each not in step.sources]:  # in an order: one may refer to those before
        given = await CASES[line](world)
        named = [UUID(hex=value[2:]) for name, value in given.items() if name.endswith("Id") and isinstance(value, str)]
        object_id = await world.client.pool.fetchval(f"SELECT id FROM {process.table} WHERE id = ANY($1)", named)
        await states.put(world.client.pool, process, object_id, state)
        before = await world.client.desk.contents()
        for handle in HANDLES:
            answer = await _hand_in(world, handle, line, given)
            told = (answer["data"] or {}).get(_name(line)) or {}
            is_wrong = told.get("__typename") == "WrongState"
            if handle in SAID[TABLE[line]] and not _is_unseen(answer):
                assert is_wrong, (state, handle, answer)
            else:
                assert (is_wrong and handle in may) or _is_no(answer, signed=True, name=_name(line)), (state, handle, answer)
        assert await world.client.desk.contents() == before, state


def _is_unseen(answer: dict[str, Any]) -> bool:
    return [error["extensions"]["code"] for error in answer.get("errors", ())] == ["NOT_FOUND"]


def _is_no(answer: dict[str, Any], *, signed: bool, name: str) -> bool:
    """A refusal that says which of the actions it is; for what one does not see, that there is no such thing. Who wants to sign
    up is told to register first."""
    codes = [error["extensions"]["code"] for error in answer.get("errors", ())]
    if not signed:
        return codes == ["UNAUTHENTICATED"]
    if codes:
        return codes == ["NOT_FOUND"]
    given = answer["data"][name]
    if given["__typename"] == "NotRegistered":
        return name == "signUp"
    return given.get("action") in processes.ACTIONS

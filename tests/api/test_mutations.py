"""Every mutation once in yes and once in a typed no; retries, bad input, and several mutations in one operation."""
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from graphql import is_required_input_field

from domain import credit_codes
from planner.fetch import Fetched
from resolvers.executing import reading
from schema import graphql
from tests import city as place
from tests.api import concepts
from tests.api.cases import Case
from tests.api.client import Client, capital, global_id, mutation, new_key, of_payload
from tests.city import COMMUNITY


@dataclass
class Ids:
    """What the cases below name: global ids, by the names in their tables."""

    known: dict[str, str] = field(default_factory=dict)

    def fill(self, given: dict[str, Any]) -> dict[str, Any]:
        """An input: `@name` becomes the id."""
        return {name: self._filled(value) for name, value in given.items()}

    def _filled(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._filled(each) for each in value]
        if isinstance(value, dict):
            return self.fill(value)
        return self.known[value[1:]] if str(value).startswith("@") else value

    def expect(self, value: Any) -> Any:
        """A part of an answer: `@name` becomes an object with the id."""
        if isinstance(value, dict):
            return {name: self.expect(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.expect(each) for each in value]
        return {"id": self.known[value[1:]]} if str(value).startswith("@") else value


@pytest.fixture
async def ids(client: Client) -> Ids:
    """A demand of the community with claims of the school in each state, a draft, a project, a venue, and people."""
    city, add = client.city, client.desk.add
    demand = await add(place.add_item, city.community, COMMUNITY, quantity=50)
    made: dict[str, tuple[str, UUID]] = {
        "demand": ("Demand", demand),
        "idle": ("Demand", await add(place.add_item, city.community, COMMUNITY)),
        "draft": ("Demand", await add(place.add_item, city.community, COMMUNITY, state="DRAFT")),
        "ended": ("Project", await add(place.add_item, city.community, COMMUNITY, list="PROJECT", state="COMPLETED")),
        "led": ("Project", await add(place.add_item, city.community, COMMUNITY, list="PROJECT",
                                     lead_seat_id=city.seat)),
        "venue": ("Resource", await add(place.add_item, city.school, COMMUNITY, list="RESOURCE")),
        "seat": ("Seat", city.seat), "committee": ("JointCommittee", city.committee),
        "proposed": ("Station", await add(place.add_station, city.school, city.far_community, state="PROPOSED",
                                          proposed_by="COMMUNITY")),
        "station": ("Station", await client.pool.fetchval("SELECT id FROM station WHERE unit_id = $1", city.bank)),
        "notice": ("Notice", await add(place.add_notice, city.members["member"])),
        "office": ("Office", await add(place.add_office, city.members["nobody"], city.school, "LIAISON")),
    }
    for state in ("PROPOSED", "ACCEPTED", "DELIVERED", "DECLINED"):
        made[state] = ("Claim", await add(place.add_claim, demand, city.school, city.members["unit"], state=state))
    made |= {name: ("Organization", getattr(city, name)) for name in (
        "street", "community", "neighbour", "school", "bank", "hospital", "far_community")}
    made |= {handle: ("Member", member) for handle, member in city.members.items() if handle not in made}
    made |= await concepts.made(client)
    return Ids({name: global_id(*each) for name, each in made.items()})


OPERATIONS = graphql.operations()
NEW = {"title": "小区停车难", "category": "PARKING"}
SLOT = {"startsAt": "2098-05-01T09:00:00+08:00", "endsAt": "2098-05-01T11:00:00+08:00"}
CREDIT = credit_codes.of("52110111MJ000000")
CASES = [
    Case("publishResource", "resource { resourceKind quantity }", "unit", {**NEW, "resourceKind": "VENUE"},
         {"resource": {"resourceKind": "VENUE", "quantity": 1}}, "nobody", {}, "NotAllowed"),
    Case("publishDemand", "demand { state urgency }", "community", {**NEW, "draft": True, "urgency": "SOON"},
         {"demand": {"state": "DRAFT", "urgency": "SOON"}}, "member", {}, "NotAllowed"),
    Case("publishProject", "project { budgetYuan leadSeat { id } }", "community",
         {**NEW, "budgetYuan": "1200.50", "leadSeatId": "@seat"},
         {"project": {"budgetYuan": "1200.50", "leadSeat": "@seat"}}, "community", {}, "LeadQuotaReached"),
    Case("publishDraft", "item { state }", "community", {"itemId": "@draft"}, {"item": {"state": "PUBLISHED"}},
         "community", {"itemId": "@ended"}, "WrongState"),
    Case("reviseItem", "item { title version }", "community", {"itemId": "@idle", "title": "改", "expectedVersion": 1},
         {"item": {"title": "改", "version": 2}}, "community", {}, "StaleVersion"),
    Case("withdrawItem", "item { state }", "community", {"itemId": "@idle", "reason": "已解决"},
         {"item": {"state": "WITHDRAWN"}}, "community", {"itemId": "@demand"}, "HasOpenClaims"),
    Case("completeItem", "item { state }", "community", {"itemId": "@idle", "summary": "办结"},
         {"item": {"state": "COMPLETED"}}, "community", {"itemId": "@demand"}, "HasOpenClaims"),
    Case("shareItem", "item { shares { nodes { organization { id } endsAt } } }", "street",
         {"itemId": "@idle", "recipient": {"organizationId": "@hospital"}, "endsAt": "2099-01-01T00:00:00Z"},
         {"item": {"shares": {"nodes": [{"organization": "@hospital", "endsAt": "2099-01-01T00:00:00.000000Z"}]}}},
         "unit", {}, "NotAllowed"),
    Case("claimItem", "claim { slot { startsAt endsAt } quantity } item { remaining }", "community",
         {"itemId": "@venue", "slot": SLOT, "note": "会议"},
         {"claim": {"slot": {"startsAt": "2098-05-01T01:00:00.000000Z", "endsAt": "2098-05-01T03:00:00.000000Z"},
                    "quantity": 1},
          "item": {"remaining": 9}}, "community", {}, "SlotTaken"),
    Case("acceptClaim", "claim { state proposedCard { task } }", "community", {"claimId": "@PROPOSED", "task": "义诊"},
         {"claim": {"state": "ACCEPTED", "proposedCard": {"task": "义诊"}}}, "unit", {}, "NotAllowed"),
    Case("declineClaim", "claim { state reason } item { claimed }", "community",
         {"claimId": "@PROPOSED", "reason": "时间不合"},
         {"claim": {"state": "DECLINED", "reason": "时间不合"}, "item": {"claimed": 2}}, "community", {}, "WrongState"),
    Case("withdrawClaim", "claim { state } item { claimed }", "unit", {"claimId": "@ACCEPTED", "reason": "人手不足"},
         {"claim": {"state": "WITHDRAWN"}, "item": {"claimed": 2}}, "unit", {"claimId": "@DELIVERED"}, "WrongState"),
    Case("deliverClaim", "claim { state report }", "unit", {"claimId": "@ACCEPTED", "report": "已办"},
         {"claim": {"state": "DELIVERED", "report": "已办"}}, "unit", {"claimId": "@PROPOSED"}, "WrongState"),
    Case("returnClaim", "claim { state reason }", "community", {"claimId": "@DELIVERED", "reason": "没做完"},
         {"claim": {"state": "REWORK", "reason": "没做完"}}, "unit", {}, "NotAllowed"),
    Case("confirmClaim", "claim { state rating comment }", "community", {"claimId": "@DELIVERED", "rating": 4},
         {"claim": {"state": "CONFIRMED", "rating": 4, "comment": None}}, "community", {"claimId": "@ACCEPTED"},
         "WrongState"),
    Case("registerOrganization", "organization { kind creditCode stations { nodes { community { id } } } }", "street",
         {"kind": "SOCIAL_ORGANIZATION", "name": "蓝天救援队", "creditCode": CREDIT, "communityCodes": [COMMUNITY]},
         {"organization": {"kind": "SOCIAL_ORGANIZATION", "creditCode": CREDIT,
                           "stations": {"nodes": [{"community": "@community"}]}}}, "street", {}, "CodeTaken"),
    Case("reviseOrganization", "organization { name place { address } version }", "community",
         {"organizationId": "@school", "name": "星城小学校", "place": {"address": "校园路 1 号"}},
         {"organization": {"name": "星城小学校", "place": {"address": "校园路 1 号"}, "version": 2}},
         "community", {"expectedVersion": 1}, "StaleVersion"),
    Case("stationUnit", "station { unit { id } community { id } since state proposedBy }", "neighbour",
         {"unitId": "@bank", "communityId": "@neighbour", "since": "2025-01-01"},
         {"station": {"unit": "@bank", "community": "@neighbour", "since": "2025-01-01", "state": "PROPOSED",
                      "proposedBy": "COMMUNITY"}}, "street", {}, "AlreadyStationed"),
    Case("confirmStation", "station { state version }", "unit", {"stationId": "@proposed"},
         {"station": {"state": "CONFIRMED", "version": 2}}, "neighbour", {}, "NotAllowed"),
    Case("declineStation", "station { state }", "far-community", {"stationId": "@proposed"},
         {"station": {"state": "DECLINED"}}, "unit", {}, "WrongState"),
    Case("endStation", "station { state unit { id } }", "community", {"stationId": "@station"},
         {"station": {"state": "ENDED", "unit": "@bank"}}, "bank", {}, "WrongState"),
    Case("registerMember", "member { name handle active }", "street",
         {"subject": "sub-new", "name": "张三", "handle": "zhang"},
         {"member": {"name": "张三", "handle": "zhang", "active": True}}, "street", {}, "AlreadyRegistered"),
    Case("deactivateMember", "member { active version }", "street", {"memberId": "@member"},
         {"member": {"active": False, "version": 2}}, "street", {}, "WrongState"),
    Case("appointMember", "office { kind member { id } organization { id } endsOn }", "street",
         {"memberId": "@nobody", "organizationId": "@bank", "kind": "LIAISON", "endsOn": "2099-12-31"},
         {"office": {"kind": "LIAISON", "member": "@nobody", "organization": "@bank", "endsOn": "2099-12-31"}},
         "street", {}, "AlreadyAppointed"),
    Case("endOffice", "office { kind startsOn }", "street", {"officeId": "@office"},
         {"office": {"kind": "LIAISON", "startsOn": "2024-01-01"}}, "far-community", {}, "NotAllowed"),
    Case("foundCommittee", "committee { name level organization { id } }", "street", {"organizationId": "@neighbour"},
         {"committee": {"name": "第二社区大党委", "level": "COMMUNITY", "organization": "@neighbour"}}, "street", {},
         "AlreadyFounded"),
    Case("seatMember", "seat { kind member { id } organization { id } }", "community",
         {"committeeId": "@committee", "memberId": "@nobody", "kind": "FULL_TIME", "organizationId": "@bank"},
         {"seat": {"kind": "FULL_TIME", "member": "@nobody", "organization": "@bank"}}, "community", {},
         "AlreadySeated"),
    Case("endSeat", "seat { endsOn }", "street", {"seatId": "@seat", "endsOn": "2025-01-01"},
         {"seat": {"endsOn": "2025-01-01"}}, "street", {}, "WrongState"),
    Case("readNotices", "viewer { notices(filter: {unread: true}) { totalCount } }", "member", {"ids": ["@notice"]},
         {"viewer": {"notices": {"totalCount": 0}}}),
    Case("setNoticePreference", "viewer { mutedNotices }", "member", {"kind": "CLAIM_LAPSED", "muted": True},
         {"viewer": {"mutedNotices": ["CLAIM_LAPSED"]}}),
    *concepts.listed("CASES"),
]


async def _hand_in(client: Client, case: Case, ids: Ids) -> dict[str, Any]:
    return await client.write(case.by, case.name, of_payload(case.name, case.selection), **ids.fill(case.given))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
async def test_yes_and_no(client: Client, ids: Ids, case: Case) -> None:
    events: int = await client.pool.fetchval("SELECT count(*) FROM event")
    answer = await _hand_in(client, case, ids)
    assert answer.pop("__typename") == f"{capital(case.name)}Payload", answer
    assert answer == ids.expect(case.holds)
    own = client.operations.mutating.acts[case.name].use_case.own
    assert (await client.pool.fetchval("SELECT count(*) FROM event") > events) is not own
    assert bool(case.no) is not own
    if own:
        return
    refused = await client.refused(case.no_by, case.name, case.no, **ids.fill({**case.given, **case.no_given}))
    assert "。" in refused["message"] or "，" in refused["message"]


def test_each_mutation_has_its_case(client: Client) -> None:
    assert {case.name for case in CASES} == client.operations.mutating.acts.keys()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
async def test_nobody_signed_in(client: Client, ids: Ids, case: Case) -> None:
    error = await client.rejects(None, case.name, **ids.fill(case.given))
    assert error["extensions"] == {"code": "UNAUTHENTICATED"}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
async def test_retries(client: Client, ids: Ids, case: Case) -> None:
    """The same key and input: the same answer, and no second effect. The same key with other input: KeyReused."""
    key = {"idempotencyKey": "the-same-key"}
    selection = of_payload(case.name, case.selection)
    given = ids.fill(case.given)
    first = await client.write(case.by, case.name, selection, **key, **given)
    contents = await client.desk.contents("idempotency_key")
    assert await client.write(case.by, case.name, selection, **key, **given) == first
    assert await client.desk.contents("idempotency_key") == contents
    other = OTHER.get(case.name) or {next(name for name in OTHER_TEXTS if name in given): "另一内容"}
    reused = await client.write(case.by, case.name, selection, **key, **{**given, **ids.fill(other)})
    assert reused["__typename"] == "KeyReused"
    assert await client.desk.contents("idempotency_key") == contents


def _said(case: Case) -> list[str]:
    """The texts that it has to be given, but for its key."""
    fields: Any = OPERATIONS.planning.schema.type_map[f"{capital(case.name)}Input"]
    return [name for name, each in fields.fields.items()
            if str(each.type) == "String!" and is_required_input_field(each) and name != "idempotencyKey"]


@pytest.mark.parametrize(("case", "field"), [(case, field) for case in CASES for field in _said(case)],
                         ids=lambda each: each if isinstance(each, str) else each.name)
async def test_what_has_to_be_said_is_seen(client: Client, ids: Ids, case: Case, field: str) -> None:
    error = await client.rejects(case.by, case.name, **{**ids.fill(case.given), field: " \u200b\n"})
    assert error["extensions"] == {"code": "BAD_INPUT", "field": f"input.{field}"}


OTHER_TEXTS = ("title", "reason", "summary", "note", "task", "report", "name")
OTHER: dict[str, dict[str, Any]] = {
    "publishDraft": {"itemId": "@demand"}, "shareItem": {"recipient": {"organizationId": "@bank"}},
    "confirmClaim": {"rating": 3},
    "stationUnit": {"unitId": "@hospital"}, "confirmStation": {"stationId": "@station"},
    "declineStation": {"stationId": "@station"}, "endStation": {"stationId": "@proposed"},
    "deactivateMember": {"memberId": "@nobody"},
    "appointMember": {"kind": "OFFICER"}, "endOffice": {"endsOn": "2099-01-01"}, "seatMember": {"kind": "PART_TIME"},
    "endSeat": {"endsOn": "2025-01-02"}, "readNotices": {"upTo": "2026-01-01T00:00:00Z"},
    "setNoticePreference": {"muted": False},
    "foundCommittee": {"organizationId": "@street"}, **concepts.named("OTHER")}


async def test_a_payload_that_cannot_be_read_leaves_the_outcome_unknown(
        client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim is written by then: the client has to send the same again, not another."""
    demand = await client.desk.add(place.add_item, client.city.community, COMMUNITY)
    given = {"idempotencyKey": new_key(), "itemId": global_id("Demand", demand)}

    async def lost(*_: Any, **__: Any) -> Fetched:
        raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")

    with monkeypatch.context() as patch:
        patch.setattr(reading, "fetched", lost)
        answer = await client.send("unit", mutation("claimItem"), input=given)
    assert answer["errors"][0]["extensions"]["code"] == "OUTCOME_UNKNOWN"
    selected = of_payload("claimItem", "item { claims { totalCount } }")
    assert (await client.write("unit", "claimItem", selected, **given))["item"] == {"claims": {"totalCount": 1}}

"""Input that no rule needs to look at is refused by the field's name, and nothing is written."""
from functools import reduce
from typing import Any

import pytest

from domain import texts
from tests import city as place
from tests.api.client import Client, global_id, mutation, new_key, of_payload
from tests.city import COMMUNITY, GRID

NEW = {"title": "小区停车难", "category": "PARKING"}
PAST, FUTURE, LATER = "2024-01-01T00:00:00Z", "2098-01-01T00:00:00Z", "2099-01-01T00:00:00Z"
UNIT = {"kind": "UNIT", "name": "消防站", "communityCodes": [COMMUNITY], "noCreditCodeReason": "现役编制"}
BAD = [  # the mutation, as whom, with what, and the field that the error names
    ("publishDemand", "community", {**NEW, "title": "  "}, "input.title"),
    ("publishDemand", "community", {**NEW, "title": "停" * 201}, "input.title"),
    ("publishDemand", "community", {**NEW, "title": "停\0车"}, "input.title"),
    ("publishDemand", "community", {**NEW, "title": "停\ud83d车"}, "input.title"),
    ("publishDemand", "community", {**NEW, "body": "\0"}, "input.body"),
    ("publishDemand", "community", {**NEW, "body": "长" * 20_001}, "input.body"),
    ("publishDemand", "community", {**NEW, "unit": ""}, "input.unit"),
    ("publishDemand", "community", {**NEW, "quantity": 0}, "input.quantity"),
    ("publishDemand", "community", {**NEW, "deadline": PAST}, "input.deadline"),
    ("publishDemand", "community", {**NEW, "startsAt": LATER, "deadline": FUTURE}, "input.startsAt"),
    ("publishDemand", "community", {**NEW, "divisionCode": "110111008001"}, "input.divisionCode"),
    ("publishDemand", "community", {**NEW, "divisionCode": "110111007001\0"}, "input.divisionCode"),
    ("publishDemand", "community", {**NEW, "gridCode": GRID[:-1] + "9"}, "input.gridCode"),
    ("publishDemand", "community", {**NEW, "place": {"longitude": 116.0}}, "input.place"),
    ("publishDemand", "community", {**NEW, "place": {"longitude": 181, "latitude": 0}}, "input.place.longitude"),
    ("publishDemand", "community", {**NEW, "place": {"longitude": 0, "latitude": 85.5}}, "input.place.latitude"),
    ("publishDemand", "community", {**NEW, "place": {"address": "\udc00"}}, "input.place.address"),
    ("publishDemand", "community", {**NEW, "contact": {"name": "", "phone": "13800138000"}}, "input.contact.name"),
    ("publishDemand", "community", {**NEW, "contact": {"name": "王", "phone": "电话"}}, "input.contact.phone"),
    ("publishDemand", "two-units", NEW, "input.publisherId"),
    ("publishProject", "community", {**NEW, "budgetYuan": "一千"}, "input.budgetYuan"),
    *(("publishProject", "community", {**NEW, "budgetYuan": budget}, "input.budgetYuan")
      for budget in ("NaN", "0.005", "999999999999.995", "1000000000000", "1e3", "1_000", "１２", "+1", "")),
    ("publishProject", "community", {**NEW, "budgetYuan": "-1"}, "input.budgetYuan"),
    ("reviseItem", "community", {"itemId": "@item", "title": None}, "input.title"),
    ("reviseItem", "community", {"itemId": "@item", "budgetYuan": "5"}, "input.budgetYuan"),
    ("reviseItem", "community", {"itemId": "@item", "deadline": PAST}, "input.deadline"),
    ("withdrawItem", "community", {"itemId": "@idle", "reason": " "}, "input.reason"),
    ("shareItem", "community", {"itemId": "@item", "recipient": {"organizationId": "@bank"}, "endsAt": PAST}, "input.endsAt"),
    ("claimItem", "unit", {"itemId": "@item", "quantity": 0}, "input.quantity"),
    ("claimItem", "two-units", {"itemId": "@item"}, "input.claimantId"),
    ("claimItem", "unit", {"itemId": "@item", "slot": {"startsAt": FUTURE, "endsAt": LATER}}, "input.slot"),
    ("claimItem", "unit", {"itemId": "@item", "idempotencyKey": "short"}, "input.idempotencyKey"),
    ("claimItem", "unit", {"itemId": "@item", "idempotencyKey": "k" * 129}, "input.idempotencyKey"),
    ("claimItem", "unit", {"itemId": "@item", "idempotencyKey": "zero\0zero"}, "input.idempotencyKey"),
    ("acceptClaim", "community", {"claimId": "@claim", "task": "\0"}, "input.task"),
    ("declineClaim", "community", {"claimId": "@claim", "reason": ""}, "input.reason"),
    ("confirmClaim", "community", {"claimId": "@claim", "rating": 6}, "input.rating"),
    ("registerOrganization", "street", {**UNIT, "creditCode": "12110111000000009X"}, "input.creditCode"),
    ("registerOrganization", "street", {**UNIT, "noCreditCodeReason": None}, "input.creditCode"),
    ("registerOrganization", "street", {**UNIT, "creditCode": "12440600MB2C07549J"}, "input.creditCode"),
    ("registerOrganization", "street", {"kind": "COMMUNITY", "name": "新", "divisionCode": "110111007003",
                                        "noCreditCodeReason": "没有"}, "input.noCreditCodeReason"),
    ("claimItem", "unit", {"itemId": "@item", "slot": {"startsAt": "0001-01-01T00:00:00+08:00", "endsAt": LATER}},
     "input.slot.startsAt"),
    ("registerOrganization", "street", {**UNIT, "communityCodes": []}, "input.communityCodes"),
    ("registerOrganization", "street", {**UNIT, "communityCodes": ["110111007009"]}, "input.communityCodes"),
    ("registerOrganization", "street", {**UNIT, "kind": "COMMUNITY", "divisionCode": "110111007003",
                                        "noCreditCodeReason": None},
     "input.communityCodes"),
    ("registerOrganization", "street", {"kind": "COMMUNITY", "name": "新", "divisionCode": "1"}, "input.divisionCode"),
    ("reviseOrganization", "community", {"organizationId": "@school", "name": ""}, "input.name"),
    ("stationUnit", "street", {"unitId": "@community", "communityId": "@community"}, "input.unitId"),
    ("registerMember", "street", {"subject": " ", "name": "张三"}, "input.subject"),
    ("appointMember", "street", {"memberId": "@nobody", "organizationId": "@bank", "kind": "LIAISON",
                                 "startsOn": "2025-02-01", "endsOn": "2025-01-01"}, "input.endsOn"),
    ("foundCommittee", "street", {"organizationId": "@bank"}, "input.organizationId"),
    ("endSeat", "street", {"seatId": "@seat", "endsOn": "2023-01-01"}, "input.endsOn"),
]
Named = dict[str, str]


@pytest.fixture
async def named(client: Client) -> Named:
    city, add = client.city, client.desk.add
    item = await add(place.add_item, city.community, COMMUNITY)
    return {"item": global_id("Demand", item), "bank": global_id("Organization", city.bank),
            "idle": global_id("Demand", await add(place.add_item, city.community, COMMUNITY)),
            "claim": global_id("Claim", await add(place.add_claim, item, city.school, city.members["unit"])),
            "school": global_id("Organization", city.school), "community": global_id("Organization", city.community),
            "nobody": global_id("Member", city.members["nobody"]), "seat": global_id("Seat", city.seat),
            "committee": global_id("JointCommittee", city.committee)}


def _filled(given: dict[str, Any], named: Named) -> dict[str, Any]:
    def filled(value: Any) -> Any:
        if isinstance(value, list):
            return [_filled(each, named) if isinstance(each, dict) else each for each in value]
        if isinstance(value, dict):
            return _filled(value, named)
        return named[value[1:]] if str(value).startswith("@") else value
    return {name: filled(value) for name, value in given.items()}


def _at(given: dict[str, Any], path: str) -> Any:
    return reduce(lambda value, name: value[name], path.split("."), given)


@pytest.mark.parametrize(("name", "handle", "given", "field"), BAD)
async def test_bad_input(client: Client, named: Named, name: str, handle: str, given: dict[str, Any],
                         field: str) -> None:
    error = await client.rejects(handle, name, **_filled(given, named))
    assert error["extensions"] == {"code": "BAD_INPUT", "field": field}
    assert error["message"].startswith(f"{field}: ")
    assert error["path"] == [name]


@pytest.mark.parametrize(("name", "handle", "given", "at"), [
    ("claimItem", "unit", {"itemId": "@bank"}, "itemId"), ("claimItem", "unit", {"itemId": "@claim"}, "itemId"),
    ("claimItem", "unit", {"itemId": ""}, "itemId"), ("claimItem", "unit", {"itemId": "\0"}, "itemId"),
    ("claimItem", "unit", {"itemId": "\ud83d"}, "itemId"), ("acceptClaim", "community", {"claimId": "@item"}, "claimId"),
    ("shareItem", "community", {"itemId": "@item", "recipient": {"organizationId": "@nobody"}}, "recipient.organizationId"),
    ("seatMember", "street", {"committeeId": "@bank", "memberId": "@nobody", "kind": "FULL_TIME"}, "committeeId")])
async def test_ids_of_something_else(client: Client, named: Named, name: str, handle: str, given: dict[str, Any],
                                     at: str) -> None:
    filled = _filled(given, named)
    error = await client.rejects(handle, name, **filled)
    given_id = _at(filled, at)
    shown = {"id": texts.shown(given_id)} if given_id else {}
    assert error["extensions"] == {"code": "NOT_FOUND", "field": f"input.{at}", **shown}


ABSENT = "0" * 32


@pytest.mark.parametrize(("name", "handle", "given", "at"), [
    ("claimItem", "unit", {"itemId": f"de{ABSENT}"}, "itemId"),
    ("acceptClaim", "community", {"claimId": f"cl{ABSENT}"}, "claimId"),
    ("shareItem", "community", {"itemId": "@item", "recipient": {"organizationId": f"or{ABSENT}"}}, "recipient.organizationId"),
    ("publishProject", "community", {**NEW, "leadSeatId": f"se{ABSENT}"}, "leadSeatId"),
    ("stationUnit", "street", {"unitId": f"or{ABSENT}", "communityId": "@community"}, "unitId"),
    ("stationUnit", "street", {"unitId": "@school", "communityId": f"or{ABSENT}"}, "communityId"),
    ("reviseOrganization", "street", {"organizationId": f"or{ABSENT}"}, "organizationId"),
    ("appointMember", "street", {"memberId": f"me{ABSENT}", "organizationId": "@school", "kind": "LIAISON"}, "memberId"),
    ("endSeat", "street", {"seatId": f"se{ABSENT}"}, "seatId")])
async def test_what_is_not_there_is_named(client: Client, named: Named, name: str, handle: str, given: dict[str, Any],
                                          at: str) -> None:
    error = await client.rejects(handle, name, **_filled(given, named))
    assert error["extensions"] == {"code": "NOT_FOUND", "field": f"input.{at}", "id": _at(given, at)}


async def test_what_is_unseen_is_answered_as_what_is_not_there(client: Client) -> None:
    hidden = global_id("Demand", await client.desk.add(place.add_item, client.city.community, COMMUNITY, state="DRAFT"))
    unseen = await client.rejects("unit", "claimItem", itemId=hidden)
    absent = await client.rejects("unit", "claimItem", itemId=f"de{ABSENT}")
    assert {**unseen, "extensions": {**unseen["extensions"], "id": f"de{ABSENT}"}} == absent


@pytest.mark.parametrize(("given", "field"), [
    ({}, "input"), ({"itemId": None}, "input.itemId"), ({"itemId": "@item", "quantity": "viele"}, "input.quantity"),
    ({"itemId": "@item", "quantity": 2**31}, "input.quantity"), ({"itemId": "@item", "unheardOf": 1}, "input"),
    ({"itemId": "@item", "slot": {"startsAt": FUTURE}}, "input.slot"),
    ({"itemId": "@item", "slot": {"startsAt": 5, "endsAt": LATER}}, "input.slot.startsAt")])
async def test_input_of_another_shape_is_a_bad_request(client: Client, named: Named, given: dict[str, Any], field: str) -> None:
    error = await client.rejects("unit", "claimItem", **_filled(given, named))
    assert error["extensions"] == {"code": "BAD_REQUEST", "field": field}
    assert "$input" in error["message"]


# -- all that is wrong, at once

SEVERAL = [  # the mutation, as whom, with what, and the fields that the errors name
    ("publishDemand", "community", {  # as they are read
        "title": "停" * 201, "category": "PARKING", "body": "\ud83d", "publisherId": "nope", "deadline": "2098-01-01",
        "startsAt": "9999-12-31T23:59:59Z", "place": {"address": "\0"}},
     ["title", "publisherId", "body", "startsAt", "deadline", "place.address"]),
    ("publishDemand", "community", {  # by the rules
        "title": " ", "category": "PARKING", "body": "\x07", "unit": "", "quantity": 0, "deadline": PAST, "startsAt": FUTURE,
        "divisionCode": "x", "place": {"longitude": 181, "latitude": 86}, "contact": {"name": "?", "phone": "电话"}},
     ["quantity", "deadline", "startsAt", "title", "body", "unit", "place.longitude", "place.latitude", "contact.name",
      "contact.phone", "divisionCode"]),
    ("publishDemand", "community", {**NEW, "title": " ", "gridCode": GRID[:-1] + "9"}, ["title", "gridCode"]),
    ("publishResource", "two-units", {**NEW, "title": " ", "resourceKind": "VENUE"}, ["title", "publisherId"]),
    ("publishProject", "community", {**NEW, "unit": " ", "budgetYuan": "-1"}, ["unit", "budgetYuan"]),
    ("publishProject", "community", {**NEW, "leadSeatId": "x", "budgetYuan": "1e3"}, ["budgetYuan", "leadSeatId"]),
    ("reviseItem", "community", {"itemId": "@item", "title": " ", "quantity": None, "budgetYuan": "5",
                                 "contact": {"name": "", "phone": "13800001234"}},
     ["contact.name", "title", "quantity", "budgetYuan"]),
    ("claimItem", "two-units", {"itemId": "@item", "quantity": 0, "note": "\x07",
                                "slot": {"startsAt": LATER, "endsAt": FUTURE}},
     ["note", "quantity", "slot", "claimantId"]),
    ("acceptClaim", "community", {"claimId": "@claim", "task": "\x07", "standard": "\x07", "responsible": "\x07"},
     ["task", "standard", "responsible"]),
    ("confirmClaim", "community", {"claimId": "@claim", "rating": 6, "comment": "\x07"}, ["rating", "comment"]),
    ("registerOrganization", "street", {**UNIT, "name": " ", "noCreditCodeReason": "\x07", "creditCode": "1",
                                        "communityCodes": ["2", COMMUNITY, "3"], "place": {"longitude": 181}},
     ["noCreditCodeReason", "creditCode", "communityCodes[0]", "communityCodes[2]", "name", "place", "place.longitude"]),
    ("reviseOrganization", "street", {"organizationId": "@school", "name": " ", "place": {"latitude": 86, "longitude": 0},
                                      "creditCode": "1"}, ["place.latitude", "name", "creditCode"]),
    ("registerMember", "street", {"subject": " ", "name": "?", "handle": "\x07"}, ["subject", "name", "handle"]),
    ("planConference", "community", {"committeeId": "@committee", "plannedFor": "2024-01-01", "title": "\x07",
                                     "topicsUntil": LATER}, ["plannedFor", "title", "topicsUntil"]),
    ("holdConference", "community", {"conferenceId": "x", "minutes": "\0", "guests": ["王", "\0"], "attendance": [
        {"seatId": "@seat", "presence": "PRESENT"}, {"seatId": "x", "presence": "ABSENT", "substitute": "\0"}]},
     ["conferenceId", "minutes", "attendance[1].seatId", "attendance[1].substitute", "guests[1]"]),
    ("proposeAgreement", "community", {"hostId": "@school", "unitId": "@school", "title": "?", "body": "\x07",
                                       "hostOffers": "\x07", "unitOffers": "\x07", "endsOn": "2024-01-01"},
     ["title", "body", "hostOffers", "unitOffers", "endsOn", "hostId"]),
]


@pytest.mark.parametrize(("name", "handle", "given", "fields"), SEVERAL)
async def test_all_that_is_wrong_is_said_at_once(client: Client, named: Named, name: str, handle: str, given: dict[str, Any],
                                                 fields: list[str]) -> None:
    before = await client.desk.contents("idempotency_key")
    response = await client.send(handle, mutation(name), input={"idempotencyKey": new_key(), **_filled(given, named)})
    assert response["data"] == {name: None}
    assert [each["extensions"]["field"] for each in response["errors"]] == [f"input.{field}" for field in fields]
    for error in response["errors"]:
        code = "NOT_FOUND" if error["extensions"]["field"].endswith("Id") and "id" in error["extensions"] else "BAD_INPUT"
        assert error["extensions"]["code"] == code and error["path"] == [name]
        assert error["message"].startswith(error["extensions"]["field"])
    assert await client.desk.contents("idempotency_key") == before


# -- several mutations in one operation

def _claims(keys: str) -> str:
    """An operation that claims once for each letter, which is also the variable of its input."""
    declared = ", ".join(f"${key}: ClaimItemInput!" for key in keys)
    selection = of_payload("claimItem", "claim { quantity } item { remaining }")
    fields = " ".join(f"{key}: claimItem(input: ${key}) {{ __typename {selection} }}" for key in keys)
    return f"mutation({declared}) {{ {fields} }}"


async def test_mutations_are_serial_and_errors_stay_their_own(client: Client, named: Named) -> None:
    """Each is a transaction of its own, in the order of the text; a later one reads what an earlier one wrote."""
    item = {"itemId": named["item"]}
    response = await client.send(
        "unit", _claims("abcde"), a={"idempotencyKey": new_key(), **item, "quantity": 2},
        b={"idempotencyKey": new_key(), **item, "quantity": 0}, c={"idempotencyKey": new_key(), **item, "quantity": 99},
        d={"idempotencyKey": new_key(), "itemId": named["bank"]},
        e={"idempotencyKey": new_key(), **item, "quantity": 3})
    data = response["data"]
    assert data["a"] == {"__typename": "ClaimItemPayload", "claim": {"quantity": 2}, "item": {"remaining": 7}}
    assert (data["b"], data["d"]) == (None, None)
    assert data["c"]["__typename"] == "ClaimTooLarge"
    assert data["e"] == {"__typename": "ClaimItemPayload", "claim": {"quantity": 3}, "item": {"remaining": 4}}
    assert [(error["path"], error["extensions"]["code"]) for error in response["errors"]] == [
        (["b"], "BAD_INPUT"), (["d"], "NOT_FOUND")]
    assert await client.pool.fetchval("SELECT claimed FROM item WHERE quantity = 10 AND claimed > 0") == 6


async def test_the_same_key_twice_in_one_operation(client: Client, named: Named) -> None:
    same = {"idempotencyKey": new_key(), "itemId": named["item"], "quantity": 2}
    data = await client.read("unit", _claims("abc"), a=same, b=same, c={**same, "quantity": 3})
    assert data["a"] == data["b"]
    assert data["c"]["__typename"] == "KeyReused"
    assert await client.pool.fetchval("SELECT count(*) FROM claim") == 2  # the fixture's, and one


async def test_one_member_s_key_is_not_another_s(client: Client, named: Named) -> None:
    given = {"idempotencyKey": "a-common-key", "itemId": named["item"]}
    for handle in ("unit", "bank"):
        assert (await client.write(handle, "claimItem", **given))["__typename"] == "ClaimItemPayload"
    assert await client.pool.fetchval("SELECT count(*) FROM claim") == 3


async def test_a_refusal_is_kept_too(client: Client, named: Named) -> None:
    """A retry gets the no of then, even when it would be a yes now."""
    given = {"idempotencyKey": new_key(), "itemId": named["item"], "quantity": 10}
    first = await client.write("unit", "claimItem", "... on ClaimTooLarge { remaining }", **given)
    assert first["remaining"] == 9
    await client.write("community", "declineClaim", claimId=named["claim"], reason="改期")
    assert await client.write("unit", "claimItem", "... on ClaimTooLarge { remaining }", **given) == first


async def test_the_payload_is_merged_like_any_selection(client: Client, named: Named) -> None:
    once = mutation("claimItem").rpartition("}")[0]
    again = f"claimItem(input: $input) {{ {of_payload('claimItem', 'claim { quantity } same: claim { quantity }')} }}"
    data = await client.read("unit", f"{once} {again} }}",
                             input={"idempotencyKey": new_key(), "itemId": named["item"]})
    assert data["claimItem"] == {"__typename": "ClaimItemPayload", "claim": {"quantity": 1}, "same": {"quantity": 1}}
    assert await client.pool.fetchval("SELECT count(*) FROM claim") == 2

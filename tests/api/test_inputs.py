"""Input that no rule needs to look at is refused by the field's name, and nothing is written."""
from typing import Any

import pytest

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
    ("shareItem", "community", {"itemId": "@item", "organizationId": "@bank", "endsAt": PAST}, "input.endsAt"),
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
            "nobody": global_id("Member", city.members["nobody"]), "seat": global_id("Seat", city.seat)}


def _filled(given: dict[str, Any], named: Named) -> dict[str, Any]:
    return {name: named[value[1:]] if str(value).startswith("@") else value for name, value in given.items()}


@pytest.mark.parametrize(("name", "handle", "given", "field"), BAD)
async def test_bad_input(client: Client, named: Named, name: str, handle: str, given: dict[str, Any],
                         field: str) -> None:
    error = await client.rejects(handle, name, **_filled(given, named))
    assert error["extensions"] == {"code": "BAD_INPUT", "field": field}
    assert error["message"].startswith(f"{field}: ")
    assert error["path"] == [name]


@pytest.mark.parametrize(("name", "handle", "given"), [
    ("claimItem", "unit", {"itemId": "@bank"}), ("claimItem", "unit", {"itemId": "@claim"}),
    ("claimItem", "unit", {"itemId": ""}), ("claimItem", "unit", {"itemId": "\0"}),
    ("acceptClaim", "community", {"claimId": "@item"}),
    ("shareItem", "community", {"itemId": "@item", "organizationId": "@nobody"}),
    ("seatMember", "street", {"committeeId": "@bank", "memberId": "@nobody", "kind": "FULL_TIME"})])
async def test_ids_of_something_else(client: Client, named: Named, name: str, handle: str,
                                     given: dict[str, Any]) -> None:
    error = await client.rejects(handle, name, **_filled(given, named))
    assert error["extensions"] == {"code": "NOT_FOUND"}


@pytest.mark.parametrize("given", [
    {}, {"itemId": None}, {"itemId": "@item", "quantity": "viele"}, {"itemId": "@item", "quantity": 2**31},
    {"itemId": "@item", "unheardOf": 1},
    {"itemId": "@item", "slot": {"startsAt": "2098-01-01T00:00:00", "endsAt": LATER}},
    {"itemId": "@item", "slot": {"startsAt": FUTURE}}, {"itemId": "@item", "slot": {"startsAt": 5, "endsAt": LATER}}])
async def test_input_of_another_shape_is_a_bad_request(client: Client, named: Named, given: dict[str, Any]) -> None:
    error = await client.rejects("unit", "claimItem", **_filled(given, named))
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert "$input" in error["message"]


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

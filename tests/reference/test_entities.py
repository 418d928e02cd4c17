"""Federation's `_entities` and Relay's `nodes` beside the reference: any mix of types and keys, each in its own slot."""
from typing import Any

import pytest

from planner import fetch
from planner.ids import encoder
from tests.reference.conftest import Both
from tests.reference.names import global_id, type_of

TEXT = """query($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Node { id }
  ... on Organization { name divisionCode creditCode items(first: 2) { nodes { title } } }
  ... on ListItem { title publisher { name } claims(first: 2) { totalCount nodes { state } } }
  ... on Claim { state item { title } } ... on Member { name } ... on Event { kind } } }"""


def demand(both: Both, handle: str, *, seen: bool) -> dict[str, Any]:
    """A representation of a demand that the member sees, or does not see."""
    from tests.reference import world

    looking = world.world(both.tables, both.city.viewer(handle))
    row = both.tables.first("item", lambda row: row["list"] == "DEMAND" and looking.sees(row) is seen)
    assert row is not None
    return {"__typename": "Demand", "id": encoder("de")(row["id"])}


async def test_each_in_its_own_slot(both: Both) -> None:
    school = both.tables.find("organization", both.city.school)
    assert school is not None
    mixed = [
        {"__typename": "Organization", "divisionCode": "110111007001"}, demand(both, "bank", seen=True),
        {"__typename": "Organization", "divisionCode": "990000"}, demand(both, "bank", seen=False),
        {"__typename": "Nothing", "id": "x"}, {"__typename": "Organization", "creditCode": school["credit_code"]},
        {"__typename": "Organization", "id": encoder("or")(both.city.bank)}, demand(both, "bank", seen=True),
        {"__typename": "Organization", "id": encoder("de")(both.city.bank)}, {"__typename": "Demand"},
        {"__typename": "Member", "id": encoder("me")(both.city.members["unit"]), "name": "another's claim"}]
    response = await both.agree("bank", TEXT, r=mixed)
    found = response["data"]["_entities"]
    assert [each and each["__typename"] for each in found] == [
        "Organization", "Demand", None, None, None, "Organization", "Organization", "Demand", None, None, "Member"]
    assert [error["path"] for error in response["errors"]] == [["_entities", 4], ["_entities", 9]]
    assert found[1] == found[7]


@pytest.mark.parametrize("wrong", [5, "x", [], {}, {"__typename": "Query"}, {"__typename": 5}, {"__typename": "Demand"},
                                   {"__typename": "Demand", "id": 7}, {"__typename": "Place", "address": "x"}])
async def test_what_names_nothing(both: Both, wrong: Any) -> None:
    right = {"__typename": "Organization", "divisionCode": "110111"}
    response = await both.agree("unit", TEXT, r=[right, wrong, right])
    assert [each is None for each in response["data"]["_entities"]] == [False, True, False]
    assert [(error["path"], error["extensions"]["code"]) for error in response["errors"]] == [(["_entities", 1], "BAD_INPUT")]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    """The values of each statement that is asked."""
    noted: list[list[Any]] = []
    original = fetch._asked

    def counted(*given: Any) -> Any:
        sql, values = original(*given)
        noted.append(values)
        return sql, values

    monkeypatch.setattr(fetch, "_asked", counted)
    return noted


async def test_equal_ones_are_read_once(both: Both, asked: list[list[Any]]) -> None:
    """What is wrong with one is still said at each of its places."""
    one, other = ({"__typename": "Organization", "divisionCode": code} for code in ("110111", "11"))
    found = (await both.agree("unit", TEXT, r=[one, other, *[one] * 40]))["data"]["_entities"]
    assert max(len(values[0]) for values in asked) == 2
    assert found[0] == found[41] != found[1]
    response = await both.agree("unit", TEXT, r=[{"__typename": "Organization"}] * 3)
    assert [error["path"] for error in response["errors"]] == [["_entities", place] for place in range(3)]


NODES = TEXT.replace("($r: [_Any!]!)", "($r: [ID!]!)").replace("_entities(representations:", "nodes(ids:")


async def test_nodes_by_ids(both: Both, asked: list[list[Any]]) -> None:
    """Null is what is not seen, what there is not and what was never an id; equal ones are read once."""
    bank, unit = encoder("or")(both.city.bank), encoder("me")(both.city.members["unit"])
    seen, unseen = (demand(both, "bank", seen=each)["id"] for each in (True, False))
    ids = [bank, seen, "", unseen, unit, "xx" + "0" * 32, encoder("de")(both.city.bank), seen, "me" + "0" * 32]
    found = (await both.agree("bank", NODES, r=ids))["data"]["nodes"]
    assert [each and each["id"] for each in found] == [bank, seen, None, None, unit, None, None, seen, None]
    assert found[1] == found[7] and max(len(values[0]) for values in asked if isinstance(values[0], list)) == 3


async def test_every_row_by_its_id(both: Both) -> None:
    rows = [row for found in both.tables.rows.values() for row in found]
    keys = [{"__typename": type_of(row), "id": global_id(row)} for row in rows]
    for place in range(0, len(keys), 100):
        await both.agree("street", TEXT, r=keys[place:place + 100])
        await both.agree("street", NODES, r=[each["id"] for each in keys[place:place + 100]])


async def test_one_statement_for_each_type(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    asked = fetch._asked

    def counted(level: Any, *rest: Any) -> Any:
        sent.append(level.name)
        return asked(level, *rest)

    monkeypatch.setattr(fetch, "_asked", counted)
    codes = [{"__typename": "Organization", "divisionCode": code} for code in ("11", "1101", "110111", "x")]
    await both.planned("unit", "query($r: [_Any!]!) { _entities(representations: $r) { ... on Node { id } } }",
                       {"r": [*codes, demand(both, "unit", seen=True), *codes, demand(both, "unit", seen=False)]})
    assert sorted(sent) == ["_entities.Demand", "_entities.Organization"]
    sent.clear()
    await both.planned("unit", "{ _entities(representations: []) { __typename } }")
    assert sent == []

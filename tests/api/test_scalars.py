"""Each scalar that the schema takes, wherever it takes it, at its bounds and beyond: kept, or refused by the field's name."""
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLScalarType,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from resolvers.executing.request import Request, Response
from schema import graphql
from tests.api import mobilization_cases
from tests.api.cases import Case
from tests.api.client import Client, mutation, new_key
from tests.api.test_mutations import CASES, Ids, ids  # noqa: F401  # a fixture

SCHEMA = graphql.ours()[0]._schema
TEXTS = ["", " ", "\0", "\ud800", "a\udc00", "\u200b", "\x1b[2J", "\ufffd", "𠮷·é", "x" * 200, "长" * 30_001, 5, True, [], {}]
EDGES: dict[str, list[Any]] = {
    "String": TEXTS,
    "ID": ["", "\0", "\ud800", "x", "de", "de" + "0" * 32, "DE" + "f" * 32, "x" * 65, 0, -1, 2**63, 10**30, 1.5, True],
    "Int": [0, -1, 1, 2**31 - 1, -(2**31), 2**31, -(2**31) - 1, 10**30, 1.0, 1.5, 1e308, "5", True, float("nan"), float("inf")],
    "Float": [0, -0.0, 180.0000001, -85.0001, 5e-324, 1e308, -1e308, 10**30, 10**400, "1", True, float("nan"), float("inf")],
    "Boolean": ["true", 0, 1.0],
    "Date": ["", "0000-01-01", "0001-01-01", "1899-12-31", "1900-01-01", "9998-12-31", "9999-12-31", "10000-01-01",
             "2026-02-29",
             "20260101", "2026-W01-1", "２026-01-01", "2026-1-1", "2026-01-01T00:00:00Z", "\0", "\ud800", 5, True],
    "DateTime": ["", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+08:00", "1900-01-01T00:00:00+08:00", "9998-12-31T16:00:00Z",
                 "9998-12-31T16:00:00.000001Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-23:59",
                 "2099-12-31T23:59:60Z",
                 "2099-01-01T00:00:00.123456789Z", "2099-01-01T00:00:00.1234567890Z", "2099-01-01T00:00:00+24:00", "infinity",
                 "2099-01-01T00:00:00-00:00", "2099-01-01", "2099-01-01T00:00Z", "２099-01-01T00:00:00Z", "\0", "\ud800", 5,
                 1e308],
    "Decimal": ["", "0", "-0", "0.01", "0.005", "999999999999.99", "999999999999.995", "1000000000000", "9" * 30, "9" * 31,
                "9" * 5000,
                "1e3", "1e999999999", "NaN", "sNaN", "Infinity", "1_000", "１２", " 1", "1.", ".5", "+1", "0x1", "\0",
                "\ud800", 5, 1.5],
    "Cursor": ["", "ZXZlbnQ6MA", "ZXZlbnQ6OTk5OTk5OTk5OTk5OTk5OTk5", "ZXZlbnQ6LTE", "é", "\0", "\ud800", "x" * 3000, 5],
    "FormFile": ["", "x", "up" + "0" * 32, "\0", "\ud800", "x" * 200, 5, True, [], {}],
    "_Any": [None, 5, "x", [], {}, {"__typename": "\0"}, *({"__typename": "Organization", key: value} for key in (
        "id", "divisionCode", "creditCode") for value in ["", "\0", "\ud800", "x" * 201, 5, None, {}])],
}
NESTED: dict[str, Any] = {
    "PlaceInput": {"longitude": 116, "latitude": 39.7, "address": "路"}, "ContactInput": {"name": "王", "phone": "13800001234"},
    "SlotInput": {"startsAt": "2098-05-01T09:00:00Z", "endsAt": "2098-05-01T11:00:00Z"},
    "PointInput": {"longitude": 116, "latitude": 39.7}, "CircleInput": {"longitude": 116, "latitude": 39.7, "radius": 100},
    "BoxInput": {"west": 115, "south": 39, "east": 117, "north": 40},
}
PAIRED = {"startsOn": ["endsOn"], "endsAt": ["slot"], "startsAt": ["slot", "endsAt", "signUpUntil"], "latitude": ["place"],
          "longitude": ["place"], "year": ["dueOn"]}
AGAIN = {"mobilize": {"posts": [{**mobilization_cases.POST, "shifts": mobilization_cases.SHIFTS[1:]}]}}
"""Where a case works once alone: who is sent somewhere is busy then."""
Place = tuple[tuple[str, ...], Any]
EXPECTED = {"BAD_INPUT", "BAD_REQUEST", "NOT_FOUND", "CURSOR_EXPIRED"}


def _places(name: str, type_: GraphQLInputType, above: tuple[str, ...] = ()) -> Iterator[Place]:
    """Every scalar of an argument, with a value at each of its edges, within inputs that are else right."""
    named: Any = get_named_type(type_)
    if isinstance(named, GraphQLInputObjectType):
        for field, definition in named.fields.items():
            for path, value in _places(field, definition.type, (*above, name)):
                yield path, {**NESTED.get(named.name, {}), field: value}
    elif not isinstance(named, GraphQLEnumType):
        for edge in EDGES[named.name]:
            yield (*above, name), [edge] if is_list_type(get_nullable_type(type_)) else edge


def _check(response: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """No error but one that says what is wrong, and where."""
    for error in response.get("errors", ()):
        code, told = error["extensions"]["code"], error["message"] + str(error["extensions"].get("field"))
        assert code in EXPECTED, (path, value, error)
        if code in ("BAD_INPUT", "BAD_REQUEST"):
            assert any(name in told for name in ("$v", "$input", *path, *PAIRED.get(path[-1], ()))), (path, value, error)
    assert response.get("data") or response["errors"], (path, value)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
async def test_inputs_of_mutations(client: Client, ids: Ids, case: Case) -> None:  # noqa: F811  # the fixture
    assert SCHEMA.mutation_type is not None
    type_: Any = get_named_type(SCHEMA.mutation_type.fields[case.name].args["input"].type)
    for name, definition in type_.fields.items():
        for path, value in _places(name, definition.type):
            given = {"idempotencyKey": new_key(), **ids.fill({**case.given, **AGAIN.get(case.name, {})}), name: value}
            _check(await client.send(case.by, mutation(case.name), input=given), path, value)


def _asked(field: str, name: str, type_: GraphQLInputType) -> str:
    more = ", orderBy: NEAREST" if name == "near" else ""
    assert SCHEMA.query_type is not None
    returns = get_named_type(SCHEMA.query_type.fields[field].type)
    selection = "totalCount nodes { __typename }" if returns.name.endswith("Connection") else "__typename"
    return f"query($v: {type_}) {{ {field}({name}: $v{more}) {{ {selection} }} }}"


@pytest.mark.parametrize("field", [name for name,
                                   field in SCHEMA.query_type.fields.items() if field.args])  # type: ignore[union-attr]
async def test_arguments_of_queries(client: Client, field: str) -> None:
    assert SCHEMA.query_type is not None
    for name, argument in SCHEMA.query_type.fields[field].args.items():
        for path, value in _places(name, argument.type):
            _check(await client.send("district", _asked(field, name, argument.type), v=value), path, value)


@pytest.mark.parametrize("field", list(SCHEMA.subscription_type.fields))  # type: ignore[union-attr]
async def test_arguments_of_subscriptions(client: Client, field: str) -> None:
    assert SCHEMA.subscription_type is not None
    for name, argument in SCHEMA.subscription_type.fields[field].args.items():
        more = "" if field != "itemChanged" or name == "id" else ', id: "de' + "0" * 32 + '"'
        text = f"subscription($v: {argument.type}) {{ {field}({name}: $v{more}) {{ cursor }} }}"
        for path, value in _places(name, argument.type):
            opened = client.streams.subscribe(Request(text, {"v": value}), client.context("district"))
            if isinstance(opened, Response):
                _check(orjson.loads(opened.body), path, value)


@pytest.mark.parametrize(("given", "kept"), [
    ("0", "0.00"), ("-0", "0.00"), ("0.01", "0.01"), ("12.5", "12.50"), ("999999999999.99", "999999999999.99"),
    (0, "0.00"), (1200, "1200.00"), (0.1, "0.10"), (12.5, "12.50"), (1e3, "1000.00"), (999999999999.99, "999999999999.99")])
async def test_amounts_come_back_as_they_went(client: Client, given: Any, kept: str) -> None:
    selection = "... on PublishProjectPayload { project { budgetYuan } }"
    answer = await client.write("community", "publishProject", selection, title="项目", category="OTHER", budgetYuan=given)
    assert answer["project"] == {"budgetYuan": kept}


@pytest.mark.parametrize("given", [
    "0.001", 0.001, 1e-7, -1, 10**12, 1e12, 1e300, True, 0.1 + 0.2, 123456789012.345678, [1], float("nan")])
async def test_amounts_that_would_not_come_back_as_they_went(client: Client, given: Any) -> None:
    error = await client.rejects("community", "publishProject", title="项目", category="OTHER", budgetYuan=given)
    assert error["extensions"]["field"] == "input.budgetYuan"
    assert error["extensions"]["code"] in ("BAD_INPUT", "BAD_REQUEST")


@pytest.mark.parametrize(("literal", "kept"), [("12.5", "12.50"), ("1200", "1200.00"), ('"0.01"', "0.01")])
async def test_amounts_in_the_text_of_an_operation(client: Client, literal: str, kept: str) -> None:
    text = f"""mutation {{ publishProject(input: {{
        idempotencyKey: "{new_key()}", title: "项目", category: OTHER, budgetYuan: {literal}}}) {{
        ... on PublishProjectPayload {{ project {{ budgetYuan }} }} }} }}"""
    assert (await client.send("community", text))["data"]["publishProject"]["project"]["budgetYuan"] == kept


async def test_the_most_there_can_be_is_claimed_once(client: Client) -> None:
    """What is claimed and what is asked for, together, are more than a number of the database can be."""
    most = 2**31 - 1
    made = await client.write("community", "publishDemand", "... on PublishDemandPayload { demand { id quantity } }",
                              title="很多", category="OTHER", quantity=most)
    assert made["demand"]["quantity"] == most
    await client.write("unit", "claimItem", itemId=made["demand"]["id"], quantity=1)
    refused = await client.write("unit", "claimItem", "... on ClaimTooLarge { remaining }", itemId=made["demand"]["id"],
                                 quantity=most)
    assert refused["remaining"] == most - 1


def test_every_scalar_has_its_edges() -> None:
    scalars = {name for name, type_ in SCHEMA.type_map.items() if isinstance(type_, GraphQLScalarType)}
    assert scalars - {"_FieldSet", "link__Import"} == EDGES.keys()

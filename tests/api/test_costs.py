"""What costs too much is not begun: rows, depth, texts without an end; and to find that out costs little itself."""
import sys
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from planner import documents, limits
from resolvers.executing.operations import Operations
from schema import graphql
from tests import city as place
from tests.api.client import Client, global_id, mutation, new_key
from tests.api.test_errors import error_of
from tests.city import COMMUNITY


def _nested(times: int) -> str:
    opened = "{ offices(first: 1) { nodes { member "
    return f"{{ viewer {{ member {opened * times}{{ name }}{' } } }' * times} }} }}"


@pytest.mark.parametrize(("query", "message"), [
    (_nested(6), "20 is the most"),
    ("{ " + " ".join(f"a{number}: __typename" for number in range(501)) + " }", "More than 500 fields"),
    ("{ " + "...f " * 6 + "} fragment f on Query { " + "__typename " * 100 + "}", "More than 500 fields"),
    ("{ demands(first: 1) { nodes { " + " ".join(f"a{number}: publisher {{ name }}" for number in range(101)) + " } } }",
     "At most 100 to-one relations"),
    ("{ items(first: 100) { nodes { claims(first: 100) { nodes { history(first: 100) { nodes { id } } } } } } }",
     "25000 is the most"),
    ("{ a: items(first: 100) { nodes { claims(first: 100) { totalCount } } } "
     "b: items(first: 100) { nodes { claims(first: 100) { nodes { history { totalCount } } } } } }",
     "25000 is the most")])
async def test_too_costly(client: Client, query: str, message: str) -> None:
    error = await error_of(client, query)
    assert error["extensions"] == {"code": "TOO_COSTLY"}
    assert message in error["message"]


async def test_just_within_the_limits(client: Client) -> None:
    for query in (_nested(5), "{ " + " ".join(f"a{number}: __typename" for number in range(500)) + " }",
                  "{ items(first: 100) { nodes { claims(first: 100) { totalCount nodes { id } } } } }"):
        assert "errors" not in await client.send("unit", query)


async def test_representations_are_bounded(client: Client) -> None:
    query, one = "query($r: [_Any!]!) { _entities(representations: $r) { __typename } }", {"__typename": "Demand", "id": "x"}
    assert len((await client.read("unit", query, r=[one] * 100))["_entities"]) == 100
    error = await error_of(client, query, r=[one] * 101)
    assert error["extensions"] == {"code": "BAD_INPUT", "field": "representations"}
    assert "At most 100; there were 101" in error["message"]
    [error] = (await client.send("unit", query, r=[one, one | {"id": "x" * 201}]))["errors"]
    assert error["extensions"] == {"code": "BAD_INPUT", "field": "representations"} and error["path"] == ["_entities", 1]
    assert "At most 200 characters; it had 201" in error["message"]


async def test_ids_are_bounded(client: Client) -> None:
    query, one = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", "de" + "0" * 32
    assert (await client.read("unit", query, ids=[one] * 100))["nodes"] == [None] * 100
    error = await error_of(client, query, ids=[one] * 101)
    assert error["extensions"]["code"] == "BAD_REQUEST" and "At most 100 values; there were 101" in error["message"]
    error = await error_of(client, query, ids=[one, "x" * 65])
    assert error["extensions"] == {"code": "BAD_INPUT", "field": "ids"} and "At most 64 characters" in error["message"]
    few = replace(client, operations=graphql.operations(replace(limits.LIMITS, representations=3)))
    error = await error_of(few, query, ids=[one] * 4)
    assert error["extensions"] == {"code": "BAD_INPUT", "field": "ids"} and "At most 3; there were 4" in error["message"]


async def test_mutations_cost_together(client: Client) -> None:
    """Each is a transaction: what many of them cost is refused before the first is done."""
    before = await client.desk.contents("idempotency_key")
    fields = " ".join(f"a{number}: claimItem(input: $input) {{ __typename }}" for number in range(248))
    response = await client.send("unit", f"mutation($input: ClaimItemInput!) {{ {fields} }}",
                                 input={"idempotencyKey": new_key(), "itemId": "de" + "0" * 32})
    assert [error["extensions"]["code"] for error in response["errors"]] == ["TOO_COSTLY"]
    assert await client.desk.contents("idempotency_key") == before


async def test_pages_of_a_payload_cost_too(client: Client) -> None:
    """What is too costly is refused before anything is written."""
    item = await client.desk.add(place.add_item, client.city.bank, COMMUNITY)
    selection = """... on ClaimItemPayload { item { claims(first: 100) { nodes { history(first: 100) { nodes {
        item { claims(first: 100) { nodes { id } } } } } } } } }"""
    before = await client.desk.contents("idempotency_key")
    response = await client.send("unit", mutation("claimItem", selection),
                                 input={"idempotencyKey": new_key(), "itemId": global_id("Demand", item)})
    assert [error["extensions"]["code"] for error in response["errors"]] == ["TOO_COSTLY"]
    assert await client.desk.contents("idempotency_key") == before


def _spreads(count: int, leaf: str) -> str:
    """Each fragment spreads the next twice: 2 ** count paths."""
    fragments = [f"fragment f{number} on Query {{ ...f{number + 1} ...f{number + 1} }}" for number in range(count)]
    return f"{{ ...f0 }} {' '.join(fragments)} fragment f{count} on Query {{ {leaf} }}"


def _glance(operations: Operations, query: str) -> None:
    with suppress(documents.BadRequest, limits.TooCostly):
        operations.planning.documents.glance(query)


def _steps(operations: Operations, query: str) -> int:
    """Calls of Python functions that it takes to answer for a text."""
    steps = 0

    def count(_: Any, event: str, __: Any) -> None:
        nonlocal steps
        steps += event == "call"

    sys.setprofile(count)
    try:
        _glance(operations, query)
    finally:
        sys.setprofile(None)
    return steps


@pytest.mark.parametrize("leaf", ["__typename", "...f0", "... on Query { __typename @skip(if: true) }"])
def test_nested_spreads_take_linear_steps(operations: Operations, leaf: str) -> None:
    _glance(operations, "{ __typename }")  # what is made once
    ten, forty = (_steps(operations, _spreads(count, leaf)) for count in (10, 40))
    assert forty < 8 * ten


def test_spreads_without_a_field_take_bounded_steps(operations: Operations) -> None:
    """They cost no field, so validation and collection see them: no more than the square of their number."""
    ten, forty = (_steps(operations, _spreads(count, "...empty") + " fragment empty on Query { ...last } "
                         "fragment last on Query { __typename @include(if: false) }") for count in (10, 40))
    assert forty < 20 * ten


def test_what_is_measured_is_each_fragment_once(operations: Operations, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = []
    original = limits._Measure.of

    def noting(measure: limits._Measure, selections: Any) -> Any:
        measured.append(selections)
        return original(measure, selections)

    monkeypatch.setattr(limits._Measure, "of", noting)
    _glance(operations, _spreads(30, "viewer { member { name } }"))
    assert len(measured) < 150


@pytest.mark.parametrize("query", [
    "{ viewer " * 1_500 + "{ id }" + " }" * 1_500, "{ " + "... { " * 1_500 + "__typename" + " }" * 1_501,
    "{ items(filter: {text: " + "[" * 3_000 + "]" * 3_000 + "}) { totalCount } }"])
async def test_bottomless_texts(client: Client, query: str) -> None:
    error = await error_of(client, query)
    assert error["extensions"]["code"] in ("TOO_COSTLY", "BAD_REQUEST")


async def test_endless_texts(client: Client) -> None:
    error = await error_of(client, "{ " + "__typename " * 5_000 + "}")
    assert "token" in error["message"]

"""Every field of the schema is answered on a connection that is new: nothing was written there, nothing read before.

What the driver learns of a database's own types while others write is learnt by one connection alone.
"""
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from graphql import FieldNode, GraphQLInt, GraphQLObjectType, get_named_type
from graphql.pyutils import camel_to_snake

from db.driver import connection
from resolvers.executing.request import Prepared, Request
from schema import graphql
from tests.api import everything, questions
from tests.api.client import Client, global_id, mutation
from tests.api.everything import WHO
from tests.api.questions import SCHEMA, Way

NEVER = {"Event.before", "Seat.endsOn", "Office.endsOn", "Station.endedOn", "TermPermission.code", "TermPermission.reason",
         "Agreement.reason", "Share.topic", "Share.jointProject", "Seat.succeeds"}
"""Fields that are null in the city of this test, or on the way to their type."""
PARTS = 4
IN_PARTS = pytest.mark.parametrize("part", range(PARTS))
"""Of what opens a connection for each field of everything: one after the other they take minutes."""


@pytest.fixture
async def rich(client: Client) -> dict[str, UUID]:
    """One of everything, with every value that it can have; the ids by the payloads' names for them."""
    async with client.pool.acquire() as one:
        return await everything.fill(one, client.city)


@asynccontextmanager
async def _alone(database: str, client: Client) -> AsyncIterator[Client]:
    """Whose pool has one new connection."""
    pool = await connection.open_pool(database, size=1)
    yield replace(client, pool=pool)
    await pool.close()


@IN_PARTS
async def test_each_field_of_each_type(client: Client, database: str, rich: dict[str, UUID], part: int) -> None:
    assert SCHEMA.query_type
    asked = list(questions.questions(SCHEMA.query_type, rich))
    for name, way, field in asked[part::PARTS]:
        async with _alone(database, client) as alone:
            _check(name, way, await alone.send(WHO, questions.asked(way, field)))
    assert {name for name, _, _ in asked} > {"Claim.viewerCan", "Demand.contact", "ClaimPermission.reason", "Share.endsAt"}


def _values(data: Any, path: list[str]) -> Iterator[Any]:
    """What is at the end of a path: all of it, where there are lists on the way."""
    if isinstance(data, list):
        for each in data:
            yield from _values(each, path)
    elif not path:
        yield data
    elif data and path[0] in data:
        yield from _values(data[path[0]], path[1:])


def _path(way: Way, name: str) -> list[str]:
    return [step.partition("(")[0] for step in way if not step.startswith("...")] + [name.partition(".")[2]]


def _check(name: str, way: Way, answer: dict[str, Any]) -> None:
    assert "errors" not in answer, (name, answer)
    found = [value for value in _values(answer["data"], _path(way, name)) if value is not None]
    assert found or name in NEVER or name.startswith("PageInfo."), f"{name} was never there: {answer}"


@IN_PARTS
async def test_each_field_by_its_key(client: Client, database: str, rich: dict[str, UUID], part: int) -> None:
    """As a gateway asks for it."""
    for entity in tuple(graphql.NODES)[part::PARTS]:
        type_ = SCHEMA.get_type(entity.__name__)
        assert isinstance(type_, GraphQLObjectType)
        key = {"__typename": type_.name, "id": global_id(type_.name, rich[_snake(type_.name)])}
        for name in type_.fields:
            asked = f"... on {type_.name} {{ {questions.whole(type_, name)} }}"
            query = f"query($k: [_Any!]!) {{ _entities(representations: $k) {{ {asked} }} }}"
            async with _alone(database, client) as alone:
                answer = await alone.send(WHO, query, k=[key])
            assert "errors" not in answer, (type_.name, name, answer)
            assert answer["data"]["_entities"][0] is not None


def _snake(name: str) -> str:
    return {"JointCommittee": "committee"}.get(name, name.lower())


async def test_each_field_of_what_is_pushed(client: Client, database: str, rich: dict[str, UUID]) -> None:
    assert SCHEMA.subscription_type
    asked, found = set(), set()
    for name, field in SCHEMA.subscription_type.fields.items():
        payload = get_named_type(field.type)
        assert isinstance(payload, GraphQLObjectType)
        for below in payload.fields:
            asked.add((name, below))
            called = questions.called("Subscription", name, field, rich)
            query = f"subscription {{ {called} {{ {questions.whole(payload, below)} }} }}"
            async with _alone(database, client) as alone:
                messages = await alone.pushed(WHO, query)
            assert not any("errors" in each for each in messages), (query, messages)
            found |= {(name, below) for each in messages if each["data"][name][below] is not None}
    assert found == asked


async def test_each_field_of_a_payload(client: Client, database: str, rich: dict[str, UUID]) -> None:
    """Read after its write, on another connection than that one's."""
    for name, act in client.operations.mutating.acts.items():
        payload = SCHEMA.get_type(act.payload)
        assert isinstance(payload, GraphQLObjectType)
        numbers = {key: 1 for each, its in payload.fields.items() if get_named_type(its.type) is GraphQLInt
                   for key in (each, camel_to_snake(each))}
        known = {**rich, **numbers}
        for field in payload.fields.keys() - act.once:  # what nothing keeps is in the first answer alone
            text = mutation(name, f"... on {payload.name} {{ {questions.whole(payload, field)} }}")
            async with _alone(database, client) as alone:
                answer = await _payload(alone, text, payload.name, {**known, "item": known[field]})
            assert answer[field] is not None, (payload.name, field)


async def _payload(alone: Client, text: str, payload: str, known: dict[str, Any]) -> Any:
    document = alone.operations.planning.documents.get(text)
    prepared = Prepared(document, document.operation(None).node, {}, None, alone.context(WHO), Request(text))
    [field] = prepared.operation.selection_set.selections
    assert isinstance(field, FieldNode)
    plan, run = alone.operations.planning.plan(prepared, payload, field.selection_set, given=known, wrote=True)
    data = await alone.operations.planning.read(prepared, plan, run)
    assert not prepared.errors, (text, prepared.errors)
    return data


async def test_the_payload_that_a_write_reads_itself(client: Client, database: str, rich: dict[str, UUID]) -> None:
    claimed = "... on ClaimItemPayload { claim { viewerCan { action allowed reason } item { id } } }"
    async with _alone(database, client) as alone:
        answer = await alone.write("bank", "claimItem", claimed, itemId=global_id("Demand", rich["demand"]), quantity=1)
    assert [each["action"] for each in answer["claim"]["viewerCan"] if each["allowed"]] == ["WITHDRAW"]

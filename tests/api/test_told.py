"""A payload that the write's own statement reads says what a read of the same rows says: docs/decisions/0060."""
import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument

from planner.catalogue import One
from schema import graphql
from tests.api.client import Client, mutation, new_key

OPERATIONS = graphql.operations()
SCHEMA, OBJECTS = OPERATIONS.planning.schema, OPERATIONS.planning.catalogue.objects
WRITE = "WITH"
WRITTEN: set[str | None] = {"item", "claim", "contact"}
PUBLISHED = {"title": "义诊", "category": "HEALTH", "quantity": 7, "scope": "STREET", "deadline": "2099-01-01T00:00:00Z",
             "place": {"address": "校园路 1 号", "longitude": 116.1, "latitude": 39.7},
             "contact": {"name": "李四", "phone": "13800001234"}}
WRITES: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "claimItem": ("unit", {"quantity": 2, "note": "周六"}, {"claim": "Claim", "item": "Demand"}),
    "publishDemand": ("community", {**PUBLISHED, "urgency": "SOON"}, {"demand": "Demand"}),
    "publishResource": ("community", {**PUBLISHED, "resourceKind": "VENUE"}, {"resource": "Resource"}),
    "publishProject": ("community", {**PUBLISHED, "budgetYuan": "1200.50"}, {"project": "Project"})}


async def demand(client: Client) -> str:
    published = await client.write("community", "publishDemand", "... on PublishDemandPayload { demand { id } }",
                                   **{**PUBLISHED, "quantity": 9})
    return str(published["demand"]["id"])


def selections(type_name: str, depth: int = 2) -> Iterator[str]:
    """Each field that needs no argument, with all leaves of the object that it leads to, and of those one further."""
    type_ = SCHEMA.type_map[type_name]
    assert isinstance(type_, GraphQLObjectType)
    for name, definition in type_.fields.items():
        target = get_named_type(definition.type)
        if any(map(is_required_argument, definition.args.values())):
            continue
        if is_leaf_type(target):
            yield name
        elif depth and target.name in OBJECTS and (inner := [*selections(target.name, depth - 1)]):
            yield f"{name} {{ {' '.join(inner)} }}"


CASES = [(write, root, each) for write, (_, _, roots) in WRITES.items() for root, name in roots.items()
         for each in selections(name)]


@pytest.mark.parametrize(("write", "root", "selection"), CASES)
async def test_a_payload_says_what_a_read_says(client: Client, write: str, root: str, selection: str) -> None:
    handle, given, roots = WRITES[write]
    if write == "claimItem":
        given = {**given, "itemId": await demand(client)}
    payload = f"{root} {{ __typename id ... on {roots[root]} {{ {selection} }} }}"
    answer = (await client.write(handle, write, f"... on {write[0].upper()}{write[1:]}Payload {{ {payload} }}", **given))[root]
    node = f"node(id: $id) {{ __typename id ... on {roots[root]} {{ {selection} }} }}"
    read = await client.read(handle, f"query($id: ID!) {{ {node} }}", id=answer["id"])
    assert answer == read["node"]


@pytest.mark.parametrize("write", WRITES)
async def test_leaves_need_no_statement_of_their_own(client: Client, write: str) -> None:
    handle, given, roots = WRITES[write]
    if write == "claimItem":
        given = {**given, "itemId": await demand(client)}
    root, name = next(iter(roots.items()))
    leaves = " ".join(each for each in selections(name, 0))
    await client.write(handle, write, f"... on {write[0].upper()}{write[1:]}Payload {{ {root} {{ {leaves} }} }}", **given)
    assert client.sent[-1].split()[0] == WRITE


async def test_what_looks_further_is_read_after_the_write(client: Client) -> None:
    """The claims of an item are more than the one that the statement has written."""
    item = await demand(client)
    selected = "... on ClaimItemPayload { item { claims { totalCount } } }"
    for count in (1, 2):
        answer = await client.write("unit", "claimItem", selected, itemId=item)
        assert answer["item"] == {"claims": {"totalCount": count}}
        assert [each.split()[0] for each in client.sent] == [WRITE, "SELECT", "SELECT"]


async def test_a_retry_is_told_what_is_true_now(client: Client) -> None:
    item = await demand(client)
    given = {"input": {"idempotencyKey": new_key(), "itemId": item, "quantity": 2}}
    text = mutation("claimItem", "... on ClaimItemPayload { claim { id } item { remaining } }")
    first = await client.read("unit", text, **given)
    await client.write("bank", "claimItem", itemId=item, quantity=3)
    again = await client.read("unit", text, **given)
    assert first["claimItem"]["item"] == {"remaining": 7}
    assert again["claimItem"] == {**first["claimItem"], "item": {"remaining": 4}}


async def test_without_the_write_there_is_no_payload(client: Client) -> None:
    selected = "... on ClaimItemPayload { claim { id } item { id } } ... on ClaimTooLarge { remaining }"
    refused = await client.refused("unit", "claimItem", "ClaimTooLarge", selected, itemId=await demand(client), quantity=99)
    assert refused["remaining"] == 9


def test_no_relation_leads_to_another_row_of_a_written_table() -> None:
    """Behind the write these names stand for what it wrote, so a row that it did not write would be missing."""
    tables = {name: each.table for of in (OBJECTS, OPERATIONS.planning.catalogue.abstracts) for name, each in of.items()}
    leading = set()
    for name in {name for _, _, roots in WRITES.values() for name in roots.values()}:
        type_ = SCHEMA.type_map[name]
        assert isinstance(type_, GraphQLObjectType)
        leading |= {f"{name}.{each}" for each, source in OBJECTS[name].fields.items()
                    if isinstance(source, One) and tables.get(get_named_type(type_.fields[each].type).name) in WRITTEN}
    assert leading == {"Claim.item"}


async def test_payloads_written_together_say_what_a_read_says(client: Client) -> None:
    """Of several members, with several selections: each its own."""
    shown = "id state quantity note claimant { id name } proposedBy { name } item { id title remaining publisher { name } }"
    selections = (f"claim {{ {shown} }}", f"item {{ id remaining }} claim {{ {shown} }}")
    items = [await demand(client) for _ in range(8)]
    answers = await asyncio.gather(*(
        client.write(("unit", "bank")[number // 2 % 2], "claimItem", f"... on ClaimItemPayload {{ {selections[number % 2]} }}",
                     itemId=item, quantity=1 + number, note=f"第{number}") for number, item in enumerate(items)))
    for number, (item, answer) in enumerate(zip(items, answers, strict=True)):
        read = await client.read("community", f"query($id: ID!) {{ node(id: $id) {{ ... on Claim {{ {shown} }} }} }}",
                                 id=answer["claim"]["id"])
        assert answer["claim"] == read["node"]
        assert answer["claim"]["item"] == {**read["node"]["item"], "id": item, "remaining": 8 - number}
        assert answer.get("item", {"id": item, "remaining": 8 - number}) == {"id": item, "remaining": 8 - number}

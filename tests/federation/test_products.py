"""Keys of several fields, required values and plain lists: a schema that others prescribe, answered by our planner."""
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import httpx
import pytest

from db.driver import connection
from tests.federation.products import app

ENTITIES = "query ($all: [_Any!]!) { _entities(representations: $all) { __typename %s } }"
USER = {"__typename": "User", "email": "support@apollographql.com"}
Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture(scope="module")
async def ask(server: str, worker_id: str) -> AsyncIterator[Ask]:
    """Asks the products service, on a database of its own."""
    name = f"products_{worker_id}_{os.getpid()}"
    admin = await asyncpg.connect(server)
    await admin.execute(f'CREATE DATABASE "{name}"')
    served = app.build(connection.with_database(server, name))

    async def asked(query: str, *representations: Any, **variables: Any) -> dict[str, Any]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://products") as client:
            body = {"query": query, "variables": {"all": representations, **variables}}
            return (await client.post("/", json=body)).json()  # type: ignore[no-any-return]
    async with served.router.lifespan_context(served):
        yield asked
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()


async def test_each_of_several_keys_finds_its_row_in_the_asked_order(ask: Ask) -> None:
    answer = await ask(
        ENTITIES % "... on Product { id } ... on ProductResearch { study { description } }",
        {"__typename": "Product", "sku": "studio", "variation": {"id": "platform"}},
        {"__typename": "ProductResearch", "study": {"caseNumber": "1234"}},
        {"__typename": "Product", "sku": "studio", "variation": {"id": "OSS"}},
        {"__typename": "Product", "sku": "federation", "package": "@apollo/federation"},
        {"__typename": "Product", "id": "apollo-studio"})
    assert "errors" not in answer
    assert answer["data"]["_entities"] == [
        {"__typename": "Product", "id": "apollo-studio"},
        {"__typename": "ProductResearch", "study": {"description": "Federation Study"}}, None,
        {"__typename": "Product", "id": "apollo-federation"}, {"__typename": "Product", "id": "apollo-studio"}]


@pytest.mark.parametrize("representation", [
    {"sku": "studio"}, {"sku": "studio", "variation": None}, {"sku": "studio", "variation": "platform"},
    {"sku": "studio", "variation": {"id": 1}}, {"package": "x"}, {}])
async def test_a_key_that_is_not_whole_is_an_error_in_its_own_place(ask: Ask, representation: dict[str, Any]) -> None:
    answer = await ask(ENTITIES % "... on Product { id }", {"__typename": "Product", **representation},
                       {"__typename": "Product", "id": "apollo-studio"})
    assert answer["data"]["_entities"] == [None, {"__typename": "Product", "id": "apollo-studio"}]
    error, = answer["errors"]
    assert error["path"] == ["_entities", 0]


async def test_what_is_required_comes_with_the_representation(ask: Ask) -> None:
    selected = ENTITIES % "... on User { name averageProductsCreatedPerYear }"
    answer = await ask(selected, {**USER, "totalProductsCreated": 40, "yearsOfEmployment": 8},
                       {**USER, "totalProductsCreated": 40, "yearsOfEmployment": 0}, USER)
    averages = [each["averageProductsCreatedPerYear"] for each in answer["data"]["_entities"]]
    assert "errors" not in answer
    assert averages == [5, None, None]


async def test_what_is_required_is_null_on_any_other_way(ask: Ask) -> None:
    answer = await ask('{ product(id: "apollo-studio") { createdBy { email averageProductsCreatedPerYear } } }')
    assert answer == {"data": {"product": {"createdBy": {
        "email": USER["email"], "averageProductsCreatedPerYear": None}}}}


async def test_plain_lists_and_rows_by_two_values(ask: Ask) -> None:
    answer = await ask(
        "query ($sku: String!) { product(id: \"apollo-federation\") { research { __typename study { caseNumber } } } "
        "old: deprecatedProduct(sku: $sku, package: \"@apollo/federation-v1\") { reason } "
        "none: deprecatedProduct(sku: $sku, package: \"another\") { reason } }", sku="apollo-federation-v1")
    assert answer == {"data": {
        "product": {"research": [{"__typename": "ProductResearch", "study": {"caseNumber": "1234"}}]},
        "old": {"reason": "Migrate to Federation V2"}, "none": None}}

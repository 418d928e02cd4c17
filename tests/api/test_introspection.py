"""Asking for the schema: who may, what it costs, and that its SDL is made once."""
import asyncio
import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from graphql import build_client_schema, execute_sync, get_introspection_query, print_schema

from planner import introspection, limits
from schema import graphql
from tests.api.client import Client

SDL = "{ _service { sdl } }"
ASKING = [SDL, "{ __schema { queryType { name } } }", '{ __type(name: "Query") { name } }',
          "{ a: __typename ...f } fragment f on Query { __schema { queryType { name } } }",
          '{ viewer { member { name } } __type(name: "Query") { name } }']

_FULL = get_introspection_query()
_TYPES = _FULL[_FULL.index("__schema") + len("__schema"):_FULL.index("fragment FullType")].strip().removesuffix("}")
THREE = f"{{ {' '.join(f'a{number}: __schema {_TYPES}' for number in range(3))} }} {_FULL[_FULL.index('fragment FullType'):]}"


def _client(client: Client, **allowed: Any) -> Client:
    return replace(client, operations=graphql.operations(replace(limits.LIMITS, **allowed)))


@pytest.mark.parametrize("query", ASKING)
async def test_who_may_ask_for_the_schema(client: Client, query: str) -> None:
    for handle in (None, "unit"):
        off = await _client(client, introspection="off").send(handle, query)
        assert [error["extensions"]["code"] for error in off["errors"]] == ["BAD_REQUEST"] and "data" not in off
    members = _client(client, introspection="signed-in")
    for _ in range(3):  # also when it is remembered
        answer = await members.send(None, query)
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["UNAUTHENTICATED"] and "data" not in answer
    assert "errors" not in await members.send("unit", query)
    assert "errors" not in await client.send(None if "viewer" not in query else "unit", query)


async def test_the_sdl_is_made_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sdl = (await client.send(None, SDL))["data"]["_service"]["sdl"]
    assert sdl == graphql.ours()[0].as_str()
    monkeypatch.setattr(type(graphql.ours()[0]), "as_str", None)  # it is not made any more
    for text in (SDL, "{ again: _service { sdl } __typename }"):
        assert sdl in (await client.send(None, text))["data"][text[2:7].replace("_serv", "_service")].values()
    assert client.short[-1]


async def test_the_sdl_beside_what_cannot_be_planned(client: Client) -> None:
    answer = await client.send("unit", "{ _service { sdl } __schema { queryType { name } } }")
    assert "type Demand" in answer["data"]["_service"]["sdl"] and "errors" not in answer


@pytest.mark.parametrize("query", [
    "{ " + " ".join(f"a{number}: _service {{ sdl }}" for number in range(200)) + " }",
    "{ " + " ".join(f"a{number}: _service {{ sdl }}" for number in range(5)) + " }",
    "{ " + " ".join(f"a{number}: __schema {{ types {{ fields {{ args {{ name }} type {{ fields {{ name }} }} }} }} }}"
                    for number in range(20)) + " }",
    "{ " + " ".join(f'a{number}: __type(name: "Query") {{ fields {{ type {{ fields {{ args {{ a: name b: name }} }} }} }} }}'
                    for number in range(65)) + " }",
    "{ __schema { types { fields { " + " ".join(f"a{number}: description" for number in range(100)) + " } } } }",
    THREE])
async def test_the_schema_has_a_price(client: Client, query: str) -> None:
    answer = await client.send(None, query)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["TOO_COSTLY"], str(answer)[:200]


async def test_tools_get_the_schema(client: Client) -> None:
    """Also with the SDL beside it."""
    query = get_introspection_query().replace("__schema", f"{SDL[1:-1]} __schema", 1)
    answer = await client.send(None, query)
    assert "errors" not in answer and len(answer["data"]["__schema"]["types"]) > 100


@pytest.mark.parametrize("query", [
    get_introspection_query(),
    "{ __schema { types { fields { name args { name } } inputFields { name } enumValues { name } } } }",
    "{ __schema { types { fields { type { kind ofType { kind ofType { kind ofType { kind } } } } } } } }"])
async def test_it_costs_what_is_said(client: Client, query: str) -> None:
    """However long the longest list is: reckoned are all that there are, not the longest for each."""
    from tests.planner.test_price import _price

    values = _values((await client.send(None, query))["data"])
    assert 0.9 * values <= (_price(client.operations, query) - 1) * introspection.VALUES <= 1.5 * values


def _values(said: Any) -> int:
    if isinstance(said, list):
        return sum(map(_values, said))
    return sum(1 + _values(each) for each in said.values()) if isinstance(said, dict) else 0


@pytest.mark.parametrize("beside", ["", "organization(by: {divisionCode: \"11\"}) { name }", "_service { sdl }"])
async def test_it_tells_the_api_alone(client: Client, beside: str) -> None:
    """What a gateway asks a subgraph for is answered, but told to nobody."""
    more = f'any: __type(name: "_Any") {{ name }} {beside}'
    query = get_introspection_query(specified_by_url=True, one_of=True).replace("__schema", f"{more} __schema", 1)
    answer = (await client.send("unit", query))["data"]
    told = print_schema(build_client_schema(answer))
    assert answer["any"] is None and sorted(told.split("\n\n")) == sorted(graphql.api_sdl(graphql.build()).split("\n\n"))
    names = await client.read("unit", '{ viewer { member { id } } __type(name: "Query") { fields { name } } }')
    assert {"_service", "_entities"}.isdisjoint(each["name"] for each in names["__type"]["fields"])


async def test_introspection_is_answered_beside_the_loop(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """And for one at a time."""
    from resolvers.executing import introspecting

    original, threads, inside, at_once = execute_sync, list[int](), list[int](), list[int]()

    def noting(*given: Any, **named: Any) -> Any:
        threads.append(threading.get_ident())
        inside.append(1)
        at_once.append(len(inside))
        time.sleep(0.05)  # as long as the others would need to come in
        inside.pop()
        return original(*given, **named)

    monkeypatch.setattr(introspecting, "execute_sync", noting)
    await asyncio.gather(*(client.operations.run(
        _request(f"{{ a{number}: __schema {{ types {{ name }} }} }}"), client.context(None)) for number in range(5)))
    assert len(threads) == 5 and threading.get_ident() not in threads
    assert at_once == [1] * 5


def _request(query: str) -> Any:
    from resolvers.executing.request import Request

    return Request(query)


def test_prices_are_reckoned_for_each_occurrence() -> None:
    from tests.planner.test_price import _price

    operations = graphql.operations()
    assert _price(operations, SDL) == 1 + introspection.OF_SDL
    assert _price(operations, "{ a: _service { sdl } b: _service { sdl } }") > 2 * introspection.OF_SDL
    once, twice, deeper = (_price(operations, query) for query in (
        "{ __schema { types { name fields { name } } } }",
        "{ a: __schema { types { name fields { name } } } b: __schema { types { name fields { name } } } }",
        "{ __schema { types { name fields { name type { fields { name } } } } } }"))
    assert twice >= 2 * once - 2 and deeper > 5 * once

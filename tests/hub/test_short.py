"""The short way says byte for byte what the long way says, and is taken for plain reads alone."""
import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from hub import app, settings
from hub.http import single
from tests import city as place
from tests.city import City
from tests.hub.ways import JSON, PLAIN, Both, body, both, city

__all__ = ["both", "city"]

ASKED = "query Asked($size: Int) { organizations(first: $size) { totalCount nodes { name } } }"
TWO = "query A { __typename } query B { viewer { member { name } } }"


@pytest.mark.parametrize("content", [
    body(PLAIN), body(PLAIN, variables=None, operationName=None, extensions={"a": 1}), body("{ __typename }"),
    body(ASKED, variables={"size": 3}, operationName="Asked"), body(ASKED), body(ASKED, variables={"size": None, "x": 1}),
    body(TWO, operationName="B"), body('{ node(id: "x") { id } }'),
    body("query ($on: Boolean!) { viewer @include(if: $on) { member { name } } }",
                                         variables={"on": True}),
])
async def test_a_plain_read_goes_the_short_way(both: Both, content: str) -> None:
    assert await both.is_short(content)


WITHDRAWN = ("mutation { withdrawItem(input: {idempotencyKey: \"12345678\", itemId: \"%s\", reason: \"改期\"}) "
             "{ __typename ... on WithdrawItemPayload { item { state } } } }")


async def test_a_mutation_goes_the_short_way(both: Both, city: City) -> None:
    assert await both.is_short(body(WITHDRAWN % "x"))
    async with both.hub.pool.acquire() as connection:
        item = await place.add_item(connection, city.school, place.COMMUNITY)
    assert await both.is_short(body(WITHDRAWN % ("de" + item.hex)))
    async with both.direct() as direct:
        another = body((WITHDRAWN % ("de" + item.hex)).replace("12345678", "another-key"))
        assert "WrongState" in (await direct.post("/graphql", content=another, headers=both.headers)).text


@pytest.mark.parametrize(("asked", "said"), [
    ("*", "您没有权限进行此操作（WITHDRAW_ITEM）。"), ("en-GB, zh;q=0.5", "You may not do this (WITHDRAW_ITEM)."),
    ("mul", "您没有权限进行此操作（WITHDRAW_ITEM）。You may not do this (WITHDRAW_ITEM).")])
async def test_it_speaks_the_language_of_its_request(both: Both, city: City, asked: str, said: str) -> None:
    async with both.hub.pool.acquire() as connection:
        item = await place.add_item(connection, city.community, place.COMMUNITY)
    headers = {**both.headers, "accept-language": asked}
    query = body("{ demands { nodes { viewerCan { action reason } } } }")
    assert await both.is_short(query, headers=headers)
    answer = (await both.ask(query, headers=headers)).json()
    (demand,) = answer["data"]["demands"]["nodes"]
    assert {each["action"]: each["reason"] for each in demand["viewerCan"]}["WITHDRAW"] == said
    withdrawn = (WITHDRAWN % ("de" + item.hex)).replace("__typename", "__typename ... on Refusal { message }")
    written = await both.ask(body(withdrawn), headers=headers)
    assert written.json()["data"]["withdrawItem"]["message"] == said


async def test_its_event_has_the_id_of_its_request(both: Both, city: City) -> None:
    async with both.hub.pool.acquire() as connection, both.direct() as direct:
        item = await place.add_item(connection, city.school, place.COMMUNITY)
        await direct.post("/graphql", content=body("{ __typename }"), headers=both.headers)
        said = await direct.post("/graphql", content=body(WITHDRAWN % ("de" + item.hex)), headers=both.headers)
        assert '"WITHDRAWN"' in said.text
        recorded = await connection.fetchval("SELECT request_id FROM event WHERE subject_id = $1", item)
    assert said.headers["x-request-id"] == recorded
    assert both.long == 1


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/graphql-response+json", None,
                                    "application/graphql-response+json, application/json;q=0.9"])
@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8"])
async def test_whatever_most_clients_accept(both: Both, accept: str | None, content_type: str) -> None:
    named = {**both.headers, "content-type": content_type, **({"accept": accept} if accept else {})}
    assert await both.is_short(body(PLAIN), headers=named)


async def test_nobody_may_read_what_is_open_the_short_way(both: Both) -> None:
    assert await both.is_short(body("{ __typename }"), headers=JSON)
    assert b"UNAUTHENTICATED" in (await both.ask(body("{ demands { nodes { id } } }"), headers=JSON)).content
    assert both.last_was_long


@pytest.mark.parametrize("content", [
    "", "5", "null", "[]", "{", "{}", "nonsense", b"\xff\xfe", b'{"query":"\xff"}', f"[{body(PLAIN)}]",
    '{"query":5}', '{"query":" "}', body(PLAIN, variables=[]), body(PLAIN, extensions=[]), body(PLAIN, operationName=5),
    body("{ nothing }"), body("{ viewer"), body(PLAIN, operationName="Other"), body(TWO), body(TWO, operationName="C"),
    body(ASKED, variables={"size": "3"}), body(ASKED, variables={"size": 101}), body(ASKED, variables={"size": -1}),
    body("{ organizations(first: 100) { nodes { children(first: 100) { nodes { children(first: 100) { totalCount } } } } } }"),
    body("query @snapshot { viewer { member { name } } }"), body("{ __schema { description } }"),
    body('{ demands(after: "x") { nodes { id } } }'),
    body("subscription { changes { cursor } }"), body("mutation { nothing }"),
    body("mutation { withdrawItem(input: {idempotencyKey: \"12345678\", itemId: \"x\"}) { __typename } }"),
    body(PLAIN, padding="x" * 3000), body(PLAIN, variables={"a": json.loads("[" * 100 + "]" * 100)}),
])
async def test_everything_else_goes_the_long_way(both: Both, content: bytes | str) -> None:
    await both.ask(content)
    assert both.last_was_long


@pytest.mark.parametrize("changed", [
    {"accept": "text/html"}, {"accept": "image/png"}, {"accept": "text/event-stream"}, {"accept": "application/json;q=0"},
    {"content-type": "text/plain"}, {"content-type": "application/json; charset=gbk"}, {"content-type": ""},
    {"authorization": "Bearer x"}, {"authorization": "Basic dTpw"}, {"authorization": "Bearer"}, {"authorization": ""},
    {"content-encoding": "gzip"}, {"content-encoding": "identity"},
    {"x-request-id": "request-of-mine"}, {"x-request-id": "no id"},
])
async def test_headers_that_are_not_the_usual_ones(both: Both, changed: dict[str, str]) -> None:
    await both.ask(body(PLAIN))
    await both.ask(body(PLAIN), headers={**both.headers, **changed})
    assert both.last_was_long


async def test_of_a_header_that_comes_twice_the_first_counts(both: Both) -> None:
    twice = [*both.headers.items(), ("authorization", "Bearer x")]
    assert (await both.ask(body(PLAIN), headers=twice)).is_success
    assert both.last_was_long


async def test_the_headers_for_other_origins_are_the_same(both: Both) -> None:
    named = {**both.headers, "origin": "https://lists.example.cn"}
    assert await both.is_short(body(PLAIN), headers=named) == bool(both.hub.settings.cors_origins)


async def test_an_origin_that_may_not_call_is_told_so_the_long_way(both: Both) -> None:
    evil = {**both.headers, "origin": "https://evil.example.cn"}
    assert not await both.is_short(body(PLAIN), headers=evil)


async def test_what_belongs_to_a_reserved_stream_goes_the_long_way(both: Both) -> None:
    assert await both.is_short(body("{ __typename }"))
    assert (await both.ask(body("{ __typename }"), headers={**both.headers, single.TOKEN: "x"})).status_code == 404


async def test_where_any_origin_may_call_it_goes_the_short_way(configured: settings.Settings) -> None:
    vary = b"vary: accept, accept-encoding, accept-language"
    assert app.build(replace(configured, cors_origins=())).cross == {b"*": vary + b"\r\n"}
    assert app.build(replace(configured, cors_origins=("*",))).cross == {
        b"": vary + b", Origin\r\n",
        b"*": vary + b", Origin\r\naccess-control-allow-origin: *\r\n"
              b"access-control-expose-headers: x-request-id, ratelimit, ratelimit-policy, retry-after, www-authenticate\r\n"}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])
async def test_other_methods_are_routed(both: Both, method: str) -> None:
    headers = JSON if method == "PUT" else None  # of a member it makes another token each time
    await both.ask(body(PLAIN), method=method, headers=headers)
    await both.ask("", method=method, path="/graphql?query={__typename}", headers=headers)


async def test_a_body_in_parts_goes_the_long_way_whole(both: Both) -> None:
    whole = body(PLAIN).encode()

    async def parts() -> AsyncIterator[bytes]:
        yield whole[:10]
        await asyncio.sleep(0)
        yield whole[10:]

    await both.ask(whole)
    async with both.direct() as client:
        found = await client.post("/graphql", content=parts(), headers=both.headers)
    assert found.content == (await both.ask(whole)).content

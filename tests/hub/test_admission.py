"""Whichever way a request comes, it is let in by the same checks in the same order, answered alike, and charged once."""
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import httpx
import orjson
import pytest
import websockets

from hub import running
from hub.http import quotas
from hub.websocket import messages
from tests.hub.ways import JSON, PLAIN, Both, body, both, city

__all__ = ["both", "city"]

pytestmark = pytest.mark.parametrize("both", [()], indirect=True)

COSTLY = ("query($n: Int) { organizations(first: $n) { nodes { items(first: $n) { nodes { claims(first: $n) { nodes { "
          "id } } } } } } }")
MOST = 20_000  # bytes of a body
BIG = " " * MOST
OFFICE = {"x-forwarded-for": "203.0.113.7"}


class Said(NamedTuple):
    """How a request was refused.

    status   None: on a socket
    code     of the error; or the code with which the socket was closed
    """

    status: int | None
    code: str | int


Before = Callable[[], None]
Way = Callable[[Both, str, str | None, Before], Awaitable[Said]]
BAD_TOKEN = "Bearer x"


async def _http(accept: str, client: httpx.AsyncClient, content: str, authorization: str | None, before: Before) -> Said:
    before()
    headers = {**JSON, **OFFICE, "accept": accept, **({"authorization": authorization} if authorization else {})}
    async with client:
        answer = await client.post("/graphql", content=content, headers=headers)
    text = answer.text
    if answer.headers["content-type"].startswith("text/event-stream"):
        text = text.partition("data: ")[2].partition("\n")[0]
    [error] = json.loads(text)["errors"]
    return Said(answer.status_code, error["extensions"]["code"])


async def by_the_long_way(both: Both, *asked: Any) -> Said:
    return await _http(JSON["accept"], both.routed(), *asked)


async def by_the_fast_path(both: Both, *asked: Any) -> Said:
    return await _http(JSON["accept"], both.direct(), *asked)


async def as_a_stream(both: Both, *asked: Any) -> Said:
    return await _http("text/event-stream", both.direct(), *asked)


async def on_a_socket(both: Both, content: str, authorization: str | None, before: Before) -> Said:
    if authorization == BAD_TOKEN:  # it comes no further than that
        before()
    protocols = [websockets.Subprotocol(messages.PROTOCOL)]
    async with websockets.connect(f"ws://127.0.0.1:{both.ports[1]}/graphql", proxy=None, additional_headers=OFFICE,
                                  subprotocols=protocols) as client:
        try:
            await client.send(json.dumps({"type": "connection_init", "payload": {"Authorization": authorization}}))
            assert orjson.loads(await client.recv()) == {"type": "connection_ack"}
            before()
            await client.send(json.dumps({"id": "1", "type": "subscribe", "payload": json.loads(content)}))
            said = orjson.loads(await client.recv())
        except websockets.ConnectionClosed as end:
            assert end.rcvd is not None
            return Said(None, end.rcvd.code)
    [error] = said["payload"] if said["type"] == "error" else said["payload"]["errors"]
    return Said(None, error["extensions"]["code"])


HTTP = [by_the_long_way, by_the_fast_path, as_a_stream]


class Bad(NamedTuple):
    """One bad request.

    authorization   of the token of "unit", of none, of a bad one
    spent   whether its person has used up a minute's cost, and its address
    """

    content: str
    authorization: str | None = "unit"
    spent: bool = False


UNKNOWN = json.dumps({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}})
COSTS = body(COSTLY, variables={"n": 100})
BADS: dict[str, tuple[Bad, Said, str | int | None]] = {
    "too large": (Bad(body(PLAIN + BIG)), Said(413, "BAD_REQUEST"), messages.TOO_BIG),
    "over its quota": (Bad(body(PLAIN), spent=True), Said(429, "TOO_MANY_REQUESTS"), "TOO_MANY_REQUESTS"),
    "with a bad token": (Bad(body(PLAIN), "bad"), Said(401, "UNAUTHENTICATED"), messages.FORBIDDEN),
    "no JSON object": (Bad("5"), Said(400, "BAD_REQUEST"), None),
    "not signed in": (Bad(body(PLAIN), None), Said(401, "UNAUTHENTICATED"), "UNAUTHENTICATED"),
    "of a text that is not kept": (Bad(UNKNOWN), Said(200, "PERSISTED_QUERY_NOT_FOUND"), "PERSISTED_QUERY_NOT_FOUND"),
    "too costly": (Bad(COSTS), Said(200, "TOO_COSTLY"), "TOO_COSTLY"),
    # the first of two
    "too large, over its quota": (Bad(body(PLAIN + BIG), spent=True), Said(413, "BAD_REQUEST"), messages.TOO_BIG),
    "over its quota, no JSON object": (Bad("5", spent=True), Said(429, "TOO_MANY_REQUESTS"), None),
    "over its quota, with a bad token": (Bad(body(PLAIN), "bad", spent=True), Said(429, "TOO_MANY_REQUESTS"),
                                         messages.TRY_AGAIN_LATER),
    "over its quota, too costly": (Bad(COSTS, spent=True), Said(429, "TOO_MANY_REQUESTS"), "TOO_MANY_REQUESTS"),
    "over its quota, of a text that is not kept": (Bad(UNKNOWN, spent=True), Said(429, "TOO_MANY_REQUESTS"),
                                                   "TOO_MANY_REQUESTS"),
    "with a bad token, of a text that is not kept": (Bad(UNKNOWN, "bad"), Said(401, "UNAUTHENTICATED"), messages.FORBIDDEN),
    "with a bad token, no JSON object": (Bad("5", "bad"), Said(401, "UNAUTHENTICATED"), None),
    "with a bad token, no GraphQL": (Bad(body("{"), "bad"), Said(401, "UNAUTHENTICATED"), messages.FORBIDDEN),
    "not signed in, too costly": (Bad(COSTS, None), Said(401, "UNAUTHENTICATED"), "UNAUTHENTICATED"),
}
"""Each, what is said of it, and what on a socket; None: it cannot come on one, whose messages are JSON objects."""


@pytest.mark.parametrize(("bad", "way"), [
    *((bad, way) for bad in BADS for way in HTTP),
    *((bad, on_a_socket) for bad, (_, _, on_socket) in BADS.items() if on_socket is not None)])
async def test_what_is_wrong_is_told_alike(both: Both, way: Way, bad: str) -> None:
    asked, expected, on_socket = BADS[bad]
    hub = both.served.state.hub = replace(both.hub, settings=replace(both.hub.settings, body_bytes=MOST, address_cost=50_000))
    unit = both.headers["authorization"]
    authorization = {"unit": unit, "bad": BAD_TOKEN, None: None}[asked.authorization]
    async with both.direct() as client:  # so that the fast path knows the person and the texts
        for content in (body(PLAIN), body(COSTLY, variables={"n": 1})):
            for _ in range(2):
                assert (await client.post("/graphql", content=content, headers={**both.headers, **OFFICE})).status_code == 200
    before = partial(_spend, hub.quotas) if asked.spent else _nothing
    assert await way(both, asked.content, authorization, before) == (
        Said(None, on_socket) if on_socket and way is on_a_socket else expected)


def _spend(counted: quotas.Quotas) -> None:
    """What everybody has left of a minute's cost, and every address."""
    for payer in counted._payers.values():
        for account in (payer._own, payer._address):
            account._counting.take(account._quota, account._key, account._quota.amount)
            account.left = min(0, account.left)


def _nothing() -> None:
    """Nothing is spent before."""


FIRST = "query($n: Int) { organizations(first: $n) { nodes { name kind } } }"


@pytest.mark.parametrize("content", [
    body(FIRST, variables={"n": 3}), body("{ __typename }"),
    body("{ __schema { queryType { name } } organizations { nodes { id } } }"), COSTS, UNKNOWN, body("{"), "5",
    body(PLAIN + BIG)],
    ids=["new", "plain", "the schema beside", "too costly", "not kept", "no GraphQL", "no JSON object", "too large"])
async def test_a_request_is_charged_once(both: Both, content: str) -> None:
    """By the fast path as by the long way, also where that gives up on it."""
    hub = both.served.state.hub = replace(both.hub, settings=replace(both.hub.settings, body_bytes=MOST))
    paid = []
    async with both.routed() as routed, both.direct() as direct:
        await routed.post("/graphql", content=body("{ viewer { member { id } } }"), headers=both.headers)
        for client in (direct, routed):
            before = _left(hub)
            await client.post("/graphql", content=content, headers=both.headers)
            paid.append(before - _left(hub))
    assert paid[0] == paid[1]


def _left(hub: running.Hub) -> float:
    return sum(payer._own.left for (subject, _), payer in hub.quotas._payers.items() if subject == "sub-unit")

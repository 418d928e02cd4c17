"""What a client of the hub knows holds at the gateway: codes of errors, `@snapshot`, pages of other origins, GraphiQL."""
import asyncio
import re
import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import websockets

from hub.http import cross_origin
from sdl.programs import Programs
from tests.federation.gateway.asking import Asking
from tests.federation.gateway.line import Line
from tests.ports import free_port

GRAPHQL = "application/graphql-response+json"
ELSEWHERE = "https://lists.example.cn"
BAD: dict[str, dict[str, Any]] = {
    "syntax": {"json": {"query": "{ organi"}},
    "an unknown field": {"json": {"query": "{ nothing }"}},
    "a variable that is missing": {"json": {"query": "query ($n: Int!) { demands(first: $n) { totalCount } }"}},
    "a variable of another type": {"json": {"query": "query ($n: Int!) { demands(first: $n) { totalCount } }",
                                            "variables": {"n": "five"}}},
    "an unknown operation": {"json": {"query": "query a { __typename }", "operationName": "b"}},
    "a value that cannot be right": {"json": {"query": "{ demands(first: 1000) { totalCount } }"}},
    "no JSON": {"content": b"{", "headers": {"content-type": "application/json"}},
    "a list": {"json": []},
    "a bad token": {"json": {"query": "{ demands(first: 1) { totalCount } }"}, "headers": {"authorization": "Bearer nonsense"}},
    "no token": {"json": {"query": "{ demands(first: 1) { totalCount } }"}},
}


@pytest.mark.parametrize("bad", BAD)
def test_what_is_wrong_has_the_same_status_and_code(asking: Asking, graph: Programs, bad: str) -> None:
    def answered(url: str) -> tuple[int, list[str]]:
        signed = {} if bad.endswith("token") else asking.headers("community")
        headers = {**signed, **BAD[bad].get("headers", {}), "accept": GRAPHQL}
        answer = httpx.post(url, **{**BAD[bad], "headers": headers}, timeout=30)
        return answer.status_code, [error["extensions"]["code"] for error in answer.json()["errors"]]
    assert answered(asking.url) == answered(graph.url("hub"))


async def test_a_snapshot_is_asked_of_the_hub(gateway: Callable[..., Asking], graph: Programs) -> None:
    line = Line(graph.ports["hub"])
    asking = await asyncio.to_thread(gateway, HUB_URL=f"http://127.0.0.1:{await line.start()}/graphql")
    lists = """{ demands(first: 1) { totalCount nodes { incidentsNearby(first: 0) { totalCount } } }
                 resources(first: 1) { totalCount } }"""
    try:
        assert "errors" not in await asyncio.to_thread(asking.ask, lists)
        assert b"@snapshot" not in line.sent
        for _ in range(2):
            line.sent.clear()
            assert "errors" not in await asyncio.to_thread(asking.ask, f"query @snapshot {lists}")
            assert line.sent.count(b"@snapshot") == 1
    finally:
        line.close()


def preflight(url: str, origin: str, **asked: str) -> httpx.Response:
    return httpx.options(url, headers={"origin": origin, "access-control-request-method": asked.get("method", "POST"),
                                       "access-control-request-headers": asked.get("headers", "authorization")})


def test_pages_that_the_hub_lets_in_may_call(gateway: Callable[..., Asking], graph: Programs) -> None:
    asking = gateway(SANDAN_CORS_ORIGINS=f"{ELSEWHERE}, https://another.example.cn", SANDAN_CORS_HEADERS="X-Trace",
                     LOCAL_PAGES="no")
    let_in = preflight(asking.url, ELSEWHERE, headers="last-event-id, traceparent, x-trace")
    assert let_in.headers["access-control-allow-origin"] == ELSEWHERE
    of_the_hub = {*cross_origin.SENT} - {"x-graphql-event-stream-token"}  # whose single connection mode is its alone
    assert set(re.findall(r"[\w-]+", let_in.headers["access-control-allow-headers"])) >= {*of_the_hub, "x-trace"}
    called = httpx.post(asking.url, json={"query": "{ __typename }"}, headers={"origin": ELSEWHERE})
    assert called.headers["access-control-allow-origin"] == ELSEWHERE
    assert "access-control-allow-credentials" not in called.headers
    assert "origin" in called.headers["vary"].lower()


@pytest.mark.parametrize(("origin", "asked", "setting"), [
    ("https://evil.example.cn", {}, "SANDAN_CORS_ORIGINS"), ("http://localhost:3000", {}, "SANDAN_CORS_ORIGINS"),
    (ELSEWHERE, {"headers": "x-other"}, "SANDAN_CORS_HEADERS"), (ELSEWHERE, {"method": "DELETE"}, "DELETE")])
def test_other_pages_are_told_the_setting(closed: Asking, origin: str, asked: dict[str, str], setting: str) -> None:
    refused = preflight(closed.url, origin, **asked)
    assert refused.status_code == 403
    assert setting in refused.json()["errors"][0]["message"]
    called = httpx.post(closed.url, json={"query": "{ __typename }"}, headers={"origin": "https://evil.example.cn"})
    assert "access-control-allow-origin" not in called.headers


@pytest.fixture(scope="module")
def closed(graph: Programs) -> Any:
    """A gateway with one origin, which is not this machine."""
    beside = Programs(graph.data, {**graph.ports, "gateway": free_port()}, quiet=True)
    beside.start("gateway", LOCAL_PAGES="no", SANDAN_CORS_ORIGINS=ELSEWHERE, SANDAN_SOCKET_ORIGINS="https://servicewechat.com")
    yield Asking(beside)
    beside.stop_all()


async def test_sockets_of_pages(closed: Asking) -> None:
    async def opened(origin: str | None) -> bool:
        try:
            async with websockets.connect(closed.url.replace("http", "ws"), origin=origin,  # type: ignore[arg-type]  # a NewType
                                          subprotocols=["graphql-transport-ws"], proxy=None):  # type: ignore[list-item]  # a NewType
                return True
        except websockets.InvalidStatus as problem:
            assert problem.response.status_code == 403
            assert b"SANDAN_SOCKET_ORIGINS" in problem.response.body
            return False
    for welcome in (None, ELSEWHERE, "https://servicewechat.com", closed.url.removesuffix("/graphql")):
        assert await opened(welcome)
    for other in ("https://evil.example.cn", "http://localhost:3000", "null"):
        assert not await opened(other)


def test_the_demo_is_open_to_pages_of_this_machine(asking: Asking) -> None:
    assert preflight(asking.url, "http://localhost:5173").headers["access-control-allow-origin"] == "http://localhost:5173"
    assert preflight(asking.url, ELSEWHERE).status_code == 403


def test_graphiql_stands_at_the_gateways_address(asking: Asking, graph: Programs) -> None:
    browser = {"accept": "text/html,*/*;q=0.8"}
    page, hubs = (httpx.get(url, headers=browser) for url in (asking.url, graph.url("hub")))
    assert page.status_code == 200
    assert page.headers["content-security-policy"] == hubs.headers["content-security-policy"]
    assert 'id="graphiql"' in page.text
    for asset in ("page.css", "cdn.js"):
        assert httpx.get(f"{asking.url}/assets/{asset}").content == httpx.get(f"{graph.url('hub')}/assets/{asset}").content
    assert httpx.get(f"{asking.url}/assets/%2e%2e/page.py").status_code == 404
    answer = httpx.get(asking.url, params={"query": "{ __typename }"}, headers=browser)
    assert answer.json() == {"data": {"__typename": "Query"}}
    kept = httpx.get(f"{asking.url}/assets/page.css")
    again = httpx.get(f"{asking.url}/assets/page.css", headers={"if-none-match": kept.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(("host", "origin", "given"), [
    ("localhost:8100", None, True), ("[::1]:8100", None, True), ("evil.example.cn:8100", None, False), ("", None, False),
    ("127.0.0.1.example.cn", None, False), ("localhost:80:80", None, False), ("localhost", ELSEWHERE, False)])
def test_the_demos_tokens_are_given_under_a_local_name_alone(
        asking: Asking, host: str, origin: str | None, given: bool) -> None:
    headers = {"accept": "text/html", "host": host} | ({"origin": origin} if origin else {})
    page = httpx.get(asking.url, headers=headers)
    assert (page.status_code, "eyJ" in page.text) == (200, given)


@pytest.mark.parametrize("target", ["//", "///", "//[/graphql", "http://[", "/\\\\"])
def test_a_target_that_is_no_url_ends_no_gateway(asking: Asking, target: str) -> None:
    with socket.create_connection(("127.0.0.1", asking.programs.ports["gateway"]), timeout=60) as client:
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert client.recv(9) == b"HTTP/1.1 "
    assert asking.ask("{ __typename }") == {"data": {"__typename": "Query"}}

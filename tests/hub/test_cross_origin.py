"""Pages of other origins: what a preflight allows, and which setting would allow what it does not."""
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from hub import app, running, settings
from hub.http import cross_origin

LISTS, ELSEWHERE, LOCAL = "https://lists.example.cn", "https://elsewhere.example", "http://localhost:5173"
RECOMMENDED = "authorization, content-type, last-event-id, traceparent, tracestate, apollo-require-preflight, x-request-id"


@asynccontextmanager
async def serving(hub: running.Hub, *, demo: bool = False, **changed: Any) -> AsyncIterator[httpx.AsyncClient]:
    configured = replace(hub.settings, **changed)
    served = app.build(configured, hub.demo_key if demo else None)
    served.state.hub = replace(hub, settings=configured, metrics=served.state.metrics)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://hub") as client:
        yield client


async def preflight(client: httpx.AsyncClient, origin: str, headers: str = "content-type",
                    method: str = "POST") -> httpx.Response:
    return await client.options("/graphql", headers={
        "origin": origin, "access-control-request-method": method, "access-control-request-headers": headers})


async def test_only_named_origins_may_call_with_all_that_the_readme_recommends(hub: running.Hub) -> None:
    async with serving(hub) as client:
        allowed = await preflight(client, LISTS, RECOMMENDED)
        assert allowed.status_code == 200
        assert allowed.headers["access-control-allow-origin"] == LISTS
        assert {*RECOMMENDED.split(", ")} <= {*allowed.headers["access-control-allow-headers"].lower().split(", ")}
        refused = await preflight(client, ELSEWHERE)
        assert "access-control-allow-origin" not in refused.headers
        assert (await client.post("/graphql", json={"query": "{ __typename }"}, headers={"origin": LISTS})).headers[
            "access-control-expose-headers"] == "x-request-id, ratelimit, ratelimit-policy, retry-after, www-authenticate"


@pytest.mark.parametrize(("origins", "origin", "headers", "method", "said"), [
    ((LISTS,), ELSEWHERE, "content-type", "POST", "SANDAN_CORS_ORIGINS"),
    ((), LISTS, "content-type", "POST", "SANDAN_CORS_ORIGINS"),
    ((LISTS,), "null", "content-type", "POST", "SANDAN_CORS_ORIGINS"),
    ((LISTS,), LISTS, "authorization, x-tenant", "POST", "x-tenant"),
    (("*",), LISTS, "x-tenant", "POST", "SANDAN_CORS_HEADERS"),
    ((LISTS,), LISTS, "content-type", "PATCH", "PATCH")])
async def test_a_refusal_says_which_setting(hub: running.Hub, origins: tuple[str, ...], origin: str, headers: str,
                                            method: str, said: str) -> None:
    async with serving(hub, cors_origins=origins) as client:
        refused = await preflight(client, origin, headers, method)
        assert refused.status_code == 403
        [error] = refused.json()["errors"]
        assert said in error["message"]
        assert error["extensions"] == {"code": "BAD_REQUEST"}


async def test_a_setting_adds_headers(hub: running.Hub) -> None:
    async with serving(hub, cors_headers=("x-tenant",)) as client:
        assert (await preflight(client, LISTS, "authorization, X-Tenant")).status_code == 200
        assert (await preflight(client, LISTS, "x-other")).status_code == 403
    async with serving(hub, cors_headers=("*",)) as client:
        assert (await preflight(client, LISTS, "x-other")).headers["access-control-allow-headers"] == "x-other"


@pytest.mark.parametrize("origin", [LOCAL, "https://127.0.0.1:8443", "http://[::1]:3000", "http://localhost"])
async def test_the_demo_is_open_to_pages_of_its_own_machine_alone(hub: running.Hub, origin: str) -> None:
    async with serving(hub, demo=True, cors_origins=()) as client:
        allowed = await preflight(client, origin, RECOMMENDED)
        assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, origin)
        answered = await client.post("/graphql", json={"query": "{ __typename }"}, headers={"origin": origin})
        assert answered.headers["access-control-allow-origin"] == origin
        for other in (ELSEWHERE, "http://localhost.example.cn", "http://127.0.0.1.example.cn", "null", "localhost:3000"):
            assert (await preflight(client, other)).status_code == 403
    async with serving(hub, cors_origins=()) as client:
        assert (await preflight(client, origin)).status_code == 403


async def test_where_no_page_of_elsewhere_may_call_an_answer_says_nothing_of_it(hub: running.Hub) -> None:
    async with serving(hub, cors_origins=()) as client:
        answered = await client.post("/graphql", json={"query": "{ __typename }"}, headers={"origin": LISTS})
        assert not [name for name in answered.headers if name.startswith("access-control")]


@pytest.mark.parametrize(("configured", "origin", "welcome"), [
    ({"socket_origins": ("https://servicewechat.com",)}, "https://servicewechat.com", True),
    ({}, "https://servicewechat.com", False),
    ({"cors_origins": (LISTS,)}, LISTS, True), ({"socket_origins": ("*",)}, ELSEWHERE, True)])
def test_pages_that_may_open_sockets(configured: dict[str, Any], origin: str, welcome: bool) -> None:
    assert cross_origin.Pages(settings.Settings(**configured), is_demo=False).may_open_sockets(origin) is welcome

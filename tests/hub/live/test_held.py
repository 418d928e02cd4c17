"""How many sockets and subscriptions one person or one address may hold."""
import contextlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
import websockets

from hub.http import quotas
from tests.feed import trail
from tests.hub.conftest import Sign
from tests.hub.live.conftest import Connect, Live, begin, closed, hear, say

SUBSCRIPTION = {"query": "subscription { changes { cursor } }"}
Bounded = Callable[..., None]


@pytest.fixture
def bounded(live: Live) -> Bounded:
    """Serve under other settings."""
    def change(**changed: Any) -> None:
        live.app.state.hub = replace(live.hub, settings=replace(live.hub.settings, **changed))
    return change


def extensions(said: Any) -> dict[str, Any]:
    """Of the one error of a message."""
    [error] = said["payload"]
    found: dict[str, Any] = error["extensions"]
    return found


async def test_subscriptions_of_one_person(connect: Connect, live: Live, bounded: Bounded, sign: Sign) -> None:
    bounded(member_subscriptions=3)
    async with connect() as first, connect() as second, connect() as other:
        await begin(first, Authorization=f"Bearer {sign()}")
        await begin(second, Authorization=f"Bearer {sign(jti='another token of the same person')}")
        await begin(other, Authorization=f"Bearer {sign(sub='demo:community')}")
        for number, client in enumerate([first, first, second]):
            await say(client, id=f"s{number}", type="subscribe", payload=SUBSCRIPTION)
        await trail.until(lambda: live.hub.feed.subscribers == 3)
        await say(second, id="s3", type="subscribe", payload=SUBSCRIPTION)
        refused = await hear(second)
        assert (refused["id"], refused["type"]) == ("s3", "error")
        assert extensions(refused) == {"code": "TOO_MANY_REQUESTS", "retryAfter": 60}
        await say(other, id="o", type="subscribe", payload=SUBSCRIPTION)
        await trail.until(lambda: live.hub.feed.subscribers == 4)
        await say(first, id="s0", type="complete")
        await trail.until(lambda: live.hub.feed.subscribers == 3)
        await say(second, id="s4", type="subscribe", payload=SUBSCRIPTION)
        await trail.until(lambda: live.hub.feed.subscribers == 4)


async def test_subscriptions_are_given_back_with_their_socket(connect: Connect, live: Live, bounded: Bounded) -> None:
    bounded(member_subscriptions=2)
    for _ in range(3):
        async with connect() as client:
            await begin(client)
            for number in range(2):
                await say(client, id=str(number), type="subscribe", payload=SUBSCRIPTION)
            await trail.until(lambda: live.hub.feed.subscribers == 2)
        await trail.until(lambda: live.hub.feed.subscribers == 0)
    assert live.app.state.hub.quotas.subscriptions._counts == {}


async def test_event_streams_are_subscriptions_and_sockets(live: Live, bounded: Bounded, sign: Sign) -> None:
    bounded(member_subscriptions=1)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{live.port}", trust_env=False,
                                 headers={"accept": "text/event-stream", "authorization": f"Bearer {sign()}"}) as web:
        async with web.stream("POST", "/graphql", json=SUBSCRIPTION) as open_one:
            assert open_one.status_code == 200
            refused = await web.post("/graphql", json=SUBSCRIPTION)
            assert refused.status_code == 429
            assert refused.headers["retry-after"] == "60"
            bounded(member_subscriptions=0, member_sockets=1)
            async with web.stream("POST", "/graphql", json=SUBSCRIPTION):
                assert (await web.post("/graphql", json=SUBSCRIPTION)).status_code == 429
        await trail.until(lambda: live.hub.feed.subscribers == 0)
        async with web.stream("POST", "/graphql", json=SUBSCRIPTION) as again:
            assert again.status_code == 200


async def test_sockets_of_one_person(connect: Connect, live: Live, bounded: Bounded, sign: Sign) -> None:
    bounded(member_sockets=2)
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(2):
            await begin(await stack.enter_async_context(connect()), Authorization=f"Bearer {sign()}")
        third = await stack.enter_async_context(connect())
        await say(third, type="connection_init", payload={"Authorization": f"Bearer {sign()}"})
        code, reason = await closed(third)
        assert code == 1013
        assert "Too many sockets" in reason
        await begin(await stack.enter_async_context(connect()), Authorization=f"Bearer {sign(sub='demo:community')}")
    await trail.until(lambda: live.app.state.hub.quotas.sockets._counts == {})
    async with connect() as again:
        await begin(again, Authorization=f"Bearer {sign()}")


async def test_sockets_of_one_address(connect: Connect, live: Live, bounded: Bounded) -> None:
    bounded(address_sockets=2)
    office = {"x-forwarded-for": "203.0.113.7"}
    async with connect(additional_headers=office), connect(additional_headers=office):
        with pytest.raises(websockets.InvalidStatus) as refused:
            await connect(additional_headers=office)
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["retry-after"] == "60"
        async with connect(additional_headers={"x-forwarded-for": "198.51.100.1"}):
            pass
    await trail.until(lambda: live.app.state.hub.quotas.sockets_at._counts == {})


async def test_operations_on_a_socket_are_charged(connect: Connect, bounded: Bounded, sign: Sign) -> None:
    bounded(member_cost=300)
    async with connect() as client:
        await begin(client, Authorization=f"Bearer {sign()}")
        for number in range(50):
            await say(client, id=str(number), type="subscribe", payload={"query": "{ __typename }"})
            said = await hear(client)
            if said["type"] == "error":
                break
            assert (await hear(client))["type"] == "complete"
        found = extensions(said)
        assert found["code"] == "TOO_MANY_REQUESTS"
        assert 0 < found["retryAfter"] <= 60


async def test_beginning_a_subscription_costs_more_than_a_request(
        connect: Connect, live: Live, bounded: Bounded, sign: Sign) -> None:
    bounded(member_cost=2000)
    many = 2000 // quotas.SUBSCRIPTION + 5
    assert many * quotas.BASE < 1000
    async with connect() as client:
        await begin(client, Authorization=f"Bearer {sign()}")
        for number in range(many):
            await say(client, id=str(number), type="subscribe", payload=SUBSCRIPTION)
            await trail.until(lambda: live.hub.feed.subscribers > 0)  # a text that is known: then each is charged in its turn
        assert extensions(await hear(client))["code"] == "TOO_MANY_REQUESTS"


async def test_tokens_that_are_not_believed_are_counted_by_address(connect: Connect, bounded: Bounded) -> None:
    bounded(address_cost=300)
    office = {"x-forwarded-for": "203.0.113.7"}
    codes = []
    for number in range(8):
        async with connect(additional_headers=office) as client:
            await say(client, type="connection_init", payload={"Authorization": f"Bearer {number}"})
            codes.append((await closed(client))[0])
    assert codes[0] == 4403
    assert codes[-1] == 1013

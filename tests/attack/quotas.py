"""One person, or many addresses, asking without end: quotas as they are by default."""
import asyncio
import json
import time

import websockets

from tests.attack import wire
from tests.attack.attacks import Asking, Bed, attack

LASTS = 5.0  # seconds
MOST = 120  # subscriptions: a person's, and some of others
PAGES = "{ organizations(first: 100) { nodes { items(first: 100, filter: {state: null}) { nodes { title } } } } }"


@attack(quotas=True)
async def one_person_without_pause(bed: Bed) -> None:
    end = time.monotonic() + LASTS
    async with Asking(bed, "unit") as asking:
        while time.monotonic() < end:
            await asking.all([PAGES] * 40, at_once=40)
    if not bed.seen["429 TOO_MANY_REQUESTS"]:
        bed.wrong.append("one person could ask without end")


@attack(quotas=True)
async def a_thousand_addresses(bed: Bed) -> None:
    """Who is not signed in changes the address for each request; then one address asks without pause."""
    body = {"query": "{ __typename }"}
    async with Asking(bed, None) as asking:
        for number in range(1_000):
            await asking.send(json=body, headers={"x-forwarded-for": f"198.51.{number // 250}.{number % 250}"})
    async with Asking(bed, None, **{"x-forwarded-for": "203.0.113.7"}) as asking:
        await asking.all(["{ __typename }"] * 4_000, at_once=20)
    if not bed.seen["429 TOO_MANY_REQUESTS"]:
        bed.wrong.append("an address could ask without end")


@attack(quotas=True)
async def many_subscriptions(bed: Bed) -> None:
    """2,000 different ones of one person, on as many sockets as can be had."""
    sockets = [each for number in range(80) if (each := await _subscribing(bed, number))]
    opened = 0
    for _ in range(16):
        await asyncio.sleep(0.5)
        opened = max(opened, int((await wire.figures(wire.Hub(bed.host, bed.port)))["sandan_subscriptions"]))
    bed.seen["subscriptions"] = opened
    if opened > MOST:
        bed.wrong.append(f"{opened} subscriptions of one person were opened")
    await asyncio.gather(*(socket.close() for socket in sockets))


async def _subscribing(bed: Bed, number: int) -> websockets.ClientConnection | None:
    """A socket with 25 subscriptions that nobody else has; None: it was refused."""
    socket = await websockets.connect(f"ws://{bed.host}:{bed.port}/graphql", proxy=None,
                                      subprotocols=[websockets.Subprotocol("graphql-transport-ws")])
    try:
        signed = {"Authorization": f"Bearer {bed.tokens['member']}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": signed}))
        await socket.recv()
        for each in range(25):
            await socket.send(json.dumps({"id": str(each), "type": "subscribe", "payload": {
                "query": f"subscription q{number}_{each} {{ changes {{ cursor a{each}: previous }} }}"}}))
    except websockets.ConnectionClosed as closed:
        bed.seen[f"closed {closed.rcvd.code if closed.rcvd else ''}"] += 1
        return None
    return socket

"""One person, or many addresses, asking without end: quotas as they are by default."""
import asyncio
import json
import time

import websockets

from tests.attack.attacks import Asking, Bed, attack

LASTS = 5.0  # seconds
PAGES = "{ organizations(first: 100) { nodes { items(first: 100, filter: {state: null}) { nodes { title } } } } }"
CONNECTED = {"subprotocols": [websockets.Subprotocol("graphql-transport-ws")], "proxy": None}


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
    """Who is not signed in changes the address for each request; and from one address without pause."""
    for number in range(3_000):
        async with Asking(bed, None, **{"x-forwarded-for": f"198.51.{number // 250}.{number % 250}"}) as asking:
            await asking.ask("{ __typename }")
        if number > 1_000:
            break
    async with Asking(bed, None, **{"x-forwarded-for": "203.0.113.7"}) as asking:
        await asking.all(["{ __typename }"] * 4_000, at_once=20)
    if not bed.seen["429 TOO_MANY_REQUESTS"]:
        bed.wrong.append("an address could ask without end")


@attack(quotas=True)
async def many_subscriptions(bed: Bed) -> None:
    """2,000 different ones of one person, and as many sockets as can be had."""
    opened = 0
    sockets = []
    for _ in range(80):
        try:
            socket = await websockets.connect(f"ws://{bed.host}:{bed.port}/graphql", **CONNECTED)  # type: ignore[arg-type]
            sockets.append(socket)
            signed = {"Authorization": f"Bearer {bed.tokens['member']}"}
            await socket.send(json.dumps({"type": "connection_init", "payload": signed}))
            await socket.recv()
            for number in range(25):
                await socket.send(json.dumps({"id": str(number), "type": "subscribe", "payload": {
                    "query": f"subscription q{len(sockets)}_{number} {{ changes {{ cursor a{number}: previous }} }}"}}))
            await asyncio.sleep(0.02)
            await socket.send('{"type":"ping"}')
            refused = 0
            while (said := json.loads(await socket.recv()))["type"] != "pong":
                refused += said["type"] == "error"
            opened += 25 - refused
            bed.seen["refused"] += refused
        except websockets.ConnectionClosed as closed:
            bed.seen[f"closed {closed.rcvd.code if closed.rcvd else ''}"] += 1
    bed.seen["subscriptions"] = opened
    if opened > 120:
        bed.wrong.append(f"{opened} subscriptions of one person were opened")
    await asyncio.gather(*(socket.close() for socket in sockets))

"""The floor of subscriptions: a bare ASGI app that says one text to every socket, known to no schema and no database."""
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

listening: set[Send] = set()
EVENT = ('{"id":"1","type":"next","payload":{"data":{"demandPublished":{"cursor":"ZXZlbnQ6MTIzNDU","demand":{"id":'
         '"de01a1f744be807e2ebeb92fd4af571abc","title":"%s","category":"OTHER","quantity":1,"publisher":{"id":'
         '"or01a20340741c72b8b313a2e4fde50fef","name":"星城第一社区居委会"}}}}}}')


async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await _listen(receive, send)
    elif scope["type"] == "http":
        await _publish(receive, send)


async def _listen(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept", "subprotocol": "graphql-transport-ws"})
    while (message := await receive())["type"] != "websocket.disconnect":
        if json.loads(message["text"])["type"] == "connection_init":
            await send({"type": "websocket.send", "text": '{"type":"connection_ack"}'})
        else:
            listening.add(send)
    listening.discard(send)


async def _publish(receive: Receive, send: Send) -> None:
    asked = json.loads((await receive())["body"])
    text = EVENT % asked["title"]
    for one in list(listening):
        await one({"type": "websocket.send", "text": text})
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})

"""GraphQL over a WebSocket: the graphql-transport-ws protocol.

By hand, since what a group of subscribers gets is made once: only the operation's id is put before it here.
"""
import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import structlog
from starlette.websockets import WebSocket

from domain import refusals
from hub import connections, messages, replies, running
from hub.channel import Channel, Operation
from hub.messages import Closing
from resolvers import subscribers

INIT_WITHIN = 10.0  # seconds from the handshake to connection_init
AT_ONCE = 100  # operations in one socket

log = structlog.get_logger()


async def graphql(websocket: WebSocket) -> None:
    """Every WebSocket at /graphql."""
    hub = running.of(websocket)
    if not _is_welcome(websocket, hub):
        await websocket.close()  # before it is accepted: the handshake is answered with 403
        return
    try:
        with hub.connections.one_more(hub.settings.sockets):
            await _converse(websocket, hub)
    except connections.Full:
        await websocket.send_denial_response(replies.error(
            503, "UNAVAILABLE", "连接已满，请稍后重试。Too many connections: try again later.",
            headers={"retry-after": "5"}))


def _is_welcome(websocket: WebSocket, hub: "running.Hub") -> bool:
    """Whether the page that opens the socket may: the hub's own, or one of a known origin. Programs name none."""
    origin = websocket.headers.get("origin")
    known = (*hub.settings.cors_origins, *hub.settings.socket_origins)
    return origin is None or "*" in known or origin in known or urlsplit(origin).netloc == websocket.headers.get("host")


async def _converse(websocket: WebSocket, hub: "running.Hub") -> None:
    if messages.PROTOCOL in websocket.scope["subprotocols"]:
        await websocket.accept(messages.PROTOCOL)
        await Conversation(websocket, hub).run()
    else:
        await websocket.accept()  # a code can be given only on an open socket
        await websocket.close(messages.BAD_PROTOCOL, f"Subprotocol not acceptable: only {messages.PROTOCOL}")


class Conversation:
    """One open socket."""

    def __init__(self, websocket: WebSocket, hub: "running.Hub") -> None:
        self._websocket = websocket
        self._hub = hub
        self._channel = Channel(websocket)
        self._authorization = websocket.headers.get("authorization")
        self._request_id: str = websocket.state.request_id
        self._deadline = asyncio.timeout(INIT_WITHIN)
        self._begun = False
        self._acknowledged = False
        self._count = 0
        self._operations: dict[str, tuple[Operation, asyncio.Task[None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Hear and answer until one side closes; then wait for what was being written."""
        try:
            async with self._deadline:
                async for text in self._texts():
                    await self._hear(messages.read(text))
        except TimeoutError:
            await self._channel.close(Closing(messages.INIT_TIMEOUT, "Connection initialisation timeout"))
        except Closing as closing:
            await self._channel.close(closing)
        finally:
            self._channel.shut()
            for operation_id in list(self._operations):
                self._forget(operation_id)
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _texts(self) -> AsyncIterator[str]:
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text")
            if text is None:
                raise Closing(messages.BAD_MESSAGE, "Invalid message: messages are sent as text frames")
            if len(text) > self._hub.settings.body_bytes:
                raise Closing(messages.TOO_BIG, "Message too big")
            yield text

    async def _hear(self, said: messages.Said) -> None:
        match said:
            case messages.Init():
                await self._begin(said)
            case messages.Ping():
                await self._channel.send(messages.pong(said.payload))
            case messages.Subscribe():
                await self._start(said)
            case messages.Complete():
                self._forget(said.id)

    async def _begin(self, said: messages.Init) -> None:
        if self._begun:
            raise Closing(messages.TOO_MANY_INITS, "Too many initialisation requests")
        self._begun = True
        self._deadline.reschedule(None)
        self._authorization = said.authorization or self._authorization
        try:
            await self._hub.sign_in.viewer(self._authorization)
        except refusals.Unauthenticated as problem:
            raise Closing(messages.FORBIDDEN, f"Forbidden: {problem}") from problem
        except Exception as problem:  # keys or database out of reach: none of the client's doing
            log.warning("cannot sign in", error=repr(problem))
            raise Closing(messages.TRY_AGAIN_LATER, "Try again later") from problem
        self._acknowledged = True
        await self._channel.send(messages.ACK)

    async def _start(self, said: messages.Subscribe) -> None:
        if not self._acknowledged:
            raise Closing(messages.UNAUTHORIZED, "Unauthorized")
        if said.id in self._operations:
            raise Closing(messages.ID_IN_USE, f"Subscriber for {said.id} already exists")
        if len(self._tasks) >= AT_ONCE:
            failure = subscribers.failed("TOO_MANY_OPERATIONS", f"同时最多 {AT_ONCE} 个操作。"
                                         f"At most {AT_ONCE} operations at once.")
            await self._channel.send(messages.error(said.id, failure.errors))
            return
        self._count += 1
        request_id = f"{self._request_id[:56]}.{self._count}"
        operation = Operation(self._hub, self._channel, said, self._authorization, request_id)
        task = asyncio.create_task(operation.run())
        self._operations[said.id] = operation, task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._done(said.id, done))

    def _done(self, operation_id: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self._operations.get(operation_id, (None, None))[1] is task:
            del self._operations[operation_id]

    def _forget(self, operation_id: str) -> None:
        """The client wants nothing more of it: break it off, unless it writes."""
        if found := self._operations.pop(operation_id, None):
            operation, task = found
            operation.silent = True
            if not operation.writes:
                task.cancel()

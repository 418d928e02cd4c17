"""GraphQL over a WebSocket: the graphql-transport-ws protocol.

By hand, since what a group of subscribers gets is made once. A quiet socket is kept small: tens of thousands are held.
"""
import asyncio

import structlog
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from db.driver import faults
from domain import refusals
from hub import connections, running
from hub.http import admission, cross_origin, quotas, replies
from hub.websocket import frames, messages, subscribing
from hub.websocket.channel import Channel
from hub.websocket.delivery import Delivery
from hub.websocket.messages import Closing
from hub.websocket.operation import Operation
from resolvers.feed import endings
from resolvers.feed.unread import Account

INIT_WITHIN = 10.0  # seconds from the handshake to connection_init
SCHEMES = ("http", "https")  # of pages
AT_ONCE = 100  # operations in one socket
FORGOTTEN = 10  # of them between two looks at what others want, when it is closed: many sockets may be at the same time

log = structlog.get_logger()


async def graphql(scope: Scope, receive: Receive, send: Send, pages: cross_origin.Pages) -> None:
    """Every WebSocket at /graphql, an ASGI app of its own: each layer around it would be held by each quiet socket."""
    hub: running.Hub = scope["app"].state.hub
    headers = Headers(scope=scope)
    if not _is_welcome(headers, pages):
        await WebSocket(scope, receive, send).send_denial_response(replies.error(
            403, "BAD_REQUEST", cross_origin.not_welcome(headers["origin"], "SANDAN_SOCKET_ORIGINS")))
        return
    address = admission.address(scope, hub)
    try:
        with hub.connections.one_more(hub.settings.sockets), hub.quotas.sockets_at.one_more(address):
            if await _accept(WebSocket(scope, receive, send)):
                await Conversation(hub, scope, receive, send, address).run()
    except quotas.TooMany as problem:
        await WebSocket(scope, receive, send).send_denial_response(replies.too_many(problem))
    except connections.Full:
        await WebSocket(scope, receive, send).send_denial_response(replies.error(
            503, "UNAVAILABLE", "连接已满，请稍后重试。Too many connections: try again later.",
            headers={"retry-after": "5"}))


def _is_welcome(headers: Headers, pages: cross_origin.Pages) -> bool:
    """Whether the page that opens the socket may: the hub's own, or one of a known origin. Programs name none."""
    origin = headers.get("origin")
    own = [f"{scheme}://{headers.get('host', '')}" for scheme in SCHEMES]
    return origin is None or origin in own or pages.may_open_sockets(origin)


async def _accept(websocket: WebSocket) -> bool:
    """Take the handshake; returns whether the client speaks the protocol."""
    if messages.PROTOCOL in websocket.scope["subprotocols"]:
        await websocket.accept(messages.PROTOCOL)
        return True
    await websocket.accept()  # a code can be given only on an open socket
    await websocket.close(messages.BAD_PROTOCOL, f"Subprotocol not acceptable: only {messages.PROTOCOL}")
    return False


class Gone(Exception):
    """The client has closed."""


class Conversation:
    """One open socket."""

    __slots__ = ("_address", "_authorization", "_channel", "_count", "_hub", "_left", "_operations", "_payer",
                 "_receive", "_request_id")

    def __init__(self, hub: "running.Hub", scope: Scope, receive: Receive, send: Send, address: str | None) -> None:
        self._hub = hub
        self._address = address
        self._payer: quotas.Payer | None = None  # once it is acknowledged, holding the socket
        self._receive = receive
        self._channel = Channel(send, scope.get("extensions", {}).get(frames.EXTENSION), Account(hub.feed.limits.socket_bytes))
        self._authorization = Headers(scope=scope).get("authorization")
        self._request_id: str = scope["state"]["request_id"]
        self._count = 0
        self._operations: dict[str, Operation | Delivery] = {}
        self._left: list[asyncio.Task[None]] = []  # of operations that the client wants nothing more of

    async def run(self) -> None:
        """Hear and answer until one side closes; then wait for what was being written."""
        try:
            await self._begin()
            while True:
                await self._hear(await self._said())
        except Gone:
            pass
        except Closing as closing:
            await self._channel.close(closing)
        finally:
            self._channel.shut()
            await self._forget_all()
            if self._payer:
                self._hub.quotas.sockets.give_back(self._payer.who)
            await asyncio.gather(*self._left, return_exceptions=True)

    async def _begin(self) -> None:
        """Wait for connection_init and sign in.

        raises   Gone, Closing
        """
        try:
            async with asyncio.timeout(INIT_WITHIN):
                while not isinstance(said := await self._said(), messages.Init):
                    await self._hear(said)
        except TimeoutError as problem:
            raise Closing(messages.INIT_TIMEOUT, "Connection initialisation timeout") from problem
        self._authorization = said.authorization or self._authorization
        admitted = admission.Admission(self._hub, self._authorization, self._address)
        try:
            admitted.admit()
            _, payer = await admitted.sign_in()
            self._hub.quotas.sockets.take(payer.who)
            self._payer = payer
        except refusals.Unauthenticated as problem:
            raise Closing(messages.FORBIDDEN, f"Forbidden: {problem}") from problem
        except quotas.TooMany as problem:
            raise Closing(messages.TRY_AGAIN_LATER, f"Too many requests: {problem}") from problem
        except Exception as problem:  # keys or database out of reach: none of the client's doing
            log.warning("cannot sign in", error=faults.said(problem))
            raise Closing(messages.TRY_AGAIN_LATER, "Try again later") from problem
        self._channel.account.belong(self._hub.unread.of(self._payer.who))
        await self._channel.send(messages.ACK)

    async def _said(self) -> messages.Said:
        """The client's next message.

        raises   Gone, Closing
        """
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            raise Gone
        text = message.get("text")
        if text is None:
            raise Closing(messages.BAD_MESSAGE, "Invalid message: messages are sent as text frames")
        if len(text) > self._hub.settings.body_bytes:
            raise Closing(messages.TOO_BIG, "Message too big")
        return messages.read(text, self._hub.texts)

    async def _hear(self, said: messages.Said) -> None:
        match said:
            case messages.Init():
                raise Closing(messages.TOO_MANY_INITS, "Too many initialisation requests")
            case messages.Ping():
                await self._channel.send(messages.pong(said.payload))
            case messages.Subscribe():
                await self._start(said)
            case messages.NotTaken():
                await self._not_taken(said)
            case messages.Complete():
                self._forget(said.id)

    def _greeted(self) -> None:
        """raises   Closing, before the socket is acknowledged"""
        if self._payer is None:
            raise Closing(messages.UNAUTHORIZED, "Unauthorized")

    async def _not_taken(self, said: messages.NotTaken) -> None:
        self._greeted()
        errors = endings.failed(said.problem.code, str(said.problem)).errors
        try:
            admission.Admission(self._hub, self._authorization, self._address).admit()
        except quotas.TooMany as problem:
            errors = subscribing.too_many(problem)
        await self._channel.send(messages.error(said.id, errors))

    async def _start(self, said: messages.Subscribe) -> None:
        self._greeted()
        if said.id in self._operations:
            raise Closing(messages.ID_IN_USE, f"Subscriber for {said.id} already exists")
        if len(self._operations) + len(self._left) >= AT_ONCE:
            failure = endings.failed("TOO_MANY_OPERATIONS", f"同时最多 {AT_ONCE} 个操作。"
                                         f"At most {AT_ONCE} operations at once.")
            await self._channel.send(messages.error(said.id, failure.errors))
            return
        self._count += 1
        request_id = f"{self._request_id[:56]}.{self._count}"
        operation = Operation(self._hub, self._channel, said, self._authorization, self._address, request_id, self._follow)
        self._operations[said.id] = operation
        operation.task.add_done_callback(lambda _: self._done(operation))

    def _follow(self, delivery: Delivery) -> None:
        """A subscription goes on without a task."""
        self._operations[delivery.id] = delivery
        delivery.ended = self._done

    def _done(self, operation: Operation | Delivery) -> None:
        if self._operations.get(operation.id) is operation:
            del self._operations[operation.id]

    async def _forget_all(self) -> None:
        """What is to be answered at once, or the room that one leaves is the next one's; subscriptions a few at a time."""
        for answered in [each for each in self._operations.values() if isinstance(each, Operation)]:
            self._forget(answered.id)
        for number, operation_id in enumerate(list(self._operations), 1):
            self._forget(operation_id)
            if number % FORGOTTEN == 0:
                await asyncio.sleep(0)

    def _forget(self, operation_id: str) -> None:
        """The client wants nothing more of it."""
        if found := self._operations.pop(operation_id, None):
            found.leave()
            if found.task and not found.task.done():
                self._left.append(found.task)
                found.task.add_done_callback(self._left.remove)

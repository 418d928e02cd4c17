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
from domain.languages import Bilingual
from hub import connections, running
from hub.http import admission, cross_origin, languages, quotas, replies
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
        await WebSocket(scope, receive, send).send_denial_response(replies.Error(
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
        await WebSocket(scope, receive, send).send_denial_response(replies.full())


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
    closing = Closing(messages.BAD_PROTOCOL, Bilingual(f"子协议只能是 {messages.PROTOCOL}。",
                                                       f"Subprotocol not acceptable: only {messages.PROTOCOL}"))
    await websocket.close(closing.code, closing.reason(languages.of(websocket.scope)))
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
        self._channel = Channel(send, scope.get("extensions", {}).get(frames.EXTENSION), Account(hub.feed.limits.socket_bytes),
                                languages.of(scope))
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
            raise Closing(messages.INIT_TIMEOUT, Bilingual(
                "没有及时收到 connection_init，请在连接后立即发送。",
                "Connection initialisation timeout: send connection_init at once")) from problem
        self._authorization = said.authorization or self._authorization
        if said.language:
            self._channel.speak(said.language)
        admitted = self._admission()
        try:
            admitted.admit()
            _, payer = await admitted.sign_in()
            self._hub.quotas.sockets.take(payer.who)
            self._payer = payer
        except refusals.Unauthenticated as problem:
            raise Closing(messages.FORBIDDEN, Bilingual(
                f"拒绝：{problem.message.zh}", f"Forbidden: {problem.message.en}")) from problem
        except quotas.TooMany as problem:
            raise Closing(messages.TRY_AGAIN_LATER, Bilingual(
                f"请求太多：{problem.message.zh}", f"Too many requests: {problem.message.en}")) from problem
        except Exception as problem:  # keys or database out of reach: none of the client's doing
            log.warning("cannot sign in", error=faults.said(problem))
            raise Closing(messages.TRY_AGAIN_LATER, messages.TRY_AGAIN) from problem
        self._channel.account.belong(self._hub.unread.of(self._payer.who))
        await self._channel.send(messages.ACK)

    def _admission(self) -> admission.Admission:
        return admission.Admission(self._hub, self._authorization, self._address, self._channel.language)

    async def _said(self) -> messages.Said:
        """The client's next message.

        raises   Gone, Closing
        """
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            raise Gone
        text = message.get("text")
        if text is None:
            raise messages.invalid(Bilingual("消息须以文本帧发送。", "messages must be sent as text frames"))
        if len(text) > self._hub.settings.body_bytes:
            raise Closing(messages.TOO_BIG, Bilingual("消息太大，请分几次发送。", "Message too big: send it in parts"))
        return messages.read(text, self._hub.texts)

    async def _hear(self, said: messages.Said) -> None:
        match said:
            case messages.Init():
                raise Closing(messages.TOO_MANY_INITS, Bilingual("connection_init 须只发送一次。",
                                                                 "Too many initialisation requests: send connection_init once"))
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
            raise Closing(messages.UNAUTHORIZED, Bilingual("未初始化：请先发送 connection_init。",
                                                           "Unauthorized: send connection_init first"))

    async def _not_taken(self, said: messages.NotTaken) -> None:
        self._greeted()
        errors = endings.failed(said.problem.code, said.problem.message).errors
        try:
            self._admission().admit()
        except quotas.TooMany as problem:
            errors = subscribing.too_many(problem)
        await self._channel.send(messages.error(said.id, errors, self._channel.language))

    async def _start(self, said: messages.Subscribe) -> None:
        self._greeted()
        if said.id in self._operations:
            raise Closing(messages.ID_IN_USE, Bilingual(f"{said.id} 已在使用，请换一个标识。",
                                                        f"Subscriber for {said.id} already exists: use another id"))
        if len(self._operations) + len(self._left) >= AT_ONCE:
            failure = endings.failed("TOO_MANY_OPERATIONS", Bilingual(f"同时最多 {AT_ONCE} 个操作。",
                                                                      f"At most {AT_ONCE} operations at once."))
            await self._channel.send(messages.error(said.id, failure.errors, self._channel.language))
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

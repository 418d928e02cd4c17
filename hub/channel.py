"""One side of an open WebSocket: texts go out until it is closed, and one operation is answered on it."""
import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from domain import refusals
from hub import messages, reach, replies, running, subscribing
from hub.messages import Closing
from resolvers import subscribers

log = structlog.get_logger()


class Channel:
    """What may still be said to a client; nothing is, once it or the hub has closed."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._closed = False

    async def send(self, text: str) -> None:
        """Hand a text to the connection; waits while that has too much to carry."""
        if not self._closed:
            try:
                await self._websocket.send({"type": "websocket.send", "text": text})
            except (WebSocketDisconnect, RuntimeError):  # gone in the meantime, or closed from here
                self._closed = True

    async def close(self, closing: Closing) -> None:
        if not self._closed:
            self._closed = True
            try:
                await self._websocket.close(closing.code, closing.reason)
            except (WebSocketDisconnect, RuntimeError):
                log.debug("was gone before it was closed", code=closing.code)

    def shut(self) -> None:
        """The client is gone."""
        self._closed = True


class Operation:
    """One operation of a socket.

    authorization  of the socket; rights are read again for each operation
    request_id     its own
    """

    def __init__(self, hub: "running.Hub", channel: Channel, said: messages.Subscribe, authorization: str | None,
                 request_id: str) -> None:
        self._hub = hub
        self._channel = channel
        self._said = said
        self._authorization = authorization
        self._request_id = request_id
        self._kind: str | None = None
        self.silent = False  # the client wants nothing more of it

    @property
    def writes(self) -> bool:
        """Whether breaking it off would leave the client wondering what was done."""
        return self._kind == "mutation"

    async def run(self) -> None:
        """Answer, once or until the stream ends."""
        with structlog.contextvars.bound_contextvars(request_id=self._request_id):
            try:
                self._kind = self._hub.operations.operation_kind(self._said.asked)
                await (self._follow() if self._kind == "subscription" else self._answer())
            except Closing as closing:
                await self._channel.close(closing)
            except Exception as problem:
                await self._apologise(problem)

    async def _apologise(self, problem: Exception) -> None:
        if reach.is_out_of_reach(problem):
            log.warning("out of reach", error=repr(problem))
            await self._send(messages.error(self._said.id, subscribers.unavailable().errors))
        else:
            log.error("crashed", path="/graphql", exc_info=problem)
            self._hub.metrics.crashes.inc()
            await self._send(messages.error(self._said.id, subscribing.errors_of(
                replies.internal(self._request_id))))

    async def _answer(self) -> None:
        try:
            signed = await self._hub.sign_in.viewer(self._authorization)
        except refusals.Unauthenticated as problem:
            raise await self._signed_out(subscribers.SignedOut(str(problem))) from problem
        context = self._hub.context(signed.viewer if signed else None, self._request_id)
        answered = await self._hub.operations.run(self._said.asked, context)
        if answered.executed:
            await self._send(f"{messages.next_before(self._said.id)}{answered.body.decode()}}}")
            await self._send(messages.complete(self._said.id))
        else:
            await self._send(messages.error(self._said.id, subscribing.errors_of(answered.body)))

    async def _follow(self) -> None:
        subscriber = self._hub.feed.subscribe(
            subscribing.opener(self._hub, self._said.asked, self._authorization, self._request_id))
        before = messages.next_before(self._said.id)
        try:
            while True:
                message = await subscriber.take()
                await self._send(f"{before}{message.payload.decode()}}}")
        except subscribers.SignedOut as failure:
            raise await self._signed_out(failure) from failure
        except subscribers.Failed as failure:
            await self._send(messages.error(self._said.id, failure.errors))
        except subscribers.Slow as slow:
            raise Closing(messages.TRY_AGAIN_LATER, "Too slow: subscribe again with the last cursor") from slow
        except subscribers.Stopped as stopped:
            raise Closing(messages.RESTART, "Service restart") from stopped
        finally:
            subscriber.leave()

    async def _signed_out(self, failure: subscribers.SignedOut) -> Closing:
        """Say so; the socket has only this token, so that it ends as well."""
        await self._send(messages.error(self._said.id, failure.errors))
        return Closing(messages.FORBIDDEN, "Forbidden: the token is no longer accepted")

    async def _send(self, text: str) -> None:
        if not self.silent:
            await self._channel.send(text)

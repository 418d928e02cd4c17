"""GraphQL over server-sent events: one operation a connection ("distinct connections"), lines ended by LF alone."""
import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from domain import refusals
from domain.languages import Language
from hub import connections, running
from hub.http import admission, quotas, replies
from hub.websocket import subscribing, sweeps
from planner import cursors
from planner.plan import dumps
from resolvers.executing.request import Request as Asked
from resolvers.feed import endings
from resolvers.feed.outbox import Outbox
from resolvers.feed.subscribers import Open, Subscriber
from resolvers.feed.unread import Account

KEEP_ALIVE = 12.0  # seconds without an event before a comment is sent: proxies cut what is silent
COMMENT = b":\n\n"
COMPLETE = b"event: complete\ndata:\n\n"  # without data, a browser would not tell its page
# a proxy that gathers what it passes on would hold events back
HEADERS = {"content-type": replies.content_type(replies.EVENTS), "cache-control": "no-store", "vary": replies.VARY,
           "x-accel-buffering": "no"}
RESUME = "last-event-id"


def single(body: bytes) -> Response:
    """A whole answer as the only event of a stream.

    body   one line of JSON
    """
    return Response(_next(body) + COMPLETE, headers=HEADERS)


def response(request: Request, hub: "running.Hub", asked: Asked, admitted: admission.Admission) -> Response:
    """A subscription's stream; it goes on behind the Last-Event-ID that a reconnecting client names.

    admitted   with a payer; a bad token was answered with 401 before
    """
    try:
        after = _resume(request.headers.get(RESUME))
    except refusals.BadInput as problem:
        return replies.Error(400, "BAD_REQUEST", problem.message)
    assert admitted.payer is not None
    opener = subscribing.Opener(hub, asked, admitted.authorization, request.state.request_id, admitted.payer.who,
                                admitted.language)
    return Events(hub, opener, after, admitted.payer, admitted.language)


def _resume(given: str | None) -> int | None:
    """raises   BadInput"""
    return cursors.decode_position("Last-Event-ID", given) if given else None


class Events(Response):
    """Streams until the subscription or the client ends."""

    def __init__(self, hub: "running.Hub", opener: Open, after: int | None, payer: quotas.Payer,
                 language: Language) -> None:
        super().__init__(headers=HEADERS)
        self._payer = payer
        self._hub = hub
        self._opener = opener
        self._after = after
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._hub.connections.one_more(self._hub.settings.sockets), self._hub.quotas.sockets.one_more(self._payer.who):
                outbox = self._outbox(scope)
                subscriber = subscribing.begin(self._hub, self._opener, self._payer, after=self._after, outbox=outbox)
                try:
                    await StreamingResponse(_events(subscriber, self._language), headers=HEADERS)(scope, receive, send)
                finally:
                    subscriber.leave()
                    outbox.drop()
        except quotas.TooMany as problem:
            await replies.too_many(problem)(scope, receive, send)
        except connections.Full:
            await replies.full()(scope, receive, send)

    def _outbox(self, scope: Scope) -> Outbox:
        limits = self._hub.feed.limits
        account = scope["state"][sweeps.WAITING] = Account(limits.socket_bytes, self._hub.unread.of(self._payer.who))
        return Outbox(limits.messages, limits.message_bytes, account)


async def _events(subscriber: Subscriber, language: Language) -> AsyncIterator[bytes]:
    yield COMMENT  # so that whoever waits for the first byte knows that it is connected
    while True:
        try:
            async with asyncio.timeout(KEEP_ALIVE):
                message = await subscriber.take()
        except TimeoutError:
            yield COMMENT
        except endings.Failed as failure:
            yield _next(dumps({"errors": failure.errors}, language)) + COMPLETE
            return
        except endings.Ended:
            return  # without `complete`: the client comes again, with its last id
        else:
            yield _next(message.payload, cursors.encode_position(message.pos))


def _next(payload: bytes, cursor: str | None = None) -> bytes:
    identified = b"" if cursor is None else b"id: %s\n" % cursor.encode()
    return b"event: next\n" + identified + b"data: " + payload + b"\n\n"

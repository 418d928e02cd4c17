"""The short way of the commonest request: a POST of a plain read, by somebody who was here just now.

It answers only what it surely understands, and only when all goes well. Whatever else comes goes the long way
(`hub.requests`, `hub.http`) with its body passed on, and so there is one place that says what is wrong with a request,
and one that this is tested against. What it saves is in docs/decisions/0048.
"""
import logging
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub import bodies, http, metrics, negotiation, reach, replies, requests, running
from resolvers import plain

CONTENT_TYPES = ("application/json", "application/json; charset=utf-8", "application/json;charset=utf-8")
ACCEPTS = (
    "", "*/*", "application/json", "application/graphql-response+json", "application/json, text/plain, */*",
    "application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json,application/json;q=0.9")
MEDIA = {(content_type.encode(), accept.encode()): negotiation.answer_type(accept)
         for content_type in CONTENT_TYPES for accept in ACCEPTS}
"""The media type of the answer, by the headers Content-Type and Accept as most clients write them."""

root = logging.getLogger()


class Short:
    """
    app   the long way
    """

    def __init__(self, app: ASGIApp, counted: metrics.Metrics) -> None:
        self._app = app
        self._metrics = counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = perf_counter()
        headers = dict(scope["headers"])
        media = MEDIA.get((headers.get(b"content-type", b""), headers.get(b"accept", b"")))
        if (media is None or len(headers) < len(scope["headers"]) or requests.HEADER_BYTES in headers
                or root.isEnabledFor(logging.DEBUG)):
            await self._app(scope, receive, send)
            return
        message = await receive()
        try:
            body = await _read(running.within(scope), headers.get(b"authorization"), message)
        except Exception as problem:  # whatever it is, the long way knows what to say
            await self._long(problem, media)(scope, _again(message, receive), send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": [
            replies.CONTENT_TYPES[media], (b"content-length", b"%d" % len(body)),
            (requests.HEADER_BYTES, requests.new_id().encode("ascii"))]})
        await send({"type": "http.response.body", "body": body})
        seconds = perf_counter() - began
        if seconds < requests.SLOW:
            self._metrics.answered(http.PATH, 200, seconds)
        else:
            requests.note(self._metrics, scope, 200, seconds)

    def _long(self, problem: Exception, media: str) -> ASGIApp:
        """The long way; without asking the database again when it is out of reach."""
        if not reach.is_out_of_reach(problem):
            return self._app

        async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
            await http.refused(problem, media)(scope, receive, send)

        return requests.Requests(refuse, self._metrics)


async def _read(hub: "running.Hub", authorization: bytes | None, message: Message) -> bytes:
    """raises anything, when this is not the way for the request"""
    body: bytes = message["body"]
    if message.get("more_body") or len(body) > hub.settings.body_bytes:
        raise plain.NotPlain
    asked = bodies.of_body(body)
    if authorization is None:
        return await plain.read(hub.operations, hub.pool, None, asked)
    signed = hub.sign_in.remembered(authorization.decode("latin-1"))
    if signed is None:
        raise plain.NotPlain
    return await plain.read(hub.operations, hub.pool, signed.viewer, asked)


def _again(message: Message, receive: Receive) -> Receive:
    """What gives the message that was received already, and then goes on."""
    waiting = [message]

    async def next_one() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_one

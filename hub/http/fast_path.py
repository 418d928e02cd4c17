"""The fast path of the commonest request: a POST of a plain read or of a mutation, by somebody who was here just now.

It stands in the web server, before the app, where a request has cost little yet. It answers only what it surely understands,
and only when all goes well. Whatever else comes goes the long way: uvicorn's own, to the app (`hub.http.middleware`,
`hub.http.endpoint`). And so there is one place that says what is wrong with a request, and one that this is tested against.
What it saves is in docs/decisions/0048 and 0056.
"""
import asyncio
import logging
from collections.abc import Awaitable
from http import HTTPStatus
from time import perf_counter
from typing import Any, cast

import structlog
from uvicorn import Config
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from domain.languages import Language
from hub import logs, running, unavailable
from hub.http import (
    addresses,
    admission,
    bodies,
    compression,
    endpoint,
    languages,
    middleware,
    negotiation,
    quotas,
    replies,
    single,
    wire,
)
from hub.sign_in.sign_in import Signed
from planner.limits import TooSlow
from resolvers.executing import repeated_read
from resolvers.executing.request import Request

CONTENT_TYPES = ("application/json", "application/json; charset=utf-8", "application/json;charset=utf-8")
ACCEPTS = (
    "", "*/*", "application/json", "application/graphql-response+json", "application/json, text/plain, */*",
    "application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json,application/json;q=0.9")
MEDIA = {(content_type.encode(), accept.encode()): replies.CONTENT_TYPES[media][1]
         for content_type in CONTENT_TYPES for accept in ACCEPTS if (media := negotiation.answer_type(accept))}
"""The answer's Content-Type, by the headers Content-Type and Accept as most clients write them."""
PATH = endpoint.PATH.encode("ascii")
# In both languages: nobody reads its request.
FULL = replies.raw(HTTPStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE", replies.FULL, Language.BOTH, b"retry-after: 5")

root = logging.getLogger()
log = structlog.get_logger()


class Protocol(wire.Bounded):
    """uvicorn's, which does all that both ways need: parsing, queues, time-outs, tasks, stopping.

    A limit of connections and a log of every access, settings of uvicorn that the hub has no use for, the short way knows not.

    cross   see `hub.app.App`
    """

    def __init__(self, config: Config, *given: Any, **named: Any) -> None:
        super().__init__(config, *given, **named)
        served: Any = config.app
        self.cross: dict[bytes, bytes] = served.cross
        self._most: int = served.state.most_connections

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Let a connection in, as long as there are enough files left for it and for the hub's own."""
        if len(self.connections) < self._most:
            super().connection_made(transport)
            return
        self.transport = transport  # which uvicorn closes once more
        full.say(self._most)
        transport.write(FULL)
        transport.close()

    def on_headers_complete(self) -> None:
        self.headed()
        cycle = self._short_cycle() if self.url == PATH else None
        if cycle:
            self.cycle = cycle  # type: ignore[assignment]  # it has what uvicorn asks of one
        else:
            HttpToolsProtocol.on_headers_complete(self)

    def on_message_complete(self) -> None:
        wire.Bounded.on_message_complete(self)
        cycle: object = self.cycle
        if isinstance(cycle, Cycle):
            self._start_asgi_task(self.cycle, self.app)

    def connection_lost(self, exc: Exception | None) -> None:
        """What only reads for a client that is gone is broken off, and its statement with it; a write runs to its end."""
        cycle: RequestResponseCycle | Cycle | None = self.cycle
        super().connection_lost(exc)
        if cycle is not None and cycle.disconnected:
            state = cycle.state if isinstance(cycle, Cycle) else cycle.scope["state"]
            if reading := state.get(endpoint.READING):
                state[endpoint.READING] = None
                reading.cancel()

    def _short_cycle(self) -> "Cycle | None":
        """The request whose head has come; None when this is not the way for it."""
        headers = dict(self.headers)
        media = MEDIA.get((headers.get(b"content-type", b""), headers.get(b"accept", b"")))
        cross = self.cross.get(headers.get(b"origin", b""), self.cross.get(b"*"))
        if (media is None or cross is None or len(headers) < len(self.headers) or middleware.HEADER_BYTES in headers
                or b"content-encoding" in headers or single.TOKEN_BYTES in headers
                or int(headers.get(b"content-length", HIGH_WATER_LIMIT)) >= HIGH_WATER_LIMIT  # more is let in piece by piece
                or self.parser.get_method() != b"POST" or self.parser.should_upgrade() or self.expect_100_continue
                or self._is_busy() or root.isEnabledFor(logging.DEBUG)):
            return None
        return Cycle(self, media, cross, headers.get(b"authorization"), headers.get(addresses.HEADER, b""),
                     headers.get(b"accept-encoding", b""), headers.get(languages.HEADER))

    def _is_busy(self) -> bool:
        """Whether a request that came before is not answered yet."""
        before: RequestResponseCycle | None = self.cycle
        return before is not None and not before.response_complete


class Unwaited:
    """An event that nobody waits for: a body is whole when its request is started."""

    @staticmethod
    def set() -> None:
        pass


class Cycle:
    """A request with its answer, and what uvicorn asks of one of its own meanwhile, which this becomes on the long way.

    media   the answer's Content-Type
    cross   lines of the answer's head, for pages of other origins
    accept_encoding, accept_language, forwarded   headers
    """

    __slots__ = ("_accept_encoding", "_accept_language", "_admitted", "_authorization", "_began", "_cross", "_forwarded",
                 "_media", "_protocol", "_scope", "body", "disconnected", "keep_alive", "more_body", "response_complete")
    message_event = Unwaited
    response_started = False  # as long as its body is not whole

    def __init__(self, protocol: Protocol, media: bytes, cross: bytes, authorization: bytes | None,
                 forwarded: bytes, accept_encoding: bytes, accept_language: bytes | None) -> None:
        self._protocol = protocol
        self._scope: Any = protocol.scope
        self._media, self._cross, self._forwarded, self._accept_encoding = media, cross, forwarded, accept_encoding
        self._accept_language = accept_language
        self._authorization = None if authorization is None else authorization.decode("latin-1")
        self._began = perf_counter()
        version = protocol.parser.get_http_version()
        if version != "1.1":
            self._scope["http_version"] = version  # as uvicorn does
        self.keep_alive = version != "1.0" and protocol.parser.should_keep_alive()
        self.body = bytearray()
        self.more_body = True
        self.disconnected = self.response_complete = False

    async def run_asgi(self, app: ASGI3Application) -> None:
        """Answer, or let the app."""
        hub, request_id = self._protocol.hub, middleware.new_id()
        try:
            self._admitted = self.state[admission.ADMISSION] = self._admission(hub)
            body = await answer(hub, self._admitted, bytes(self.body), request_id, self.state)
            coding = compression.coding(self._accept_encoding) if len(body) >= compression.LEAST else None
            if coding:
                body = await compression.packed(body, coding)
            if self._protocol.flow.write_paused and not self.disconnected:
                await self._protocol.flow.drain()
        except Exception as problem:  # whatever it is, the long way knows what to say
            if unavailable.is_out_of_reach(problem) or isinstance(problem, TooSlow | quotas.TooMany):
                self._scope["state"][endpoint.MET] = problem
            await self._ordinary().run_asgi(app)
            return
        except asyncio.CancelledError:
            if self.state.get(endpoint.READING, self) is None:
                middleware.note(hub.metrics, "POST", endpoint.PATH, endpoint.LEFT, perf_counter() - self._began)
                return
            await self._ordinary().send_500_response()  # as uvicorn does of an app that is cancelled
            raise
        if not self.disconnected:
            self._write(body, request_id, coding)
        middleware.note(hub.metrics, "POST", endpoint.PATH, 200, perf_counter() - self._began)

    def _admission(self, hub: running.Hub) -> admission.Admission:
        client = self._protocol.client
        return admission.Admission(hub, self._authorization, hub.address(client[0] if client else None, self._forwarded),
                                   languages.read(self._accept_language))

    @property
    def state(self) -> dict[str, Any]:
        """Of its scope."""
        return self._scope["state"]  # type: ignore[no-any-return]

    def _ordinary(self) -> RequestResponseCycle:
        """What uvicorn would have made of this request's head, with its body, in this one's place."""
        protocol = self._protocol
        self._scope.update(method="POST", path=endpoint.PATH, raw_path=PATH, query_string=b"")
        made = RequestResponseCycle(
            scope=self._scope, transport=protocol.transport, flow=protocol.flow, logger=protocol.logger,
            access_logger=protocol.access_logger, access_log=False, default_headers=protocol.server_state.default_headers,
            message_event=asyncio.Event(), expect_100_continue=False, keep_alive=self.keep_alive,
            on_response=protocol.on_response_complete)
        made.body, made.more_body, made.disconnected = self.body, False, self.disconnected
        made.message_event.set()
        if cast("Cycle", protocol.cycle) is self:
            protocol.cycle = made
        if cast("Cycle", protocol.answering) is self:
            protocol.answering = made
        return made

    def _write(self, body: bytes, request_id: str, coding: str | None) -> None:
        """Head and body at once: what uvicorn writes in two goes to the kernel, and to the client, twice."""
        protocol = self._protocol
        coded = b"content-encoding: %b\r\n" % coding.encode("ascii") if coding else b""
        protocol.transport.write(
            b"%bcontent-type: %b\r\ncontent-length: %d\r\ncache-control: no-store\r\n%b: %b\r\n%b%b%b%b\r\n%b" % (
                head.of(protocol.server_state.default_headers), self._media, len(body), middleware.HEADER_BYTES,
                request_id.encode("ascii"), coded, self._admitted.lines(), self._cross,
                b"" if self.keep_alive else b"connection: close\r\n", body))
        self.response_complete = True
        if not self.keep_alive:
            protocol.transport.close()
        protocol.on_response_complete()


class Full:
    """Says so in the log, once in a second."""

    def __init__(self) -> None:
        self._said = -1.0

    def say(self, most: int) -> None:
        if perf_counter() - self._said >= 1:
            self._said = perf_counter()
            log.warning("connections are refused: raise ulimit -n", connections=most)


class Head:
    """How each answer's head begins; uvicorn writes its own headers, the date among them, into a new list each second."""

    def __init__(self) -> None:
        self._headers: list[tuple[bytes, bytes]] = []
        self._text = b""

    def of(self, headers: list[tuple[bytes, bytes]]) -> bytes:
        if headers is not self._headers:
            self._text = b"HTTP/1.1 200 OK\r\n" + b"".join([b"%b: %b\r\n" % header for header in headers])
            self._headers = headers
        return self._text


full = Full()
head = Head()


def answer(hub: running.Hub, admitted: admission.Admission, body: bytes, request_id: str,
           state: dict[str, Any]) -> Awaitable[bytes]:
    """The answer to a request's body: what gives it, without a coroutine of its own.

    state    of its scope, where a read leaves its task
    raises   anything, when this is not the way for the request; a mutation may be sent the other way then: it has a key
    """
    payer, signed = admitted.payer, admitted.signed
    if payer is None:  # a token is to be looked at first
        raise repeated_read.NotPlain
    admitted.admit(len(body))
    asked = bodies.of_body(body, hub.texts)
    if asked.hashed:
        raise repeated_read.NotPlain
    admitted.read(asked.query)
    if signed and "mutation" in asked.query:
        return _perhaps_written(hub, admitted, payer, signed, asked, request_id, state)
    return _read(hub, admitted, payer, signed, asked, state)


def _read(hub: running.Hub, admitted: admission.Admission, payer: quotas.Payer, signed: Signed | None, asked: Request,
          state: dict[str, Any]) -> Awaitable[bytes]:
    state[endpoint.READING] = asyncio.current_task()
    return repeated_read.read(hub.operations.planning, hub.pool, signed.viewer if signed else None, asked, hub.clock(),
                              payer.spend, admitted.language)


async def _perhaps_written(hub: running.Hub, admitted: admission.Admission, payer: quotas.Payer, signed: Signed, asked: Request,
                           request_id: str, state: dict[str, Any]) -> bytes:
    if await hub.operations.planning.operation_kind(asked, payer.who) == "mutation":
        return await _written(hub, admitted, payer, signed, asked, request_id)
    return await _read(hub, admitted, payer, signed, asked, state)


async def _written(hub: running.Hub, admitted: admission.Admission, payer: quotas.Payer, signed: Signed, asked: Request,
                   request_id: str) -> bytes:
    logs.REQUEST_ID.set(request_id)
    said = await hub.operations.run(asked, hub.context(signed, request_id, admitted.language, payer))
    if not said.executed:
        raise repeated_read.NotPlain
    return said.body

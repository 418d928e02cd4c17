"""GraphQL over server-sent events, all of a client's operations in one stream (graphql-sse's "single connection"): PUT reserves
it, GET opens it, POST begins an operation, DELETE ends one."""
import asyncio
from collections.abc import AsyncIterator

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from db.driver import faults
from domain import refusals
from domain.languages import Bilingual, Told
from hub import connections, running, unavailable
from hub.http import admission, bodies, quotas, replies, sse
from hub.http.reservation import AT_ONCE, Reservation
from hub.websocket import subscribing, sweeps
from planner.plan import dumps
from resolvers.executing.request import Request as Asked
from resolvers.feed import endings
from resolvers.feed.outbox import Outbox
from resolvers.feed.unread import Account

TOKEN = "x-graphql-event-stream-token"  # noqa: S105  # a header's name
TOKEN_BYTES = TOKEN.encode("ascii")
METHODS = ("DELETE", "PUT")  # that nothing else has
LONGEST = 200  # characters of an operation's id
ALONE = Bilingual("单连接模式需要 WORKERS=1；请用 WebSocket，或每个订阅一个事件流。",
                  "The single connection mode needs WORKERS=1: subscribe over a WebSocket, or by an event stream for each "
                  "subscription.")
UNKNOWN = Bilingual("没有这个预留的事件流，请重新 PUT。", "There is no such reserved event stream: PUT again.")

log = structlog.get_logger()


class Unfit(Told):
    """Nothing that can be done with a reservation as it is.

    status, code   of the answer
    """

    def __init__(self, status: int, message: Bilingual, code: str = "BAD_REQUEST") -> None:
        super().__init__(message)
        self.status, self.code = status, code


async def answer(scope: Scope, receive: Receive) -> Response:
    """
    raises   TooMany, TooLarge, BadBody, texts.Refused, Unauthenticated, NoKeys, and what the driver raises when the database
             is out of reach
    """
    hub, request = running.within(scope), Request(scope, receive)
    admitted = admission.of(scope, hub, request.headers.get("authorization"))
    admitted.admit(bodies.announced(request.headers.get("content-length", "").encode("latin-1")))
    found = hub.reservations.find(request.headers.get(TOKEN) or request.query_params.get("token", ""))
    try:
        if request.method in ("GET", "HEAD"):
            return _open(hub, found, request.method)
        signed, payer = await admitted.sign_in()
        if signed is None:
            raise refusals.Unauthenticated
        if request.method == "PUT":
            return _reserve(hub, payer)
        if found is None or found.who != payer.who:
            raise Unfit(404, UNKNOWN)
        if request.method == "DELETE":
            return _forget(found, request.query_params.get("operationId"))
        await _begin(hub, found, admitted, await bodies.read(receive, hub.settings.body_bytes), request.state.request_id)
        return Response(status_code=202)
    except Unfit as problem:
        return replies.Error(problem.status, problem.code, problem.message)


def _reserve(hub: "running.Hub", payer: quotas.Payer) -> Response:
    """raises   Unfit, TooMany"""
    if hub.settings.workers > 1:
        raise Unfit(501, ALONE)
    release = hub.quotas.sockets.take(payer.who)
    account = Account(hub.feed.limits.socket_bytes, hub.unread.of(payer.who))
    return PlainTextResponse(hub.reservations.add(payer.who, account, release), 201, {"cache-control": "no-store"})


def _open(hub: "running.Hub", found: Reservation | None, method: str) -> Response:
    """raises   Unfit"""
    if found is None:
        raise Unfit(404, UNKNOWN)
    if method == "HEAD":  # it would be the only stream, without anything in it
        return Response(headers=sse.HEADERS)
    if not found.open():
        raise Unfit(409, Bilingual("这个事件流已打开。", "This event stream is open already."))
    return Stream(hub, found)


def _forget(found: Reservation, operation_id: str | None) -> Response:
    """raises   Unfit"""
    if not operation_id:
        raise Unfit(400, Bilingual("缺少参数 operationId。", "The parameter `operationId` is missing."))
    found.forget(operation_id)
    return Response()


class Stream(Response):
    """Streams until the client or the process ends."""

    def __init__(self, hub: "running.Hub", found: Reservation) -> None:
        super().__init__(headers=sse.HEADERS)
        self._hub, self._found = hub, found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._hub.connections.one_more(self._hub.settings.sockets):
                scope["state"][sweeps.WAITING] = self._found.account
                await StreamingResponse(_events(self._found, self._hub.stopping), headers=sse.HEADERS)(scope, receive, send)
        except connections.Full:
            await replies.full()(scope, receive, send)
        finally:
            self._found.close()


async def _events(found: Reservation, stopping: asyncio.Event) -> AsyncIterator[bytes]:
    """What comes in the stream; when the process is asked to stop it ends, and the client comes again."""
    watching = asyncio.create_task(stopping.wait())
    watching.add_done_callback(lambda _: found.end())
    try:
        yield sse.COMMENT
        while True:
            try:
                async with asyncio.timeout(sse.KEEP_ALIVE):
                    part = await found.take()
            except TimeoutError:
                part = sse.COMMENT
            if part is None:
                return
            yield part
    finally:
        watching.cancel()


async def _begin(hub: "running.Hub", found: Reservation, admitted: admission.Admission, body: bytes, request_id: str) -> None:
    """raises   Unfit, TooMany, BadBody, texts.Refused"""
    values = bodies.parsed(body, bodies.BODY)
    asked = bodies.of_values(values, hub.texts)
    operation_id = _operation_id(values)
    payer = admitted.payer
    assert payer is not None
    admitted.read(asked.query)
    kind = await hub.operations.planning.operation_kind(asked, payer.who)
    if found.is_over:
        raise Unfit(404, UNKNOWN)
    if found.has(operation_id):
        raise Unfit(409, Bilingual("operationId 已在使用。", "`operationId` is in use."))
    if found.is_full:
        raise Unfit(429, Bilingual(f"同时最多 {AT_ONCE} 个操作。",
                                   f"At most {AT_ONCE} operations at once."), "TOO_MANY_OPERATIONS")
    work = Work(hub, found, operation_id, asked, admitted, request_id, payer)
    if kind == "subscription":
        work.subscribe()
    else:
        found.begin(operation_id, work.answer(), writes=kind == "mutation", done=lambda: None)


def _operation_id(values: object) -> str:
    extensions = values.get("extensions") if isinstance(values, dict) else None
    found = extensions.get("operationId") if extensions else None
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST:
        raise Unfit(400, Bilingual(f"extensions.operationId 必须是不长于 {LONGEST} 字的文本。",
                                   f"`extensions.operationId` must be a text of up to {LONGEST} characters."))
    return found


class Work:
    """An operation whose answers go into a reserved stream. As on a socket, its rights are those of the one who began it."""

    def __init__(self, hub: "running.Hub", found: Reservation, operation_id: str, asked: Asked,
                 admitted: admission.Admission, request_id: str, payer: quotas.Payer) -> None:
        self._hub, self._found, self._id, self._asked = hub, found, operation_id, asked
        self._authorization, self._language = admitted.authorization, admitted.language
        self._request_id, self._payer = request_id, payer

    def subscribe(self) -> None:
        """raises   TooMany"""
        limits = self._hub.feed.limits
        outbox = Outbox(limits.messages, limits.message_bytes, self._found.account)
        opener = subscribing.Opener(self._hub, self._asked, self._authorization, self._request_id, self._payer.who,
                                    self._language)
        subscriber = subscribing.begin(self._hub, opener, self._payer, outbox=outbox)

        async def follow() -> None:
            try:
                while True:
                    await self._found.put(b"next", self._id, (await subscriber.take()).payload)
            except endings.Failed as failure:
                await self._fail(failure.errors)
            except endings.Ended:
                self._found.end()  # the client comes again, and goes on behind its last cursor

        def done() -> None:
            subscriber.leave()
            outbox.drop()

        self._found.begin(self._id, follow(), writes=False, done=done)

    async def answer(self) -> None:
        """Execute a query or a mutation, once what was answered before was taken."""
        async with self._found.turn:
            try:
                await self._answered()
            except refusals.Unauthenticated as problem:
                await self._fail(endings.SignedOut(problem.message).errors)
            except quotas.TooMany as problem:
                await self._fail(subscribing.too_many(problem))
            except Exception as problem:
                await self._apologise(problem)

    async def _answered(self) -> None:
        signed = await self._hub.sign_in.viewer(self._authorization)
        context = self._hub.context(signed, self._request_id, self._language, self._payer)
        answered = await self._hub.operations.run(self._asked, context)
        if answered.executed and context.viewer:
            self._hub.texts.keep(self._asked)
        await self._found.put(b"next", self._id, answered.body)
        await self._found.put(b"complete", self._id)

    async def _apologise(self, problem: Exception) -> None:
        if unavailable.is_out_of_reach(problem):
            log.warning("out of reach", error=faults.said(problem))
            await self._fail(endings.unavailable().errors)
        else:
            log.error("crashed", path="/graphql", exc_info=problem)
            self._hub.metrics.crashes.inc()
            await self._fail(subscribing.broken(self._request_id))

    async def _fail(self, errors: endings.Errors) -> None:
        await self._found.put(b"next", self._id, dumps({"errors": errors}, self._language))
        await self._found.put(b"complete", self._id)

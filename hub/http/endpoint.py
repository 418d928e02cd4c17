"""GraphQL over HTTP at /graphql: thin, since a small read costs less than a framework around it."""
import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from db.driver import faults
from domain import refusals
from domain.languages import Bilingual
from hub import running, unavailable
from hub.files import types
from hub.graphiql import page as graphiql
from hub.http import (
    admission,
    bodies,
    compression,
    forms,
    negotiation,
    quotas,
    refused_files,
    replies,
    single,
    sse,
    texts,
)
from hub.sign_in import demo_keys
from hub.sign_in.sign_in import Signed
from planner.limits import TooSlow
from resolvers.executing import errors
from resolvers.executing.context import Context
from resolvers.executing.request import Request as Asked
from resolvers.executing.request import Response as Answered

PATH = "/graphql"
SIGN_IN = {"www-authenticate": 'Bearer realm="sandan"'}
BAD_TOKEN = {"www-authenticate": 'Bearer realm="sandan", error="invalid_token"'}
ALLOW = {"allow": "DELETE, GET, HEAD, OPTIONS, POST, PUT"}
READS = ("GET", "HEAD")  # of which the server sends the second without its body
LATER = {"retry-after": "1"}
AS_IT_IS = {"accept-encoding": "identity"}
READING = "reading"  # in a scope's state: the task of a read; None when it was broken off because its client had left
LEFT = 499  # the status of an answer that nobody waited for
MET = "met"  # in a scope's state: what the short way met when it asked the database, which is not to be asked again

Headers = Mapping[bytes, bytes]

log = structlog.get_logger()


class GraphQL:
    """Every GET and POST of /graphql, as bare ASGI: objects around the headers would cost more than what is done here."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"][::-1])  # of a header that comes twice, the first
        response = await _response(scope, receive, headers, _text(headers, b"accept") or "")
        await compression.pack(response, headers.get(b"accept-encoding", b""))
        await response(scope, receive, send)


async def _response(scope: Scope, receive: Receive, headers: Headers, accept: str) -> Response:
    method = scope["method"]
    if method in READS and negotiation.wants_page(accept) and (page := _page(running.within(scope), headers)):
        return page
    if method == "OPTIONS":
        return Response(status_code=204, headers=ALLOW)
    if method not in (*READS, *single.METHODS, "POST"):
        return replies.Error(405, "BAD_REQUEST", Bilingual("请用 POST 或 GET。", "Use POST or GET."), headers=ALLOW)
    media = negotiation.answer_type(accept)
    if media is None:
        known = f"{replies.GRAPHQL}, {replies.JSON}", replies.EVENTS
        return replies.Error(406, "BAD_REQUEST", Bilingual(f"请在 Accept 中接受 {known[0]} 或 {known[1]}。",
                                                           f"Accept one of {known[0]} or {known[1]}."))
    try:
        if met := scope["state"].get(MET):
            raise met
        if _is_for_one_stream(scope, headers, accept):
            return (method == "POST" and _unread(headers, media, json_only=True)) or await single.answer(scope, receive)
        return await _answer(scope, receive, headers, media)
    except bodies.Disconnected:
        return Response(status_code=LEFT)
    except texts.Refused as problem:
        return _refused_text(problem, media)
    except Exception as problem:
        return refused(problem, _one(media))


def _is_for_one_stream(scope: Scope, headers: Headers, accept: str) -> bool:
    """Whether it is about a stream that is reserved for many operations."""
    return scope["method"] in single.METHODS or single.TOKEN_BYTES in headers or (
        scope["method"] == "GET" and b"token=" in scope["query_string"] and negotiation.takes_events(accept)
        and "token" in QueryParams(scope["query_string"]))


def refused(problem: Exception, media: str) -> Response:
    """
    media    of an answer that is no stream
    raises   the problem, when it is none of those that have an answer
    """
    if isinstance(problem, bodies.TooLarge):
        return replies.Error(413, "BAD_REQUEST", replies.TOO_LARGE, media)
    if isinstance(problem, bodies.BadBody):
        return replies.Error(400, "BAD_REQUEST", problem.message, media)
    if isinstance(problem, quotas.TooMany):
        return replies.too_many(problem, media)
    if isinstance(problem, refusals.Unauthenticated):
        return replies.Error(401, "UNAUTHENTICATED", problem.message, media, BAD_TOKEN if problem.has_token else SIGN_IN)
    if isinstance(problem, TooSlow):
        return replies.Error(200 if media == replies.JSON else 400, "TOO_COSTLY", problem.message, media)
    if not unavailable.is_out_of_reach(problem):
        raise problem
    log.warning("out of reach", error=faults.said(problem))
    return replies.Error(503, "UNAVAILABLE", errors.UNAVAILABLE, media, LATER)


def _refused_text(problem: texts.Refused, media: str) -> Response:
    """As of any request that is not executed; of a text that is only not kept, as Apollo's server says it."""
    status = 200 if media == replies.JSON or problem.code == texts.NOT_KEPT else 400
    return replies.Error(status, problem.code, problem.message, _one(media))


async def _answer(scope: Scope, receive: Receive, headers: Headers, media: str) -> Response:
    """Let the request in, and answer it.

    raises   TooMany, TooLarge, BadBody, texts.Refused, Unauthenticated, NoKeys, and what the driver raises when the database
             is out of reach
    """
    hub, get = running.within(scope), scope["method"] in READS
    is_form = not get and forms.announced(headers.get(b"content-type", b""))
    admitted = admission.of(scope, hub, _text(headers, b"authorization"))
    admitted.admit(0 if get or is_form else bodies.announced(headers.get(b"content-length", b"")))
    if not get and (unread := _unread(headers, media)):
        return unread
    body = None if get or is_form else await bodies.read(receive, hub.settings.body_bytes)
    signed, payer = await admitted.sign_in()
    if is_form:
        return await _form(Request(scope, receive), hub, media, admitted, signed)
    asked = (bodies.of_parameters(QueryParams(scope["query_string"]), hub.texts) if body is None
             else bodies.of_body(body, hub.texts))
    admitted.read(asked.query)
    # a text without the word has no subscription: the common POST is looked up once, when it is run
    kind = await hub.operations.planning.operation_kind(asked, payer.who) if get or "subscription" in asked.query else None
    if get and kind == "mutation":
        return replies.Error(405, "BAD_REQUEST", Bilingual("GET 不能执行 mutation，请用 POST。",
                                                           "A GET cannot execute a mutation: POST it."),
                             _one(media), {"allow": "POST"})
    if kind == "subscription":
        return await _subscribe(Request(scope, receive), hub, asked, media, admitted, signed)
    return await _execute(hub, scope["state"], asked, media, hub.context(
        signed, scope["state"]["request_id"], admitted.language, payer))


async def _form(request: Request, hub: "running.Hub", media: str, admitted: admission.Admission,
                signed: Signed | None) -> Response:
    """What comes as a multipart form. Nobody's is read who is not signed in.

    raises   as `_answer`
    """
    context = hub.context(signed, request.scope["state"]["request_id"], admitted.language, admitted.payer)
    if context.viewer is None:
        if context.stranger:
            return replies.Error(403, "NOT_A_MEMBER", context.nobody.message, media)
        raise context.nobody
    if media == replies.EVENTS:
        raise bodies.BadBody(forms.KINDS)
    try:
        asked = await forms.operation(request, hub, context.viewer.member_id)
    except bodies.TooLarge:
        return replies.Error(413, "BAD_REQUEST", refused_files.too_large(hub.settings.file_bytes), media)
    except types.NotTaken as problem:
        return replies.Error(415, "BAD_INPUT", problem.message, media)
    except (OSError, refusals.OutcomeUnknown) as problem:
        return refused_files.away(problem, media)
    admitted.read(asked.query)
    return await _execute(hub, request.scope["state"], asked, media, context)


async def _execute(hub: "running.Hub", state: dict[str, Any], asked: Asked, media: str, context: Context) -> Response:
    answered = await _run(hub, state, asked, context)
    if answered.executed and context.viewer:
        hub.texts.keep(asked)
    if answered.signed_out:
        return replies.reply(answered.body, _one(media), 401, SIGN_IN)
    if media == replies.EVENTS:
        return sse.single(answered.body)
    return replies.Reply(answered.body, media, 200 if answered.executed or media == replies.JSON else 400)


def _unread(headers: Headers, media: str, *, json_only: bool = False) -> Response | None:
    """What is said of a body that is not read, since its headers announce what the hub does not take."""
    if encoding := negotiation.encoded(_text(headers, b"content-encoding") or ""):
        return replies.Error(415, "BAD_REQUEST", Bilingual(
            f"不接受 Content-Encoding: {encoding}，请不要压缩请求体。",
            f"A body with Content-Encoding: {encoding} is not read: send it uncompressed."),
                             _one(media), AS_IT_IS)
    if forms.announced(headers.get(b"content-type", b"")) and not json_only:
        return None if forms.is_guarded(headers) else replies.Error(415, "BAD_REQUEST", forms.UNGUARDED, _one(media))
    if not negotiation.is_json(_text(headers, b"content-type") or ""):
        return replies.Error(415, "BAD_REQUEST", Bilingual("请求体必须是 UTF-8 的 application/json。",
                                                           "The body must be application/json in UTF-8."), _one(media))
    return None


async def _run(hub: "running.Hub", state: dict[str, Any], asked: Asked, context: Context) -> Answered:
    """
    raises   bodies.Disconnected: the client of a read has left; a write runs to its end
    """
    if "mutation" in asked.query and await hub.operations.planning.operation_kind(asked, context.asker) == "mutation":
        return await hub.operations.run(asked, context)
    state[READING] = reading = asyncio.current_task()
    try:
        return await hub.operations.run(asked, context)
    except asyncio.CancelledError:
        if state[READING] is None and reading:
            reading.uncancel()
            raise bodies.Disconnected from None
        raise
    finally:
        state.pop(READING)


def _text(headers: Headers, name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


async def _subscribe(request: Request, hub: "running.Hub", asked: Asked, media: str, admitted: admission.Admission,
                     signed: Signed | None) -> Response:
    """raises   TooMany, Unauthenticated, NoKeys"""
    streamed = media == replies.EVENTS or negotiation.takes_events(request.headers.get("accept", ""))
    ticket = request.query_params.get("ticket")
    if ticket and streamed and request.method == "GET" and admitted.authorization is None:
        signed = await _presented(hub, ticket, admitted)
    if signed is None:
        raise refusals.Unauthenticated
    if request.method == "HEAD":
        return Response(headers=sse.HEADERS)
    if not streamed:
        return replies.Error(400, "BAD_REQUEST", Bilingual(
            "订阅请用 WebSocket（graphql-transport-ws）或 Accept: text/event-stream。",
            "Subscribe over a WebSocket (graphql-transport-ws) or with Accept: text/event-stream."), media)
    return sse.response(request, hub, asked, admitted)


async def _presented(hub: "running.Hub", ticket: str, admitted: admission.Admission) -> Signed | None:
    """Who is signed in by a ticket.

    raises   TooMany, NoKeys, Unauthenticated, which the address is charged with
    """
    try:
        admitted.present(await hub.tickets.take(ticket))
    except refusals.Unauthenticated:
        assert admitted.payer is not None
        admitted.payer.spend(quotas.BAD_TOKEN)
        raise
    return (await admitted.sign_in())[0]


async def start(request: Request) -> Response:
    """The root: a browser is led to GraphiQL."""
    if negotiation.wants_page(request.headers.get("accept", "")):
        return RedirectResponse(PATH[1:])  # relative: a proxy may have put the hub below a path
    return replies.Error(404, "BAD_REQUEST", Bilingual("GraphQL 在 /graphql。", "GraphQL is at /graphql."))


def _page(hub: "running.Hub", headers: Headers) -> Response | None:
    """GraphiQL; in the demo, with the people's tokens at hand, for who opens it under a name of this machine. None: this
    hub has none.

    Another name may be a foreign page's, which leads here and then reads what it gets; and a script says where it is from.
    """
    if not running.in_demo(hub.settings.graphiql, hub.demo_key):
        return None
    if hub.demo_key is None or b"origin" in headers or not demo_keys.is_local(_text(headers, b"host") or ""):
        return graphiql.page()
    return graphiql.page({handle: hub.demo_token(handle) for handle in demo_keys.HANDLES})


def _one(media: str) -> str:
    """The type of an answer that is no stream."""
    return replies.JSON if media == replies.EVENTS else media

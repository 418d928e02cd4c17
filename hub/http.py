"""GraphQL over HTTP at /graphql: thin, since a small read costs less than a framework around it."""
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from domain import refusals
from hub import bodies, demo_keys, negotiation, reach, replies, running, sse
from hub.graphiql import page
from resolvers import operations

PATH = "/graphql"
SIGN_IN = {"www-authenticate": 'Bearer realm="sandan"'}
BAD_TOKEN = {"www-authenticate": 'Bearer realm="sandan", error="invalid_token"'}
ALLOW = {"allow": "GET, POST"}
LATER = {"retry-after": "1"}

log = structlog.get_logger()


class Direct:
    """The short way of the common request: a POST to /graphql needs no routing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == PATH:
            response = await graphql(Request(scope, receive, send))
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def graphql(request: Request) -> Response:
    """Every GET and POST of /graphql."""
    accept = request.headers.get("accept", "")
    if request.method == "GET" and negotiation.wants_page(accept):
        return _page(running.of(request))
    if request.method not in ("GET", "POST"):
        return replies.error(405, "BAD_REQUEST", "请用 POST 或 GET。Use POST or GET.", headers=ALLOW)
    media = negotiation.answer_type(accept)
    if media is None:
        return replies.error(406, "BAD_REQUEST", "没有可接受的回答格式。Answers come as "
                             f"{replies.GRAPHQL}, {replies.JSON} or {replies.EVENTS}.")
    try:
        return await _answer(request, running.of(request), media)
    except bodies.TooLarge:
        return replies.error(413, "BAD_REQUEST", "请求体太大。The body is too large.", _one(media))
    except bodies.BadBody as problem:
        return replies.error(400, "BAD_REQUEST", str(problem), _one(media))
    except refusals.Unauthenticated as problem:
        return replies.error(401, "UNAUTHENTICATED", str(problem), _one(media), BAD_TOKEN)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody reads it
    except Exception as problem:
        if not reach.is_out_of_reach(problem):
            raise
        log.warning("out of reach", error=repr(problem))
        return replies.error(503, "UNAVAILABLE", "暂时无法服务，请稍后重试。Not available now; try again.",
                             _one(media), LATER)


async def _answer(request: Request, hub: "running.Hub", media: str) -> Response:
    """
    raises   TooLarge, BadBody, Unauthenticated, NoKeys, and what the driver raises when the database is out of reach
    """
    if request.method == "POST" and not negotiation.is_json(request.headers.get("content-type", "")):
        return replies.error(415, "BAD_REQUEST", "请求体必须是 application/json。"
                             "The body must be application/json in UTF-8.", _one(media))
    asked = (bodies.of_parameters(request.query_params) if request.method == "GET" else
             bodies.of_body(await bodies.read(request, hub.settings.body_bytes)))
    kind = hub.operations.operation_kind(asked)
    if request.method == "GET" and kind == "mutation":
        return replies.error(405, "BAD_REQUEST", "GET 不能执行 mutation，请用 POST。"
                             "A GET cannot execute a mutation: POST it.", _one(media), {"allow": "POST"})
    authorization = request.headers.get("authorization")
    if kind == "subscription":
        return await _subscribe(request, hub, asked, media, authorization)
    signed = await hub.sign_in.viewer(authorization)
    context = hub.context(signed.viewer if signed else None, request.state.request_id)
    answered = await hub.operations.run(asked, context)
    if media == replies.EVENTS:
        return sse.single(answered.body)
    return replies.reply(answered.body, media, 200 if answered.executed or media == replies.JSON else 400)


async def _subscribe(request: Request, hub: "running.Hub", asked: operations.Request, media: str,
                     authorization: str | None) -> Response:
    if media != replies.EVENTS:
        return replies.error(400, "BAD_REQUEST", "订阅请用 WebSocket 或 Accept: text/event-stream。"
                             "Subscribe over a WebSocket (graphql-transport-ws) or with Accept: text/event-stream.",
                             media)
    return await sse.response(request, hub, asked, authorization)


def _page(hub: "running.Hub") -> Response:
    """GraphiQL; in the demo, with the six people's tokens at hand."""
    if hub.demo_key is None:
        return page.page()
    return page.page({handle: hub.demo_token(handle) for handle in demo_keys.HANDLES})


def _one(media: str) -> str:
    """The type of an answer that is no stream."""
    return replies.JSON if media == replies.EVENTS else media

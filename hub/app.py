"""The ASGI app: routes, what stands around them, and what is opened before the first request."""
import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import partial
from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub import descriptors, health, metrics, running, settings
from hub.graphiql import page
from hub.http import endpoint, middleware, quotas
from hub.websocket import socket
from resolvers.feed.wake_up import Bell


class App(Starlette):
    """The app, with direct ways to /graphql for POSTs and sockets, which need no routing; what a socket passes, it keeps.

    posts, sockets   answer them, with the same middleware around
    cross            lines of an answer's head for pages of other origins, by the header Origin; `*`: for any other
    """

    posts: ASGIApp
    sockets: ASGIApp
    cross: dict[bytes, bytes]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        direct = None
        if scope.get("path") == endpoint.PATH:
            direct = self.sockets if scope["type"] == "websocket" else self.posts if scope["method"] == "POST" else None
        if direct is None:
            await super().__call__(scope, receive, send)
        else:
            scope["app"] = self
            await direct(scope, receive, send)


def build(configured: settings.Settings, demo_key: Ed25519PrivateKey | None = None, rung: Bell | None = None) -> App:
    """The app of one process; what it needs of the outside is opened when it is started, and closed when it ends.

    configured   with a database_url
    demo_key     signs the demo's tokens; None: a sign-in service does
    rung         by the other processes of this program, for the one that places events; None: there are no others
    """
    counted = metrics.Metrics()
    around = [*_cors(configured), Middleware(middleware.Requests, counted=counted)]
    app = App(routes=_routes(running.in_demo(configured.graphiql, demo_key)), middleware=around, lifespan=_lifespan)
    app.sockets = middleware.Requests(socket.graphql, counted)
    app.posts = endpoint.GraphQL()
    for outer in around[::-1]:
        app.posts = outer.cls(app.posts, *outer.args, **outer.kwargs)
    app.cross = _cross(configured)
    app.state.metrics = counted
    app.state.most_connections = descriptors.most_connections(configured.pool_size)
    app.state.stopping = asyncio.Event()
    app.state.open = partial(running.opened, configured, demo_key, counted, app.state.stopping, rung)
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    async with app.state.open() as hub:
        app.state.hub = hub
        yield


def stop(app: Starlette) -> None:
    """Say that the process is asked to stop: streams end, and /readyz says no, while requests are still finished."""
    app.state.stopping.set()
    if hub := getattr(app.state, "hub", None):
        hub.feed.stop()


def _routes(has_page: bool) -> list[BaseRoute]:
    return [
        Route("/graphql", endpoint.GraphQL(), methods=["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]),
        *([page.assets(), Route("/", endpoint.start)] if has_page else []),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", health.figures),
    ]


def _cors(configured: settings.Settings) -> list[Middleware]:
    if not configured.cors_origins:
        return []
    return [Middleware(
        CORSMiddleware, allow_origins=configured.cors_origins, allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type", middleware.HEADER],
        expose_headers=[middleware.HEADER, *quotas.HEADERS], max_age=600)]


def _cross(configured: settings.Settings) -> dict[bytes, bytes]:
    """What the middleware for other origins adds to the head of an answer, for each origin that it was told of."""
    if not configured.cors_origins:
        return {b"*": b""}
    [cors] = _cors(configured)
    return {origin.encode("latin-1"): _added(cors, origin) for origin in ("", *configured.cors_origins)}


def _added(cors: Middleware, origin: str) -> bytes:
    """Lines of a head, as the middleware itself says."""
    said: list[Message] = []

    async def nothing(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "headers": []})

    async def keep(*message: Message) -> None:
        said.extend(message)

    scope = {"type": "http", "method": "POST", "headers": [(b"origin", origin.encode("latin-1"))] if origin else []}
    with contextlib.suppress(StopIteration):  # it waits for nothing
        cors.cls(nothing, *cors.args, **cors.kwargs)(scope, cast("Receive", keep), keep).__await__().__next__()
    return b"".join(b"%b: %b\r\n" % header for header in said[0]["headers"])

"""The ASGI app: routes, what stands around them, and what is opened before the first request."""
import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import partial

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from hub import health, http, metrics, requests, running, settings, short, socket
from hub.graphiql import page


class App(Starlette):
    """The app, with direct ways to /graphql for POSTs and sockets, which need no routing; what a socket passes, it keeps.

    posts, sockets   answer them, with the same middleware around
    """

    posts: ASGIApp
    sockets: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        direct = None
        if scope.get("path") == http.PATH:
            direct = self.sockets if scope["type"] == "websocket" else self.posts if scope["method"] == "POST" else None
        if direct is None:
            await super().__call__(scope, receive, send)
        else:
            scope["app"] = self
            await direct(scope, receive, send)


def build(configured: settings.Settings, demo_key: Ed25519PrivateKey | None = None) -> App:
    """The app of one process; what it needs of the outside is opened when it is started, and closed when it ends.

    configured   with a database_url
    demo_key     signs the demo's tokens; None: a sign-in service does
    """
    counted = metrics.Metrics()
    long_way, short_way = Middleware(requests.Requests, counted=counted), Middleware(short.Short, counted=counted)
    app = App(routes=_routes(), middleware=[*_cors(configured), long_way], lifespan=_lifespan)
    app.sockets = requests.Requests(socket.graphql, counted)
    app.posts = http.GraphQL()
    for outer in (long_way, short_way, *_cors(configured)):
        app.posts = outer.cls(app.posts, *outer.args, **outer.kwargs)
    app.state.metrics = counted
    app.state.stopping = asyncio.Event()
    app.state.open = partial(running.opened, configured, demo_key, counted, app.state.stopping)
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


def _routes() -> list[BaseRoute]:
    return [
        Route("/graphql", http.GraphQL(), methods=["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]),
        page.assets(),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", health.figures),
    ]


def _cors(configured: settings.Settings) -> list[Middleware]:
    if not configured.cors_origins:
        return []
    return [Middleware(
        CORSMiddleware, allow_origins=configured.cors_origins, allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type", requests.HEADER], expose_headers=[requests.HEADER], max_age=600)]

"""The ASGI app: routes, what stands around them, and what is opened before the first request."""
import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import partial, reduce

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from hub import health, http, metrics, requests, running, settings
from hub.graphiql import page

GRAPHQL: ASGIApp = http.GraphQL()

class App(Starlette):
    """The app, and a direct way for POSTs and sockets to /graphql: they need no routing, and crashes are masked there.

    direct   answers them, with the same middleware around it
    """

    direct: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path") == http.PATH and (scope["type"] == "websocket" or scope["method"] == "POST"):
            scope["app"] = self
            await self.direct(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def build(configured: settings.Settings, demo_key: Ed25519PrivateKey | None = None) -> App:
    """The app of one process; what it needs of the outside is opened when it is started, and closed when it ends.

    configured   with a database_url
    demo_key     signs the demo's tokens; None: a sign-in service does
    """
    counted = metrics.Metrics()
    around = _middleware(configured, counted)
    app = App(routes=_routes(), middleware=around, lifespan=_lifespan)
    app.direct = reduce(lambda inner, outer: outer.cls(inner, *outer.args, **outer.kwargs), reversed(around), GRAPHQL)
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
        Route("/graphql", GRAPHQL, methods=["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]),
        page.assets(),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", health.figures),
    ]


def _middleware(configured: settings.Settings, counted: metrics.Metrics) -> list[Middleware]:
    around = [Middleware(requests.Requests, counted=counted)]
    if configured.cors_origins:
        around.insert(0, Middleware(
            CORSMiddleware, allow_origins=configured.cors_origins, allow_methods=["GET", "POST"],
            allow_headers=["authorization", "content-type", requests.HEADER], expose_headers=[requests.HEADER],
            max_age=600))
    return around

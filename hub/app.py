"""The ASGI app: routes, what stands around them, and what is opened before the first request."""
import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import partial

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from hub import descriptors, health, metrics, running, settings
from hub.graphiql import page
from hub.http import calendar, cross_origin, endpoint, files, middleware, tickets
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
    pages = cross_origin.Pages(configured, is_demo=demo_key is not None)
    around = [Middleware(cross_origin.CrossOrigin, pages=pages, more=configured.cors_headers),
              Middleware(middleware.Requests, counted=counted)]
    app = App(routes=_routes(running.in_demo(configured.graphiql, demo_key)), middleware=around, lifespan=_lifespan)
    app.sockets = middleware.Requests(partial(socket.graphql, pages=pages), counted)
    app.posts = endpoint.GraphQL()
    for outer in around[::-1]:
        app.posts = outer.cls(app.posts, *outer.args, **outer.kwargs)
    app.cross = cross_origin.heads(pages, configured.cors_headers)
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
        Route(tickets.PATH, tickets.issue, methods=["POST"]),
        *([page.assets(), Route("/", endpoint.start)] if has_page else []),
        Route(calendar.PATH, calendar.address, methods=["POST", "DELETE"]),
        Route(calendar.FEED, calendar.feed, methods=["GET"]),
        Route(files.ROUTE, files.file, methods=["GET", "PUT"]),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", health.figures),
    ]

"""The plain peer's ASGI app; parsed and validated texts are remembered."""
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache

from bench.plain import schema
from bench.plain.loaders import Context
from db.driver import connection


class Endpoint(GraphQL[Context, None]):
    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        return Context(request.app.state.pool)


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.pool = await connection.open_pool(os.environ["DATABASE_URL"], size=int(os.environ["POOL"]))
    yield
    await app.state.pool.close()


REMEMBERED: list[Any] = [ParserCache(), ValidationCache()]
SCHEMA: Any = strawberry.Schema(schema.Query, schema.Mutation, extensions=REMEMBERED)
app = Starlette(routes=[Route("/graphql", Endpoint(SCHEMA, graphql_ide=None), methods=["POST"])], lifespan=_lifespan)

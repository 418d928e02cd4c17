"""The products service: our planner over a PostgreSQL database of its own, behind a plain endpoint."""
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter_ns, time_ns
from uuid import UUID

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.driver import connection
from domain.viewer import Viewer
from planner.limits import Limits
from resolvers.executing.context import Context
from resolvers.executing.request import Request as Asked
from schema import catalogue, graphql
from tests.federation.products import schema, tracing

TABLES = Path(__file__).parent / "tables.sql"
EVERYBODY = Viewer(UUID(int=0), {}, frozenset(), frozenset(), frozenset(), None)


def build(database: str) -> Starlette:
    """The service of one database, which is filled if it is empty."""
    made = schema.build()
    planned = graphql.planned(made, catalogue.of(made, {}), {}, Limits())

    @contextlib.asynccontextmanager
    async def opened(app: Starlette) -> AsyncIterator[None]:
        app.state.pool = await connection.open_pool(database, size=4)
        async with app.state.pool.acquire() as one:
            if not await one.fetchval("SELECT to_regclass('product') IS NOT NULL"):
                await one.execute(TABLES.read_text("utf-8"))
        yield
        await app.state.pool.close()

    async def answer(request: Request) -> Response:
        began, now = time_ns(), perf_counter_ns()
        asked = orjson.loads(await request.body())
        context = Context(request.app.state.pool, EVERYBODY, "products", lambda: datetime.now(UTC),
                          answer_within=timedelta(hours=1))
        response = await planned.run(
            Asked(asked["query"], asked.get("variables"), asked.get("operationName")), context)
        body = response.body
        if request.headers.get("apollo-federation-include-trace") == "ftv1":
            trace = tracing.extension(began, perf_counter_ns() - now)
            body = orjson.dumps({**orjson.loads(body), "extensions": {"ftv1": trace}})
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/", answer, methods=["POST"])], lifespan=opened)

"""/healthz: the process answers. /readyz: it can do its work. /metrics: its figures."""
import asyncio
import contextlib

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response

from db import idempotency
from db.driver import faults, session
from db.server import migrate
from hub import metrics, running
from hub.http import replies
from resolvers import deliveries, mail
from resolvers.feed import relay

PATIENCE = 2.0  # seconds that the database has to answer

log = structlog.get_logger()


async def healthz(request: Request) -> Response:
    """No look at the database: an orchestrator restarts what fails here, and a restart does not mend a database."""
    hub = running.of(request)
    return _json({"status": "ok", "signIn": "DEMO: this hub signs its own tokens" if hub.demo_key else "jwks"})


async def readyz(request: Request) -> Response:
    hub = running.of(request)
    problems = [*await _problems(hub), *await _sign_in_problems(hub)]
    if hub.stopping.is_set():
        problems.append("stopping")
    return _json({"status": "not ready" if problems else "ok", "problems": problems}, 503 if problems else 200)


async def figures(request: Request) -> Response:
    hub = running.of(request)
    try:
        async with asyncio.timeout(PATIENCE), hub.pool.acquire() as connection:
            hub.metrics.lag(await relay.lag(connection, hub.clock()))
            hub.metrics.deliveries(await deliveries.figures(connection))
            hub.metrics.mails(await mail.figures(connection))
    except Exception as error:  # the other figures are wanted most of all when the database does not answer
        log.warning("figures of the database unknown", error=faults.said(error))
    return Response(hub.metrics.page(), headers={"content-type": metrics.CONTENT_TYPE, "cache-control": "no-store"})


async def _problems(hub: "running.Hub") -> list[str]:
    try:
        async with asyncio.timeout(PATIENCE), hub.pool.acquire() as connection:
            missing = await migrate.missing(connection)
            if await session.is_read_only(connection):
                return ["database: it is read only"]
            if hub.pool.full:
                await idempotency.try_to_write(connection)
                hub.pool.full = False
            late = (await relay.lag(connection, hub.clock())).seconds if not missing else 0
    except Exception as error:  # whatever it is, this hub cannot do its work now
        log.warning("not ready", error=faults.said(error))
        return [f"database: {type(error).__name__}"]
    return ([f"migrations are missing: {', '.join(missing)}"] if missing else []) + (
        [f"events wait for their place since {late:.0f} s"] if late > hub.settings.ready_lag.total_seconds() else [])


async def _sign_in_problems(hub: "running.Hub") -> list[str]:
    """Before it had a key, a hub can believe nobody; later, old keys stay in use while the service is down."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            if await hub.sign_in.is_possible():
                return []
    return ["sign-in: no keys from SANDAN_JWKS yet"]


def _json(value: object, status: int = 200) -> Response:
    return replies.reply(orjson.dumps(value), replies.JSON, status)

"""Around every request: its id, its line in the log, its place in the figures, and a mask over crashes."""
import logging
import re
from time import perf_counter
from uuid import uuid4

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub import metrics, replies

HEADER = "x-request-id"
OURS = re.compile(r"[A-Za-z0-9._-]{8,64}")  # what a proxy may hand on as an id: it goes into the log and the trail
HEADER_BYTES = HEADER.encode("ascii")
SLOW = 1.0  # seconds, from which an answered request is logged; others are counted, and logged at level debug
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
ROUTES = QUIET | {"/graphql"}  # what a figure may be labelled with: a path is the caller's to choose

log = structlog.get_logger()


class Requests:
    """Pure ASGI, so that context variables and streams pass untouched."""

    def __init__(self, app: ASGIApp, counted: metrics.Metrics) -> None:
        self._app = app
        self._metrics = counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if OURS.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await Passage(scope, send, self._metrics, request_id).run(self._app, receive)


class Passage:
    """One request on its way through."""

    def __init__(self, scope: Scope, send: Send, counted: metrics.Metrics, request_id: str) -> None:
        self._scope = scope
        self._send = send
        self._metrics = counted
        self._request_id = request_id
        self._status = 0  # until the answer has begun
        self._began = perf_counter()

    async def run(self, app: ASGIApp, receive: Receive) -> None:
        try:
            await app(self._scope, receive, self._pass_on)
        except Exception:
            log.exception("crashed", path=self._scope["path"])
            self._metrics.crashes.inc()
            await self._apologise()
        finally:
            self._note()

    async def _pass_on(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            message.setdefault("headers", []).append((HEADER_BYTES, self._request_id.encode("ascii")))
        elif message["type"] == "websocket.accept":
            self._status = 101
        elif message["type"] == "websocket.close" and self._status == 0:
            self._status = 403
        await self._send(message)

    async def _apologise(self) -> None:
        """Say INTERNAL and no more; an answer that has begun can only be broken off."""
        if self._scope["type"] == "websocket":
            await self._send({"type": "websocket.close", "code": 1011, "reason": ""})
        elif self._status == 0:
            body = replies.internal(self._request_id)
            await self._pass_on({"type": "http.response.start", "status": 500, "headers": [
                (b"content-type", replies.content_type(replies.JSON).encode()),
                (b"content-length", str(len(body)).encode())]})
            await self._send({"type": "http.response.body", "body": body})

    def _note(self) -> None:
        seconds = perf_counter() - self._began
        if self._scope["type"] == "http":
            route = self._scope["path"] if self._scope["path"] in ROUTES else "other"
            self._metrics.answered(route, self._status, seconds)
        usual = self._status < 400 and seconds < SLOW
        if self._scope["path"] not in QUIET and not (usual and not logging.getLogger().isEnabledFor(logging.DEBUG)):
            log.log(logging.DEBUG if usual else logging.INFO, "request", method=self._scope.get("method", "WS"),
                    path=self._scope["path"], status=self._status, ms=round(seconds * 1000, 1))

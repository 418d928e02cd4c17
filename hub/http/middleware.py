"""Around every request: its id, its line in the log, its place in the figures, and a mask over crashes."""
import logging
import random
import re
from collections.abc import Awaitable, Iterable
from time import perf_counter

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub import logs, metrics
from hub.http import admission, replies
from resolvers.executing import errors

HEADER = "x-request-id"
HEADER_BYTES = HEADER.encode("ascii")
OURS = re.compile(rb"[A-Za-z0-9._-]{8,64}")  # what a proxy may hand on as an id: it goes into the log and the trail
SOCKET = "WS"
SLOW = 1.0  # seconds, from which an answered request is logged; others are counted, and logged at level debug
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
UNTOLD = ("/calendar/", "/files/")  # what follows one is a secret
# What a figure may be labelled with: a path is the caller's to choose.
ROUTES = QUIET | {"/graphql", "/graphql/ticket", "/calendar"}

log = structlog.get_logger()
root = logging.getLogger()


class Requests:
    """Pure ASGI, so that context variables and streams pass untouched."""

    def __init__(self, app: ASGIApp, counted: metrics.Metrics) -> None:
        self._app = app
        self._metrics = counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request_id = _id(scope["headers"])
        scope.setdefault("state", {})["request_id"] = request_id
        passage = Passage(scope, send, request_id)
        before = logs.REQUEST_ID.set(request_id)
        try:
            await self._app(scope, receive, passage.send)
        except Exception:
            log.exception("crashed", path=told(scope["path"]))
            self._metrics.crashes.inc()
            await passage.apologise(receive)
        finally:
            note(self._metrics, scope.get("method", SOCKET), scope["path"], passage.status, perf_counter() - passage.began)
            logs.REQUEST_ID.reset(before)


def told(path: str) -> str:
    """A path as the log may have it: some are secrets."""
    return next((secret for secret in UNTOLD if path.startswith(secret)), path)


def note(counted: metrics.Metrics, method: str, path: str, status: int, seconds: float) -> None:
    """Count a request that is over, whichever way it went, and log it unless it is as usual.

    method   SOCKET for a WebSocket, which is no request to be counted
    status   0 when no answer was begun
    """
    if method != SOCKET:
        counted.answered(path if path in ROUTES else "other", status, seconds)
    usual = status < 400 and seconds < SLOW
    if (not usual or root.isEnabledFor(logging.DEBUG)) and path not in QUIET:
        log.log(logging.DEBUG if usual else logging.INFO, "request", method=method, path=told(path), status=status,
                ms=round(seconds * 1000, 1))


def _id(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The id that a proxy gave the request, when it is harmless; else a new one."""
    for name, value in headers:
        if name == HEADER_BYTES:
            if OURS.fullmatch(value):
                return value.decode("ascii")
            break
    return new_id()


def new_id() -> str:
    return random.getrandbits(128).to_bytes(16, "big").hex()  # an id, and no secret


class Passage:
    """One request on its way through.

    status   0 until the answer has begun
    """

    __slots__ = ("_request_id", "_scope", "_send", "began", "status")

    def __init__(self, scope: Scope, send: Send, request_id: str) -> None:
        self._scope, self._send, self._request_id = scope, send, request_id
        self.status = 0
        self.began = perf_counter()

    def send(self, message: Message) -> Awaitable[None]:
        """Pass a message on: no coroutine of its own, since each answer has two."""
        kind = message["type"]
        if kind == "http.response.start":
            self.status = message["status"]
            headers = message.setdefault("headers", [])
            headers.append((HEADER_BYTES, self._request_id.encode("ascii")))
            admitted: admission.Admission | None = self._scope["state"].get(admission.ADMISSION)
            if admitted:
                headers.extend(admitted.headers())
        elif kind == "websocket.accept":
            self.status = 101
        elif kind == "websocket.close" and self.status == 0:
            self.status = 403
        return self._send(message)

    async def apologise(self, receive: Receive) -> None:
        """Say INTERNAL and no more; an answer that has begun can only be broken off."""
        if self._scope["type"] == "websocket":
            await self._send({"type": "websocket.close", "code": 1011, "reason": ""})
        elif self.status == 0:
            await replies.Error(500, "INTERNAL", errors.broken(self._request_id), requestId=self._request_id)(
                self._scope, receive, self.send)

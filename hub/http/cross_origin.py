"""Pages of other origins: which may call the hub and with which headers; whoever may not is told which setting says so."""
import contextlib
from typing import cast

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.languages import Bilingual
from hub import settings
from hub.http import middleware, quotas, replies, single
from hub.sign_in import demo_keys

METHODS = ("DELETE", "GET", "HEAD", "POST", "PUT")
SENT = ("apollo-require-preflight", "apollographql-client-name", "apollographql-client-version", "authorization", "baggage",
        "cache-control", "content-type", "graphql-require-preflight", "last-event-id", "traceparent", "tracestate",
        "x-apollo-operation-name", single.TOKEN, middleware.HEADER)
"""Headers that pages may send: what the hub reads, and what stock clients, tracing and EventSource's stand-ins add."""
READ = (middleware.HEADER, *quotas.HEADERS, "www-authenticate")
MAX_AGE = 600  # seconds that a browser remembers the answer to a preflight
SAID = 200  # characters of what a page sent that are said again


class Pages:
    """Whose pages may call.

    is_demo   then any page of this machine may: a frontend that is being made stands on a port of its own
    """

    def __init__(self, configured: settings.Settings, is_demo: bool) -> None:
        self._is_demo = is_demo
        self.origins = configured.cors_origins
        self._of_sockets = (*configured.cors_origins, *configured.socket_origins)
        self.are_there = is_demo or bool(self.origins)

    def may_call(self, origin: str) -> bool:
        return "*" in self.origins or origin in self.origins or self._is_local(origin)

    def may_open_sockets(self, origin: str) -> bool:
        return "*" in self._of_sockets or origin in self._of_sockets or self._is_local(origin)

    def _is_local(self, origin: str) -> bool:
        return self._is_demo and is_local(origin)


def is_local(origin: str) -> bool:
    """Whether it is a page of a server on this machine, by a name that always means it."""
    scheme, _, host = origin.partition("://")
    return scheme in ("http", "https") and demo_keys.is_local(host)


class CrossOrigin(CORSMiddleware):
    """Starlette's, around the whole app; a preflight is answered also where no page of elsewhere may call."""

    def __init__(self, app: ASGIApp, pages: Pages, more: tuple[str, ...]) -> None:
        super().__init__(app, allow_origins=pages.origins, allow_methods=METHODS, allow_headers=(*SENT, *more),
                         expose_headers=READ, max_age=MAX_AGE)
        self._pages = pages

    async def simple_response(self, scope: Scope, receive: Receive, send: Send, request_headers: Headers) -> None:
        if self._pages.are_there:
            await super().simple_response(scope, receive, send, request_headers)
        else:
            await self.app(scope, receive, send)

    def is_allowed_origin(self, origin: str) -> bool:
        return self._pages.may_call(origin)

    def preflight_response(self, request_headers: Headers) -> Response:
        answered = super().preflight_response(request_headers)
        if answered.status_code == 200:
            return answered
        headers = {name: value for name, value in answered.headers.items() if not name.startswith("content-")}
        headers["vary"] += ", Accept-Language"
        return replies.Error(403, "BAD_REQUEST", self._why(request_headers), headers=headers)

    def _why(self, headers: Headers) -> Bilingual:
        """What a page may not, and by which setting."""
        if not self.is_allowed_origin(headers["origin"]):
            return not_welcome(headers["origin"], "SANDAN_CORS_ORIGINS")
        if (method := headers["access-control-request-method"]) not in METHODS:
            return Bilingual(f"网页可用 {'、'.join(METHODS)}，不可用 {method[:SAID]}。",
                             f"Pages may send {', '.join(METHODS)}, not {method[:SAID]}.")
        asked = [each.strip().lower() for each in headers.get("access-control-request-headers", "").split(",")]
        unknown = ", ".join(each for each in asked if each not in self.allow_headers)[:SAID]
        if unknown and not self.allow_all_headers:
            return Bilingual(f"请求头 {unknown} 须写入设置 SANDAN_CORS_HEADERS。",
                             f"The headers {unknown} must be named in the setting SANDAN_CORS_HEADERS.")
        return Bilingual("不能从公网的网页访问内网的服务。", "Pages of the public network may not call a hub of a private one.")


def not_welcome(origin: str, setting: str) -> Bilingual:
    """That pages of an origin may not do something, for people."""
    return Bilingual(f"网页来源 {origin[:SAID]} 须写入设置 {setting}。",
                     f"The origin {origin[:SAID]} of the page must be named in the setting {setting}.")


def heads(pages: Pages, more: tuple[str, ...]) -> dict[bytes, bytes]:
    """What the middleware adds to an answer's head, or changes, for each origin that a setting names; `*`: for any other."""
    if not pages.are_there:
        return {b"*": b"vary: %b\r\n" % replies.VARY.encode("ascii")}
    return {origin.encode("latin-1"): _added(pages, more, origin) for origin in ("", *pages.origins)}


def _added(pages: Pages, more: tuple[str, ...], origin: str) -> bytes:
    """Lines of a head, as the middleware itself says."""
    said: list[Message] = []

    async def nothing(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "headers": [(b"vary", replies.VARY.encode("ascii"))]})

    async def keep(*message: Message) -> None:
        said.extend(message)

    scope = {"type": "http", "method": "POST", "headers": [(b"origin", origin.encode("latin-1"))] if origin else []}
    with contextlib.suppress(StopIteration):  # it waits for nothing
        CrossOrigin(nothing, pages, more)(scope, cast("Receive", keep), keep).__await__().__next__()
    return b"".join(b"%b: %b\r\n" % header for header in said[0]["headers"])

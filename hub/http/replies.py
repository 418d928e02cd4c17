"""Answers of the hub over HTTP, and those that it gives before, or instead of, executing an operation."""
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from domain.languages import Bilingual, Language
from hub.http import languages, quotas

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
EVENTS = "text/event-stream"


TOO_LARGE = Bilingual("请求体太大，请分几次发送。", "The body is too large: send it in parts.")
FULL = Bilingual("连接已满，请稍后重试。", "Too many connections: try again later.")


def content_type(media: str) -> str:
    return f"{media}; charset=utf-8"


VARY = "accept, accept-encoding, accept-language"
"""What an answer depends on besides its address; and on the origin where pages may call."""
NOT_KEPT = [(b"cache-control", b"no-store"), (b"vary", VARY.encode("ascii"))]  # rights are those of the moment
CONTENT_TYPES = {media: (b"content-type", content_type(media).encode("ascii")) for media in (JSON, GRAPHQL, EVENTS)}


class Reply(Response):
    """A response whose headers are bytes from the start: Starlette's own writes each of them anew for each answer."""

    def __init__(self, body: bytes, media: str, status: int = 200) -> None:
        self.body, self.status_code, self.background = body, status, None
        self.raw_headers = [CONTENT_TYPES[media], (b"content-length", b"%d" % len(body)), *NOT_KEPT]


def reply(body: bytes, media: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    made = Reply(body, media, status)
    for name, value in (headers or {}).items():
        made.headers[name] = value
    return made


class Error(Response):
    """A GraphQL response with one error and no data, in the language that its request asks for.

    code      extensions.code, by which a program knows what was wrong
    """

    def __init__(self, status: int, code: str, message: Bilingual, media: str = JSON, headers: Mapping[str, str] | None = None,
                 **extensions: Any) -> None:
        self.status_code, self.background = status, None
        self._code, self._message, self._media, self._more, self._extensions = code, message, media, headers, extensions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = error_body(self._code, self._message, languages.of(scope), **self._extensions)
        await reply(body, self._media, self.status_code, self._more)(scope, receive, send)


def raw(status: HTTPStatus, code: str, message: Bilingual, language: Language, *headers: bytes) -> bytes:
    """An error as a whole HTTP answer, after which the connection is closed: for who is let in no further than that."""
    body = error_body(code, message, language)
    more = b"".join(b"%b\r\n" % each for each in headers)
    return b"HTTP/1.1 %d %b\r\ncontent-type: %b\r\ncontent-length: %d\r\n%bconnection: close\r\n\r\n%b" % (
        status, status.phrase.encode("ascii"), CONTENT_TYPES[JSON][1], len(body), more, body)


def too_many(problem: quotas.TooMany, media: str = JSON) -> Error:
    return Error(429, "TOO_MANY_REQUESTS", problem.message, media, {"retry-after": str(problem.wait)}, retryAfter=problem.wait)


def full() -> Error:
    """What is said to whoever comes when there are as many connections as there may be."""
    return Error(503, "UNAVAILABLE", FULL, headers={"retry-after": "5"})


def error_body(code: str, message: Bilingual, language: Language, **extensions: Any) -> bytes:
    return orjson.dumps({"errors": [{"message": message.told(language), "extensions": {"code": code, **extensions}}]})

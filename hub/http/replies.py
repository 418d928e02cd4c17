"""Answers of the hub over HTTP, and those that it gives before, or instead of, executing an operation."""
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from starlette.responses import Response

from hub.http import quotas

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
EVENTS = "text/event-stream"


def content_type(media: str) -> str:
    return f"{media}; charset=utf-8"


VARY = "accept, accept-encoding"  # what an answer depends on besides its address; and on the origin where pages may call
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


def error(status: int, code: str, message: str, media: str = JSON, headers: Mapping[str, str] | None = None,
          **extensions: Any) -> Response:
    """A GraphQL response with one error and no data.

    code      extensions.code, by which a program knows what was wrong
    message   for people, "中文。English."
    """
    return reply(error_body(code, message, **extensions), media, status, headers)


def raw(status: int, code: str, message: str) -> bytes:
    """An error as a whole HTTP answer, after which the connection is closed: for who is let in no further than that."""
    body = error_body(code, message)
    return b"HTTP/1.1 %d %b\r\ncontent-type: %b\r\ncontent-length: %d\r\nretry-after: 5\r\nconnection: close\r\n\r\n%b" % (
        status, HTTPStatus(status).phrase.encode("ascii"), CONTENT_TYPES[JSON][1], len(body), body)


def too_many(problem: quotas.TooMany, media: str = JSON) -> Response:
    return error(429, "TOO_MANY_REQUESTS", str(problem), media, {"retry-after": str(problem.wait)}, retryAfter=problem.wait)


def error_body(code: str, message: str, **extensions: Any) -> bytes:
    return orjson.dumps({"errors": [{"message": message, "extensions": {"code": code, **extensions}}]})


def internal(request_id: str) -> bytes:
    """What a crash says outside: nothing but the id under which the log has the rest."""
    return error_body("INTERNAL", f"系统出错，请把编号告诉管理员：{request_id}。"
                      f"Something broke; give the administrator this id: {request_id}.", requestId=request_id)

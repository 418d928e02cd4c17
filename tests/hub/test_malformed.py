"""Whatever a client writes into a header, in a request or in the handshake of a WebSocket: no 5xx, and nothing broke."""
import asyncio
import base64
import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from itertools import product
from typing import TypeVar

import pytest
from structlog.testing import capture_logs

from tests.hub.ways import PLAIN, Both, body, both, city

__all__ = ["both", "city"]

PATIENCE = 60  # seconds after which something hangs
AT_ONCE = 8  # connections
HEADERS = (
    "host", "origin", "authorization", "accept", "content-type", "content-length", "transfer-encoding", "content-encoding",
    "last-event-id", "sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol", "sec-websocket-extensions",
    "x-request-id", "if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range", "range", "cookie",
    "expect", "upgrade", "connection", "accept-encoding", "accept-language", "access-control-request-method",
    "access-control-request-headers", "te", "trailer", "keep-alive", "forwarded", "x-forwarded-for", "x-forwarded-proto",
    "x-forwarded-host", "user-agent", "referer", "http2-settings")
VALUES = (
    b"", b" ", b"\t", b"\x80\xff", "三单".encode(), b"a\x00b", b"\x00", b"\x7f\x1b[31m", b"http://[", b"[", b"http://[::1",
    b"]:0", b"a b", b",,;;==", b"%00%", b'"', b"9" * 400, b"-1", b"1e999", b"*/*;q=nan", b"bytes=-", b"bytes=9-1,", b"Bearer",
    b"Bearer \xff.\xff.\xff", b"Bearer a.b.c", b"W/\"", b"Thu, 99 Foo 99999 99:99:99 GMT", b"x" * 9_000, b"x, " * 20_000)
USUAL = {
    "host": "hub", "content-type": "application/json", "accept": "application/json", "connection": "close",
    "upgrade": "websocket", "sec-websocket-version": "13", "sec-websocket-protocol": "graphql-transport-ws",
    "sec-websocket-key": base64.b64encode(b"0" * 16).decode(), "origin": "https://lists.example.cn",
    "access-control-request-method": "POST"}
REQUESTS = (
    ("POST /graphql", ("content-type", "accept"), body(PLAIN).encode()),
    ("POST /graphql", ("content-type",), body("subscription { changes { cursor } }").encode()),
    ("GET /graphql?query=%7B__typename%7D", (), b""),
    ("OPTIONS /graphql", ("origin", "access-control-request-method"), b""),
    ("GET /graphql/assets/page.css", (), b""),
    ("GET /graphql/", (), b""),
    ("GET /metrics/", (), b""))
HANDSHAKE = ("upgrade", "sec-websocket-version", "sec-websocket-key", "sec-websocket-protocol")

Case = TypeVar("Case")
Lines = Iterable[tuple[str, bytes]]


@pytest.fixture
async def unbroken(caplog: pytest.LogCaptureFixture) -> AsyncIterator[None]:
    """Nothing is logged as broken while a test runs."""
    with capture_logs() as ours:
        yield
    assert [line for line in ours if line["log_level"] in ("error", "critical") or "exc_info" in line] == []
    assert [record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info] == []


def head(first: str, lines: Lines) -> bytes:
    return b"\r\n".join([f"{first} HTTP/1.1".encode(), *(name.encode() + b": " + value for name, value in lines), b"", b""])


def lines(usual: Mapping[str, str], name: str, value: bytes, twice: bool) -> Lines:
    """Those of a request with one that is not as it should be, in the place of the usual one or behind it."""
    for each, usually in usual.items():
        if each != name or twice:
            yield each, usually.encode()
    yield name, value


async def status(both: Both, sent: bytes) -> int:
    """Of the answer to what is sent; 0 when the connection is closed without one."""
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", both.ports[1])
        try:
            writer.write(sent)
            first = await reader.readline()
            return int(first.split()[1]) if first else 0
        except ConnectionError:
            return 0
        finally:
            writer.close()


async def statuses(both: Both, sent: Mapping[Case, bytes]) -> dict[Case, int]:
    free = asyncio.Semaphore(AT_ONCE)

    async def one(each: bytes) -> int:
        async with free:
            return await status(both, each)

    return dict(zip(sent, await asyncio.gather(*map(one, sent.values())), strict=True))


@pytest.mark.parametrize("both", [("https://lists.example.cn",)], indirect=True)
async def test_no_header_of_a_request_breaks_anything(both: Both, unbroken: None) -> None:
    found = {}
    for first, usual, content in REQUESTS:
        known = {**USUAL, "content-length": str(len(content))}
        named = ("host", "connection", *usual, *(["content-length"] if content else []))
        known = {each: known[each] for each in named}
        sent = {(first, name, value[:20], twice): head(first, lines(known, name, value, twice)) + content
                for name, value, twice in product(HEADERS, VALUES, (False, True)) if not twice or name in named}
        found.update(await statuses(both, sent))
    assert {case: each for case, each in found.items() if each >= 500} == {}
    assert set(found.values()) >= {200, 307, 400, 401, 406, 415}


@pytest.mark.parametrize("both", [("https://lists.example.cn",)], indirect=True)
async def test_no_header_of_a_handshake_breaks_anything(both: Both, unbroken: None) -> None:
    usual = ("host", "connection", *HANDSHAKE)
    known = {each: USUAL[each] for each in usual} | {"connection": "upgrade"}
    sent = {(name, value[:20], twice): head("GET /graphql", lines(known, name, value, twice))
            for name, value, twice in product(HEADERS, VALUES, (False, True)) if not twice or name in usual}
    found = await statuses(both, sent)
    assert {case: each for case, each in found.items() if each >= 500} == {}
    assert set(found.values()) >= {101, 400, 403}

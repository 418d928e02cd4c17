"""How large a head may be, whether it comes whole or not: long before its time is over."""
import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from hub import settings
from hub.http import wire as bounds
from tests.attack import wire
from tests.attack.wire import Hub, Outcome
from tests.hub.live.conftest import Live

GET = b"GET /healthz HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n"
ROOM = bounds.HEAD_BYTES - 1_000  # for what is in a head by itself


@pytest.fixture
def configured(configured: settings.Settings) -> settings.Settings:
    return replace(configured, head_within=timedelta(hours=1))


def _long(size: int) -> bytes:
    return GET + b"x: " + b"x" * size + b"\r\n\r\n"


def _many(count: int) -> bytes:
    return GET + b"a: b\r\n" * count + b"\r\n"


@pytest.mark.parametrize(("head", "status"), [
    (_long(ROOM), 200), (_long(bounds.HEAD_BYTES), 431), (_long(10 * bounds.HEAD_BYTES), 431),
    (GET + b"x: " + b"x" * bounds.HEAD_BYTES, 431), (GET + b"a: b\r\n" * bounds.HEAD_BYTES, 431),
    (b"GET /" + b"x" * bounds.HEAD_BYTES, 431), (b"GET /healthz?" + b"x" * bounds.HEAD_BYTES + GET[12:] + b"\r\n", 431),
    (_many(bounds.HEADERS - 2), 200), (_many(bounds.HEADERS - 1), 431)],
    ids=["long", "too long", "far too long", "a half", "half of many", "half a path", "long path", "many", "too many"])
async def test_a_head_has_bounds(live: Live, head: bytes, status: int) -> None:
    async with asyncio.timeout(60):
        outcome = Outcome()
        async with wire.opened(Hub("127.0.0.1", live.port), outcome) as line:
            await line.send(head)
            await line.end()
    assert dict(outcome.answers) == {status: 1}

"""Whoever asks over a real port is told things in the language that its request asks for, whichever way it came."""
import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
import websockets

from db.driver.connection import Pool
from domain.languages import Bilingual, Language
from hub.sign_in import keys
from hub.websocket import messages
from resolvers.executing.request import Response
from resolvers.feed import endings
from tests import city as place
from tests.feed import trail
from tests.hub.conftest import Sign
from tests.hub.live.conftest import Connect, Live, Operations, begin, closed, hear, say

CHINESE = re.compile("[\u3400-\u9fff]")
ASKED = {"zh": "zh-CN,zh;q=0.9,en;q=0.8", "en": "en-US,en;q=0.9,zh;q=0.8", "mul": "mul", "none": None}
Headers = dict[str, str]


def spoken(said: str) -> str:
    """The language of a message."""
    return ("mul" if said.rpartition("。")[2] else "zh") if CHINESE.search(said) else "en"


def headers(asked: str, **more: str) -> Headers:
    wanted = ASKED[asked]
    return {**({} if wanted is None else {"accept-language": wanted}), **more}


def expected(asked: str) -> str:
    return "zh" if asked == "none" else asked


@pytest.fixture
async def web(live: Live, pool: Pool) -> AsyncIterator[httpx.AsyncClient]:
    async with pool.acquire() as connection:
        await place.build(connection)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{live.port}", timeout=20, trust_env=False) as client:
        yield client


BODY = {"content-type": "application/json"}
REFUSED: dict[str, tuple[int, dict[str, Any]]] = {
    "no body": (400, {"content": b"", "headers": BODY}),
    "a body that is too large": (413, {"content": b" " * 4_000, "headers": BODY}),
    "no JSON": (415, {"content": b"x", "headers": {"content-type": "text/plain"}}),
    "compressed": (415, {"content": b"x", "headers": {**BODY, "content-encoding": "gzip"}}),
    "another method": (405, {"method": "PATCH"}),
    "another type": (406, {"json": {"query": "{ __typename }"}, "headers": {"accept": "image/png"}}),
    "a bad token": (401, {"json": {"query": "{ __typename }"}, "headers": {"authorization": "Bearer nonsense"}}),
    "a mutation by GET": (405, {"method": "GET", "params": {"query": "mutation { __typename }"}}),
    "a subscription as JSON": (401, {"json": {"query": "subscription { changes { cursor } }"}}),
    "a preflight": (403, {"method": "OPTIONS", "headers": {
        "origin": "https://elsewhere.example.cn", "access-control-request-method": "POST"}}),
    "no reserved stream": (404, {"method": "GET", "headers": {"accept": "text/event-stream"}, "params": {"token": "x"}}),
    "a ticket for nobody": (401, {"method": "POST", "url": "/graphql/ticket"}),
    "a calendar for nobody": (401, {"method": "POST", "url": "/calendar"}),
    "too many headers": (431, {"json": {}, "headers": {f"x-{number}": "x" for number in range(101)}}),
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("what", REFUSED)
async def test_what_is_refused_before_it_is_run(web: httpx.AsyncClient, what: str, asked: str) -> None:
    status, how = REFUSED[what]
    given = {"method": "POST", "url": "/graphql", **how}
    answer = await web.request(**{**given, "headers": {**given.get("headers", {}), **headers(asked)}})
    assert (what, answer.status_code) == (what, status)
    assert spoken(answer.json()["errors"][0]["message"]) == (
        "mul" if what == "too many headers" and asked == "none" else expected(asked))
    assert "accept-language" in answer.headers["vary"].lower()


@pytest.mark.parametrize("asked", ["none", "en"])
async def test_a_crash_is_told_so_too(web: httpx.AsyncClient, watched: Operations, asked: str) -> None:
    watched.crash = RuntimeError("secret")
    answer = await web.post("/graphql", json={"query": "{ __typename }"}, headers=headers(asked))
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"], spoken(error["message"])) == (500, "INTERNAL", expected(asked))


@pytest.mark.parametrize("asked", ASKED)
async def test_an_operation_is_run_in_its_language(web: httpx.AsyncClient, watched: Operations, sign: Sign, asked: str) -> None:
    """The short way hands it on as the long way does."""
    token = {"authorization": f"Bearer {sign(sub='sub-unit')}"}
    for query in ("{ __typename }", "mutation { __typename }", "{ nothing }"):
        for _ in range(2):
            await web.post("/graphql", json={"query": query}, headers=headers(asked, **token))
    assert {each.language for each in watched.contexts} == {Language(expected(asked))}
    assert len(watched.contexts) >= 6


async def test_every_answer_says_that_it_depends_on_it(web: httpx.AsyncClient, sign: Sign) -> None:
    token = {"authorization": f"Bearer {sign(sub='sub-unit')}"}
    for _ in range(3):  # the last goes the short way
        answer = await web.post("/graphql", json={"query": "{ viewer { member { name } } }"}, headers=token)
        assert "accept-language" in answer.headers["vary"].split(", ")
    packed = await web.post("/graphql", json={"query": "{ labels { name values { zh } } }"},
                            headers={**token, "accept-encoding": "gzip"})
    assert {"accept-encoding", "accept-language"} <= set(packed.headers["vary"].split(", "))


async def test_who_did_not_send_a_head_is_told_in_both(live: Live) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", live.port)
    writer.write(b"nonsense\r\n\r\n")
    said = json.loads((await reader.read()).partition(b"\r\n\r\n")[2])
    assert spoken(said["errors"][0]["message"]) == "mul"
    writer.close()


@asynccontextmanager
async def streamed(web: httpx.AsyncClient, **given: str) -> AsyncIterator[Any]:
    async with web.stream("POST", "/graphql", json={"query": "subscription { changes { cursor } }"},
                          headers={"accept": "text/event-stream", **given}) as answer:
        assert "accept-language" in answer.headers["vary"]
        yield answer.aiter_lines()


@pytest.mark.parametrize("asked", ASKED)
async def test_an_event_stream_ends_in_the_language_of_its_request(live: Live, web: httpx.AsyncClient, sign: Sign,
                                                                   asked: str) -> None:
    async with streamed(web, **headers(asked, authorization=f"Bearer {sign(sub='sub-unit')}")) as lines:
        await trail.until(lambda: live.hub.feed.subscribers == 1)
        for each in list(live.hub.feed._subscribers):
            each.end(endings.cursor_expired())
        async for line in lines:
            if line.startswith("data: "):
                assert spoken(json.loads(line[6:])["errors"][0]["message"]) == expected(asked)
                break


@pytest.mark.parametrize("by", ["Accept-Language", "acceptLanguage"])
@pytest.mark.parametrize("asked", ["zh", "en", "mul"])
async def test_a_socket_speaks_as_connection_init_says(connect: Connect, watched: Operations, sign: Sign, asked: str,
                                                       by: str) -> None:
    """A browser sends its own header with the handshake, which no page can change: what the page asks for goes before."""
    other = {"accept-language": "en" if asked == "zh" else "zh"}
    async with connect(additional_headers=other) as client:
        await begin(client, Authorization=f"Bearer {sign(sub='sub-unit')}", **{by: ASKED[asked]})
        await say(client, type="subscribe", id="1", payload={"query": "{ __typename }"})
        await hear(client)
        assert watched.contexts[-1].language is Language(asked)
        await say(client, type="connection_init")
        code, reason = await closed(client)
        assert (code, spoken(reason)) == (4429, asked)


@pytest.mark.parametrize("asked", ASKED)
async def test_a_socket_speaks_as_its_handshake_says(live: Live, connect: Connect, sign: Sign, asked: str) -> None:
    async with connect(additional_headers=headers(asked)) as client:
        await say(client, type="subscribe", id="1", payload={"query": "{ __typename }"})
        code, reason = await closed(client)
        assert (code, spoken(reason)) == (4401, expected(asked))
    async with connect(additional_headers=headers(asked)) as client:
        await say(client, type="connection_init", payload={"Authorization": "Bearer nonsense"})
        code, reason = await closed(client)
        assert (code, spoken(reason)) == (4403, expected(asked))
    async with connect(subprotocols=None, additional_headers=headers(asked)) as client:
        code, reason = await closed(client)
        assert (code, spoken(reason)) == (4406, "zh" if expected(asked) == "zh" else expected(asked))
    with pytest.raises(websockets.InvalidStatus) as refused:
        await connect(additional_headers=headers(asked), origin=websockets.Origin("https://elsewhere.example.cn"))
    assert spoken(json.loads(refused.value.response.body)["errors"][0]["message"]) == expected(asked)


@pytest.mark.parametrize("asked", ASKED)
async def test_so_does_a_socket_that_breaks_the_rules_of_frames(live: Live, connect: Connect, asked: str) -> None:
    async with connect(additional_headers=headers(asked)) as client:
        with suppress(websockets.ConnectionClosed, RuntimeError):
            for _ in range(20):
                client.transport.write(bytes((0x8A, 0x80, 0, 0, 0, 0)) * (live.hub.settings.socket_frames))
                await asyncio.sleep(0.05)
        code, reason = await closed(client)
        assert (code, spoken(reason)) == (1008, expected(asked))


@pytest.mark.parametrize("asked", ["zh", "en", "mul"])
async def test_an_error_of_an_operation_in_a_socket(connect: Connect, watched: Operations, sign: Sign, asked: str) -> None:
    watched.stream = Response(b'{"errors":[{"message":"already told"}]}', executed=False)
    async with connect() as client:
        await begin(client, Authorization=f"Bearer {sign(sub='sub-unit')}", acceptLanguage=asked)
        watched.crash = keys.NoKeys("away")
        await say(client, type="subscribe", id="1", payload={"query": "{ __typename }"})
        error: Any = (await hear(client))["payload"]
        assert spoken(error[0]["message"]) == asked
        await say(client, type="subscribe", id="2", payload={"query": "", "extensions": {"persistedQuery": {"version": 2}}})
        error = (await hear(client))["payload"]
        assert spoken(error[0]["message"].replace("persistedQuery", "")) == asked


async def test_a_language_is_a_text(connect: Connect) -> None:
    async with connect() as client:
        await say(client, type="connection_init", payload={"acceptLanguage": ["en"]})
        assert (await closed(client))[0] == 4400


def test_a_reason_in_both_languages_has_a_part_of_either() -> None:
    long = messages.Closing(4400, Bilingual("长" * 100, "long " * 100))
    both = long.reason(Language.BOTH)
    assert "长" in both and "long" in both and len(both.encode()) <= messages.REASON_BYTES
    assert long.reason(Language.CHINESE) == "长" * 41
    short = messages.Closing(4400, Bilingual("短。", "Short."))
    assert short.reason(Language.BOTH) == "短。Short."


async def test_a_full_hub_says_so_before_it_has_read_anything(live: Live) -> None:
    live.app.state.most_connections = 0
    reader, writer = await asyncio.open_connection("127.0.0.1", live.port)
    said = json.loads((await reader.read()).partition(b"\r\n\r\n")[2])
    writer.close()
    assert spoken(said["errors"][0]["message"]) == "mul"

"""At the gateway, too, people are told things in the language that their request asks for: the hub's messages, and its own."""
import asyncio
import json
import subprocess
from typing import Any

import httpx
import pytest
import websockets

from hub.http import languages
from sdl.programs import Programs
from tests.conftest import ROOT
from tests.federation.gateway.asking import Asking
from tests.federation.gateway.test_as_the_hub import ELSEWHERE
from tests.hub.test_languages import HEADERS
from tests.ports import free_port

LANGUAGES = {"zh": "zh-CN,zh;q=0.9,en;q=0.8", "en": "en-US,en;q=0.9,zh;q=0.8", "mul": "mul", "none": None}
READ = {"query": "{ demands(first: 1) { totalCount } }"}
WRONG: dict[str, dict[str, Any]] = {
    "syntax": {"query": "{ organi"},
    "an unknown field": {"query": "{ nothing }"},
    "a variable": {"query": "query ($n: Int!) { demands(first: $n) { totalCount } }"},
    "a page": {"query": "{ demands(first: 1000) { totalCount } }"},
    "a bad token": READ,
    "no token": READ,
}


def has_chinese(said: str) -> bool:
    return any("\u3400" <= each <= "\u9fff" for each in said)


def headers(asked: str) -> dict[str, str]:
    wanted = LANGUAGES[asked]
    return {} if wanted is None else {"accept-language": wanted}


def check(said: str, asked: str, *, quoted: bool = False) -> None:
    """quoted: whether it is in a library's English words"""
    if quoted and asked == "mul":
        return
    assert has_chinese(said) == (asked != "en"), said
    if not quoted:
        assert (said.rpartition("。")[2] != "") == (asked in ("en", "mul")), said


@pytest.mark.parametrize("asked", LANGUAGES)
@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong(asking: Asking, what: str, asked: str) -> None:
    signed = {"a bad token": {"authorization": "Bearer nonsense"}, "no token": {}}.get(what, asking.headers("community"))
    answer = httpx.post(asking.url, json=WRONG[what], headers={**signed, **headers(asked)}, timeout=30)
    assert "accept-language" in answer.headers["vary"].lower()
    for error in answer.json()["errors"]:
        check(error["message"], asked, quoted=what in ("syntax", "an unknown field", "a variable"))


@pytest.mark.parametrize("asked", LANGUAGES)
def test_why_one_may_not(asking: Asking, asked: str) -> None:
    query = "{ demands(first: 3) { nodes { viewerCan { reason } } } }"
    answer = httpx.post(asking.url, json={"query": query}, headers={**asking.headers("unit"), **headers(asked)}, timeout=30)
    demands = answer.json()["data"]["demands"]["nodes"]
    said = [each["reason"] for demand in demands for each in demand["viewerCan"] if each["reason"]]
    assert said
    for each in said:
        check(each, asked)


@pytest.mark.parametrize("asked", LANGUAGES)
def test_a_subgraph_that_is_away(away: Asking, asked: str) -> None:
    answer = httpx.post(away.url, json=READ, headers={**away.headers("unit"), **headers(asked)}, timeout=30)
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    check(error["message"], asked)


@pytest.fixture(scope="module")
def away(graph: Programs) -> Any:
    """A gateway whose hub is not there, and to which no page may speak."""
    beside = Programs(graph.data, {**graph.ports, "gateway": free_port()}, quiet=True)
    beside.start("gateway", LOCAL_PAGES="no", HUB_URL=f"http://127.0.0.1:{free_port()}/graphql")
    yield Asking(beside)
    beside.stop_all()


@pytest.mark.parametrize("asked", LANGUAGES)
def test_a_page_that_may_not(away: Asking, asked: str) -> None:
    refused = httpx.options(away.url, headers={"origin": ELSEWHERE, "access-control-request-method": "POST", **headers(asked)})
    assert refused.status_code == 403
    check(refused.json()["errors"][0]["message"], asked)
    assert "accept-language" in refused.headers["vary"].lower()


@pytest.mark.parametrize("asked", LANGUAGES)
@pytest.mark.parametrize("by", ["Accept-Language", "acceptLanguage", "the handshake"])
async def test_a_socket(asking: Asking, asked: str, by: str) -> None:
    """What the hub says of a subscription, and why the gateway closes one whose token is not good."""
    wanted = headers(asked) if by == "the handshake" else {}
    payload = {} if by == "the handshake" or asked == "none" else {by: LANGUAGES[asked]}
    async with websockets.connect(asking.url.replace("http", "ws"), subprotocols=["graphql-transport-ws"],  # type: ignore[list-item]  # a NewType
                                  additional_headers=wanted, proxy=None) as socket, asyncio.timeout(60):
        await socket.send(json.dumps({"type": "connection_init", "payload": {
            **payload, "Authorization": asking.headers("unit")["authorization"]}}))
        await socket.recv()
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {
            "query": 'subscription { demandPublished(after: "nonsense") { cursor } }'}}))
        while (message := json.loads(await socket.recv()))["type"] == "ping":
            await socket.send('{"type":"pong"}')
        errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
        check(errors[0]["message"], asked)
    async with websockets.connect(asking.url.replace("http", "ws"), subprotocols=["graphql-transport-ws"],  # type: ignore[list-item]  # a NewType
                                  additional_headers=wanted, proxy=None) as socket, asyncio.timeout(60):
        await socket.send(json.dumps({"type": "connection_init", "payload": {**payload, "Authorization": "Bearer nonsense"}}))
        await socket.recv()
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {
            "query": "subscription { demandPublished { cursor } }"}}))
        with pytest.raises(websockets.ConnectionClosed) as closed:
            while True:
                await socket.recv()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4403
        check(closed.value.rcvd.reason, asked)


def test_the_gateway_reads_the_header_as_the_hub_does() -> None:
    asked = [header for header, _ in HEADERS if header is not None and header.isascii()]
    program = ("import { liked } from './languages.mjs'; import { readFileSync } from 'node:fs';"
               "console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(liked)))")
    said = subprocess.run(["node", "--input-type=module", "-e", program], input=json.dumps(asked), text=True, check=True,
                          capture_output=True, cwd=ROOT / "sdl/gateway").stdout
    assert json.loads(said) == [languages.read(each.encode()).value for each in asked]

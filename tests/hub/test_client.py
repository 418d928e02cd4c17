"""The client behind `sandan claim`, `sandan watch`: what it makes of answers, and how it goes on after a break."""
import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from typing import Any

import httpx
import pytest
import websockets
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from hub import client, failures, main
from hub.commands import api

Serve = Callable[[ServerConnection, dict[str, Any]], Awaitable[None]]  # told the connection and the variables
QUERY = "subscription ($after: Cursor) { demandPublished(after: $after) { cursor } }"


def cursor(data: dict[str, Any]) -> str:
    return str(data["demandPublished"]["cursor"])


async def push(socket: ServerConnection, place: int) -> None:
    await socket.send(json.dumps({"id": "1", "type": "next",
                                  "payload": {"data": {"demandPublished": {"cursor": str(place)}}}}))


class Hub:
    """Speaks the protocol's part; what it does with a subscription is each test's."""

    def __init__(self) -> None:
        self.afters: list[str | None] = []
        self.serve: Serve
        self.refuse: HTTPStatus | None = None
        self.port = 0

    def check(self, socket: ServerConnection, request: Request) -> Response | None:
        assert request.headers["authorization"] == "Bearer t"
        return socket.respond(self.refuse, "no") if self.refuse else None

    async def handle(self, socket: ServerConnection) -> None:
        assert json.loads(await socket.recv())["type"] == "connection_init"
        await socket.send('{"type":"connection_ack"}')
        subscribe = json.loads(await socket.recv())
        self.afters.append(subscribe["payload"]["variables"]["after"])
        await self.serve(socket, subscribe["payload"]["variables"])


@pytest.fixture
async def hub(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    monkeypatch.setattr(client, "PAUSES", (0.01,))
    made = Hub()
    async with serve(made.handle, "127.0.0.1", 0, subprotocols=[websockets.Subprotocol(client.PROTOCOL)],
                     process_request=made.check) as server:
        made.port = next(iter(server.sockets)).getsockname()[1]
        yield made


async def seen(hub: Hub, number: int, after: str | None = None) -> list[str]:
    """The first so many cursors that a watch receives."""
    watching = client.Client(f"http://127.0.0.1:{hub.port}", lambda: "t")
    found: list[str] = []
    async with asyncio.timeout(60):
        async for data in watching.follow(QUERY, {}, after, cursor):
            found.append(cursor(data))
            if len(found) == number:
                break
    return found


@pytest.mark.parametrize("code", [1001, 1011, 1012, 1013])
async def test_a_watch_goes_on_where_it_was(hub: Hub, code: int) -> None:
    async def two_then_close(socket: ServerConnection, variables: dict[str, Any]) -> None:
        first = int(variables["after"] or 0) + 1
        await push(socket, first)
        await push(socket, first + 1)
        await socket.close(code)

    hub.serve = two_then_close
    assert await seen(hub, 5) == ["1", "2", "3", "4", "5"]
    assert hub.afters == [None, "2", "4"]


async def test_a_watch_begins_where_it_is_told(hub: Hub) -> None:
    async def one(socket: ServerConnection, variables: dict[str, Any]) -> None:
        await push(socket, int(variables["after"]) + 1)
        await socket.wait_closed()

    hub.serve = one
    assert await seen(hub, 1, after="41") == ["42"]


async def test_a_watch_answers_pings(hub: Hub) -> None:
    async def ping(socket: ServerConnection, _: dict[str, Any]) -> None:
        await socket.send('{"type":"ping"}')
        assert json.loads(await socket.recv()) == {"type": "pong"}
        await push(socket, 1)

    hub.serve = ping
    assert await seen(hub, 1) == ["1"]


async def test_what_the_hub_refuses_ends_the_watch(hub: Hub) -> None:
    async def refuse(socket: ServerConnection, _: dict[str, Any]) -> None:
        await socket.send(json.dumps({"id": "1", "type": "error", "payload": [{"message": "CURSOR_EXPIRED"}]}))
        await socket.wait_closed()

    hub.serve = refuse
    with pytest.raises(failures.Refused, match="CURSOR_EXPIRED"):
        await seen(hub, 1)


async def test_a_close_code_of_the_protocol_ends_the_watch(hub: Hub) -> None:
    hub.serve = lambda socket, _: socket.close(4403, "Forbidden")
    with pytest.raises(failures.Refused, match="Forbidden"):
        await seen(hub, 1)
    assert len(hub.afters) == 1


async def test_a_refused_handshake_ends_the_watch(hub: Hub) -> None:
    hub.refuse = HTTPStatus.UNAUTHORIZED
    with pytest.raises(failures.Refused, match="401"):
        await seen(hub, 1)


async def test_no_hub_is_one_line() -> None:
    nobody = client.Client("http://127.0.0.1:9", lambda: None)
    with pytest.raises(failures.CannotStart, match="no hub answers at http://127"):
        await anext(nobody.follow(QUERY, {}, None, cursor))
    with pytest.raises(failures.CannotStart, match="no hub answers at http://127"):
        nobody.run("{ __typename }", {})


class Answers:
    """Instead of a hub over HTTP: answers in turn, or breaks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: httpx.Response | Exception) -> None:
        self.asked: list[Any] = []
        self._answers = list(answers)
        monkeypatch.setattr(httpx.Client, "post", self._post)

    def _post(self, url: str, json: Any, headers: dict[str, str]) -> httpx.Response:
        self.asked.append(json)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_a_change_whose_answer_was_lost_is_sent_again_with_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Answers(monkeypatch, httpx.ReadError("reset"), httpx.Response(200, json={"data": {"claimItem": {}}}))
    variables = {"input": {"idempotencyKey": "once"}}
    assert client.Client("http://hub", lambda: None).run("mutation", variables) == {"claimItem": {}}
    assert hub.asked == [{"query": "mutation", "variables": variables}] * 2


@pytest.mark.parametrize("answer", [
    httpx.Response(200, json={"data": None, "errors": [{"message": "请先登录"}]}),
    httpx.Response(400, json={"errors": [{"message": "请先登录"}]}),
])
def test_errors_are_the_hubs_words(monkeypatch: pytest.MonkeyPatch, answer: httpx.Response) -> None:
    Answers(monkeypatch, answer)
    with pytest.raises(failures.Refused, match="请先登录"):
        client.Client("http://hub", lambda: None).run("{ viewer { id } }", {})


@pytest.mark.parametrize("answer", [
    httpx.Response(502, text="<html>"), httpx.Response(200, json=[]), httpx.Response(200, json={"x": 1}),
    httpx.Response(200, json={"errors": [5]}),
])
def test_what_is_no_graphql_says_so(monkeypatch: pytest.MonkeyPatch, answer: httpx.Response) -> None:
    Answers(monkeypatch, answer)
    with pytest.raises(failures.Refused, match=rf"^no GraphQL answer, but status {answer.status_code}$"):
        client.Client("http://hub", lambda: None).run("{ viewer { id } }", {})


@pytest.mark.parametrize(("written", "shown"), [
    ("停车\n伪造的一行", "停车 伪造的一行"), ("\x1b]0;x\x07", "\ufffd]0;x\ufffd"), ("a\u202eb\u2028c", "a\ufffdb c"),
    ("👨‍👩‍👧", "👨‍👩‍👧")])
def test_what_others_wrote_is_one_line_of_the_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
                                                       written: str, shown: str) -> None:
    """In the answers of commands, and in the hub's own messages."""
    api._say(f"de01  {written}  1 次")
    assert capsys.readouterr().out == f"de01  {shown}  1 次\n"
    monkeypatch.setattr(main, "app", lambda **_: (_ for _ in ()).throw(failures.Refused(f"no: {written}.")))
    with pytest.raises(SystemExit, match=re.escape(f"sandan: no: {shown}.")):
        main.main()

"""A client of the GraphQL API, as any other program could be: queries over HTTP, subscriptions over a WebSocket."""
import asyncio
import ipaddress
import json
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import websockets
from websockets.asyncio.client import connect

from hub import failures

PROTOCOL = "graphql-transport-ws"
TRIES = 3  # a change that may or may not have arrived is sent again under the same key: it has one effect
GIVEN_UP = range(4000, 5000)  # codes of the protocol: another try would end the same way
BOTH = {"accept-language": "mul"}  # what is said on a terminal is said in both languages
PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0)  # seconds before the next try after a lost connection


class Client:
    """
    url     the hub's, without /graphql
    token   called for each connection, so that a long watch has a fresh one; None: nobody
    """

    def __init__(self, url: str, token: Callable[[], str | None]) -> None:
        self._url = url
        self._token = token

    def run(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The data of a query or mutation.

        raises   Refused with what the hub says; CannotStart when no hub answers
        """
        with httpx.Client(trust_env=not self._is_near(), timeout=30) as http:
            for left in reversed(range(TRIES)):
                try:
                    answer = http.post(f"{self._url}/graphql", json={"query": query, "variables": variables},
                                       headers={"accept": "application/graphql-response+json", **self._headers()})
                    return _data(answer)
                except httpx.TransportError as error:
                    if isinstance(error, httpx.ConnectError) or not left:
                        raise self._unreachable(error) from error
        raise AssertionError("the last try returns or raises")

    async def follow(self, query: str, variables: dict[str, Any], after: str | None,
                     cursor: Callable[[dict[str, Any]], str]) -> AsyncIterator[dict[str, Any]]:
        """The data of each event, from one connection after the other, each going on where the last one ended.

        after    a cursor; None: from now on
        cursor   where an event's data have theirs
        raises   Refused with what the hub says; CannotStart when no hub answers at first
        """
        pauses = None
        while True:
            try:
                async with self._socket() as socket:
                    await _start(socket, query, {**variables, "after": after})
                    pauses = iter(PAUSES)
                    async for data in _events(socket):
                        after = cursor(data)
                        yield data
                    return
            except websockets.ConnectionClosed as closed:
                if closed.rcvd and closed.rcvd.code in GIVEN_UP:
                    raise failures.Refused(f"{closed.rcvd.reason} ({closed.rcvd.code})") from closed
            except websockets.InvalidStatus as refusal:
                if refusal.response.status_code < 500:
                    raise failures.Refused(f"the hub answers {refusal.response.status_code}") from refusal
            except (OSError, websockets.InvalidHandshake) as error:
                if pauses is None:
                    raise self._unreachable(error) from error
            await asyncio.sleep(next(pauses, PAUSES[-1]) if pauses else PAUSES[-1])

    def _socket(self) -> connect:
        return connect(f"{self._url.replace('http', 'ws', 1)}/graphql", additional_headers=self._headers(),
                       subprotocols=[websockets.Subprotocol(PROTOCOL)], proxy=None if self._is_near() else True,
                       max_size=None)

    def _headers(self) -> dict[str, str]:
        token = self._token()
        return BOTH if token is None else {**BOTH, "authorization": f"Bearer {token}"}

    def _is_near(self) -> bool:
        """Whether the hub is on this machine, where no proxy leads."""
        host = urlsplit(self._url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def _unreachable(self, error: Exception) -> failures.CannotStart:
        return failures.CannotStart(f"no hub answers at {self._url} ({error}); start one with `make demo`, "
                                    "or set SANDAN_URL or PORT")


def _data(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
        if errors := body.get("errors"):
            raise failures.Refused("; ".join(error["message"] for error in errors))
        data: dict[str, Any] = body["data"]
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise failures.Refused(f"no GraphQL answer, but status {answer.status_code}") from error
    return data


async def _start(socket: websockets.ClientConnection, query: str, variables: dict[str, Any]) -> None:
    await socket.send(json.dumps({"type": "connection_init"}))
    await socket.recv()
    await socket.send(json.dumps({"type": "subscribe", "id": "1",
                                  "payload": {"query": query, "variables": variables}}))


async def _events(socket: websockets.ClientConnection) -> AsyncIterator[dict[str, Any]]:
    """
    raises   Refused; ConnectionClosed
    """
    while True:
        message = json.loads(await socket.recv())
        match message["type"]:
            case "next" if errors := message["payload"].get("errors"):
                raise failures.Refused("; ".join(error["message"] for error in errors))
            case "next":
                yield message["payload"]["data"]
            case "error":
                raise failures.Refused("; ".join(error["message"] for error in message["payload"]))
            case "ping":
                await socket.send('{"type":"pong"}')
            case "complete":
                return

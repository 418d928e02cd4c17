"""What a client says in the graphql-transport-ws protocol, and what the hub answers."""
from dataclasses import dataclass
from typing import Any

import orjson

from hub.http import bodies
from hub.http.texts import Refused, Texts
from resolvers.executing.request import Request

PROTOCOL = "graphql-transport-ws"
ACK = '{"type":"connection_ack"}'

BAD_MESSAGE = 4400
UNAUTHORIZED = 4401
FORBIDDEN = 4403
BAD_PROTOCOL = 4406
INIT_TIMEOUT = 4408
ID_IN_USE = 4409
TOO_MANY_INITS = 4429
TOO_BIG = 1009
RESTART = 1012
TRY_AGAIN_LATER = 1013

REASON_BYTES = 123  # what a close frame has room for


class Closing(Exception):
    """The socket is to be closed.

    code     of the protocol
    reason   cut to what a close frame can carry
    """

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode("utf-8", "replace")[:REASON_BYTES].decode("utf-8", "ignore")


def signed_out() -> Closing:
    """A socket has only the one token, so that it ends with it."""
    return Closing(FORBIDDEN, "Forbidden: the token is no longer accepted")


def too_slow() -> Closing:
    """More waits for the client than may."""
    return Closing(TRY_AGAIN_LATER, "Too slow: subscribe again with the last cursor")


@dataclass(frozen=True)
class Init:
    """authorization   as in the header; None: not given here"""

    authorization: str | None


@dataclass(frozen=True)
class Ping:
    payload: dict[str, Any] | None


@dataclass(frozen=True)
class Pong:
    pass


@dataclass(frozen=True)
class Subscribe:
    id: str
    asked: Request


@dataclass(frozen=True)
class NotTaken:
    """A subscribe whose text is not known, or not allowed."""

    id: str
    problem: Refused


@dataclass(frozen=True)
class Complete:
    id: str


Said = Init | Ping | Pong | Subscribe | NotTaken | Complete


def read(text: str, texts: Texts) -> Said:
    """What a text frame says.

    texts    see `bodies.of_values`
    raises   Closing with 4400 and what is wrong with it
    """
    try:
        message = bodies.parsed(text.encode("utf-8"), "消息 the message")
    except (bodies.BadBody, UnicodeEncodeError) as problem:
        raise Closing(BAD_MESSAGE, f"Invalid message: {problem}") from problem
    if not isinstance(message, dict):
        raise Closing(BAD_MESSAGE, "Invalid message: it must be a JSON object")
    match message.get("type"):
        case "connection_init":
            return Init(_authorization(_payload(message) or {}))
        case "ping":
            return Ping(_payload(message))
        case "pong":
            _payload(message)
            return Pong()
        case "subscribe":
            return _subscribe(message, texts)
        case "complete":
            return Complete(_id(message))
    raise Closing(BAD_MESSAGE, "Invalid message: `type` must be connection_init, ping, pong, subscribe or complete")


def _payload(message: dict[str, Any]) -> dict[str, Any] | None:
    payload = message.get("payload")
    if not isinstance(payload, dict | None):
        raise Closing(BAD_MESSAGE, f"Invalid message: the `payload` of {message['type']} must be a JSON object")
    return payload


def _id(message: dict[str, Any]) -> str:
    found = message.get("id")
    if not isinstance(found, str) or not found:
        raise Closing(BAD_MESSAGE, f"Invalid message: the `id` of {message['type']} must be a text, and not empty")
    return found


def _authorization(payload: dict[str, Any]) -> str | None:
    found = payload.get("Authorization", payload.get("authorization"))
    if not isinstance(found, str | None):
        raise Closing(BAD_MESSAGE, "Invalid message: `Authorization` must be a text")
    return found or None  # gateways pass on an empty one for people who are not signed in


def _subscribe(message: dict[str, Any], texts: Texts) -> Subscribe | NotTaken:
    operation_id = _id(message)
    try:
        return Subscribe(operation_id, bodies.of_values(message.get("payload"), texts))
    except Refused as problem:
        return NotTaken(operation_id, problem)
    except bodies.BadBody as problem:
        raise Closing(BAD_MESSAGE, f"Invalid message: {problem}") from problem


def pong(payload: dict[str, Any] | None) -> str:
    return orjson.dumps({"type": "pong", **({} if payload is None else {"payload": payload})}).decode()


def next_(operation_id: str, payload: bytes) -> bytes:
    return b'{"id":%b,"type":"next","payload":%b}' % (orjson.dumps(operation_id), payload)


def complete(operation_id: str) -> str:
    return f'{{"id":{_text(operation_id)},"type":"complete"}}'


def error(operation_id: str, errors: bytes) -> str:
    """errors   a JSON list of GraphQL errors"""
    return f'{{"id":{_text(operation_id)},"type":"error","payload":{errors.decode()}}}'


def _text(value: str) -> str:
    return orjson.dumps(value).decode()

"""What a client says in the graphql-transport-ws protocol, and what the hub answers."""
from dataclasses import dataclass
from typing import Any

import orjson

from domain.languages import Bilingual, Language, Told
from hub.http import bodies, languages
from hub.http.texts import Refused, Texts
from planner.plan import dumps
from resolvers.executing.request import Request
from resolvers.feed.endings import Errors

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


RESTARTS = Bilingual("服务重启，请以最后的游标重新订阅。", "Service restart: subscribe again with the last cursor")
TRY_AGAIN = Bilingual("请稍后重试。", "Try again later")


class Closing(Told):
    """The socket is to be closed.

    code     of the protocol
    """

    def __init__(self, code: int, message: Bilingual) -> None:
        super().__init__(message)
        self.code = code

    def reason(self, language: Language) -> str:
        """The message, cut to what a close frame can carry: in both languages, to half of it in either."""
        if language is not Language.BOTH or len(self.message.encode("utf-8", "replace")) <= REASON_BYTES:
            return _cut(self.message.told(language), REASON_BYTES)
        return _cut(self.message.zh, REASON_BYTES // 2) + _cut(self.message.en, REASON_BYTES // 2)


def _cut(text: str, most: int) -> str:
    """most   bytes"""
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def invalid(problem: Bilingual) -> Closing:
    """A message that is none of the protocol."""
    return Closing(BAD_MESSAGE, Bilingual(f"消息无效：{problem.zh}", f"Invalid message: {problem.en}"))


def signed_out() -> Closing:
    """A socket has only the one token, so that it ends with it."""
    return Closing(FORBIDDEN, Bilingual(
        "令牌已失效，请重新登录。", "Forbidden: the token is no longer accepted: sign in again"))


def too_slow() -> Closing:
    """More waits for the client than may."""
    return Closing(TRY_AGAIN_LATER, Bilingual(
        "接收太慢，请以最后的游标重新订阅。", "Too slow: subscribe again with the last cursor"))


@dataclass(frozen=True)
class Init:
    """
    authorization   as in the header; None: not given here
    language        that is asked for here; None: in the handshake, if anywhere
    """

    authorization: str | None
    language: Language | None


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
        message = bodies.parsed(text.encode("utf-8"), Bilingual("消息", "the message"))
    except bodies.BadBody as problem:
        raise invalid(problem.message) from problem
    except UnicodeEncodeError as problem:
        raise invalid(Bilingual("须为 UTF-8 文本。", "it must be text in UTF-8")) from problem
    if not isinstance(message, dict):
        raise invalid(Bilingual("须为 JSON 对象。", "it must be a JSON object"))
    match message.get("type"):
        case "connection_init":
            payload = _payload(message) or {}
            return Init(_text_of(payload, "Authorization", "authorization"), _language(payload))
        case "ping":
            return Ping(_payload(message))
        case "pong":
            _payload(message)
            return Pong()
        case "subscribe":
            return _subscribe(message, texts)
        case "complete":
            return Complete(_id(message))
    raise invalid(Bilingual("type 须为 connection_init、ping、pong、subscribe 或 complete。",
                            "`type` must be connection_init, ping, pong, subscribe or complete"))


def _payload(message: dict[str, Any]) -> dict[str, Any] | None:
    payload = message.get("payload")
    if not isinstance(payload, dict | None):
        raise invalid(Bilingual(f"{message['type']} 的 payload 须为 JSON 对象。",
                                f"the `payload` of {message['type']} must be a JSON object"))
    return payload


def _id(message: dict[str, Any]) -> str:
    found = message.get("id")
    if not isinstance(found, str) or not found:
        raise invalid(Bilingual(f"{message['type']} 的 id 须为不空的文本。",
                                f"the `id` of {message['type']} must be a text, and not empty"))
    return found


def _text_of(payload: dict[str, Any], *names: str) -> str | None:
    """What a header would have, by the first of these names; gateways pass on an empty one of who has none."""
    found = next((payload[name] for name in names if name in payload), None)
    if not isinstance(found, str | None):
        raise invalid(Bilingual(f"{names[0]} 须为文本。", f"`{names[0]}` must be a text"))
    return found or None


def _language(payload: dict[str, Any]) -> Language | None:
    """A browser can send no header of a page's with the handshake."""
    found = _text_of(payload, "Accept-Language", "accept-language", "acceptLanguage")
    return languages.read(found.encode("latin-1", "replace")) if found else None


def _subscribe(message: dict[str, Any], texts: Texts) -> Subscribe | NotTaken:
    operation_id = _id(message)
    try:
        return Subscribe(operation_id, bodies.of_values(message.get("payload"), texts))
    except Refused as problem:
        return NotTaken(operation_id, problem)
    except bodies.BadBody as problem:
        raise invalid(problem.message) from problem


def pong(payload: dict[str, Any] | None) -> str:
    return orjson.dumps({"type": "pong", **({} if payload is None else {"payload": payload})}).decode()


def next_(operation_id: str, payload: bytes) -> bytes:
    return b'{"id":%b,"type":"next","payload":%b}' % (orjson.dumps(operation_id), payload)


def complete(operation_id: str) -> str:
    return f'{{"id":{_text(operation_id)},"type":"complete"}}'


def error(operation_id: str, errors: Errors, language: Language) -> str:
    return f'{{"id":{_text(operation_id)},"type":"error","payload":{dumps(errors, language).decode()}}}'


def _text(value: str) -> str:
    return orjson.dumps(value).decode()

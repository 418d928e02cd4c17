"""From the bytes of an HTTP request to an operation, with a clear answer to whatever is no operation."""
from collections.abc import Mapping
from typing import Any

import orjson
from starlette.types import Receive

from domain.languages import Bilingual, Told
from hub.http.texts import Texts
from resolvers.executing.request import Request

DEEPEST = 64  # arrays and objects within one another
MOST_HELD = 20_000  # arrays and objects in all: to read and look through a mebibyte of empty ones takes too long
HOLDING = (list, dict)  # classes of values with values in them

BODY = Bilingual("请求体", "the body")


class BadBody(Told):
    """The request is no GraphQL request; the message says what would be one."""


class TooLarge(Exception):
    """The body has more bytes than are allowed."""


class Disconnected(Exception):
    """The client went away before its body was whole."""


def announced(length: bytes) -> int:
    """Bytes of a body, by the header Content-Length; 0 where there is none, or no number."""
    return int(length) if length.isdigit() else 0


async def read(receive: Receive, most: int) -> bytes:
    """The whole body.

    most     bytes
    raises   TooLarge, without reading on; Disconnected
    """
    before: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > most:
            raise TooLarge
        if not message.get("more_body", False):
            return b"".join((*before, part)) if before else part
        before.append(part)


def of_body(body: bytes, texts: Texts) -> Request:
    """The operation in a POST's body.

    raises   BadBody, Refused
    """
    return of_values(parsed(body, BODY), texts)


def of_parameters(parameters: Mapping[str, str], texts: Texts) -> Request:
    """The operation in a GET's query string, where variables and extensions are JSON texts.

    raises   BadBody, Refused
    """
    values: dict[str, Any] = dict(parameters)
    for name in ("variables", "extensions"):
        if text := parameters.get(name):
            values[name] = parsed(text.encode("utf-8", "replace"), Bilingual(f"参数 {name} ", f"the parameter {name}"))
        else:
            values.pop(name, None)
    return of_values(values, texts)


def of_values(values: object, texts: Texts) -> Request:
    """The operation in an object with query, variables, operationName and extensions: a body, a subscribe's payload.

    texts    where it is looked for when it is named and not written out
    raises   BadBody, Refused
    """
    if not isinstance(values, dict):
        raise _no_object(values)
    query, hashed = values.get("query"), None
    extensions = _object(values, "extensions")
    persisted = extensions.get("persistedQuery") if extensions else None
    if not query or persisted is not None or texts.only:
        query, hashed = texts.find(values, query, persisted)
    if not isinstance(query, str) or not query or query.isspace():
        raise BadBody(Bilingual("缺少 query，或它不是文本。", "`query` is missing, empty, or no text."))
    variables = _object(values, "variables")
    operation_name = values.get("operationName")
    if operation_name is not None and not isinstance(operation_name, str):
        raise BadBody(Bilingual("operationName 必须是文本。", "`operationName` must be a text."))
    return Request(query, variables, operation_name or None, hashed)


def _object(values: dict[str, Any], name: str) -> dict[str, Any] | None:
    value = values.get(name)
    if value is not None and not isinstance(value, dict):
        raise BadBody(Bilingual(f"{name} 必须是 JSON 对象。", f"`{name}` must be a JSON object."))
    return value


def _no_object(values: object) -> BadBody:
    if isinstance(values, list):
        return BadBody(Bilingual("不支持批量操作，请一次发送一个。",
                                 "Batches are not supported: send one operation at a time."))
    return BadBody(Bilingual('请求必须是含有 query 的 JSON 对象，如 {"query": "…"}。',
                             'The request must be a JSON object with a query, like {"query": "…"}.'))


def parsed(text: bytes, what: Bilingual) -> object:
    """
    what     the text is
    raises   BadBody
    """
    held = text.count(b"[") + text.count(b"{")
    if held > MOST_HELD:
        raise BadBody(Bilingual(f"{what.zh}中的数组与对象超过 {MOST_HELD} 个。",
                                f"More than {MOST_HELD} arrays and objects in {what.en}."))
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadBody(Bilingual(f"{what.zh}不是有效的 UTF-8 JSON：{error}。",
                                f"No valid JSON in UTF-8 is {what.en}: {error}.")) from error
    if held > DEEPEST and not _is_shallow(value) and _deeper_than(value, DEEPEST):
        raise BadBody(Bilingual(f"{what.zh}嵌套超过 {DEEPEST} 层。", f"Nested deeper than {DEEPEST} levels is {what.en}."))
    return value


def _is_shallow(value: object) -> bool:
    """Whether it is an object with plain values in it, and in its objects, as most bodies are: the quickest to tell."""
    if not isinstance(value, dict):
        return False
    for outer in value.values():
        if isinstance(outer, dict):
            for inner in outer.values():
                if isinstance(inner, HOLDING):
                    return False
        elif isinstance(outer, list):
            return False
    return True


def _deeper_than(value: object, most: int) -> bool:
    level: list[object] = [value]
    for _ in range(most + 1):
        level = [inner for outer in level if isinstance(outer, list | dict)
                 for inner in (outer.values() if isinstance(outer, dict) else outer)]
    return bool(level)

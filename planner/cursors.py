"""Cursors: opaque to clients; the order a page was in, the row's value in it, and the row's id."""
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson

from domain.languages import Bilingual
from domain.refusals import BadInput
from planner import bounds, text_parameters


def _integer(bits: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not -(2 ** (bits - 1)) <= int(value) < 2 ** (bits - 1):
            raise OverflowError
        return int(value)

    return read


def _moment(value: Any) -> datetime:
    read = datetime.fromisoformat(value)
    if read.tzinfo:
        read.astimezone(UTC)  # the database has no year 0 or 10000
    return read


def _text(value: Any) -> str:
    if not text_parameters.is_storable(value):
        raise ValueError
    return str(value)


READERS: dict[str, Callable[[Any], Any]] = {
    "timestamptz": _moment, "date": date.fromisoformat, "float8": float, "int4": _integer(32), "int8": _integer(64),
    "text": _text, "uuid": UUID,
}
"""From what JSON holds to PostgreSQL's type. They raise ValueError, TypeError, AttributeError or OverflowError."""


def encode(order: str, key: Any, row_id: UUID) -> str:
    return urlsafe_b64encode(orjson.dumps([order, key, row_id.hex], default=str)).rstrip(b"=").decode("ascii")


def decode(argument: str, text: str, order: str, key_type: str, beside: Sequence[Any] = ()) -> tuple[Any, UUID]:
    """The key, as PostgreSQL's `key_type`, and the id.

    beside    what this list's cursors have beside the key
    raises    BadInput naming the argument: not a cursor, or of a list in another order or with something else beside
    """
    bounds.text(argument, text, bounds.CURSOR)
    try:
        made_in, key, row_id = orjson.loads(_unpadded(text))
        key, *others = key if beside and made_in == order else [key]
        values = READERS[key_type](key), UUID(row_id)
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise BadInput(argument, Bilingual("不是本接口给出的游标。", "Not a cursor that this API has given out.")) from None
    if made_in != order:
        raise BadInput(argument, Bilingual(f"游标出自另一种排序 {made_in}，这里是 {order}。",
                                           f"The cursor was made in the order {made_in}; this list is in {order}."))
    if beside and others != list(beside):
        raise BadInput(argument, Bilingual(f"游标出自 {others}，这里是 {list(beside)}；请从头翻页。",
                                           f"The cursor was made for {others}; this list is for {list(beside)}: begin anew."))
    return values


def _unpadded(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def encode_position(pos: int) -> str:
    """The cursor of a place in the event log."""
    return urlsafe_b64encode(b"event:%d" % pos).rstrip(b"=").decode("ascii")


def decode_position(argument: str, text: str) -> int:
    """The place in the event log, from 0.

    raises    BadInput naming the argument
    """
    bounds.text(argument, text, bounds.CURSOR)
    try:
        kind, _, pos = _unpadded(text).decode("ascii").partition(":")
        if kind == "event" and pos.isdecimal() and len(pos) < 19:
            return int(pos)
    except ValueError:
        pass
    raise BadInput(argument, Bilingual("不是事件的游标。", "Not a cursor of an event."))

"""Statements and answers in a form that stays the same and can be read: for the triples."""
import re
from base64 import urlsafe_b64decode
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from db import visibility
from planner import cursors, ids
from tests.api.client import TAGS

_BREAKS = re.compile(r"'(?:[^']|'')*'|\(|\)|\b(?:FROM|WHERE|LEFT JOIN|CROSS JOIN|UNION ALL|ORDER BY)\b")
_VIEWER = "|".join((*visibility.PARAMETERS, *visibility.NOW))
TYPES = {tag: name for name, tag in TAGS.items()}


def _predicate(text: str) -> re.Pattern[str]:
    """What the predicate looks like with its places filled in; the group is the row's alias."""
    pattern = re.escape(text).replace(re.escape("{t}"), r"(?P<t>\w+)", 1).replace(re.escape("{t}"), "(?P=t)")
    return re.compile(re.sub(rf"\\\{{(?:{_VIEWER})\\\}}", r"\\$\\d+::\\w+(?:\\[\\])?", pattern))


VISIBLE = _predicate(visibility.ITEM)


def statement(sql: str) -> str:
    """A statement on lines of its own; `visible(t)` stands for `db.visibility.ITEM` over `t`."""
    depth, lines, at = 0, [""], 0
    sql = VISIBLE.sub(r"visible(\g<t>)", sql)
    for found in _BREAKS.finditer(sql):
        lines[-1] += sql[at:found.start()]
        at = found.start()
        if found[0] == "(":
            depth += 1
        elif found[0] == ")":
            depth -= 1
        elif not found[0].startswith("'"):
            lines.append("  " * depth)
    lines[-1] += sql[at:]
    return "\n".join(line.rstrip() for line in lines).removesuffix(";") + ";\n"


class Placeholders:
    """Replaces what differs from run to run: ids by the name of what they stand for, cursors, and present times."""

    def __init__(self, ids: dict[str, str], rows: dict[str, UUID]) -> None:
        self._names = {global_id: name for name, global_id in ids.items()}
        self._rows = {row.hex: name for name, row in rows.items()}
        self._unnamed: dict[str, str] = {}

    def answer(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self.answer(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.answer(each) for each in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        if text in self._names:
            return f"<{self._names[text]}>"
        if (made := _decoded(text)) is None:
            return "<now>" if _is_present(text) else text
        if isinstance(made, str):
            return self._unnamed.setdefault(text, f"<{made} {len(self._unnamed) + 1}>")
        order, key, row = made
        key = "<now>" if _is_present(str(key)) else round(key) if isinstance(key, float) else key
        return f"<cursor {order} {key} {self._rows.get(row, 'unnamed')}>"


def _decoded(text: str) -> str | list[Any] | None:
    """The type of a global id, or the parts of a page's cursor."""
    if tag := ids.tag(text):
        return TYPES.get(tag)
    try:
        parts = orjson.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except ValueError:
        return None
    return parts if isinstance(parts, list) and len(parts) == 3 else None


def _is_present(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo is not None and moment.year not in (2024, 2099)


def variables(value: Any, ids: dict[str, str], rows: dict[str, UUID]) -> Any:
    """Variables as sent: `@name` becomes an id, `@cursor ORDER TIME name` a cursor."""
    if isinstance(value, dict):
        return {name: variables(each, ids, rows) for name, each in value.items()}
    if isinstance(value, list):
        return [variables(each, ids, rows) for each in value]
    if isinstance(value, str) and value.startswith("@cursor "):
        _, order, key, name = value.split(" ", 3)
        return cursors.encode(order, key, rows[name])
    return ids[value[1:]] if isinstance(value, str) and value.startswith("@") else value

"""One SQL statement in the making: its columns, joins and parameters."""
from collections.abc import Callable, Mapping
from typing import Any

from db import visibility
from planner import ids, words
from planner.arguments import Read, Run
from planner.catalogue import Catalogue


class Places(dict[str, Any]):
    """What fills the places of a catalogue's text; a place that nobody filled is a viewer's value."""

    def __init__(self, statement: "Statement", **filled: Any) -> None:
        super().__init__(filled)
        self.statement = statement

    def __missing__(self, name: str) -> str:
        return self.statement.viewer_value(name)


class Slot:
    """The place of a run's value; formatting it with a cast makes it a parameter."""

    def __init__(self, statement: "Statement", read: Read, key: object) -> None:
        self._statement, self._read, self._key = statement, read, key

    def __getattr__(self, name: str) -> "Slot":
        read = self._read

        def inner(run: Run) -> Any:
            outer = read(run)
            return None if outer is None else outer.get(name)

        return Slot(self._statement, inner, (self._key, name))

    def __format__(self, cast: str) -> str:
        if cast.startswith("id("):
            return self._statement.bind(self._id_reader(cast[3:-1].split(",")), "uuid", (self._key, cast))
        return self._statement.bind(self._read, cast, (self._key, cast))

    def _id_reader(self, types: list[str]) -> Read:
        tags = {tag for name in types for tag in self._statement.catalogue.tags(name)}
        read = self._read

        def decoded(run: Run) -> Any:
            text = read(run)
            return None if text is None else ids.decode(text, tags)

        return decoded


class Statement:
    """Columns are numbered from 0 and parameters from 1; the same expression or value is asked for once."""

    def __init__(self, catalogue: Catalogue, reserved: int = 0) -> None:
        self.catalogue, self.reserved = catalogue, reserved
        self.columns: dict[str, int] = {}
        self.joins: list[str] = []
        self.binds: list[Read] = []
        self._bound: dict[object, str] = {}
        self._aliases = 0

    def column(self, expression: str) -> int:
        return self.columns.setdefault(expression, len(self.columns))

    def alias(self) -> str:
        self._aliases += 1
        return f"t{self._aliases}"

    def bind(self, read: Read, cast: str, key: object) -> str:
        if key not in self._bound:
            self.binds.append(words.reader(read) if cast in ("text", "text[]") else read)
            self._bound[key] = f"${self.reserved + len(self.binds)}::{cast}"
        return self._bound[key]

    def viewer_value(self, name: str) -> str:
        return self.bind(lambda run: run.parameters[name], visibility.PARAMETERS[name], ("viewer", name))

    def slot(self, read: Read, key: object) -> Slot:
        return Slot(self, read, key)

    def given(self, guard: Callable[[Run], Mapping[str, Any]] = lambda run: run.given) -> Slot:
        return Slot(self, guard, "given")

    def fill(self, text: str, **filled: Any) -> str:
        """The catalogue's text with its places filled in."""
        return text.format_map(Places(self, given=self.given(), **filled))

    def conditions(self, alias: str, *texts: str | None, **filled: Any) -> str:
        """Texts joined by AND; `true` when there are none."""
        return " AND ".join(self.fill(text, t=alias, **filled) for text in texts if text and text != "true") or "true"

    def join_one(self, table: str, alias: str, condition: str) -> None:
        """Join at most one row. Lateral with a limit, or a forced generic plan hashes the whole table."""
        row = f"SELECT * FROM {table} {alias} WHERE {condition} LIMIT 1"
        self.joins.append(f"LEFT JOIN LATERAL ({row}) {alias} ON true")

    def selected(self) -> str:
        return ", ".join(self.columns) or "1"

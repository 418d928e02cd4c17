"""One SQL statement in the making: its columns, joins and parameters."""
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from db import visibility
from domain import codes, dates, texts
from domain.refusals import BadInput
from planner import bounds, ids, text_parameters
from planner.arguments import Read, Run
from planner.catalogue import Catalogue
from planner.limits import TooCostly

MEASURES = {"longitude": (-180, 180), "latitude": (-85, 85), "metres": (0, 20_037_509)}
"""Casts of numbers that PostgreSQL's functions of the map understand within these bounds only: a float8 each."""


SIDES = {"west": "longitude", "south": "latitude", "east": "longitude", "north": "latitude"}
"""Casts of a box: to one side of it, which has the bounds of a measure."""

MOST_JOINS = 100  # in one statement: PostgreSQL's planning takes long beyond

JOINED = "LEFT JOIN LATERAL (SELECT "


class Placeholders(dict[str, Any]):
    """What fills the places of a catalogue's text; a place that nobody filled is a viewer's value, or the run's moment."""

    def __init__(self, statement: "Statement", **filled: Any) -> None:
        super().__init__(filled)
        self.statement = statement

    def __missing__(self, name: str) -> str:
        return self.statement.viewer_value(name)


class Parameter:
    """The place of a run's value; formatting it with a cast makes it a parameter. `name` is for messages."""

    def __init__(self, statement: "Statement", read: Read, key: object, name: str) -> None:
        self._statement, self._read, self._key, self._name = statement, read, key, name

    def __getattr__(self, name: str) -> "Parameter":
        read = self._read

        def inner(run: Run) -> Any:
            outer = read(run)
            return None if outer is None else outer.get(name)

        return Parameter(self._statement, inner, (self._key, name), f"{self._name}.{name}")

    def __format__(self, cast: str) -> str:
        if cast.startswith("id("):
            return self._statement.bind(self._id_reader(cast[3:-1].split(",")), "uuid", (self._key, cast))
        if cast == "patterns":
            return self._statement.bind(text_parameters.patterns(self._name, self._read), "text[]", (self._key, cast))
        if cast in MEASURES:
            return self._statement.bind(self._measure_reader(*MEASURES[cast]), "float8", (self._key, cast))
        if cast in SIDES:
            return self._statement.bind(self._side_reader(cast), "float8", (self._key, cast))
        if cast == "timestamptz":
            return self._statement.bind(self._moment_reader(), cast, (self._key, cast))
        if cast in ("division", "division?"):
            read = division(self) if cast == "division" else self._division_or_none()
            return self._statement.bind(read, "text", (self._key, cast))
        read = text_parameters.reader(self._name, self._read) if cast in ("text", "text[]") else self._read
        return self._statement.bind(read, cast, (self._key, cast))

    def _measure_reader(self, least: float, most: float) -> Read:
        read, name = self._read, self._name

        def measured(run: Run) -> Any:
            value = read(run)
            if value is not None and not least <= value <= most:
                raise BadInput(name, f"须在 {least} 到 {most} 之间，给的是 {value}。"
                                     f"From {least} to {most}; it was {value}.")
            return None if value is None else texts.measured(value)

        return measured

    def _division_or_none(self) -> Read:
        read = self._read

        def meant(run: Run) -> Any:
            text = read(run)
            return None if text is None else codes.meant(text)

        return meant

    def _side_reader(self, side: str) -> Read:
        """Reads one side of a box; its latitudes are compared when its south is read."""
        box, name = self._read, self._name
        within = getattr(self, side)._measure_reader(*MEASURES[SIDES[side]])

        def read(run: Run) -> Any:
            value = within(run)
            if side == "south" and value > box(run)["north"]:
                raise BadInput(f"{name}.south", f"南界 {value} 高于北界。The south {value} lies above the north.")
            return value

        return read

    def _moment_reader(self) -> Read:
        read, name = self._read, self._name

        def known(run: Run) -> Any:
            value = read(run)
            if value is not None and not dates.is_known(value):
                raise BadInput(name, dates.BOUND)
            return value

        return known

    def _id_reader(self, types: list[str]) -> Read:
        tags = {tag for name in types for tag in self._statement.catalogue.tags(name)}
        read, name = self._read, self._name

        def decoded(run: Run) -> Any:
            text = bounds.text(name, read(run), bounds.ID)
            return None if text is None else ids.decode(text, tags)

        return decoded


def reader(parameter: Parameter) -> Read:
    """Reads a parameter's text as a parameter would; a method of the parameter would be taken for a field of its value."""
    return text_parameters.reader(parameter._name, parameter._read)


def division(parameter: Parameter) -> Read:
    """Reads a parameter's division code, without padding."""
    name, read = parameter._name, parameter._read

    def meant(run: Run) -> Any:
        text = read(run)
        return None if text is None else codes.read(name, text)

    return meant


def grams(parameter: Parameter) -> Read:
    """Reads the grams of a parameter's text."""
    return text_parameters.grams(parameter._name, parameter._read)


class Statement:
    """Columns are numbered from 0 and parameters from 1; the same expression or value is asked for once."""

    def __init__(self, catalogue: Catalogue, reserved: int = 0, asks: set[str] | None = None) -> None:
        """asks: gets the names of the viewer's values that it asks for"""
        self.catalogue, self.reserved = catalogue, reserved
        self.asks: set[str] = set() if asks is None else asks
        self.columns: dict[str, int] = {}
        self._joined: dict[str, tuple[str, str]] = {}
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
            self.binds.append(read)
            self._bound[key] = f"${self.reserved + len(self.binds)}::{cast}"
        return self._bound[key]

    @contextmanager
    def aside(self) -> Iterator[list[Read]]:
        """What is bound meanwhile becomes no parameter; the list gets its readers."""
        binds, bound = self.binds, self._bound
        self.binds, self._bound = [], dict(bound)
        try:
            yield self.binds
        finally:
            self.binds, self._bound = binds, bound

    @contextmanager
    def branch(self) -> Iterator[list[Read]]:
        """What is bound meanwhile becomes a parameter of one way to end the statement; the list gets all its readers."""
        binds, bound = self.binds, self._bound
        self.binds, self._bound = list(binds), dict(bound)
        try:
            yield self.binds
        finally:
            self.binds, self._bound = binds, bound

    def viewer_value(self, name: str) -> str:
        if name in visibility.NOW:
            return self.bind(lambda run: run.now, visibility.NOW[name], name)
        self.asks.add(name)
        return self.bind(lambda run: run.parameters[name], visibility.PARAMETERS[name], ("viewer", name))

    def parameter(self, read: Read, key: object, name: str = "value") -> Parameter:
        return Parameter(self, read, key, name)

    def given(self, guard: Callable[[Run], Mapping[str, Any]] = lambda run: run.given) -> Parameter:
        return Parameter(self, guard, "given", "given")

    def fill(self, text: str, **filled: Any) -> str:
        """The catalogue's text with its places filled in."""
        return text.format_map(Placeholders(self, given=self.given(), **filled))

    def conditions(self, alias: str, *texts: str | None, **filled: Any) -> str:
        """Texts joined by AND; `true` when there are none."""
        return " AND ".join(self.fill(text, t=alias, **filled) for text in texts if text and text != "true") or "true"

    def join_one(self, table: str, alias: str, condition: str) -> None:
        """Join at most one row. Lateral with a limit, or a forced generic plan hashes the whole table."""
        if len(self._joined) >= MOST_JOINS:
            raise TooCostly(f"一级中最多 {MOST_JOINS} 个对一关系。"
                            f"More than {MOST_JOINS} to-one relations in one level.")
        self._joined[alias] = table, condition

    @property
    def joins(self) -> list[str]:
        def row(alias: str, table: str, condition: str) -> str:
            wanted = ", ".join(f"{alias}.{name}" for name in self.used(alias))
            return f"{wanted or '1'} FROM {table} {alias} WHERE {condition} LIMIT 1"
        return [f"{JOINED}{row(alias, *of)}) {alias} ON true" for alias, of in self._joined.items()]

    def used(self, alias: str) -> list[str]:
        """The columns of the table at an alias that are asked for. To start a plan costs the more the wider its rows are."""
        asked = [*self.columns, *(condition for joined, (_, condition) in self._joined.items() if joined != alias)]
        return sorted(set(re.findall(rf"\b{alias}\.(\w+)", " ".join(asked))))

    @property
    def width(self) -> int:
        """How many columns its rows have."""
        return len(self.columns) or 1

    def selected(self) -> str:
        return ", ".join(self.columns) or "1"

"""One SQL statement in the making: its columns, joins and parameters."""
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from graphql import ValueNode

from db import visibility
from db.select import Expression, Join, Select, all_of
from domain import codes, texts
from domain.languages import Bilingual
from domain.refusals import BadInput
from planner import bounds, ids, text_parameters
from planner.arguments import Read, Run, variables, written_field
from planner.catalogue import Catalogue
from planner.limits import TooCostly
from planner.notes import Notes
from planner.tokens import Token, tokens

MEASURES = {"longitude": (-180, 180), "latitude": (-85, 85), "metres": (0, 20_037_509)}
"""Casts of numbers that PostgreSQL's functions of the map understand within these bounds only: a float8 each."""


SIDES = {"west": "longitude", "south": "latitude", "east": "longitude", "north": "latitude"}
"""Casts of a box: to one side of it, which has the bounds of a measure."""

MOST_JOINS = 100  # in one statement: PostgreSQL's planning takes long beyond


class Parameter:
    """A run's value: with a cast it becomes a parameter of the statement.

    name     for messages
    written  as the operation has it, if it does
    """

    def __init__(self, statement: "Statement", read: Read, key: object, name: str, written: ValueNode | None = None) -> None:
        self._statement, self._read, self._key, self._name, self._written = statement, read, key, name, written

    def field(self, name: str) -> "Parameter":
        read = self._read

        def inner(run: Run) -> Any:
            outer = read(run)
            return None if outer is None else outer.get(name)

        return Parameter(self._statement, inner, (self._key, name), f"{self._name}.{name}", written_field(self._written, name))

    def bound(self, cast: str) -> Expression:
        """The parameter of this cast, the same each time."""
        if cast.startswith("id("):
            read, type_ = self._id_reader(cast[3:-1].split(",")), "uuid"
        elif cast == "patterns":
            read, type_ = text_parameters.patterns(self._name, self._read), "text[]"
        elif cast in MEASURES:
            read, type_ = self._measure_reader(*MEASURES[cast]), "float8"
        elif cast in SIDES:
            read, type_ = self._side_reader(cast), "float8"
        elif cast in ("timestamptz", "date"):
            read, type_ = self._moment_reader(), cast
        elif cast in ("division", "division?"):
            read, type_ = self.division() if cast == "division" else self._division_or_none(), "text"
        else:
            read, type_ = self.text() if cast in ("text", "text[]") else self._read, cast
        return self._statement.bind(read, type_, (self._key, cast), " ".join([self._name, *variables(self._written)]))

    def text(self) -> Read:
        """Reads it as a text, or texts."""
        return text_parameters.reader(self._name, self._read)

    def grams(self) -> Read:
        """Reads the grams of its text."""
        return text_parameters.grams(self._name, self._read)

    def division(self) -> Read:
        """Reads its division code, without padding."""
        name, read = self._name, self._read

        def meant(run: Run) -> Any:
            text = read(run)
            return None if text is None else codes.read(name, text)

        return meant

    def _measure_reader(self, least: float, most: float) -> Read:
        read, name = self._read, self._name

        def measured(run: Run) -> Any:
            value = read(run)
            if value is not None and not least <= value <= most:
                raise BadInput(name, Bilingual(f"须在 {least} 到 {most} 之间，给的是 {value}。",
                                               f"From {least} to {most}; it was {value}."))
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
        within = self.field(side)._measure_reader(*MEASURES[SIDES[side]])

        def read(run: Run) -> Any:
            value = within(run)
            if side == "south" and value > box(run)["north"]:
                raise BadInput(f"{name}.south", Bilingual(f"南界 {value} 高于北界。",
                                                          f"The south {value} lies above the north."))
            return value

        return read

    def _moment_reader(self) -> Read:
        read, name = self._read, self._name

        def known(run: Run) -> Any:
            value = read(run)
            return None if value is None else bounds.moment(name, value)

        return known

    def _id_reader(self, types: list[str]) -> Read:
        tags = {tag for name in types for tag in self._statement.catalogue.tags(name)}
        read, name = self._read, self._name

        def decoded(run: Run) -> Any:
            text = bounds.text(name, read(run), bounds.ID)
            return None if text is None else ids.decode(text, tags, name)

        return decoded


class Condition(NamedTuple):
    """A catalogue's text over a value, `{v}`."""

    text: str
    value: Parameter


class Statement:
    """Columns are numbered from 0 and parameters from 1; the same expression or value is asked for once."""

    def __init__(self, catalogue: Catalogue, reserved: int = 0, asks: set[str] | None = None,
                 notes: Notes | None = None) -> None:
        """
        asks    gets the names of the viewer's values that it asks for
        notes   gets why its conditions are there, and where its parameters come from
        """
        self.catalogue, self.reserved, self.notes = catalogue, reserved, notes
        self.asks: set[str] = set() if asks is None else asks
        self.columns: dict[Expression, int] = {}
        self._joined: dict[str, tuple[str, Expression]] = {}
        self.binds: list[Read] = []
        self._bound: dict[object, Expression] = {}
        self._aliases = 0

    def column(self, expression: Expression) -> int:
        return self.columns.setdefault(expression, len(self.columns))

    def alias(self) -> str:
        self._aliases += 1
        return f"t{self._aliases}"

    def bind(self, read: Read, cast: str, key: object, origin: str) -> Expression:
        """The parameter of a value, which `key` names: the same for the same key.

        origin   where the value comes from
        """
        if key not in self._bound:
            if self.notes is not None:
                self.notes.origins[read] = origin
            self.binds.append(read)
            self._bound[key] = Expression((self.reserved + len(self.binds), f"::{cast}"))
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

    def viewer_value(self, name: str) -> Expression:
        """A value of the viewer, or the run's moment."""
        if name in visibility.NOW:
            return self.bind(lambda run: run.now, visibility.NOW[name], name, "the run's moment")
        self.asks.add(name)
        return self.bind(lambda run: run.parameters[name], visibility.PARAMETERS[name], ("viewer", name),
                         f"the viewer's {name}")

    def because(self, why: str, sql: str) -> str:
        """A condition, with what it is there for."""
        if self.notes is not None:
            self.notes.conditions[why, sql] = None
        return sql

    def parameter(self, read: Read, key: object, name: str = "value", written: ValueNode | None = None) -> Parameter:
        return Parameter(self, read, key, name, written)

    def given(self) -> Parameter:
        """The values that the operation's runner gives."""
        return Parameter(self, lambda run: run.given, "given", "given")

    def expression(self, text: str, **filled: Any) -> Expression:
        """The catalogue's text over rows and values.

        filled   what stands for its placeholders: aliases, values, SQL; else it is a value of the viewer
        """
        parts: list[str | int] = []
        reads: set[tuple[str, str]] = set()
        for token in tokens(text):
            parts.append(token.text)
            if token.placeholder is not None:
                value = self._filled(token, filled)
                parts += [value] if isinstance(value, str) else value.parts
                reads |= ({(value, token.column)} if token.column else set()) if isinstance(value, str) else value.reads
        return Expression(tuple(parts), frozenset(reads))

    def _filled(self, token: Token, filled: Mapping[str, Any]) -> str | Expression:
        name, *fields = (token.placeholder or "").split(".")
        value = filled.get(name, self.given() if name == "given" else None)
        if value is None:
            return self.viewer_value(name)
        for each in fields:
            value = value.field(each)
        return value.bound(token.cast) if isinstance(value, Parameter) else value

    def fill(self, text: str | Condition, **filled: Any) -> str:
        """The same, written out."""
        if isinstance(text, Condition):
            return str(self.expression(text.text, **{**filled, "v": text.value}))
        return str(self.expression(text, **filled))

    def all_of(self, alias: str, texts: Mapping[str, str | None], **filled: Any) -> Expression:
        """Texts, by what they are there for, joined by AND; `true` when there are none."""
        made = {why: self.expression(text, t=alias, **filled) for why, text in texts.items() if text and text != "true"}
        for why, each in made.items() if self.notes else ():
            self.because(why, str(each))
        return all_of(made.values())

    def conditions(self, alias: str, *texts: str | Condition | None, **filled: Any) -> str:
        """Texts joined by AND; `true` when there are none."""
        return " AND ".join(self.fill(text, t=alias, **filled) for text in texts if text and text != "true") or "true"

    def join_one(self, table: str, alias: str, condition: Expression) -> None:
        """Join at most one row."""
        if len(self._joined) >= MOST_JOINS:
            raise TooCostly(Bilingual(f"一级中最多 {MOST_JOINS} 个对一关系，请分几次问。",
                                      f"At most {MOST_JOINS} to-one relations in one level: ask in parts."))
        self._joined[alias] = table, condition

    @property
    def joins(self) -> tuple[Join, ...]:
        return tuple(Join(table, alias, condition, tuple(self.used(alias)))
                     for alias, (table, condition) in self._joined.items())

    def used(self, alias: str) -> list[str]:
        """The columns of the table at an alias that are asked for. To start a plan costs the more the wider its rows are."""
        asked = [*self.columns, *(condition for joined, (_, condition) in self._joined.items() if joined != alias)]
        return sorted({name for each in asked for of, name in each.reads if of == alias})

    @property
    def width(self) -> int:
        """How many columns its rows have."""
        return len(self.columns) or 1

    def select(self, source: str) -> Select:
        return Select(tuple(self.columns) or (Expression(("1",)),), source, self.joins)

    def around(self, source: str) -> str:
        """Its columns and joins around other SQL."""
        return self.select(source).sql

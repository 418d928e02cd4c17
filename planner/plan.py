"""A plan: the statements of an operation, and the shape of its answer over their rows."""
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, TypeAlias

import orjson
from graphql import FieldNode, GraphQLError

from db.select import Select
from domain import dates
from domain.languages import Bilingual, Language
from planner.arguments import Read, Run


def dumps(answer: Any, language: Language) -> bytes:
    """An answer's bytes, its messages in a language. What SQL has not written of moments and days gets the form that it gives
    them (`compile.WRITTEN`)."""
    return orjson.dumps(answer, default=_PLAIN[language],
                        option=orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS)


def _plain(value: Any, language: Language) -> str:
    if isinstance(value, Bilingual):
        return value.told(language)
    if isinstance(value, datetime):
        return dates.written(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError


_PLAIN = {language: partial(_plain, language=language) for language in Language}


Sent: TypeAlias = tuple[str, list[Read]]
"""A statement as sent, and what its parameters are read from; the parents' keys come before them."""


@dataclass(eq=False)
class Level:
    """One SQL statement: all the rows of one list for all its parents, or the one row of a root.

    select    of a root's row: its SQL as a value, which another statement may read in its own
    sql       as sent; its parameters are `binds`, after the parents' keys when it is `keyed`; a row's first column
              then is its parent's place among them, from 1
    chosen    picks the statement of a run, where it is not the same for all viewers; then `sql` is empty
    width     how many columns its rows have
    checks    read before it is sent, for what is wrong with them: a cursor, where rows are only counted
    children  the lists below, each with the column of this level's rows that holds its parents' keys
    wanted    whether a run has use for it; None: every run has
    represented  of `_entities` and `nodes`: how many rows a run asks it for
    weight    values that are said again of each row, under other names (`planner.price`)
    looks     whether its rows have personal data
    at_once   makes of a parent's rows that have just come what the page has of them, where nothing else looks at them
              (`planner.generate`); raises anything when one is out of order
    """

    name: str
    sql: str = ""
    width: int = 1
    binds: list[Read] = field(default_factory=list)
    chosen: Callable[[Run], Sent] | None = None
    checks: list[Read] = field(default_factory=list)
    keyed: bool = False
    paging: "Paging | None" = None
    children: list[tuple[int | None, "Level"]] = field(default_factory=list)
    wanted: Callable[[Run], bool] | None = None
    represented: Callable[[Run], int] | None = None
    select: Select | None = None
    weight: int = 0
    looks: bool = False
    at_once: Callable[[Run, Iterable[Any]], list[Any]] | None = None

    def sent(self, run: Run) -> Sent:
        return self.chosen(run) if self.chosen else (self.sql, self.binds)

    @property
    def levels(self) -> "list[Level]":
        """This level and all below, in the order of their statements."""
        return [self, *(each for _, child in self.children for each in child.levels)]


@dataclass(frozen=True)
class Paging:
    """How a page's rows are cut out.

    limit     reads how many rows are wanted; the statement asks for one more, to know whether there is more
    backward  whether the page is the last ones, read in reverse
    after     whether it begins after a cursor, before: whether it ends before one
    order     the name that its cursors carry
    key, id   columns of the row that cursors are made of, where they are asked for
    groups    the columns of counts by group, which come with the count
    total     the column of the count; with it, `id` is null where the page is empty, None where no rows are asked for
    """

    limit: Callable[[Run], int]
    backward: bool
    after: bool
    before: bool
    order: str
    key: int | None
    id: int | None
    total: int | None
    groups: tuple[int, ...] = ()


@dataclass(frozen=True)
class Field:
    """A field of the answer.

    key     the response key
    owner   the object type and the field's name there, for messages
    """

    key: str
    shape: "Shape"
    nonnull: bool
    nodes: list[FieldNode]
    owner: str


@dataclass(frozen=True)
class Constant:
    value: Any


@dataclass(frozen=True)
class Leaf:
    column: int
    out: Callable[[Any], Any] | None


@dataclass(frozen=True)
class Call:
    """A Python function of columns; `inner` picks the selected fields when it returns objects."""

    function: Callable[..., Any]
    columns: tuple[int, ...]
    inner: "Picked | PickedOf | None"


@dataclass(frozen=True)
class Looked(Call):
    """Personal data: the function gets the run, in which it notes the look; null where the column `present` is null."""

    present: int


@dataclass(frozen=True)
class Picked:
    """Fields picked from a Python object, by attribute."""

    fields: tuple[tuple[str, str | None, "Picked | PickedOf | None"], ...]
    """Response key, attribute (None: the type's name), and what is picked below."""
    typename: str


@dataclass(frozen=True)
class PickedOf:
    """The same of Python objects of several types, told by their attribute `typename`."""

    types: Mapping[str, Picked]


@dataclass(frozen=True)
class FromRun:
    """A value that the runner gives."""

    name: str
    inner: Picked | PickedOf | None


@dataclass(frozen=True)
class Answered:
    """A value that a function makes of the run's arguments."""

    function: Callable[[Run], Any]
    inner: Picked | PickedOf | None


@dataclass(frozen=True)
class Object:
    """An object; null where the column `present` is null."""

    typename: str
    present: int | None
    fields: list[Field]


@dataclass(frozen=True)
class Variant:
    """An object of one of several types, told by the column `type`; null where that is null."""

    type: int
    objects: Mapping[str, Object]


@dataclass(frozen=True)
class Broken:
    """A field whose arguments cannot be right in any run of this plan."""

    error: GraphQLError


@dataclass(frozen=True)
class Page:
    """A connection over a level; `key` is the column of the parent's row that its rows are found by.

    bare    it is a plain list: the value of its only field, and not an object
    """

    level: Level
    key: int | None
    fields: list[Field]
    bare: bool = False


@dataclass(frozen=True)
class Edges:
    fields: list[Field]


@dataclass(frozen=True)
class Nodes:
    inner: Object | Variant


@dataclass(frozen=True)
class PageInfo:
    fields: list[tuple[str, str]]
    """Response key and the field's name."""


@dataclass(frozen=True)
class TotalCount:
    pass


@dataclass(frozen=True)
class Groups:
    """Counts by group: which of the page's, and response key and name of each field of a group."""

    number: int
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CursorOf:
    pass


@dataclass(frozen=True)
class References:
    """`_entities` and `nodes`: for each type, the level that finds its rows and their shape."""

    levels: Mapping[str, tuple[Level, Object]]
    sorted: Callable[[Run], Any]


Shape = (Constant | Leaf | Call | Looked | FromRun | Answered | Object | Variant | Broken | Page | Edges
         | Nodes | PageInfo | TotalCount | Groups | CursorOf | References)


@dataclass
class Plan:
    """What a root's selection became.

    row      the statement of the root's to-one fields; None when it has none
    lists    the root's lists
    introspects  whether a field asks for the schema, which graphql-core answers
    asks     which of the viewer's values its statements ask for
    tells    whether its answer has messages, which each reader has in a language
    looks    the fields that are personal data: whole looks are recorded before its answer leaves
    weight   what a run costs beyond the rows of its lists (`planner.price`)
    varies   whether runs of it differ in price
    price    of the run that it was reckoned for last, in rows
    """

    root: Object
    row: Level | None
    lists: list[Level]
    introspects: bool
    needs_viewer: bool
    asks: Set[str]
    tells: bool = False
    weight: int = 0
    looks: Sequence[str] = ()
    varies: bool = False
    price: int | None = None
    quick: Callable[[Run, Any], dict[str, Any]] | None = None
    """Makes the answer when nothing is out of order (`planner.generate`)."""

    @property
    def levels(self) -> list[Level]:
        rows = self.row.levels if self.row else []
        return rows + [level for each in self.lists for level in each.levels]

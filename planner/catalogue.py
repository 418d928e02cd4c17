"""What the planner knows of the schema: for each field, which column, relation or function it is.

The schema room makes these from its types' own declarations. Texts are SQL with places to fill in:
`{t}` the row's alias, `{p}` the parent row's, `{k}` the parent's key, `{v:int4}` the argument's value cast to a type,
`{v.longitude:float8}` a field of it, `{v:division}` a division's code without padding (`division?`: null where it is
none), `{v:id(Demand,Project)}` a global ID of these types, `{scopes}` a value of the viewer (`db.visibility.PARAMETERS`),
`{now}` the run's moment, `{given.claim:uuid}` a value that the operation's runner gives, `{r}` the representation (jsonb)
by which a gateway asked for the row, null elsewhere: it has the values of fields that a field of ours requires of other
subgraphs.
"""
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from db import visibility
from db.visibility import AccessPaths
from domain.sight import Sight, Visible
from planner.keys import Part, parts_of
from planner.personal import Personal
from planner.stated import Stated
from planner.subscription import SubscriptionSource


@dataclass(frozen=True)
class Column:
    """A field that is a column or an expression of columns; `out` turns its value into what JSON can hold."""

    sql: str
    out: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Computed:
    """A field that a Python function works out: `function(viewer, *values of needs)`; objects come as dataclasses."""

    needs: tuple[str, ...]
    function: Callable[..., Any]


@dataclass(frozen=True)
class Given:
    """A field whose value the operation's runner gives: an event's cursor."""

    name: str
    tells: bool = False
    """Whether it is a message, `domain.languages.Bilingual`."""


@dataclass(frozen=True)
class Inline:
    """An object made of the same row; null where `present` is null."""

    present: str | None = None


@dataclass(frozen=True, eq=False)
class One:
    """A to-one relation, joined into the statement of its parent."""

    on: str
    choice: Mapping[str, str] = field(default_factory=dict)
    """Of a lookup: for each argument that names the row, or field of its one argument (`@oneOf`), the condition."""
    seen_with_parent: bool = False
    """Whether whoever sees the parent sees it: then it is not asked again."""
    of_write: bool = False
    """Whether it is a row that a write gave: who wrote it just now sees it (`Run.wrote`)."""


@dataclass(frozen=True, eq=False)
class OneOf:
    """A to-one relation to a row of one of several types, which the parent's row `{p}` names; null where it is not seen.

    type   the expression of the object type's name
    id     of the row's id
    types  those that there may be, interfaces over one table among them
    """

    type: str
    id: str
    types: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Many:
    """A to-many relation as a Relay connection: one statement for all parents of the level."""

    on: str = "true"
    key: str | None = None
    key_type: str = "uuid"
    seen_with_parent: bool = False
    """Whether who sees the parent, in whose history its rows stand, sees them as far as `seen_with_subject` says: then the
    parent is asked about once, at the parent."""


@dataclass(frozen=True)
class Entities:
    """Rows of any types: one statement for each type among those that the argument represents.

    by_id   whether it is a list of global IDs (Relay's `nodes`); else it is federation's `_entities`
    """

    argument: str
    by_id: bool = False


Source = Column | Computed | Given | Stated | Inline | One | OneOf | Many | Entities | Personal
"""What has none, graphql-core answers: introspection."""


@dataclass(frozen=True)
class Order:
    """An order of a list: by one expression, then by id, both in the same direction.

    where   what must hold for a row to have a place in this order
    beside  what else its cursors have, over its argument, and another page is held to: the centre of NEAREST
    index   what the access paths' columns have an index with that leads along it, other than the one with list and state
    unique  whether no two rows have the same place in it
    in_index  whether an index of the access paths' columns with list and state has the rows in it, if `index` names no other
    """

    by: str
    type: str
    descending: bool = False
    where: str | None = None
    needs: str | None = None
    """The argument without which this order means nothing."""
    beside: tuple[str, ...] = ()
    index: str | None = None
    unique: bool = False
    in_index: bool = True


@dataclass(frozen=True)
class IndexCondition:
    """A condition that an index answers, and that holds for every row for which a filter's condition holds.

    text    may have a place `{keys}`, then it is for index scans alone: a text's grams, each as `key` has it; or `{each}`:
            each of the field's values is walked by itself, in an index that leads by it and then has the list's order
    index   what the access paths' columns have that index with; None: it is one with list, state and the condition's own
            column, and leaves so few rows that a page is found by it alone, whoever asks
    """

    text: str
    index: str | None = None
    key: Callable[[str, str, str], str] | None = None
    """Makes the index's key of a row's type (empty where there are none), the code by which it is sought, and a gram."""
    exact: int | None = None
    """How many digits a code has that is wholly in the key: then all rows of the key are the code's."""

    @property
    def is_placed(self) -> bool:
        return "{keys}" in self.text or "{each}" in self.text


@dataclass(frozen=True)
class FilterField:
    """A field of a filter.

    condition  over the row `{t}` and the field's value `{v:...}`
    index      what finds such rows; None: no index does
    states     of a Boolean field those in which alone a row is for which it is true: a page looks into no others; none: any
    by         of a Boolean field the viewer's values (`db.visibility.PARAMETERS`) of which a row for which it is true has one
               in a column of its own by which it is seen: a page finds it by these alone; none: by any
    """

    condition: str
    index: IndexCondition | None = None
    states: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class IndexLayout:
    """The indexes by which a root page finds a table's rows along access paths (`db.visibility.AccessPaths`): for the column
    of each there is one that leads by type and state, then by that column, in the page's order.

    state     the column of the states, and the filter's field for them
    states    all of them
    division  the filter's field for the division in which a row's home lies; None: there is none
    """

    states: tuple[str, ...]
    state: str
    division: str | None = None


class _OfTable:
    """
    visible   who sees a row; None: it is of no table
    """

    visible: Visible | None

    @property
    def seen(self) -> str | None:
        """That the viewer sees a row."""
        return None if self.visible is None else visibility.predicate(self.visible)

    @property
    def seen_with_subject(self) -> str | None:
        """What is left to ask of a row when the object in whose history it stands is seen."""
        return visibility.SEEN_WITH_SUBJECT.get(self.visible) if isinstance(self.visible, str) else None

    @property
    def paths(self) -> AccessPaths | None:
        """The access paths by which a root page finds rows that are seen so."""
        return visibility.access_paths(self.visible) if isinstance(self.visible, Sight) else None


@dataclass(frozen=True)
class Entity(_OfTable):
    """An object type: a table's rows, or (without a table) an object made of what its parent's row or the runner has.

    where    what tells its rows from others of the table
    visible  who sees a row; a table has one
    indexes  how a root page finds its rows by access paths; None: it asks each row whether it is visible
    groups   what its lists may be counted by: the expression of each group's key
    keys     federation keys: the key's fields, as the SDL has them, and their columns in the same order
    written  for columns of keys that may be written in several ways: the value that is meant, None when it names nothing
    """

    name: str
    fields: Mapping[str, Source]
    table: str | None = None
    tag: str | None = None
    where: str | None = None
    visible: Visible | None = None
    indexes: IndexLayout | None = None
    orders: Mapping[str, Order] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, Callable[[str], str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.table and not self.visible:
            raise TypeError(f"{self.name}: say who sees the rows of {self.table}, OPEN if everybody does")

    @cached_property
    def parts(self) -> list[Part]:
        """All fields of all keys, in order."""
        return parts_of(self.keys)


@dataclass(frozen=True)
class Abstract(_OfTable):
    """An interface over one table: a column tells the object type, by its value."""

    name: str
    table: str
    column: str
    types: Mapping[str, str]
    visible: Visible
    indexes: IndexLayout | None = None
    orders: Mapping[str, Order] = field(default_factory=dict)
    where: str | None = None
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """All of it.

    objects        object types by name
    abstracts      interfaces over one table, by name
    filters        for each filter input type, its fields by name
    subscriptions  by their field's name
    """

    objects: Mapping[str, Entity]
    abstracts: Mapping[str, Abstract]
    filters: Mapping[str, Mapping[str, FilterField]]
    subscriptions: Mapping[str, SubscriptionSource] = field(default_factory=dict)

    def tags(self, type_name: str) -> dict[str, str]:
        """The ID tags of a type, or of every type of an interface, with the object types they stand for.

        A type whose ids are its own affair has none.
        """
        if type_name == "Node":
            return {entity.tag: name for name, entity in self.objects.items() if entity.tag}
        if abstract := self.abstracts.get(type_name):
            return {tag: name for each in abstract.types.values() for tag, name in self.tags(each).items()}
        tag = self.objects[type_name].tag
        return {tag: type_name} if tag else {}

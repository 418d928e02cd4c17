"""A plan in the making: what all its parts look at and add to."""
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from graphql import FieldNode, GraphQLField, GraphQLSchema

from db.select import Expression
from planner.arguments import Run
from planner.catalogue import Abstract, Catalogue, Entity
from planner.documents import Document
from planner.limits import LIMITS, Limits
from planner.notes import Notes
from planner.plan import Level, Object, Shape, Variant
from planner.selection import Selector
from planner.statement import Statement


@dataclass
class Row:
    """A row in the making: the level it belongs to, its statement, and the alias of the table it is of.

    represented   the SQL of the representation that an entity was asked for by
    """

    level: Level
    statement: Statement
    alias: str
    represented: Expression = Expression(("NULL::jsonb",))

    def at(self, alias: str) -> "Row":
        return Row(self.level, self.statement, alias)

    def column(self, sql: str) -> int:
        return self.statement.column(self.statement.expression(sql, t=self.alias, r=self.represented))


@dataclass
class Compilation:
    """
    sample    the run that the plan is made for
    introspects  whether a field asks for the schema, which graphql-core answers
    looks     the fields that are personal data
    asks      which of the viewer's values are asked for
    tells     whether it has messages, which each reader has in a language
    joined    relations and lists by where they are, so that equal ones are one
    notes     of each statement, where they are asked for
    """

    schema: GraphQLSchema
    catalogue: Catalogue
    document: Document
    sample: Run
    allowed: Limits = LIMITS
    introspects: bool = False
    looks: list[str] = field(default_factory=list)
    needs_viewer: bool = False
    weight: int = 0
    asks: set[str] = field(default_factory=set)
    tells: bool = False
    joined: dict[object, Shape] = field(default_factory=dict)
    notes: dict[Level, Notes] | None = None

    def __post_init__(self) -> None:
        self.selector = Selector(self.schema, self.document.fragments, self.sample.variables)

    def statement(self, level: Level, reserved: int = 0) -> Statement:
        """
        reserved   how many parameters come before its own
        """
        notes = None if self.notes is None else self.notes.setdefault(level, Notes())
        return Statement(self.catalogue, reserved, self.asks, notes)

    def target(self, type_name: str) -> Entity | Abstract:
        return self.catalogue.abstracts.get(type_name) or self.catalogue.objects[type_name]

    def fields_of(self, type_name: str) -> Mapping[str, GraphQLField]:
        return self.schema.type_map[type_name].fields  # type: ignore[attr-defined, no-any-return]  # an object type


class RowObject(Protocol):
    """Makes the object of the row at an alias."""

    def __call__(self, target: Entity | Abstract, nodes: list[FieldNode], row: Row) -> Object | Variant: ...

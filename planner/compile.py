"""From an operation's selection to a plan: walks the fields and writes a statement for each list level."""
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLSchema,
    SelectionSetNode,
    get_named_type,
    is_non_null_type,
)

from db.returning import ROOT
from domain.refusals import BadInput, NotFound
from planner import arguments, bounds, connections, ids, introspection, references, text_parameters
from planner.arguments import Argument, Read, Run
from planner.catalogue import (
    Abstract,
    Catalogue,
    Column,
    Computed,
    Entities,
    Entity,
    Given,
    Inline,
    Many,
    One,
    Resolved,
    Source,
)
from planner.documents import BadRequest, Document
from planner.limits import LIMITS, Limits
from planner.plan import (
    Broken,
    Call,
    Constant,
    Field,
    FromRun,
    Leaf,
    Level,
    Object,
    Picked,
    Plan,
    References,
    Shape,
    Variant,
)
from planner.selection import Fields, Selector
from planner.statement import Statement


@dataclass
class Row:
    """A row in the making: the level it belongs to, its statement, and the alias of the table it is of.

    represented   the SQL of the representation that an entity was asked for by
    """

    level: Level
    statement: Statement
    alias: str
    represented: str = "NULL::jsonb"

    def at(self, alias: str) -> "Row":
        return Row(self.level, self.statement, alias)

    def column(self, sql: str) -> int:
        return self.statement.column(self.statement.fill(sql, t=self.alias, r=self.represented))


@dataclass
class Compiler:
    """Makes one plan; `sample` is the run that the plan is made for."""

    schema: GraphQLSchema
    catalogue: Catalogue
    document: Document
    sample: Run
    allowed: Limits = LIMITS
    resolved: bool = False
    needs_viewer: bool = False
    weight: int = 0
    asks: set[str] = field(default_factory=set)
    joined: dict[object, Shape] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.selector = Selector(self.schema, self.document.fragments, self.sample.variables)

    def plan(self, root: str, selections: Iterable[SelectionSetNode | None], only: str | None = None,
             gate: Callable[[Statement], str] | None = None) -> Plan:
        """The plan of a root object: the query, a mutation's payload, a subscription's event.

        only    of the root's fields, the one with this response key
        gate    writes the SELECT of a column `one`: without a row of it, there is no answer
        """
        fields = self.selector.fields(selections, root)
        if only is not None:
            fields = {only: fields[only]}
        row = Row(Level(root), Statement(self.catalogue, asks=self.asks), "root")
        shape = Object(root, None, self.fields(root, fields, row))
        lists = [level for key, level in row.level.children if key is None]
        row.level.children = [(key, level) for key, level in row.level.children if key is not None]
        source = f"({gate(row.statement)}) AS root (one)" if gate else ROOT
        if not gate and not row.statement.joins and not row.statement.columns:
            return Plan(shape, None, lists, self.resolved, self.needs_viewer, self.asks, self.weight)
        joins = " ".join(row.statement.joins)
        row.level.sql = f"SELECT {row.statement.selected()} FROM {source} {joins}"
        row.level.binds, row.level.width = row.statement.binds, row.statement.width
        return Plan(shape, row.level, lists, self.resolved, self.needs_viewer, self.asks, self.weight)

    # -- fields

    def fields(self, type_name: str, fields: Fields, row: Row) -> list[Field]:
        return [each for key, nodes in fields.items() if (each := self.field(type_name, key, nodes, row))]

    def field(self, type_name: str, key: str, nodes: list[FieldNode], row: Row) -> Field | None:
        name = nodes[0].name.value
        owner = f"{type_name}.{name}"
        if name == "__typename":
            return Field(key, Constant(type_name), True, nodes, owner)
        if type_name == "Query" and name in (*introspection.SDL, *introspection.TYPES):
            self.introspected(nodes)
        source = self.catalogue.objects[type_name].fields.get(name, Resolved())
        if isinstance(source, Resolved):
            self.resolved = True
            return None
        definition = self.schema.type_map[type_name].fields[name]  # type: ignore[attr-defined]  # an object type
        try:
            given = arguments.of_field(definition, nodes[0], self.sample)
            shape = self.shape(source, definition, nodes, row, given)
        except GraphQLError as error:
            shape = Broken(error)
        except BadInput as problem:
            shape = Broken(GraphQLError(str(problem), original_error=problem))
        return Field(key, shape, is_non_null_type(definition.type), nodes, owner)

    def introspected(self, nodes: list[FieldNode]) -> None:
        """raises    BadRequest where nobody may ask for the schema"""
        if self.allowed.introspection == "off":
            raise BadRequest([GraphQLError("此处不提供自省。Introspection is off here.", nodes)])
        self.needs_viewer = self.needs_viewer or self.allowed.introspection == "signed-in"
        self.weight += introspection.price(self.schema, self.selector, nodes)

    def shape(self, source: Source, definition: GraphQLField, nodes: list[FieldNode], row: Row,
              given: Mapping[str, Argument]) -> Shape:
        target = get_named_type(definition.type).name
        if isinstance(source, Column):
            return Leaf(row.column(written(source.sql, target)), source.out)
        if isinstance(source, Computed):
            return Call(source.function, tuple(row.column(sql) for sql in source.needs), self.picked(target, nodes))
        if isinstance(source, Given):
            return FromRun(source.name, self.picked(target, nodes))
        if isinstance(source, Inline):
            present = None if source.present is None else row.column(source.present)
            return replace(self.object(target, nodes, row), present=present)
        if isinstance(source, One):
            return self.one(source, target, nodes, row, given)
        self.needs_viewer = True
        if isinstance(source, Entities):
            return self.references(nodes, source, given[source.argument].read, row)
        assert isinstance(source, Many)
        return connections.Connection(self, source, definition, nodes, row, given).shape()

    def picked(self, type_name: str, nodes: list[FieldNode]) -> Picked | None:
        if not any(node.selection_set for node in nodes):
            return None
        found: list[tuple[str, str | None, Picked | None]] = []
        for key, inner in self.selector.inner(nodes, type_name).items():
            name = inner[0].name.value
            if name == "__typename":
                found.append((key, None, None))
                continue
            given = self.catalogue.objects[type_name].fields[name]
            assert isinstance(given, Given), f"{type_name}.{name} is not a value of a Python object"
            definition = self.schema.type_map[type_name].fields[name]  # type: ignore[attr-defined]  # an object type
            found.append((key, given.name, self.picked(get_named_type(definition.type).name, inner)))
        return Picked(tuple(found), type_name)

    # -- objects

    def object(self, type_name: str, nodes: list[FieldNode], row: Row) -> Object:
        fields = self.selector.inner(nodes, type_name)
        before, self.resolved = self.resolved, False
        made = self.fields(type_name, fields, row)
        hidden = row.column("{t}.id") if self.resolved and self.catalogue.objects[type_name].table else None
        self.resolved = self.resolved or before
        return Object(type_name, None, made, hidden)

    def entity(self, target: Entity | Abstract, nodes: list[FieldNode], row: Row, *, joined: bool = True) -> Object | Variant:
        """The object of the row at an alias; `joined`: there may be no row."""
        self.needs_viewer = True
        if isinstance(target, Entity):
            made = self.object(target.name, nodes, row)
            return replace(made, present=self.presence(target, row)) if joined else made
        kind = row.column(target.column)
        return Variant(kind, {value: self.object(name, nodes, row) for value, name in target.types.items()})

    def presence(self, target: Entity, row: Row) -> int:
        """The column that is null where no row was joined: the id as the answer has it, or else as it is."""
        shown = target.fields.get("id")
        known = isinstance(shown, Column) and row.statement.columns.get(row.statement.fill(shown.sql, t=row.alias))
        return known if type(known) is int else row.column("{t}.id")

    def target(self, type_name: str) -> Entity | Abstract:
        return self.catalogue.abstracts.get(type_name) or self.catalogue.objects[type_name]

    def one(self, source: One, target: str, nodes: list[FieldNode], row: Row, given: Mapping[str, Argument]) -> Shape:
        if target == "Node":
            return self.node(nodes, row, given["id"])
        if source.choice:
            return self.lookup(source, target, nodes, row, given)
        merged = (row.level, row.alias, source, tuple(map(id, nodes)))
        if merged not in self.joined:
            parameters = {name: row.statement.parameter(each.read, (each.key, "on"), name) for name, each in given.items()}
            joined = self.target(target)
            known = source.seen_with_parent or (source.of_write and self.sample.wrote)
            self.joined[merged] = self.join(joined, source.on, nodes, row, None if known else joined.seen, **parameters)
        return self.joined[merged]

    def join(self, target: Entity | Abstract, on: str, nodes: list[FieldNode], row: Row, seen: str | None,
             **filled: Any) -> Object | Variant:
        assert target.table is not None
        alias = row.statement.alias()
        condition = row.statement.conditions(alias, on, target.where, seen, p=row.alias, **filled)
        row.statement.join_one(target.table, alias, condition)
        return self.entity(target, nodes, row.at(alias))

    def lookup(self, source: One, target: str, nodes: list[FieldNode], row: Row,
               given: Mapping[str, Argument]) -> Shape:
        named = {name: each for name, each in given.items() if name in source.choice and each.sample is not None}
        if len(named) != 1:
            names = ", ".join(source.choice)
            raise BadInput(names, f"须且只须给出其中一个：{names}。Give exactly one of: {names}.")
        (name, argument), = named.items()
        read = _or_none(name, argument.read, ids_of=self.catalogue.tags(target) if name == "id" else None)
        parameter = row.statement.parameter(read, (argument.key, "found"), name)
        found = self.target(target)
        return self.join(found, source.choice[name], nodes, row, found.seen, v=parameter)

    def node(self, nodes: list[FieldNode], row: Row, argument: Argument) -> Shape:
        """A row of the type that the id's tag names; a plan holds for one tag (`planner.documents.Operation.plan_key`)."""
        self.needs_viewer = True
        named = ids.tag(argument.sample)
        entity = next((each for each in self.catalogue.objects.values() if each.tag and each.tag == named), None)
        if named is None or entity is None:
            return Constant(None)
        parameter = row.statement.parameter(_or_none("id", argument.read, {named: entity.name}), argument.key)
        return self.join(entity, "{t}.id = {v:uuid}", nodes, row, entity.seen, v=parameter)

    def references(self, nodes: list[FieldNode], source: Entities, read: Read, row: Row) -> References:
        levels: dict[str, tuple[Level, Object]] = {}
        if source.by_id:
            read = references.of_ids(self.catalogue, source.argument, read)
        for name, entity in self.catalogue.objects.items():
            if entity.keys:
                level = Level(f"{nodes[0].name.value}.{name}")
                inner = Row(level, Statement(self.catalogue, asks=self.asks), "t", references.REPRESENTATION)
                inner.statement.column("k.ord")
                shape = self.object(name, nodes, inner)
                level.sql = references.sql(inner.statement, entity, read)
                level.binds = inner.statement.binds
                level.wanted = partial(self.is_represented, read, name)
                level.represented = partial(self.represented, source.argument, read, name)
                levels[name] = level, shape
                row.level.children.append((None, level))
        return References(levels, lambda run: references.in_run(self.catalogue, read, run))

    def represented(self, argument: str, read: Read, name: str, run: Run) -> int:
        """How many rows of a type are asked for, a row asked for twice among them.

        raises    BadInput when more are represented, of all types, than are allowed
        """
        if (count := len(read(run))) > self.allowed.representations:
            raise BadInput(argument, f"最多 {self.allowed.representations} 个，给了 {count} 个。"
                                     f"At most {self.allowed.representations}; there were {count}.")
        places = references.in_run(self.catalogue, read, run).places
        return sum(map(len, places.get(name, ())))

    def is_represented(self, read: Read, name: str, run: Run) -> bool:
        return name in references.in_run(self.catalogue, read, run).places


WRITTEN = {"DateTime": "replace(({sql})::timestamp::text, ' ', 'T') || 'Z'", "Date": "({sql})::text",
           "Decimal": "({sql})::text"}
"""How SQL writes values of scalars that JSON has not, of sessions in UTC. The driver's own objects of them cost the
hub ten times as much: docs/decisions/0050."""


def written(sql: str, scalar: str) -> str:
    """The expression of a column of this scalar, as JSON has it."""
    return WRITTEN.get(scalar, "{sql}").replace("{sql}", sql)


def _or_none(argument: str, read: Callable[[Run], Any], ids_of: Mapping[str, str] | None) -> Callable[[Run], Any]:
    """Reads the name of a row, a text or an ID of these tags; null for what can name none."""
    def found(run: Run) -> Any:
        value = bounds.text(argument, read(run), bounds.ID if ids_of else bounds.ASKED)
        if not ids_of:
            return value if text_parameters.is_storable(value) else None
        try:
            return ids.decode(value, ids_of)
        except NotFound:
            return None
    return found


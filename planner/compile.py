"""From an operation's selection to a plan: walks the fields and writes a statement for each list level."""
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_non_null_type,
)

from db.select import ROOT, Expression
from domain.languages import Bilingual
from domain.refusals import BadInput
from planner import arguments, axes, connections, ids, introspection, notes, references, text_parameters
from planner.arguments import Argument, Read
from planner.catalogue import (
    Abstract,
    Column,
    Computed,
    Entities,
    Entity,
    Given,
    Inline,
    Many,
    One,
    OneOf,
    Source,
)
from planner.compilation import Compilation, Row
from planner.documents import BadRequest
from planner.personal import Personal
from planner.plan import (
    Answered,
    Broken,
    Call,
    Constant,
    Field,
    FromRun,
    Leaf,
    Level,
    Looked,
    Object,
    Picked,
    PickedOf,
    Plan,
    References,
    Shape,
    Variant,
)
from planner.selection import Fields
from planner.stated import Stated
from planner.statement import Statement


class Compiler(Compilation):
    """Makes one plan."""

    def plan(self, root: str, selections: Iterable[SelectionSetNode | None],
             gate: Callable[[Statement], str] | None = None) -> Plan:
        """The plan of a root object: the query, a mutation's payload, a subscription's event.

        gate    writes the SELECT of a column `one`: without a row of it, there is no answer
        """
        fields = self.selector.fields(selections, root)
        level = Level(root)
        row = Row(level, self.statement(level), "root")
        shape = Object(root, None, self.fields(root, fields, row))
        lists = [level for key, level in row.level.children if key is None]
        row.level.children = [(key, level) for key, level in row.level.children if key is not None]
        if not gate and not row.statement.joins and not row.statement.columns:
            return self.made(shape, None, lists)
        select = row.statement.select(f"({gate(row.statement)}) AS root (one)" if gate else ROOT)
        row.level.select, row.level.sql = select, select.sql
        row.level.binds, row.level.width = row.statement.binds, row.statement.width
        return self.made(shape, row.level, lists)

    def made(self, shape: Object, row: Level | None, lists: list[Level]) -> Plan:
        return Plan(shape, row, lists, self.introspects, self.needs_viewer, self.asks, self.tells, self.weight, self.looks)

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
        source = self.catalogue.objects[type_name].fields.get(name)
        if source is None:
            self.introspects = True
            return None
        definition = self.fields_of(type_name)[name]
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
            raise BadRequest([GraphQLError(Bilingual("此处不提供自省。", "Introspection is off here."), nodes)])
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
            self.tells = self.tells or source.tells
            return FromRun(source.name, self.picked(target, nodes))
        if isinstance(source, Inline):
            present = None if source.present is None else row.column(source.present)
            return replace(self.object(target, nodes, row), present=present)
        if isinstance(source, One):
            return self.one(source, target, nodes, row, given)
        if isinstance(source, OneOf):
            return self.one_of(source, nodes, row)
        if isinstance(source, Personal):
            return self.personal(source, target, nodes, row)
        self.needs_viewer = True
        if isinstance(source, Stated):
            return self.answered(source, self.picked(target, nodes), given)
        if isinstance(source, Entities):
            return self.references(nodes, source, given[source.argument].read, row)
        assert isinstance(source, Many)
        return connections.Connection(self, self.row_object, source, definition, nodes, row, given).shape()

    def answered(self, source: Stated, inner: Picked | PickedOf | None, given: Mapping[str, Argument]) -> Answered:
        self.weight += source.price
        return Answered(lambda run: source.function(**{name: each.read(run) for name, each in given.items()}), inner)

    def picked(self, type_name: str, nodes: list[FieldNode]) -> Picked | PickedOf | None:
        if not any(node.selection_set for node in nodes):
            return None
        if is_abstract_type(type_ := self.schema.type_map[type_name]):
            return PickedOf({each.name: self.picked_of(each.name, nodes) for each in self.schema.get_possible_types(type_)})
        return self.picked_of(type_name, nodes)

    def picked_of(self, type_name: str, nodes: list[FieldNode]) -> Picked:
        found: list[tuple[str, str | None, Picked | PickedOf | None]] = []
        for key, inner in self.selector.inner(nodes, type_name).items():
            name = inner[0].name.value
            if name == "__typename":
                found.append((key, None, None))
                continue
            given = self.catalogue.objects[type_name].fields[name]
            assert isinstance(given, Given), f"{type_name}.{name} is not a value of a Python object"
            self.tells = self.tells or given.tells
            definition = self.fields_of(type_name)[name]
            found.append((key, given.name, self.picked(get_named_type(definition.type).name, inner)))
        return Picked(tuple(found), type_name)

    # -- objects

    def object(self, type_name: str, nodes: list[FieldNode], row: Row) -> Object:
        fields = self.selector.inner(nodes, type_name)
        return Object(type_name, None, self.fields(type_name, fields, row))

    def row_object(self, target: Entity | Abstract, nodes: list[FieldNode], row: Row) -> Object | Variant:
        """The object of the row at an alias."""
        self.needs_viewer = True
        if isinstance(target, Entity):
            return self.object(target.name, nodes, row)
        kind = row.column(target.column)
        return Variant(kind, {value: self.object(name, nodes, row) for value, name in target.types.items()})

    def presence(self, target: Entity, row: Row) -> int:
        """The column that is null where no row was joined: the id as the answer has it, or else as it is."""
        shown = target.fields.get("id")
        known = isinstance(shown, Column) and row.statement.columns.get(row.statement.expression(shown.sql, t=row.alias))
        return known if type(known) is int else row.column("{t}.id")

    def one(self, source: One, target: str, nodes: list[FieldNode], row: Row, given: Mapping[str, Argument]) -> Shape:
        if target == "Node":
            return self.node(nodes, row, given["id"])
        if source.choice:
            return self.lookup(source, target, nodes, row, given)
        merged = (row.level, row.alias, source, tuple(map(id, nodes)))
        if merged not in self.joined:
            parameters = {name: row.statement.parameter(each.read, (each.key, "on"), name, each.written)
                          for name, each in given.items()}
            joined = self.target(target)
            known = source.seen_with_parent or (source.of_write and self.sample.wrote)
            self.joined[merged] = self.join(joined, source.on, nodes, row, None if known else joined.seen, **parameters)
        return self.joined[merged]

    def one_of(self, source: OneOf, nodes: list[FieldNode], row: Row) -> Variant:
        """Each type is joined where the row names it: the first that is there tells the object's."""
        merged = (row.level, row.alias, source, tuple(map(id, nodes)))
        if merged not in self.joined:
            objects: dict[str, Object] = {}
            there, aliases = [], {}
            for target in map(self.target, source.types):
                names = [*target.types.values()] if isinstance(target, Abstract) else [target.name]
                on = f"{source.type} IN ({axes.listed(names)}) AND {{t}}.id = {source.id}"
                joined = self.joined_row(target, on, row, target.seen)
                made = self.row_object(target, nodes, joined)
                objects |= made.objects if isinstance(made, Variant) else {target.name: made}
                value = target.column if isinstance(target, Abstract) else f"'{target.name}'"
                there.append(f"WHEN {{t}}.id IS NOT NULL THEN {value}::text".replace("{t}", f"{{{joined.alias}}}"))
                aliases[joined.alias] = joined.alias
            type_ = row.statement.column(row.statement.expression(f"CASE {' '.join(there)} END", **aliases))
            self.joined[merged] = Variant(type_, objects)
        found = self.joined[merged]
        assert isinstance(found, Variant)
        return found

    def joined_row(self, target: Entity | Abstract, on: str, row: Row, seen: str | None, **filled: Any) -> Row:
        assert target.table is not None
        alias = row.statement.alias()
        why = {notes.RELATION: on, notes.TYPE: target.where, notes.VISIBILITY: seen}
        row.statement.join_one(target.table, alias, row.statement.all_of(alias, why, p=row.alias, **filled))
        return row.at(alias)

    def join(self, target: Entity | Abstract, on: str, nodes: list[FieldNode], row: Row, seen: str | None,
             **filled: Any) -> Object | Variant:
        joined = self.joined_row(target, on, row, seen, **filled)
        made = self.row_object(target, nodes, joined)
        if isinstance(target, Entity) and isinstance(made, Object):
            return replace(made, present=self.presence(target, joined))
        return made

    def personal(self, source: Personal, target: str, nodes: list[FieldNode], row: Row) -> Shape:
        """Seen with the row that it is about; how much of it, its right says of each."""
        merged = (row.level, row.alias, source, tuple(map(id, nodes)))
        if merged not in self.joined:
            alias, statement = row.statement.alias(), row.statement
            statement.join_one(source.table, alias, statement.all_of(alias, {notes.RELATION: source.on}, p=row.alias))
            needs = tuple(statement.column(statement.expression(sql, t=alias, p=row.alias)) for sql in source.needs)
            present = statement.column(statement.expression(source.values[0], t=alias, p=row.alias))
            self.joined[merged] = Looked(source.seen, needs, self.picked(target, nodes), present)
        row.level.looks = True
        self.looks.append(nodes[0].name.value)
        return self.joined[merged]

    def lookup(self, source: One, target: str, nodes: list[FieldNode], row: Row,
               given: Mapping[str, Argument]) -> Shape:
        (place, argument), = given.items()
        name = place
        if name not in source.choice:
            name, = argument.sample
            place, argument = f"{place}.{name}", argument.field(name)
        read = text_parameters.name(place, argument.read, ids_of=self.catalogue.tags(target) if name == "id" else None)
        parameter = row.statement.parameter(read, (argument.key, "found"), place, argument.written)
        found = self.target(target)
        return self.join(found, source.choice[name], nodes, row, found.seen, v=parameter)

    def node(self, nodes: list[FieldNode], row: Row, argument: Argument) -> Shape:
        """A row of the type that the id's tag names; a plan holds for one tag (`planner.documents.Operation.plan_key`)."""
        self.needs_viewer = True
        named = ids.tag(argument.sample)
        entity = next((each for each in self.catalogue.objects.values() if each.tag and each.tag == named), None)
        if named is None or entity is None:
            return Constant(None)
        parameter = row.statement.parameter(text_parameters.name("id", argument.read, {named: entity.name}), argument.key, "id",
                                            argument.written)
        return self.join(entity, "{t}.id = {v:uuid}", nodes, row, entity.seen, v=parameter)

    def references(self, nodes: list[FieldNode], source: Entities, read: Read, row: Row) -> References:
        levels: dict[str, tuple[Level, Object]] = {}
        if source.by_id:
            read = references.of_ids(self.catalogue, source.argument, read)
        for name, entity in self.catalogue.objects.items():
            if entity.keys:
                level = Level(f"{nodes[0].name.value}.{name}")
                inner = Row(level, self.statement(level), "t", references.REPRESENTATION)
                inner.statement.column(Expression(("k.ord",)))
                shape = self.object(name, nodes, inner)
                references.write(level, inner.statement, entity, read, source.argument, self.allowed.representations)
                levels[name] = level, shape
                row.level.children.append((None, level))
        return References(levels, lambda run: references.in_run(self.catalogue, read, run))


WRITTEN = {"DateTime": """to_char(({sql})::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""", "Date": "({sql})::text",
           "Decimal": "({sql})::text"}
"""How SQL writes values of scalars that JSON has not, of sessions in UTC. The driver's own objects of them cost the
hub ten times as much: docs/decisions/0050."""


def written(sql: str, scalar: str) -> str:
    """The expression of a column of this scalar, as JSON has it."""
    return WRITTEN.get(scalar, "{sql}").replace("{sql}", sql)

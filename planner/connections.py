"""A to-many field: its own level, found by the parents' keys or from the root, and the connection's shape over it."""
from collections.abc import Mapping, Sequence
from typing import Any

from graphql import FieldNode, GraphQLField, get_named_type, get_nullable_type, is_list_type, is_non_null_type

from db.select import Expression
from planner import arguments, groups, list_level, list_query, paging
from planner.arguments import Argument
from planner.catalogue import Abstract, Catalogue, Entity, FilterField, Many
from planner.compilation import Compilation, Row, RowObject
from planner.plan import (
    Constant,
    CursorOf,
    Edges,
    Field,
    Level,
    Nodes,
    Object,
    Page,
    PageInfo,
    Shape,
    TotalCount,
    Variant,
)
from planner.statement import Condition, Parameter, Statement

COUNTED = frozenset({"totalCount", "groups"})


class Connection:
    """One connection field of one parent row in the making."""

    def __init__(self, making: Compilation, row_object: RowObject, source: Many, definition: GraphQLField,
                 nodes: list[FieldNode], parent: Row, given: Mapping[str, Argument]) -> None:
        self.making, self.row_object, self.source, self.definition, self.nodes = making, row_object, source, definition, nodes
        self.parent, self.given = parent, given
        self.grouped: list[str] = []
        self.type_name = get_named_type(definition.type).name
        self.bare = is_list_type(get_nullable_type(definition.type))
        self.target = making.target(self.type_name if self.bare else self._type_below("edges", "node"))

    def _type_below(self, *names: str) -> str:
        found = self.type_name
        for name in names:
            found = get_named_type(self.making.fields_of(found)[name].type).name
        return found

    def shape(self) -> Page:
        key = None
        if self.source.key:
            key = self.parent.statement.column(self.parent.statement.expression(self.source.key, p=self.parent.alias))
        merged = (self.parent.level, self.parent.alias, self.source, tuple(map(id, self.nodes)))
        page = self.making.joined.get(merged)
        if page is None:
            level, fields = self._level()
            self.parent.level.children.append((key, level))
            page = self.making.joined[merged] = Page(level, key, fields, self.bare)
        assert isinstance(page, Page)
        return page

    def _level(self) -> tuple[Level, list[Field]]:
        asked = paging.asked(self.given, self.target.orders, paging.MOST if self.bare else paging.DEFAULT)
        level = Level(f"{self.type_name}", keyed=self.source.key is not None)
        statement = self.making.statement(level, reserved=1 if level.keyed else 0)
        if level.keyed:
            statement.column(Expression(("k.ord",)))
        row = Row(level, statement, statement.alias())
        selected = {} if self.bare else self.making.selector.inner(self.nodes, self.type_name)
        wanted = {nodes[0].name.value for nodes in selected.values()} - {"__typename"}
        wants_total, wants_rows = bool(wanted & COUNTED), not wanted or bool(wanted - COUNTED)
        fields = [self._rows_alone(row)] if self.bare else [
            self._field(key, nodes, row) for key, nodes in selected.items()]
        rows = self._rows(statement)
        level.paging = list_level.paging(statement, row.alias, rows, asked, wants_rows=wants_rows, wants_total=wants_total,
                                         wants_cursors=any(_has_cursor(each.shape) for each in fields),
                                         groups=len(self.grouped))
        list_level.write(level, statement, row.alias, rows, asked, wants_rows=wants_rows, grouped=self.grouped)
        return level, fields

    def _rows_alone(self, row: Row) -> Field:
        owner = f"{self.target.name}s"
        return Field("nodes", Nodes(self._entity(self.nodes, row)), True, self.nodes, owner)

    # -- what of it

    def _field(self, key: str, nodes: list[FieldNode], row: Row) -> Field:
        name = nodes[0].name.value
        definition = self.making.fields_of(self.type_name).get(name)
        return Field(key, self._part(name, nodes, row), definition is None or is_non_null_type(definition.type), nodes,
                     f"{self.type_name}.{name}")

    def _part(self, name: str, nodes: list[FieldNode], row: Row) -> Shape:
        if name == "__typename":
            return Constant(self.type_name)
        if name == "totalCount":
            return TotalCount()
        if name == "groups":
            return self._groups(nodes)
        if name == "nodes":
            return Nodes(self._entity(nodes, row))
        if name == "pageInfo":
            inner = self.making.selector.inner(nodes, "PageInfo")
            return PageInfo([(key, each[0].name.value) for key, each in inner.items()])
        return Edges(self._edge_fields(nodes, row))

    def _groups(self, nodes: list[FieldNode]) -> Shape:
        by = arguments.of_field(self.making.fields_of(self.type_name)["groups"], nodes[0], self.making.sample)["by"].sample
        inner = [(key, each[0].name.value) for key, each in self.making.selector.inner(nodes, "Group").items()]
        return groups.shape(self.target.groups, by.name, inner, self.grouped)

    def _edge_fields(self, nodes: list[FieldNode], row: Row) -> list[Field]:
        edge = self._type_below("edges")
        found = []
        for key, inner in self.making.selector.inner(nodes, edge).items():
            name = inner[0].name.value
            shape = (Constant(edge) if name == "__typename" else CursorOf() if name == "cursor"
                     else self._entity(inner, row))
            found.append(Field(key, shape, True, inner, f"{edge}.{name}"))
        return found

    def _entity(self, nodes: list[FieldNode], row: Row) -> Object | Variant:
        return self.row_object(self.target, nodes, row)

    def _rows(self, statement: Statement) -> list_query.ListSource:
        catalogue = self.making.catalogue
        filled = {name: statement.parameter(each.read, each.key, name, each.written) for name, each in self.given.items()}
        texts = conditions(catalogue, self.definition, self.given, filled)
        known = _filter_fields(catalogue, self.definition) if texts else {}
        indexed = {name: field.index for name, field in known.items() if name in texts and field.index}
        return list_query.ListSource(self.target, self.source, texts, indexed, filled, _typed(catalogue.abstracts, self.target),
                                     *_narrowed([known[name] for name, value in _sample(self.given).items() if value is True]))


def _has_cursor(shape: Shape) -> bool:
    if isinstance(shape, Edges):
        return any(isinstance(each.shape, CursorOf) for each in shape.fields)
    return isinstance(shape, PageInfo) and any(name.endswith("Cursor") for _, name in shape.fields)


def conditions(catalogue: Catalogue, definition: GraphQLField, given: Mapping[str, Argument],
               filled: Mapping[str, Parameter]) -> dict[str, Condition]:
    """The conditions of the argument `filter`, by its fields that have a value, and of arguments that stand for such fields."""
    if "filter" not in definition.args:
        return {}
    known = _filter_fields(catalogue, definition)
    found = {name: Condition(known[name].condition, filled["filter"].field(name))
             for name, value in _sample(given).items() if value is not None}
    for name, each in given.items():
        if name in known and each.sample is not None:
            found[f"({name})" if name in found else name] = Condition(known[name].condition, filled[name])
    return found


def _sample(given: Mapping[str, Argument]) -> Mapping[str, Any]:
    """The fields of the filter, in the run that the plan was made for."""
    return (given["filter"].sample or {}) if "filter" in given else {}


def _narrowed(asked: Sequence[FilterField]) -> tuple[frozenset[str] | None, frozenset[str]]:
    """The states, and the viewer's values, by which alone those rows are found for which all of these fields are true."""
    states = [frozenset(field.states) for field in asked if field.states]
    by = next((field.by for field in asked if field.by), ())
    return frozenset.intersection(*states) if states else None, frozenset(by)


def _filter_fields(catalogue: Catalogue, definition: GraphQLField) -> Mapping[str, FilterField]:
    return catalogue.filters[get_named_type(definition.args["filter"].type).name]


def _typed(abstracts: Mapping[str, Abstract], target: Entity | Abstract) -> list_query.Typed:
    for abstract in abstracts.values():
        if target is abstract or target.name in abstract.types.values():
            types = [value for value, name in abstract.types.items() if target is abstract or name == target.name]
            return list_query.Typed(abstract.column.removeprefix("{t}."), tuple(types))
    return list_query.Typed("", ())

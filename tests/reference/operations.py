"""Random valid operations, made from the schema: every construct that a selection can have."""
import json
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_non_null_type,
)

from tests.reference import names
from tests.reference.draw import Draw
from tests.reference.pages import ORDERS
from tests.reference.values import Values, Word

Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType
LEFT_OUT = {"mail", "downloadPath", "uploadPath", "conferenceFigures", "whistleFigures", "progress", "_service", "labels"}
TABLES = {**names.TABLES, "ListItem": "item", "Duty": "duty"}


@dataclass(frozen=True)
class Operation:
    text: str
    variables: dict[str, Any]


@dataclass
class Scope:
    """What is selected so far where selections are merged: for each response key, the field, and the scope below."""

    taken: dict[str, tuple[str, str, str, "Scope"]] = field(default_factory=dict)
    fragment: bool = False


class Maker:
    """Writes one operation; `objects` bounds how many fields have a selection."""

    def __init__(self, schema: GraphQLSchema, values: Values, draw: Draw, objects: int = 30) -> None:
        self.schema, self.values, self.draw, self.left = schema, values, draw, objects
        self.declared: list[str] = []
        self.given: dict[str, Any] = {}
        self.fragments: list[tuple[str, str, str]] = []
        self.names = 0

    def operation(self, depth: int = 7) -> Operation:
        query = self.schema.query_type
        assert query is not None
        scope = Scope()
        roots = [self.any_field(query, scope, depth) for _ in range(self.draw.number(1, 3))]
        body = f"{{ {' '.join(roots)} ... {self.selections(query, scope, depth)} }}"
        declared = f"({', '.join(self.declared)})" if self.declared else ""
        fragments = "\n".join(text for _, _, text in self.fragments)
        snapshot = "@snapshot " if self.draw.chance(5) else ""
        return Operation(f"query Q{declared} {snapshot}{body}\n{fragments}", self.given)

    def name(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"

    # -- selections

    def selections(self, type_: Composite, scope: Scope, depth: int) -> str:
        small = type_.name == "PageInfo" or type_.name.endswith(("Connection", "Edge"))
        parts = [self.part(type_, scope, depth) for _ in range(self.draw.number(1, 3 if small else 5))]
        return "{ " + " ".join(parts) + " }"

    def part(self, type_: Composite, scope: Scope, depth: int) -> str:
        kind = self.draw.number(0, 99)
        if kind < 5 or (isinstance(type_, GraphQLUnionType) and kind < 30):
            return self.typename(scope)
        if kind > 88 and depth > 0:
            return self.spread(type_, scope, depth)
        if (kind > 80 or (kind > 50 and is_abstract_type(type_)) or isinstance(type_, GraphQLUnionType)) and depth > 0:
            condition = self.condition(type_)
            on = f" on {condition.name}" if condition is not type_ or self.draw.chance(50) else ""
            return f"...{on}{self.directive()} {self.selections(condition, scope, depth - 1)}"
        return self.any_field(type_, scope, depth) if not isinstance(type_, GraphQLUnionType) else self.typename(scope)

    def typename(self, scope: Scope) -> str:
        return self.draw.one(("__typename", "__typename", f"{self.name('t')}: __typename")) + self.directive()

    def condition(self, type_: Composite) -> Composite:
        """A type that an object of this type may also be of."""
        concrete = self.schema.type_map[self.draw.one(sorted(self.possible(type_)))]
        assert isinstance(concrete, GraphQLObjectType)
        fitting: list[Composite] = [type_, concrete, concrete, *concrete.interfaces]
        return self.draw.one(fitting)

    def possible(self, type_: object) -> set[str]:
        """The object types that it may turn out to be."""
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            return {each.name for each in self.schema.get_possible_types(type_)}
        assert isinstance(type_, GraphQLObjectType)
        return {type_.name}

    def spread(self, type_: Composite, scope: Scope, depth: int) -> str:
        known = [name for name, on, _ in self.fragments if self.possible(type_) & self.possible(self.schema.type_map[on])]
        if known and self.draw.chance(70):
            return f"...{self.draw.one(known)}{self.directive()}"
        condition, name = self.condition(type_), self.name("F")
        text = self.selections(condition, Scope(fragment=True), depth - 1)
        self.fragments.append((name, condition.name, f"fragment {name} on {condition.name} {text}"))
        return f"...{name}{self.directive()}"

    def directive(self) -> str:
        if not self.draw.chance(7):
            return ""
        name, value = self.draw.one(("skip", "include")), self.draw.chance(50)
        if self.draw.chance(50):
            return f" @{name}(if: {json.dumps(value)})"
        variable = self.name("b")
        default = self.draw.chance(30)
        self.declared.append(f"${variable}: Boolean{' = ' + json.dumps(value) if default else '!'}")
        if not default or self.draw.chance(50):
            self.given[variable] = value
        return f" @{name}(if: ${variable})"

    # -- fields

    def any_field(self, type_: GraphQLObjectType | GraphQLInterfaceType, scope: Scope, depth: int) -> str:
        again = [key for key, (_, _, owner, _) in scope.taken.items() if owner == type_.name]
        if again and self.draw.chance(15):
            key = self.draw.one(again)
            return self.once_more(type_, key, scope, depth)
        shallow = depth <= 0 or self.left <= 0
        among = [name for name, each in type_.fields.items()
                 if name not in LEFT_OUT and not (shallow and is_composite_type(get_named_type(each.type)))]
        if not among:
            return "__typename"
        objects = [name for name in among if is_composite_type(get_named_type(type_.fields[name].type))]
        rows = [name for name in objects if name in ("edges", "nodes", "node")]  # what a connection is for
        wanted = objects and self.draw.chance(55)
        return self.new_field(type_, self.draw.one((rows if rows and self.draw.chance(80) else objects) if wanted else among),
                              scope, depth)

    def new_field(self, type_: GraphQLObjectType | GraphQLInterfaceType, name: str, scope: Scope, depth: int) -> str:
        definition = type_.fields[name]
        alias = self.draw.chance(15) or name in scope.taken or bool(scope.fragment and definition.args)
        key = self.name("a") if alias else name
        arguments = self.arguments(name, definition, depth)
        below = Scope(fragment=scope.fragment)
        self.left -= is_composite_type(get_named_type(definition.type))
        head = f"{key}: {name}{arguments}" if alias else f"{name}{arguments}"
        scope.taken[key] = (name, head, type_.name, below)
        return f"{head}{self.directive()}{self.under(definition, below, depth)}"

    def once_more(self, type_: GraphQLObjectType | GraphQLInterfaceType, key: str, scope: Scope, depth: int) -> str:
        """The same field under the same key: the two are merged."""
        name, head, _, below = scope.taken[key]
        return f"{head}{self.directive()}{self.under(type_.fields[name], below, depth)}"

    def under(self, definition: GraphQLField, scope: Scope, depth: int) -> str:
        named = get_named_type(definition.type)
        return f" {self.selections(named, scope, depth - 1)}" if is_composite_type(named) else ""

    # -- arguments

    def arguments(self, name: str, definition: GraphQLField, depth: int) -> str:
        if "first" in definition.args:
            wanted = self.paging(definition, depth)
        elif name == "organization" and "by" in definition.args:
            wanted = {"by": self.one_name(get_named_type(definition.args["by"].type))}
        elif "representations" in definition.args:
            wanted = {"representations": [self.values.representation() for _ in range(self.draw.number(0, 5))]}
        elif "ids" in definition.args:
            wanted = {"ids": [self.values.id() for _ in range(self.draw.number(0, 5))]}
        elif "by" in definition.args:
            wanted = {"by": Word(self.draw.one(("STATE", "STATE", "MONTH", "CATEGORY", "KIND", "COMMUNITY", "URGENCY")))}
        elif "id" in definition.args:
            wanted = {"id": self.values.id(*(("joint_committee",) if name == "committee" else ()))}
        else:
            return ""
        texts = [f"{each}: {self.written(definition.args[each].type, value)}" for each, value in wanted.items()]
        return f"({', '.join(texts)})" if texts else ""

    def one_name(self, names: Any) -> dict[str, Any]:
        name = self.draw.one([*names.fields])
        return {name: self.values.id("organization") if name == "id" else self.values.of(name, names.fields[name].type)}

    def paging(self, definition: GraphQLField, depth: int) -> dict[str, Any]:
        arguments, draw = definition.args, self.draw
        table = TABLES[get_named_type(definition.type).name.removesuffix("Connection")]
        wanted: dict[str, Any] = {}
        order = ORDERS[table][0].name
        if "orderBy" in arguments and draw.chance(40):
            order = draw.one(ORDERS[table]).name
            wanted["orderBy"] = None if draw.chance(5) and order == ORDERS[table][0].name else Word(order)
        if "near" in arguments and (draw.chance(95) if order == "NEAREST" else draw.chance(3)):
            wanted["near"] = self.values.of("near", arguments["near"].type)
        if "filter" in arguments and draw.chance(35):
            wanted["filter"] = None if draw.chance(8) else self.values.of("filter", arguments["filter"].type)
        size = draw.one((1, 2, 3, 0, 5, 20, 100)) if not draw.chance(1) else draw.one((-1, 101))
        if draw.chance(75) or depth < 4:
            wanted[draw.one(("first", "first", "last"))] = min(size, 3) if depth < 4 and size < 101 else size
        for bound in ("after", "before"):
            if draw.chance(10):
                wanted[bound] = None if draw.chance(10) else self.values.cursor(table, order)
        if draw.chance(1):
            wanted["last"] = draw.one((None, 2))
        return wanted

    # -- how a value is written

    def written(self, type_: Any, value: Any, *, only: bool = False) -> str:
        """As a literal or as a variable, whole or in parts.

        only   whether it is the one field that an input takes: then a variable has to be non-null
        """
        if self.draw.chance(30) or _needs_variable(value):
            return self.variable(type_, value, only=only)
        inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        if isinstance(inner, GraphQLInputObjectType) and isinstance(value, dict):
            return "{" + ", ".join(f"{name}: {self.written(inner.fields[name].type, each, only=inner.is_one_of)}"
                                   for name, each in value.items()) + "}"
        if isinstance(value, list) and inner is not None and hasattr(inner, "of_type"):
            return f"[{', '.join(self.written(inner.of_type, each) for each in value)}]"
        return literal(value)

    def variable(self, type_: Any, value: Any, *, only: bool = False) -> str:
        name = self.name("v")
        default = ""
        if self.draw.chance(15) and not _needs_variable(value):
            default = f" = {literal(value)}"
        elif value is not None or not self.draw.chance(50):
            self.given[name] = value
        if is_non_null_type(type_) and default and value is not None and self.draw.chance(60):
            type_ = type_.of_type
        elif not is_non_null_type(type_) and value is not None and (only or self.draw.chance(20)):
            type_ = GraphQLNonNull(type_)
        if default and value is None:
            default = ""
        self.declared.append(f"${name}: {type_}{default}")
        return f"${name}"


def _needs_variable(value: Any) -> bool:
    """Half a surrogate pair can only be sent by a variable."""
    if isinstance(value, str):
        return any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, list | dict):
        return any(_needs_variable(each) for each in (value.values() if isinstance(value, dict) else value))
    return False


def literal(value: Any) -> str:
    """In GraphQL's own notation."""
    if isinstance(value, Word):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(each)}" for name, each in value.items()) + "}"
    return json.dumps(value, ensure_ascii=True)

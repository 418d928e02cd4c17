"""What is told of the schema: the API without what is there for gateways alone; and what it costs to ask for it."""
import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from graphql import (
    FieldNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_specified_directive,
)

from planner.selection import Selector

SDL, TYPES = ("_service",), ("__schema", "__type")
MACHINERY = re.compile("_|link__")
"""How names begin that a subgraph has for its gateway."""
OF_SDL = 5_000  # rows: it is as long as a page of some hundred rows, and nobody needs it twice
VALUES = 50  # reckoned, for the price of a row: no type has all that is reckoned of each
FEW = 2  # of a list whose length is not known from the schema alone


def public(schema: GraphQLSchema, directives: Collection[str]) -> GraphQLSchema:
    """The schema as clients see it: of the same types, but for the query's, which no type refers to.

    directives   those that clients may write
    """
    query = schema.query_type
    assert query is not None
    fields = {name: field for name, field in query.fields.items() if not MACHINERY.match(name)}
    shown = GraphQLObjectType(query.name, fields, description=query.description)
    made = GraphQLSchema(
        shown, schema.mutation_type, schema.subscription_type, description=schema.description,
        types=[each for name, each in schema.type_map.items() if each is not query and not MACHINERY.match(name)],
        directives=[each for each in schema.directives if is_specified_directive(each) or each.name in directives])
    made.type_map = dict(sorted(made.type_map.items()))
    return made


def price(schema: GraphQLSchema, selector: Selector, nodes: list[FieldNode]) -> int:
    """The price in rows of one field at the root that asks for the schema."""
    name = nodes[0].name.value
    if name in SDL:
        return OF_SDL
    return 1 + round(_values(schema, selector, "__Schema" if name == "__schema" else "__Type", nodes, of_all=False) / VALUES)


def _values(schema: GraphQLSchema, selector: Selector, type_name: str, nodes: list[FieldNode], *, of_all: bool) -> float:
    """How many values are said of one object, about.

    of_all   whether it stands for each of the schema's types, so that averages count; else it may be the largest
    """
    said = 0.0
    for inner in selector.inner(nodes, type_name).values():
        name = inner[0].name.value
        definition: Any = schema.type_map[type_name].fields.get(name)  # type: ignore[attr-defined]  # an object type
        if definition is None or is_leaf_type(below := get_named_type(definition.type)):
            said += 1
            continue
        times = _lengths(schema).get(name, (FEW, FEW))[of_all] if is_list_type(get_nullable_type(definition.type)) else 1
        said += 1 + times * _values(schema, selector, below.name, inner, of_all=name == "types")
    return said


@lru_cache(maxsize=8)
def _lengths(schema: GraphQLSchema) -> dict[str, tuple[float, float]]:
    """Of each list of introspection, how long the longest is, and how long one of a type is on average."""
    types = list(schema.type_map.values())
    fields: list[Sequence[Any]] = [list(getattr(each, "fields", {}).values()) for each in types]
    arguments = [len(getattr(each, "args", ())) for of_type in fields for each in of_type]
    counts = {
        "types": [len(types)], "directives": [len(schema.directives)],
        "fields": [len(each) for each in fields], "inputFields": [len(each) for each in fields],
        "enumValues": [len(getattr(each, "values", ())) for each in types],
        "interfaces": [len(getattr(each, "interfaces", ())) for each in types],
        "possibleTypes": [len(getattr(each, "types", ())) for each in types] + [len(
            schema.get_implementations(each).objects) for each in types if isinstance(each, GraphQLInterfaceType)],
        "args": arguments,
    }
    return {name: (max(found, default=0), sum(found) / max(1, len(found))) for name, found in counts.items()}

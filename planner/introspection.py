"""What it costs to ask for the schema: its SDL, or its types by introspection."""
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from graphql import (
    FieldNode,
    GraphQLInterfaceType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from planner.selection import Selector

SDL, TYPES = ("_service",), ("__schema", "__type")
OF_SDL = 5_000  # rows: it is as long as a page of some hundred rows, and nobody needs it twice
VALUES = 20  # reckoned, for the price of a row: no type has all that is reckoned of each
FEW = 2  # of a list whose length is not known from the schema alone


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

"""What is told of the schema: the API without what is there for gateways alone; and what it costs to ask for it."""
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_input_type,
    is_leaf_type,
    is_list_type,
    is_specified_directive,
)

from planner.selection import Selector

SDL, TYPES = ("_service",), ("__schema", "__type")
MACHINERY = re.compile("_|link__")
"""How names begin that a subgraph has for its gateway."""
OWN = frozenset({"fields", "inputFields", "enumValues", "args"})
"""Lists of what belongs to one object alone, so that the lengths of all together are known; other fields refer to types."""
OF_SDL = 5_000  # rows: it is as long as a page of some hundred rows, and nobody needs it twice
VALUES = 6  # for the price of a row: a row of a list has about so many (docs/limits.md)
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
    lengths = _lengths(schema)
    return 1 + round(_values(schema, selector, "__Schema" if name == "__schema" else "__Type", nodes, lengths.longest) / VALUES)


def _values(schema: GraphQLSchema, selector: Selector, type_name: str, nodes: list[FieldNode],
            long: Mapping[str, float]) -> float:
    """How many values are said of one object, about.

    long   how long its lists are
    """
    said = 0.0
    for inner in selector.inner(nodes, type_name).values():
        name = inner[0].name.value
        definition: Any = schema.type_map[type_name].fields.get(name)  # type: ignore[attr-defined]  # an object type
        if definition is None or is_leaf_type(below := get_named_type(definition.type)):
            said += 1
            continue
        times = long.get(name, FEW if is_list_type(get_nullable_type(definition.type)) else 1)
        said += 1 + times * _values(schema, selector, below.name, inner, _lengths(schema).below(name, long))
    return said


class _Lengths(NamedTuple):
    """Of introspection's lists, how long they are: of one object, which may be the largest; of each, on average; of what each
    refers to, which may be the largest again, wrapped (`ofType`) as references are on average."""

    longest: Mapping[str, float]
    average: Mapping[str, float]
    referred: Mapping[str, float]

    def below(self, name: str, above: Mapping[str, float]) -> Mapping[str, float]:
        """Of the objects that a field of objects with the lists `above` leads to."""
        if name == "types" or (above is self.average and name in OWN):
            return self.average
        if above is self.average or (above is self.referred and name == "ofType"):
            return self.referred
        return self.longest


@lru_cache(maxsize=8)
def _lengths(schema: GraphQLSchema) -> _Lengths:
    types = list(schema.type_map.values())
    inputs, others = ([[*getattr(each, "fields", {}).values()] for each in types if is_input_type(each) is whether]
                      for whether in (True, False))
    fields = [field for of_type in others for field in of_type]
    arguments = [[*field.args.values()] for field in fields]
    counts = {
        "types": [len(types)], "directives": [len(schema.directives)], "args": [len(each) for each in arguments],
        "fields": [len(each) for each in others], "inputFields": [len(each) for each in inputs],
        "enumValues": [len(getattr(each, "values", ())) for each in types],
        "interfaces": [len(getattr(each, "interfaces", ())) for each in types],
        "possibleTypes": [len(schema.get_possible_types(each)) for each in types if is_abstract_type(each)],
    }
    longest = {name: float(max(found, default=0)) for name, found in counts.items()}
    whose = {"types": 1, "directives": 1, "args": len(fields)}
    average = {name: sum(found) / max(1, whose.get(name, len(types))) for name, found in counts.items()}
    wraps = [str(each.type).count("!") + str(each.type).count("[")
             for each in (*fields, *chain(*inputs), *chain(*arguments))]
    return _Lengths(longest, average, {**longest, "ofType": sum(wraps) / max(1, sum(wraps) + len(wraps))})

"""Questions made from the schema: each field of each type once, by the shortest way to the type."""
from collections import deque
from collections.abc import Callable, Iterator
from uuid import UUID

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_union_type,
)

from planner.personal import Personal
from schema import graphql
from tests.api.client import global_id
from tests.city import COMMUNITY

SCHEMA = graphql.ours()[0]._schema
Way = tuple[str, ...]
"""Fields with their arguments, and type conditions, from a root down to a type."""
ARGUMENTS: dict[str, Callable[[dict[str, UUID]], str]] = {
    "Query.node": lambda known: f'id: "{global_id("Claim", known["claim"])}"',
    "Query.nodes": lambda known: f'ids: ["{global_id("Claim", known["claim"])}"]',
    "DualReport.progress": lambda _: "year: 2026",
    "JointCommittee.conferenceFigures": lambda _: 'day: "2026-03-01", unit: YEAR',
    "Organization.whistleFigures": lambda _: 'day: "2026-03-01", unit: YEAR, category: ENVIRONMENT',
    "Query.organization": lambda _: f'by: {{divisionCode: "{COMMUNITY}"}}',
    "Query.committee": lambda known: f'id: "{global_id("JointCommittee", known["committee"])}"',
    "Query._entities": lambda known: f'representations: [{{__typename: "Claim", id: "{global_id("Claim", known["claim"])}"}}]',
    "Subscription.itemChanged": lambda known: f'id: "{global_id("Demand", known["demand"])}"',
}


def _types(type_: GraphQLOutputType) -> list[GraphQLObjectType]:
    named = get_named_type(type_)
    if isinstance(named, GraphQLInterfaceType) or is_union_type(named):
        return list(SCHEMA.get_possible_types(named))
    return [named] if isinstance(named, GraphQLObjectType) else []


def _fields(type_: GraphQLObjectType) -> dict[str, GraphQLField]:
    """Those that can be asked for: lists whose rows are of no groups have none."""
    return {name: field for name, field in type_.fields.items() if name != "groups" or _grouping(type_.name)}


def _grouping(connection_type: str) -> str | None:
    """By what a list can be grouped, first of all."""
    catalogue, row = graphql.ours()[1], connection_type.removesuffix("Connection")
    return next(iter((catalogue.abstracts.get(row) or catalogue.objects[row]).groups), None)


def called(parent: str, name: str, field: GraphQLField, known: dict[str, UUID]) -> str:
    if name == "groups":
        return f"groups(by: {_grouping(parent)})"
    if any(map(is_required_argument, field.args.values())) or f"{parent}.{name}" in ARGUMENTS:
        return f"{name}({ARGUMENTS[f'{parent}.{name}'](known)})"
    return name


def _ways(root: GraphQLObjectType, known: dict[str, UUID]) -> dict[str, Way]:
    """The shortest way to each type that can be reached."""
    found: dict[str, Way] = {root.name: ()}
    waiting = deque([root])
    while waiting:
        parent = waiting.popleft()
        for name, field in _fields(parent).items():
            if f"{parent.name}.{name}" in ARGUMENTS or get_named_type(field.type).name == "Node":
                continue  # one object is given there, of which some fields are null; or any object, of some type
            several = _types(field.type)
            for below in several:
                if below.name not in found:
                    step = [called(parent.name, name, field, known)]
                    found[below.name] = (*found[parent.name], *step, *([f"... on {below.name}"] if several[1:] else []))
                    waiting.append(below)
    return found


def questions(root: GraphQLObjectType, known: dict[str, UUID]) -> Iterator[tuple[str, Way, str]]:
    """For each field of each type its name, the way to it, and the field as it is asked for."""
    for type_name, way in _ways(root, known).items():
        parent = SCHEMA.get_type(type_name)
        assert isinstance(parent, GraphQLObjectType)
        for name, field in _fields(parent).items():
            below = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
            yield f"{type_name}.{name}", way, called(type_name, name, field, known) + below


def _is_personal(type_name: str, name: str) -> bool:
    """Whether it is a person's data: for queries alone."""
    return isinstance(graphql.ours()[1].objects[type_name].fields.get(name), Personal)


def whole(parent: GraphQLObjectType, name: str) -> str:
    """A field with what an object has of itself."""
    field = parent.fields[name]
    types = _types(field.type)
    if get_named_type(field.type).name == "Node":
        return f"{name} {{ __typename id }}"  # of each type, fields of one name have types of their own
    if not types:
        return name + ("" if is_leaf_type(get_named_type(field.type)) else " { __typename }")
    return f"{called(parent.name, name, field, {})} {{ __typename {' '.join(map(_own, types))} }}"


def _own(type_: GraphQLObjectType) -> str:
    """Under names that are of the type alone: fields of one name may be of several types."""
    def field(name: str) -> str:
        return called(type_.name, name, type_.fields[name], {}) if name == "groups" else name

    below = {name: "" if is_leaf_type(get_named_type(known.type)) else " { __typename }"
             for name, known in _fields(type_).items() if not _is_personal(type_.name, name) and (
                 name == "groups" or not any(map(is_required_argument, known.args.values())))}
    if "viewerCan" in below:
        below["viewerCan"] = " { action allowed }"
    return f"... on {type_.name} {{ {' '.join(f'{type_.name}_{name}: {field(name)}{more}' for name, more in below.items())} }}"


def asked(way: Way, field: str) -> str:
    return "".join(f"{{ {step} " for step in way) + f"{{ {field} }}" + " }" * len(way)

"""How long each text and list may be that somebody sends: said in the SDL and held to (`planner.bounds`), by one declaration."""
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from domain import forming, funds, mobilization_list, routes, systems, texts
from planner import bounds

LONGEST: Mapping[str, int] = {
    "after": bounds.CURSOR, "before": bounds.CURSOR, "idempotencyKey": 128, "phone": 40,
    "voucher": texts.TITLE, "reference": systems.REFERENCE,
    **dict.fromkeys(["subject", "basis", "unit", "reason", "address", "responsible", "noCreditCodeReason",
                    "building", "venue", "substitute", "guests", "purpose", "unreportedReason"], texts.LINE),
    **dict.fromkeys(["body", "note", "promise", "task", "standard", "report", "comment", "summary",
                    "minutes", "opinions", "result", "evidence", "question", "answer"], texts.BODY),
}
"""Characters of arguments and fields of this name that are texts; what is not here is a name, a code or words to look for."""
FEWER: Mapping[str, int] = {"claimIds": forming.MOST_CLAIMS, "sources": funds.MOST_SOURCES,
                              "assistingIds": routes.MOST_ASSISTING}
"""Values of lists of this name; of others `bounds.VALUES`."""
MORE: Mapping[str, int] = {"posts": mobilization_list.MOST_POSTS}
"""The same, of what comes as a whole: such a list is given in a variable."""
KNOWN = frozenset({"idempotencyKey"})  # that say it themselves


def longest(name: str) -> int:
    return LONGEST.get(name, bounds.ASKED)


def most(name: str) -> int:
    return {**FEWER, **MORE}.get(name, bounds.VALUES)


def say(schema: GraphQLSchema) -> None:
    """Write the length of each text and list behind its description."""
    for _, name, taken in taken_by(schema):
        said = []
        if is_list_type(get_nullable_type(taken.type)) and name != "representations":
            said.append(f"至多 {most(name)} 项。At most {most(name)} values.")
            if name in MORE:
                taken.extensions[bounds.MOST] = most(name)
        if get_named_type(taken.type).name == "String" and name not in KNOWN:
            said.append(f"至多 {longest(name)} 字。At most {longest(name)} characters.")
        if said and taken.description:
            taken.description = " ".join([taken.description, *said])


def taken_by(schema: GraphQLSchema) -> Iterator[tuple[str, str, Any]]:
    """What the schema takes: where (`Query.items`, `ItemFilter`), the name of the argument or field, and its definition."""
    for type_name, type_ in schema.type_map.items():
        if type_name.startswith("__"):
            continue
        if isinstance(type_, GraphQLInputObjectType):
            yield from ((type_name, name, field) for name, field in type_.fields.items())
        elif isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in type_.fields.items():
                yield from ((f"{type_name}.{field_name}", name, argument) for name, argument in field.args.items())

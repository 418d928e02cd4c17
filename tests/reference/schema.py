"""The reference: graphql-core executes the SDL's own text, field by field, over plain rows."""
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    value_from_ast_untyped,
)

from tests.reference import concepts
from tests.reference.answers import Answer
from tests.reference.groups import groups
from tests.reference.names import global_id, snake_case, type_of
from tests.reference.world import World

SDL = Path(__file__).parents[2] / "sdl" / "subgraph.graphql"


def build() -> GraphQLSchema:
    """The SDL's schema with a plain function at each field; federation's directives say nothing to an execution."""
    schema = build_schema(SDL.read_text("utf-8"), assume_valid_sdl=True)
    for name, type_ in schema.type_map.items():
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            type_.resolve_type = lambda row, *_: row["typename"] if "typename" in row else type_of(row)
        if isinstance(type_, GraphQLObjectType) and not name.startswith("__"):  # introspection's types are everybody's
            answers = {"id": lambda _, row, __: global_id(row), **concepts.answers(name)}
            for field_name, field in type_.fields.items():
                field.resolve = _resolver(answers.get(field_name))
            if "groups" in type_.fields:
                type_.fields["groups"].resolve = partial(_groups, name.removesuffix("Connection"))
        if isinstance(type_, GraphQLScalarType) and name in READERS:
            _read_by(type_, READERS[name])
    return schema


def _groups(type_name: str, page: Any, _: GraphQLResolveInfo[World], by: str) -> Any:
    return groups(type_name, page, by)


def _read_by(type_: GraphQLScalarType, read: Callable[[Any], Any]) -> None:
    type_.coerce_input_value = read
    type_.coerce_input_literal = lambda node: read(value_from_ast_untyped(node))


def _resolver(answer: Answer | None) -> Callable[..., Any]:
    def column(row: Any, info: GraphQLResolveInfo[World], **_: Any) -> Any:
        return row[info.field_name] if info.field_name in row else row[snake_case(info.field_name)]

    if answer is None:
        return column
    return lambda row, info, **arguments: answer(info.context, row, arguments)


def _moment(value: Any) -> datetime:
    read = datetime.fromisoformat(value)
    if read.tzinfo is None:
        raise ValueError("no offset")
    return read


READERS: Mapping[str, Callable[[Any], Any]] = {"DateTime": _moment, "Date": date.fromisoformat}

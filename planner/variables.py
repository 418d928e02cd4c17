"""Coerces an operation's variables: good ones by a function made for each type, the rest by graphql-core.

graphql-core asks of each value anew what type it has, which takes ten times as long; but it says of every mistake where it is
and what would be right. So whatever is not surely good goes there.
"""
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    TypeNode,
    Undefined,
    VariableDefinitionNode,
    get_named_type,
    is_required_input_field,
)
from graphql.execution.values import get_variable_values
from graphql.utilities import type_from_ast
from graphql.utilities.coerce_input_value import coerce_default_value

from planner import bounds

Variables = dict[str, Any]
Coerce = Callable[[Mapping[str, Any]], Variables]
Read = Callable[[Any], Any]

PLAIN: dict[str, type] = {"Int": int, "String": str, "ID": str, "Boolean": bool}
INT32 = 2**31
PLACE = re.compile(r"Variable '\$(\w+)' has invalid value(?: at ([^:]+))?:")
"""How graphql-core says where in the variables a value stands."""
MISSING = object()


class BadVariables(Exception):
    """The variables do not fit the operation."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


class _Doubtful(Exception):
    """graphql-core is to say what is the matter."""


def _named(type_: TypeNode) -> str:
    while isinstance(type_, NonNullTypeNode | ListTypeNode):
        type_ = type_.type
    assert isinstance(type_, NamedTypeNode)
    return type_.name.value


def coercer(schema: GraphQLSchema, operation: OperationDefinitionNode, *, suggestions: bool = True) -> Coerce:
    """What coerces the operation's variables.

    suggestions   whether what a name may have been meant to be is said
    returns   a function that raises BadVariables
    """
    definitions = operation.variable_definitions or ()
    slow = _slow(schema, definitions, suggestions=suggestions)
    wanted: list[tuple[str, Read, bool]] = []
    for each in definitions:
        type_: Any = type_from_ast(schema, each.type)
        if type_ is None:
            return slow
        wanted.append((each.variable.name.value, _reader(type_),
                       each.default_value is None and not isinstance(type_, GraphQLNonNull)))
    return _quick(wanted, slow)


def _slow(schema: GraphQLSchema, definitions: Collection[VariableDefinitionNode], *, suggestions: bool) -> Coerce:
    """By graphql-core, which says what is wrong."""
    free = {each.variable.name.value for each in definitions if _named(each.type) == "_Any"}  # `planner.price` counts them
    longer = _longer(schema)

    def slow(raw: Mapping[str, Any]) -> Variables:
        given = {each.variable.name.value for each in definitions} & raw.keys() - free
        if problems := [each for name in sorted(given) for each in bounds.too_long(raw[name], f"Variable '${name}'", longer)]:
            raise BadVariables([GraphQLError(each) for each in problems[:20]])
        values = get_variable_values(schema, definitions, dict(raw), max_errors=20, hide_suggestions=not suggestions)
        if isinstance(values, list):
            raise BadVariables([_untraced(each) for each in values])
        return values.coerced

    return slow


@lru_cache(maxsize=8)
def _longer(schema: GraphQLSchema) -> Mapping[str, int]:
    """By the name of an input's field whose list may have more values than others, how many."""
    fields = [each for type_ in schema.type_map.values() if isinstance(type_, GraphQLInputObjectType)
              for each in type_.fields.items()]
    return {name: field.extensions[bounds.MOST] for name, field in fields if bounds.MOST in field.extensions}


def _quick(wanted: Iterable[tuple[str, Read, bool]], slow: Coerce) -> Coerce:
    """By the readers; what is not surely good by the slow way.

    wanted   of each variable its name, what reads it, and whether it may be missing
    """
    def quick(raw: Mapping[str, Any]) -> Variables:
        found = {}
        try:
            for name, read, may_be_missing in wanted:
                value = raw.get(name, MISSING)
                if value is not MISSING:
                    found[name] = read(value)
                elif not may_be_missing:
                    raise _Doubtful
        except Exception:  # whatever it is, graphql-core says it with its place
            return slow(raw)
        return found

    return quick


def _untraced(error: GraphQLError) -> GraphQLError:
    """The error, naming the value, without the frames that made it, which hold it: a circle (docs/decisions/0053)."""
    below: BaseException | None = error.original_error
    while below:
        below.__traceback__, below = None, below.__context__
    if found := PLACE.match(error.message):
        error.extensions = {"field": found[1] + (found[2] or "")}
    return error.with_traceback(None)


@lru_cache(maxsize=1024)
def _reader(type_: GraphQLInputType, values: int = bounds.VALUES) -> Read:
    """What coerces a value that was given for a type.

    values    how many a list may have
    returns   a function that raises anything of a value that is not surely good
    """
    if not isinstance(type_, GraphQLNonNull):
        present = _present(type_, values)
        return lambda value: None if value is None else present(value)
    needed = _present(type_.of_type, values)

    def required(value: Any) -> Any:
        if value is None:
            raise _Doubtful
        return needed(value)

    return required


def _present(type_: Any, values: int) -> Read:
    """The same for a value that is not null."""
    if isinstance(type_, GraphQLList):
        return _list(_reader(type_.of_type), None if get_named_type(type_).name == "_Any" else values)
    if isinstance(type_, GraphQLInputObjectType):
        return _input_object(type_)
    if isinstance(type_, GraphQLEnumType):
        return {name: type_.coerce_input_value(name) for name in type_.values}.__getitem__
    kind = PLAIN.get(type_.name)
    return _plain(kind) if kind else _scalar(type_.coerce_input_value)


def _plain(kind: type) -> Read:
    def plain(value: Any) -> Any:
        if type(value) is not kind or (type(value) is int and not -INT32 <= value < INT32):
            raise _Doubtful
        return value

    def text(value: Any) -> Any:
        if type(value) is not str or len(value) > bounds.TEXT:
            raise _Doubtful
        return value

    return text if kind is str else plain


def _scalar(coerce: Read) -> Read:
    def short(value: Any) -> Any:
        if type(value) is str and len(value) > bounds.TEXT:
            raise _Doubtful
        return coerce(value)

    return short


def _list(read: Read, most: int | None) -> Read:
    def whole(value: Any) -> Any:
        if type(value) is not list or (most is not None and len(value) > most):
            raise _Doubtful
        return [read(each) for each in value]

    return whole


def _input_object(type_: GraphQLInputObjectType) -> Read:
    @cache  # at the first value, since a type may have fields of itself
    def fields() -> list[tuple[str, str, Read, Any, bool]]:
        return [(name, field.out_name or name, _reader(field.type, field.extensions.get(bounds.MOST, bounds.VALUES)),
                 coerce_default_value(field), is_required_input_field(field)) for name, field in type_.fields.items()]

    def whole(value: Any) -> Any:
        if type(value) is not dict or (type_.is_one_of and (len(value) != 1 or None in value.values())):
            raise _Doubtful
        found, known = {}, 0
        for name, out, read, default, required in fields():
            if name in value:
                found[out] = read(value[name])
                known += 1
            elif default is not Undefined:
                found[out] = default
            elif required:
                raise _Doubtful
        if known < len(value):
            raise _Doubtful
        return type_.out_type(found)

    return whole

"""Coerces an operation's variables. Plain ones (Int, String, ID, Boolean, given as what they are) without the detour
through graphql-core, which takes ten times as long; everything else, and every mistake, goes to graphql-core."""
from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLError, GraphQLSchema, NonNullTypeNode, OperationDefinitionNode, TypeNode
from graphql.execution.values import get_variable_values

Variables = dict[str, Any]
Coerce = Callable[[Mapping[str, Any]], Variables]

PLAIN: dict[str, type] = {"Int": int, "String": str, "ID": str, "Boolean": bool}
INT32 = 2**31
MISSING = object()


class BadVariables(Exception):
    """The variables do not fit the operation."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


def coercer(schema: GraphQLSchema, operation: OperationDefinitionNode) -> Coerce:
    """What coerces the operation's variables.

    returns   a function that raises BadVariables
    """
    definitions = operation.variable_definitions or ()

    def slow(raw: Mapping[str, Any]) -> Variables:
        values = get_variable_values(schema, definitions, dict(raw), max_errors=20)
        if isinstance(values, list):
            raise BadVariables(values)
        return values.coerced

    plain = [_plain(each.variable.name.value, each.type) for each in definitions if each.default_value is None]
    if len(plain) < len(definitions) or None in plain:
        return slow

    def quick(raw: Mapping[str, Any]) -> Variables:
        found = {}
        for name, kind, required in plain:  # type: ignore[misc]  # none of them is None
            value = raw.get(name, MISSING)
            if type(value) is kind and (kind is not int or -INT32 <= value < INT32):  # type: ignore[operator]
                found[name] = value
            elif required or (value is not None and value is not MISSING):
                return slow(raw)
            elif value is None:
                found[name] = None
        return found

    return quick


def _plain(name: str, type_: TypeNode) -> tuple[str, type, bool] | None:
    required = isinstance(type_, NonNullTypeNode)
    named = type_.type if isinstance(type_, NonNullTypeNode) else type_
    kind = PLAIN.get(getattr(getattr(named, "name", None), "value", ""))
    return None if kind is None else (name, kind, required)

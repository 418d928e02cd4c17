"""From a mutation's input, as GraphQL coerced it, to the arguments of its use case."""
import decimal
from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry
from strawberry.types.base import StrawberryList, StrawberryObjectDefinition, StrawberryOptional, get_object_definition
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from domain.refusals import BadInput
from planner import ids, words
from planner.catalogue import Catalogue
from schema.scalars import Decimal

IDS = "sandan_ids"


def identifier(description: str, *types: str, **more: Any) -> Any:
    """A field of an input that holds the global ID of one of these types."""
    return strawberry.field(description=description, metadata={IDS: types}, **more)


def values(catalogue: Catalogue, input_type: type, coerced: Mapping[str, Any], path: str = "input") -> dict[str, Any]:
    """The input's fields by their Python names: IDs as UUIDs, enums as their names; what was not given is absent.

    raises    BadInput naming the field; NotFound for an ID that names nothing of its types
    """
    definition = get_object_definition(input_type, strict=True)
    found = {}
    for field in definition.fields:
        name = field.graphql_name or to_camel_case(field.python_name)
        if name in coerced:
            found[field.python_name] = _value(catalogue, field, coerced[name], f"{path}.{name}")
    return found


def _value(catalogue: Catalogue, field: StrawberryField, value: Any, path: str) -> Any:
    if value is None:
        return None
    if types := field.metadata.get(IDS):
        tags = {tag for each in types for tag in catalogue.tags(each)}
        return ids.decode(value, tags)
    inner = _unwrapped(field.type)
    if isinstance(value, dict) and isinstance(definition := getattr(inner, "__strawberry_definition__", None),
                                              StrawberryObjectDefinition):
        return values(catalogue, definition.origin, value, path)
    if inner is Decimal:
        return _decimal(value, path)
    return value.value if isinstance(value, Enum) else words.storable(path, value)


def _unwrapped(type_: Any) -> Any:
    while isinstance(type_, StrawberryOptional | StrawberryList):
        type_ = type_.of_type
    return type_


def _decimal(value: str, path: str) -> decimal.Decimal:
    try:
        read = decimal.Decimal(value)
        if not read.is_finite():
            raise ValueError
    except (decimal.InvalidOperation, ValueError):
        raise BadInput(path, f"不是数：{value!r}。Not a number: {value!r}; right would be \"1234.50\".") from None
    return read

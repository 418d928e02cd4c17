"""From a mutation's input, as GraphQL coerced it, to the arguments of its use case."""
import decimal
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import strawberry
from strawberry.types.base import StrawberryList, StrawberryObjectDefinition, StrawberryOptional, get_object_definition
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from domain import dates
from domain.refusals import BadInput
from planner import bounds, ids, text_parameters
from planner.catalogue import Catalogue
from schema import lengths
from schema.scalars import Decimal

IDS = "sandan_ids"
DECIMAL = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")

Read = Callable[[Mapping[str, Any]], dict[str, Any]]


def identifier(description: str, *types: str, **more: Any) -> Any:
    """A field of an input that holds the global ID of one of these types, or a list of them."""
    return strawberry.field(description=description, metadata={IDS: types}, **more)


def reader(catalogue: Catalogue, input_type: type, path: str = "input") -> Read:
    """What reads an input's coerced fields: by their Python names, IDs as UUIDs, enums as their names; what was not given is
    absent.

    returns   a function that raises BadInput naming the field; NotFound for an ID that names nothing of its types
    """
    definition = get_object_definition(input_type, strict=True)
    fields = []
    for field in definition.fields:
        name = field.graphql_name or to_camel_case(field.python_name)
        fields.append((name, field.python_name, _of_field(catalogue, field, f"{path}.{name}")))

    def read(coerced: Mapping[str, Any]) -> dict[str, Any]:
        return {known_as: None if coerced[name] is None else of_field(coerced[name])
                for name, known_as, of_field in fields if name in coerced}

    return read


def _of_field(catalogue: Catalogue, field: StrawberryField, path: str) -> Callable[[Any], Any]:
    """What reads one field's value that is not null."""
    if types := field.metadata.get(IDS):
        tags = {tag for each in types for tag in catalogue.tags(each)}
        def identified(value: Any) -> Any:
            if isinstance(value, list):
                return [identified(each) for each in value]
            return ids.decode(bounds.text(path, value, bounds.ID), tags)

        return identified
    inner = _unwrapped(field.type)
    if isinstance(definition := getattr(inner, "__strawberry_definition__", None), StrawberryObjectDefinition):
        read = reader(catalogue, definition.origin, path)
        return lambda value: [read(each) for each in value] if isinstance(value, list) else read(value)
    if inner is Decimal:
        return lambda value: _decimal(value, path)
    if inner in (date, datetime):
        return lambda value: _known(value, path)
    return _bounded(path, lengths.longest(path.rpartition(".")[2]))


def _bounded(path: str, longest: int) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        for each in value if isinstance(value, list) else (value,):
            bounds.text(path, each, longest)
        return text_parameters.storable(path, value)

    return read


def _unwrapped(type_: Any) -> Any:
    while isinstance(type_, StrawberryOptional | StrawberryList):
        type_ = type_.of_type
    return type_


def _decimal(value: str, path: str) -> decimal.Decimal:
    if not DECIMAL.fullmatch(value):
        raise BadInput(path, f"不是小数：{value[:40]!r}，应如 \"1234.50\"。Not a decimal number; right would be \"1234.50\".")
    return decimal.Decimal(value)


def _known(value: date | datetime, path: str) -> date | datetime:
    if not dates.is_known(value):
        raise BadInput(path, dates.BOUND)
    return value

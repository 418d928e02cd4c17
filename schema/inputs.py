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

from domain.faults import Fault, Faults
from domain.languages import Bilingual
from domain.refusals import BadInput
from planner import bounds, ids, text_parameters
from planner.catalogue import Catalogue
from schema import lengths
from schema.scalars import Decimal

IDS = "sandan_ids"
DECIMAL = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")

Read = Callable[[Mapping[str, Any]], dict[str, Any]]
Of = Callable[[Any], Any]


def identifier(description: str, *types: str, **more: Any) -> Any:
    """A field of an input that holds the global ID of one of these types, or a list of them."""
    return strawberry.field(description=description, metadata={IDS: types}, **more)


def reader(catalogue: Catalogue, input_type: type, path: str = "input") -> Read:
    """What reads an input's coerced fields: by their Python names, IDs as UUIDs, enums as their names; what was not given is
    absent.

    returns   a function that raises all that is wrong, each naming its field: BadInput, or NotFound for an ID that names nothing
              of its types
    """
    definition = get_object_definition(input_type, strict=True)
    fields = []
    for field in definition.fields:
        name = field.graphql_name or to_camel_case(field.python_name)
        fields.append((name, field.python_name, _of_field(catalogue, field, f"{path}.{name}")))

    def read(coerced: Mapping[str, Any]) -> dict[str, Any]:
        with Faults() as faults:
            return {known_as: None if coerced[name] is None else faults.of(of_field, coerced[name])
                    for name, known_as, of_field in fields if name in coerced}

    return read


def _of_field(catalogue: Catalogue, field: StrawberryField, path: str) -> Of:
    """What reads one field's value that is not null."""
    if types := field.metadata.get(IDS):
        tags = {tag for each in types for tag in catalogue.tags(each)}
        return _each(path, lambda value: ids.decode(bounds.text(path, value, bounds.ID), tags, path))
    inner = _unwrapped(field.type)
    if isinstance(definition := getattr(inner, "__strawberry_definition__", None), StrawberryObjectDefinition):
        return _each(path, reader(catalogue, definition.origin, path))
    if inner is Decimal:
        return _each(path, lambda value: _decimal(value, path))
    if inner in (date, datetime):
        return _each(path, lambda value: bounds.moment(path, value))
    longest = lengths.longest(path.rpartition(".")[2])
    return _each(path, lambda value: text_parameters.storable(path, bounds.text(path, value, longest)))


def _each(path: str, read: Of) -> Of:
    """The same of a list's values, each of which is named by its number: `input.guests[1]`."""
    def numbered(number: int, value: Any) -> Any:
        try:
            return read(value)
        except Fault as fault:
            for each in fault.all:
                each.field = f"{path}[{number}]{each.field.removeprefix(path)}"
            raise

    def several(value: Any) -> Any:
        if not isinstance(value, list):
            return read(value)
        with Faults() as faults:
            return [None if each is None else faults.of(numbered, number, each) for number, each in enumerate(value)]

    return several


def _unwrapped(type_: Any) -> Any:
    while isinstance(type_, StrawberryOptional | StrawberryList):
        type_ = type_.of_type
    return type_


def _decimal(value: str, path: str) -> decimal.Decimal:
    if not DECIMAL.fullmatch(value):
        raise BadInput(path, Bilingual(f"不是小数：{value[:40]!r}，应如 \"1234.50\"。",
                                       f"Not a decimal number: {value[:40]!r}; right would be \"1234.50\"."))
    return decimal.Decimal(value)

"""Reads the declarations off the types and makes the planner's catalogue of them."""
from collections.abc import Callable, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

from strawberry.federation import Schema
from strawberry.types.base import StrawberryObjectDefinition, get_object_definition

from domain import items as rules
from planner import ids
from planner.catalogue import (
    Abstract,
    Catalogue,
    Column,
    Computed,
    Entities,
    Entity,
    FilterField,
    Given,
    Source,
)
from planner.subscription import SubscriptionSource
from schema import items
from schema.declare import FILTER_FIELD, SUBSCRIPTION, source_of

LIST_ITEMS = {"RESOURCE": "Resource", "DEMAND": "Demand", "PROJECT": "Project"}


LISTS = {"ListItem": Abstract("ListItem", "item", "{t}.list", LIST_ITEMS, visible=rules.SIGHT, indexes=items.PAGES,
                              orders=items.ORDERS, groups={"LIST": "{t}.list", **items.GROUPS})}


def of(schema: Schema, abstracts: Mapping[str, Abstract] = LISTS) -> Catalogue:
    """The catalogue of a schema's types."""
    objects, filters, service = {}, {}, _service(schema)
    for name, concrete in schema.schema_converter.type_map.items():
        definition = concrete.definition
        if isinstance(definition, StrawberryObjectDefinition):
            if definition.is_input:
                filters[name] = _filter_fields(schema, definition)
            elif not definition.is_interface:
                objects[name] = _entity(name, definition, schema, service)
    return Catalogue(objects, abstracts, filters, _subscriptions(schema))


def _service(schema: Schema) -> Callable[..., Any]:
    """Answers `_service` with the SDL, which is made once."""
    made = cache(lambda: SimpleNamespace(sdl=schema.as_str()))
    return lambda _: made()


def _entity(name: str, definition: StrawberryObjectDefinition, schema: Schema, service: Callable[..., Any]) -> Entity:
    declared = getattr(definition.origin, "__sandan__", {})
    fields: dict[str, Source] = {schema.config.name_converter.from_field(field): source
                                 for field in definition.fields if (source := source_of(field))}
    if tag := declared.get("tag"):
        fields["id"] = Column(ids.sql(tag, "{t}.id"))
    if name == "Query":
        fields["_entities"] = Entities("representations")
        fields["_service"] = Computed((), service)
    if name == "_Service":
        fields["sdl"] = Given("sdl")
    return Entity(name, fields, **declared)


def _subscriptions(schema: Schema) -> dict[str, SubscriptionSource]:
    if schema.subscription is None:
        return {}
    return {schema.config.name_converter.from_field(field): field.metadata[SUBSCRIPTION]
            for field in get_object_definition(schema.subscription, strict=True).fields}


def _filter_fields(schema: Schema, definition: StrawberryObjectDefinition) -> dict[str, FilterField]:
    return {schema.config.name_converter.from_field(field): declared
            for field in definition.fields if (declared := field.metadata.get(FILTER_FIELD))}

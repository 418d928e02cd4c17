"""Anything by its id, and organizations by their codes."""
from collections.abc import Mapping
from typing import Any

from domain.languages import Bilingual
from domain.refusals import BadInput
from tests.reference.answers import Answer, by_id
from tests.reference.names import TYPES, snake_case, type_of
from tests.reference.pages import Arguments
from tests.reference.stored import Row
from tests.reference.world import World

KEYS = {"Organization": {"id": "id", "divisionCode": "division_code", "creditCode": "credit_code"},
        **{name: {"id": "id"} for name in (*TYPES.values(), "Resource", "Demand", "Project") if name != "Organization"}}


def node(world: World, _: Row, arguments: Arguments) -> Row | None:
    return by_id(world, arguments["id"])


def nodes(world: World, _: Row, arguments: Arguments) -> list[Row | None]:
    return [by_id(world, each) for each in arguments["ids"]]


def lookup(world: World, _: Row, arguments: Arguments) -> Row | None:
    (name, value), = arguments["by"].items()
    return by_id(world, value, "organization") if name == "id" else world.tables.first(
        "organization", lambda row: row[snake_case(name)] == value)


def entities(world: World, _: Row, arguments: Arguments) -> list[Any]:
    return [_entity(world, each) for each in arguments["representations"]]


def _entity(world: World, representation: Any) -> Row | BadInput | None:
    name = representation.get("__typename") if isinstance(representation, dict) else None
    if not isinstance(name, str) or name not in KEYS:
        return BadInput("representations", Bilingual.alike("no such type"))
    key = next((key for key in KEYS[name] if isinstance(representation.get(key), str)), None)
    if key is None:
        return BadInput("representations", Bilingual.alike("no key"))
    value = representation[key]
    row = by_id(world, value) if key == "id" else world.tables.first(
        "organization", lambda each: each[KEYS[name][key]] == value)
    return row if row is not None and type_of(row) == name else None


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"node": node, "nodes": nodes, "organization": lookup, "_entities": entities},
}

"""How a field is answered from a row: the ways that many fields have in common."""
from collections.abc import Callable
from typing import Any

from domain.refusals import NotFound
from planner import ids
from tests.reference.names import global_id, snake_case
from tests.reference.pages import Arguments, page
from tests.reference.stored import Row
from tests.reference.world import World

Answer = Callable[[World, Row, Arguments], Any]


def object_type(column: str) -> Answer:
    return lambda _, row, __: snake_case(row[column]).removeprefix("_").upper()


def one(table: str, column: str) -> Answer:
    return lambda world, row, _: world.seen(world.tables.find(table, row[column])) if row[column] else None


def division(column: str) -> Answer:
    return lambda world, row, _: row[column] and world.tables.first(
        "organization", lambda each: each["division_code"] == row[column])


def by_id(world: World, text: str, *only: str) -> Row | None:
    try:
        tag, row_id = ids.split(text)
    except NotFound:
        return None
    for table in world.tables.rows:
        row = world.tables.find(table, row_id)
        if row is not None and ids.split(global_id(row))[0] == tag and (not only or table in only):
            return world.seen(row)
    return None


def rooted(table: str, **columns: str) -> Answer:
    return lambda world, _, arguments: page(
        world, table, lambda row: all(row[name] == value for name, value in columns.items()), arguments)


def below(table: str, column: str, parent: str = "id") -> Answer:
    return lambda world, row, arguments: page(
        world, table, lambda each: row[parent] is not None and each[column] == row[parent], arguments)

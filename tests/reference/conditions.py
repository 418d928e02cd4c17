"""From the value of a filter input's field to a test of a row: what more than one filter means, and what items' fields do."""
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from domain.languages import Bilingual
from domain.refusals import BadInput
from planner import ids
from tests.reference.stored import Row
from tests.reference.world import World

Test = Callable[[Row], bool]
Filter = Callable[[World, Any], Test]


def row_id(*tags: str) -> Callable[[str], UUID]:
    """raises    NotFound"""
    return lambda text: ids.decode(text, tags)


ORGANIZATION, ITEM = row_id("or"), row_id("re", "de", "pr")


def text(value: str) -> str:
    """raises    BadInput: what no row can hold"""
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise BadInput("text", Bilingual.alike("no text"))
    return value


def division(value: str) -> str:
    """The code without the zeros that pad it; the world has no code that ends in zeros.

    raises    BadInput: what is no code
    """
    groups = {2: 0, 4: 2, 6: 2, 9: 3, 12: 3, 15: 3}
    if len(value) not in groups or not re.fullmatch("[0-9]+", value) or not int(value):
        raise BadInput("division", Bilingual.alike("no code"))
    while groups[len(value)] and not int(value[-groups[len(value)]:]):
        value = value[:-groups[len(value)]]
    return value


def one_of(column: str) -> Filter:
    return lambda _, values: lambda row: row[column] in values


def equal(column: str, read: Callable[[Any], Any]) -> Filter:
    def made(_: World, value: Any) -> Test:
        wanted = read(value)
        return lambda row: bool(row[column] == wanted)
    return made


def containing(column: str) -> Filter:
    def made(_: World, value: str) -> Test:
        wanted = text(value)
        return lambda row: wanted in row[column]
    return made


def claim_status(row: Row) -> str:
    if row["claimed"] == 0:
        return "OPEN"
    return "PARTLY_CLAIMED" if row["claimed"] < row["quantity"] else "FULLY_CLAIMED"


def words(_: World, value: str) -> Test:
    wanted = folded(text(value)).split()
    return lambda row: all(word in folded(f"{row['title']} {row['body']}") for word in wanted)


def folded(written: str) -> str:
    return re.sub("[A-Z]", lambda capital: capital[0].lower(), unicodedata.normalize("NFKD", written))


def home_within(_: World, value: str) -> Test:
    wanted = division(value)
    return lambda row: bool(row["home_code"].startswith(wanted))


def route_within(_: World, value: str) -> Test:
    wanted = division(value)
    return lambda row: bool(row["division_code"].startswith(wanted))


def organization_within(world: World, value: str) -> Test:
    wanted = division(value)
    return lambda row: any(code is not None and code.startswith(wanted)
                           for code in (row["division_code"], *world.communities_of(row["id"])))


def committee_within(world: World, value: str) -> Test:
    wanted = division(value)

    def holds(row: Row) -> bool:
        home = world.tables.find("organization", row["organization_id"])
        return bool(home and home["division_code"] and home["division_code"].startswith(wanted))
    return holds


def from_grid(world: World, value: str) -> Test:
    wanted = division(value)
    grid = world.tables.first("organization", lambda row: row["division_code"] == wanted)
    return lambda row: bool(grid and row["grid_id"] == grid["id"])


def on_items_of(world: World, value: str) -> Test:
    publisher = ORGANIZATION(value)

    def holds(row: Row) -> bool:
        item = world.tables.find("item", row["item_id"])
        return bool(item and item["publisher_id"] == publisher)
    return holds


def at_least(column: str) -> Filter:
    return lambda _, least: lambda row: row[column] is not None and row[column] >= least


def before(column: str) -> Filter:
    return lambda _, end: lambda row: row[column] is not None and row[column] < end


def during(_: World, period: Mapping[str, Any]) -> Test:
    since, until = period.get("since"), period.get("until")
    return lambda row: (since is None or row["at"] >= since) and (until is None or row["at"] < until)


def remaining(_: World, least: int) -> Test:
    return lambda row: bool(row["quantity"] - row["claimed"] >= least)


def published_after(_: World, start: Any) -> Test:
    return lambda row: bool(row["state"] != "DRAFT" and row["listed_at"] > start)

"""Joint projects as the reference knows them: some rows, and what their fields and filters mean."""
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from tests.reference.committees import held_by_viewer
from tests.reference.stored import Row
from tests.reference.world import World

OPEN = ("FORMED", "UNDER_WAY")
UNITS = ("school", "bank", "hospital")


def overdue(world: World, row: Row) -> bool:
    return bool(row["state"] in OPEN and row["ends_on"] < world.today)


def takes_part(world: World, row: Row, organizations: Any) -> bool:
    return any(part["organization_id"] in organizations for part in world.tables.of("project_part")
               if part["project_id"] == row["id"])


def is_joined(world: World, claim: Row) -> bool:
    project = world.tables.find("joint_project", claim["joint_project_id"])
    return project is not None and project["state"] != "STOPPED"


Filter = Callable[[World, Any], Callable[[Row], bool]]


def is_late(state: str) -> Callable[[World, Row], bool]:
    return lambda world, row: bool(row["state"] == state and row["due_on"] < world.today)


missed, unanswered = is_late("PLANNED"), is_late("ASKED")


def _has_late(table: str, late: Callable[[World, Row], bool]) -> Filter:
    def made(world: World, wanted: Any) -> Callable[[Row], bool]:
        found = {each["project_id"] for each in world.tables.of(table) if late(world, each)}
        return lambda row: (row["id"] in found) is wanted
    return made


FILTERS: Mapping[str, Filter] = {
    "milestoneOverdue": _has_late("milestone", missed), "checkpointOverdue": _has_late("checkpoint", unanswered),
    "open": lambda _, wanted: lambda row: (row["state"] in OPEN) is wanted,
    "overdue": lambda world, wanted: lambda row: overdue(world, row) is wanted,
    "mine": lambda world, wanted: lambda row: (
        row["host_id"] in world.viewer.acts_for or takes_part(world, row, world.viewer.acts_for)
        or held_by_viewer(world, row["lead_seat_id"])) is wanted,
    "category": lambda world, values: lambda row: any(
        item["category"] in values for claim in world.tables.of("claim") if claim["joint_project_id"] == row["id"]
        and (item := world.tables.find("item", claim["item_id"])))}


def carried_out_by(read: Callable[[Any], UUID]) -> Filter:
    def made(world: World, value: Any) -> Callable[[Row], bool]:
        unit = read(value)
        return lambda row: takes_part(world, row, {unit})
    return made

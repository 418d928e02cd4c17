"""Conferences, topics and resolutions as the reference knows them: what their filters mean beside the columns."""
from collections.abc import Mapping

from tests.reference.committees import held_by_viewer
from tests.reference.conditions import Filter, text
from tests.reference.stored import Row
from tests.reference.world import World


def to_be_held(row: Row) -> bool:
    return row["state"] in ("PLANNED", "CALLED")


def owned(world: World, row: Row) -> bool:
    """Whether the viewer does it: for an organisation, or by a seat."""
    return row["owner_id"] in world.viewer.acts_for or held_by_viewer(world, row["owner_seat_id"])


def _category(world: World, row: Row) -> object:
    topic = world.tables.find("topic", row["topic_id"])
    return topic and topic["category"]


CONFERENCES: Mapping[str, Filter] = {
    "open": lambda _, wanted: lambda row: to_be_held(row) is wanted,
    "overdue": lambda world, wanted: lambda row: (to_be_held(row) and row["planned_for"] < world.today) is wanted,
    "text": lambda _, value: lambda row: text(value) in row["title"] or text(value) in (row["venue"] or "")}
TOPICS: Mapping[str, Filter] = {
    "mine": lambda world, wanted: lambda row: (
        row["raised_for_id"] in world.viewer.acts_for or row["raised_by"] == world.viewer.member_id) is wanted,
    "open": lambda _, wanted: lambda row: (row["stage"] not in ("SUPERVISED", "PUT_BACK")) is wanted}
RESOLUTIONS: Mapping[str, Filter] = {
    "mine": lambda world, wanted: lambda row: owned(world, row) is wanted,
    "open": lambda _, wanted: lambda row: (row["state"] not in ("CONFIRMED", "DROPPED")) is wanted,
    "category": lambda world, values: lambda row: _category(world, row) in values,
    "text": lambda _, value: lambda row: text(value) in row["text"] or text(value) in (row["report"] or "")}

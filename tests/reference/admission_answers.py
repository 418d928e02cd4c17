"""Admissions, and the items by them."""
from collections.abc import Mapping
from typing import Any

from domain.admissions import Admission, actions
from tests.reference import admissions
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    known = Admission(**{name: row[name] for name in (
        "state", "department_id", "decider_id", "home_code", "category", "starts_on", "ends_at")})
    return told(actions(world.viewer, known, world.now))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"admissions": rooted("admission")},
    "Demand": {"admission": one("admission", "admission_id")}, "Project": {"admission": one("admission", "admission_id")},
    "Admission": {
        "department": one("organization", "department_id"), "division": one("organization", "division_id"),
        "decider": one("organization", "decider_id"), "inForce": lambda world, row, _: admissions.in_force(world, row),
        "items": below("item", "admission_id"), "history": below("event", "object_id"), "viewerCan": permissions},
}

"""Mobilisations, posts, shifts and assignments."""
from collections.abc import Mapping
from typing import Any

from domain import assignments, mobilizations
from tests.reference import mobilizations as reference
from tests.reference.answers import Answer, below, division, one, rooted
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World

RULED = ("state", "organization_id", "home_code", "ends_at")
OF_SHIFT = ("state", "mobilization_id", "organization_id", "home_code", "starts_at", "ends_at", "needed", "assigned")
OF_ASSIGNMENT = ("state", "shift_id", "organization_id", "unit_id", "member_id", "starts_at", "ends_at")


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    known = mobilizations.Mobilization(**{name: row[name] for name in RULED})
    return told(mobilizations.actions(world.viewer, known, world.now))


def of_shift(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    known = mobilizations.Shift(**{name: row[name] for name in OF_SHIFT})
    return told(mobilizations.shift_actions(world.viewer, known, world.now))


def of_assignment(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    shift = next(each for each in world.tables.of("shift") if each["id"] == row["shift_id"])
    known = assignments.Assignment(cancelled_at=shift["cancelled_at"], **{name: row[name] for name in OF_ASSIGNMENT})
    return told(assignments.actions(world.viewer, known, world.now))


def _sum(name: str, column: str) -> Answer:
    return lambda world, row, _: sum(each[name] for each in world.tables.of("shift") if each[column] == row["id"])


def _sums(column: str) -> dict[str, Answer]:
    return {name: _sum(name, column) for name in ("needed", "assigned", "acknowledged", "served")}


def _different(name: str) -> Answer:
    return lambda world, row, _: len({each[name] for each in world.tables.of("assignment")
                                      if each["mobilization_id"] == row["id"]})


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"mobilizations": rooted("mobilization"), "shifts": rooted("shift"), "assignments": rooted("assignment")},
    "Mobilization": {
        "organization": one("organization", "organization_id"), "calledBy": one("member", "called_by"),
        **_sums("mobilization_id"), "members": _different("member_id"), "units": _different("unit_id"),
        "posts": below("mobilization_post", "mobilization_id"), "shifts": below("shift", "mobilization_id"),
        "assignments": below("assignment", "mobilization_id"), "history": below("event", "object_id"),
        "viewerCan": permissions},
    "MobilizationPost": {
        "mobilization": one("mobilization", "mobilization_id"), "division": division("division_code"),
        **_sums("post_id"), "shifts": below("shift", "post_id")},
    "Shift": {
        "mobilization": one("mobilization", "mobilization_id"), "post": one("mobilization_post", "post_id"),
        "missing": lambda _, row, __: 0 if row["state"] == "CANCELLED" else row["needed"] - row["assigned"],
        "unacknowledged": lambda _, row, __: row["assigned"] - row["acknowledged"],
        "gap": lambda world, row, _: reference.is_gap(world, row),
        "assignments": below("assignment", "shift_id"), "viewerCan": of_shift},
    "Assignment": {
        "mobilization": one("mobilization", "mobilization_id"), "shift": one("shift", "shift_id"),
        "member": one("member", "member_id"), "unit": one("organization", "unit_id"),
        "replaces": one("assignment", "replaces_id"), "history": below("event", "object_id"), "viewerCan": of_assignment},
}

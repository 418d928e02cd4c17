"""Conferences of committees, and who attends them."""
from collections.abc import Mapping
from typing import Any

from domain import conferences
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def conference_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    ruled = ("state", "committee_id", "organization_id", "home_code")
    conference = conferences.Conference(**{name: row[name] for name in ruled})
    return told(conferences.actions(world.viewer, conference))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"conferences": rooted("joint_conference")},
    "JointConference": {
        "committee": one("joint_committee", "committee_id"), "organization": one("organization", "organization_id"),
        "minutes": lambda world, row, _: row["minutes"] if row["state"] == "PUBLISHED" or world.sees_inside(row) else None,
        "attendance": below("attendance", "conference_id"), "agenda": below("topic", "conference_id"),
        "history": below("event", "subject_id"),
        "viewerCan": conference_permissions},
    "Attendance": {"seat": one("seat", "seat_id"), "attendee": lambda _, row, __: row["name"]},
}

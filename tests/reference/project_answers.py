"""Joint projects, and who carries them out."""
from collections.abc import Mapping
from typing import Any

from domain.projects import Project, actions
from tests.reference import projects
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments
from tests.reference.world import Row, World


def _ruled(world: World, row: Row) -> Project:
    seat = world.tables.find("seat", row["lead_seat_id"])
    holder = seat["member_id"] if seat and world.is_current(seat) else None
    ruled = ("state", "host_id", "home_code", "lead_unit_id", "committee_id")
    return Project(**{name: row[name] for name in ruled}, lead_member_id=holder)


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    return [vars(each) for each in actions(world.viewer, world.viewer.member_id, _ruled(world, row))]


def leads(world: World, row: Row, _: Arguments) -> bool:
    project = world.tables.find("joint_project", row["project_id"])
    return project is not None and project["lead_unit_id"] == row["organization_id"]


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"jointProjects": rooted("joint_project")},
    "Claim": {"jointProject": one("joint_project", "joint_project_id")},
    "JointProject": {
        "host": one("organization", "host_id"), "committee": one("joint_committee", "committee_id"),
        "leadUnit": one("organization", "lead_unit_id"), "leadSeat": one("seat", "lead_seat_id"),
        "overdue": lambda world, row, _: projects.overdue(world, row), "parts": below("project_part", "project_id"),
        "claims": below("claim", "joint_project_id"), "history": below("event", "subject_id"), "viewerCan": permissions},
    "ProjectPart": {"project": one("joint_project", "project_id"), "organization": one("organization", "organization_id"),
                    "leads": leads},
}

"""Joint projects, and who carries them out."""
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain import beginnings, checkpoints, dates, milestones
from domain.projects import Project
from tests.reference import cards, projects
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.committees import holder
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def ruled(world: World, row: Row) -> Project:
    ruled = ("state", "host_id", "home_code", "lead_unit_id", "committee_id")
    units = [part["organization_id"] for part in world.tables.of("project_part") if part["project_id"] == row["id"]]
    left = sum(each["project_id"] == row["id"] and each["state"] in ("PLANNED", "REPORTED")
               for each in world.tables.of("milestone"))
    return Project(**{name: row[name] for name in ruled}, lead_member_id=holder(world, row["lead_seat_id"]), unit_ids=units,
                   open_milestones=left, awaits_card=cards.proposed(world, row) is not None)


def _of_part(world: World, row: Row) -> Project:
    project = world.tables.find("joint_project", row["project_id"])
    assert project is not None
    return ruled(world, project)


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    granted = sum((each["granted"] for each in world.tables.of("funding") if each["project_id"] == row["id"]), Decimal(0))
    return told(beginnings.project_actions(world.viewer, world.viewer.member_id, ruled(world, row), granted))


def milestone_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    known = milestones.Milestone(state=row["state"])
    return told(milestones.actions(world.viewer, world.viewer.member_id, known, _of_part(world, row)))


def checkpoint_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    return told(checkpoints.actions(
        world.viewer, world.viewer.member_id, row["state"], _of_part(world, row)))


def answered_late(world: World, row: Row, _: Arguments) -> bool:
    day = dates.day(row["answered_at"]) if row["answered_at"] else world.today
    return bool(day > row["due_on"])


def yuan(column: str) -> Answer:
    return lambda _, row, __: None if row[column] is None else str(row[column])


def total(column: str) -> Answer:
    def added(world: World, row: Row, _: Arguments) -> str:
        of_project = [each[column] for each in world.tables.of("funding") if each["project_id"] == row["id"]]
        return str(sum(of_project, Decimal("0.00")))
    return added


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
        "milestones": below("milestone", "project_id"), "checkpoints": below("checkpoint", "project_id"),
        "notes": below("progress_note", "project_id"), "fundings": below("funding", "project_id"),
        "expenses": below("expense", "project_id"), "budgetYuan": yuan("budget_yuan"), "grantedYuan": total("granted"),
        "spentYuan": total("spent"),
        "claims": below("claim", "joint_project_id"), "shares": below("share", "project_id"),
        "history": below("event", "subject_id"), "viewerCan": permissions},
    "Milestone": {"project": one("joint_project", "project_id"), "overdue": lambda world, row, _: projects.missed(world, row),
                  "history": below("event", "object_id"), "viewerCan": milestone_permissions},
    "Checkpoint": {"project": one("joint_project", "project_id"), "late": answered_late,
                   "overdue": lambda world, row, _: projects.unanswered(world, row),
                   "history": below("event", "object_id"), "viewerCan": checkpoint_permissions},
    "ProgressNote": {"project": one("joint_project", "project_id"), "organization": one("organization", "organization_id"),
                     "writtenBy": one("member", "written_by")},
    "Funding": {"project": one("joint_project", "project_id"), "organization": one("organization", "organization_id"),
                "fund": one("community_fund", "fund_id"), "plannedYuan": yuan("planned"), "grantedYuan": yuan("granted"),
                "spentYuan": yuan("spent")},
    "Expense": {"project": one("joint_project", "project_id"), "funding": one("funding", "funding_id"), "yuan": yuan("yuan"),
                "recordedBy": one("member", "recorded_by")},
    "CommunityFund": {
        "organization": one("organization", "organization_id"), "yuan": yuan("yuan"), "grantedYuan": yuan("granted"),
        "leftYuan": lambda _, row, __: str(row["yuan"] - row["granted"]), "fundings": below("funding", "fund_id"),
        "history": below("event", "subject_id")},
    "Organization": {"funds": below("community_fund", "organization_id")},
    "ProjectPart": {"project": one("joint_project", "project_id"), "organization": one("organization", "organization_id"),
                    "leads": leads},
}

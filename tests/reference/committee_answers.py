"""Committees, and their seats."""
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from domain import committees, dates
from tests.reference import terms
from tests.reference.answers import Answer, below, by_id, one, rooted
from tests.reference.pages import Arguments
from tests.reference.world import Row, World


def seat_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    committee = world.tables.find("joint_committee", row["committee_id"])
    assert committee is not None
    return terms.permissions(world, row, committees.SEAT, world.tables.find("organization", committee["organization_id"]))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"committee": lambda world, _, given: by_id(world, given["id"], "joint_committee"),
              "committees": rooted("joint_committee")},
    "JointCommittee": {"organization": one("organization", "organization_id"), "seats": below("seat", "committee_id"),
                       "conferences": below("joint_conference", "committee_id"),
                       "conferenceDueOn": lambda _, row, __: row["conference_due_at"] and (
                           dates.day(row["conference_due_at"]) - timedelta(days=1)),
                       "topics": below("topic", "committee_id"), "resolutions": below("resolution", "committee_id")},
    "Seat": {"committee": one("joint_committee", "committee_id"), "member": one("member", "member_id"),
             "organization": one("organization", "organization_id"), "state": terms.state, "viewerCan": seat_permissions},
}

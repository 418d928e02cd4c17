"""Lists of commitments, and the commitments in them."""
from collections.abc import Mapping
from typing import Any

from domain import commitments
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.commitments import list_overdue, overdue
from tests.reference.committees import holder
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def still_open(world: World, row: Row) -> list[Row]:
    return [each for each in world.tables.of("commitment") if each["list_id"] == row["id"] and each["state"] == "OPEN"]


def list_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    ruled = ("state", "committee_id", "organization_id", "home_code", "year", "report_due_on")
    return told(commitments.list_actions(world.viewer, world.viewer.member_id, commitments.CommitmentList(
        **{name: row[name] for name in ruled}, holder_id=holder(world, row["seat_id"]), open=len(still_open(world, row)))))


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    ruled = ("state", "committee_id", "organization_id", "home_code", "owner_id")
    return told(commitments.actions(world.viewer, world.viewer.member_id, commitments.Commitment(
        **{name: row[name] for name in ruled}, holder_id=holder(world, row["seat_id"]),
        owner_member_id=holder(world, row["owner_seat_id"]))))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"commitmentLists": rooted("commitment_list"), "commitments": rooted("commitment")},
    "JointCommittee": {"commitmentLists": below("commitment_list", "committee_id")},
    "CommitmentList": {
        "committee": one("joint_committee", "committee_id"), "seat": one("seat", "seat_id"),
        "overdue": lambda world, row, _: list_overdue(world, row),
        "openCommitments": lambda world, row, _: len(still_open(world, row)),
        "overdueCommitments": lambda world, row, _: sum(overdue(world, each) for each in still_open(world, row)),
        "commitments": below("commitment", "list_id"), "history": below("event", "subject_id"), "viewerCan": list_permissions},
    "Commitment": {
        "commitmentList": one("commitment_list", "list_id"), "committee": one("joint_committee", "committee_id"),
        "owner": one("organization", "owner_id"), "ownerSeat": one("seat", "owner_seat_id"),
        "overdue": lambda world, row, _: overdue(world, row), "history": below("event", "subject_id"),
        "viewerCan": permissions},
}

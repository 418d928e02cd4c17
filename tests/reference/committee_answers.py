"""Committees, and their seats."""
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from domain import beginnings, dates
from tests.reference import committees, terms
from tests.reference.answers import Answer, below, by_id, one, rooted
from tests.reference.pages import Arguments, page
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def begins(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    home = world.tables.find("organization", row["organization_id"])
    assert home is not None
    return told(beginnings.committee_actions(world.viewer, row["id"], home["division_code"]))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"committee": lambda world, _, given: by_id(world, given["id"], "joint_committee"),
              "committees": rooted("joint_committee")},
    "JointCommittee": {"composition": committees.composition, "organization": one("organization", "organization_id"),
                       "seats": below("seat", "committee_id"),
                       "conferences": below("joint_conference", "committee_id"),
                       "conferenceDueOn": lambda _, row, __: row["conference_due_at"] and (
                           dates.day(row["conference_due_at"]) - timedelta(days=1)),
                       "invitations": below("share", "guest_id"), "topics": below("topic", "committee_id"),
                       "resolutions": below("resolution", "committee_id"), "viewerCan": begins},
    "Seat": {"committee": one("joint_committee", "committee_id"), "member": one("member", "member_id"),
             "organization": one("organization", "organization_id"), "state": terms.state, "viewerCan": committees.permissions,
             "lead": committees.lead,
             "leadConsents": lambda world, row, given: page(
                 world, "lead_consent", lambda each: each["place_id"] == committees.place(row), given),
             "succeeds": one("seat", "succeeds_id"),
             "place": lambda world, row, given: page(
                 world, "seat", lambda each: committees.place(each) == committees.place(row), given)},
    "LeadConsent": {"seat": one("seat", "seat_id"), "consentedBy": one("member", "consented_by")},
}

"""Topics, and what is resolved on them."""
from collections.abc import Mapping
from typing import Any

from domain import resolutions, topics
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def topic_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    ruled = ("stage", "committee_id", "organization_id", "home_code", "raised_for_id", "open_to", "collected_at")
    left = sum(each["topic_id"] == row["id"] and each["state"] not in ("CONFIRMED", "DROPPED")
               for each in world.tables.of("resolution"))
    conference = world.tables.find("joint_conference", row["conference_id"])
    state = conference["state"] if conference else None
    return told(topics.actions(world.viewer, topics.Topic(
        **{name: row[name] for name in ruled}, open_resolutions=left, conference_state=state)))


def resolution_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    ruled = ("state", "committee_id", "organization_id", "home_code", "owner_id", "open_to")
    seat = world.tables.find("seat", row["owner_seat_id"])
    holder = seat["member_id"] if seat and world.is_current(seat) else None
    return told(resolutions.actions(world.viewer, world.viewer.member_id, resolutions.Resolution(
        **{name: row[name] for name in ruled}, owner_member_id=holder)))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"topics": rooted("topic"), "resolutions": rooted("resolution")},
    "Topic": {
        "committee": one("joint_committee", "committee_id"), "conference": one("joint_conference", "conference_id"),
        "raisedBy": one("member", "raised_by"), "raisedFor": one("organization", "raised_for_id"),
        "item": one("item", "item_id"),
        "claim": one("claim", "claim_id"), "carriedFrom": one("resolution", "resolution_id"),
        "resolutions": below("resolution", "topic_id"), "shares": below("share", "topic_id"),
        "history": below("event", "subject_id"),
        "viewerCan": topic_permissions},
    "Resolution": {
        "topic": one("topic", "topic_id"), "committee": one("joint_committee", "committee_id"),
        "owner": one("organization", "owner_id"), "ownerSeat": one("seat", "owner_seat_id"), "item": one("item", "item_id"),
        "overdue": lambda world, row, _: row["state"] == "OPEN" and row["due_on"] < world.today,
        "history": below("event", "subject_id"), "viewerCan": resolution_permissions},
}

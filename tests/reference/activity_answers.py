"""Activities and sign-ups, of communities and members."""
from collections.abc import Mapping
from typing import Any

from domain.activities import Activity, SignUp, actions, sign_up_actions
from tests.reference import activities
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World

RULED = ("state", "organization_id", "home_code", "starts_at", "ends_at", "sign_up_until", "places", "taken")


def _known(row: Row | None) -> Activity:
    assert row is not None
    return Activity(**{name: row[name] for name in RULED})


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    return told(actions(world.viewer, _known(row), activities.registered(world), world.now))


def of_sign_up(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    sign_up = SignUp(state=row["state"], activity_id=row["activity_id"], member_id=row["member_id"])
    activity = _known(world.tables.find("activity", row["activity_id"]))
    return told(sign_up_actions(world.viewer, sign_up, activity, world.now))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"activities": rooted("activity"), "signUps": rooted("sign_up")},
    "Organization": {
        "activities": below("activity", "organization_id"),
        "serviceDuty": lambda world, row, _: world.seen(world.tables.first(
            "service_duty", lambda each: each["organization_id"] == row["id"]))},
    "ServiceDuty": {
        "organization": one("organization", "organization_id"), "hours": lambda _, row, __: str(row["hours"]),
        "history": below("event", "object_id")},
    "Member": {"signUps": below("sign_up", "member_id")},
    "Activity": {
        "organization": one("organization", "organization_id"), "publishedBy": one("member", "published_by"),
        "remaining": lambda _, row, __: row["places"] - row["taken"],
        "open": lambda world, row, _: activities.is_open(world, row),
        "signUps": below("sign_up", "activity_id"), "history": below("event", "object_id"), "viewerCan": permissions},
    "SignUp": {
        "activity": one("activity", "activity_id"), "member": one("member", "member_id"), "team": one("team", "team_id"),
        "unit": one("organization", "unit_id"),
        "hours": lambda _, row, __: None if row["hours"] is None else str(row["hours"]),
        "history": below("event", "object_id"), "viewerCan": of_sign_up},
}

"""Teams, and who is in them."""
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.dual_reports import Registered
from domain.teams import Place, Team, actions, place_actions
from tests.reference.answers import Answer, below, one, rooted
from tests.reference.pages import Arguments
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World

RULED = ("state", "organization_id", "home_code", "scope_code", "leader_id")


def _known(row: Row | None) -> Team:
    assert row is not None
    return Team(**{name: row[name] for name in RULED})


def permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    found = world.tables.first("dual_report", lambda each: (each["member_id"], each["state"]) == (
        world.viewer.member_id, "CONFIRMED"))
    return told(actions(world.viewer, _known(row), Registered(found["unit_id"], found["home_code"]) if found else None))


def of_place(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    place = Place(state=row["state"], team_id=row["team_id"], member_id=row["member_id"])
    return told(place_actions(world.viewer, place, _known(world.tables.find("team", row["team_id"]))))


def size(world: World, row: Row, _: Arguments) -> int:
    return sum((each["team_id"], each["state"]) == (row["id"], "JOINED") for each in world.tables.of("team_member"))


def _attended(world: World, row: Row) -> list[Row]:
    return [each for each in world.tables.of("sign_up") if (each["team_id"], each["state"]) == (row["id"], "ATTENDED")]


def attended(world: World, row: Row, _: Arguments) -> int:
    return len({each["activity_id"] for each in _attended(world, row)})


def hours(world: World, row: Row, _: Arguments) -> str:
    return f"{sum((each['hours'] for each in _attended(world, row)), Decimal()):.2f}"


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"teams": rooted("team")},
    "Organization": {"teams": below("team", "organization_id")},
    "Team": {
        "organization": one("organization", "organization_id"), "leader": one("member", "leader_id"), "size": size,
        "attended": attended, "hours": hours, "members": below("team_member", "team_id"),
        "signUps": below("sign_up", "team_id"), "history": below("event", "subject_id"), "viewerCan": permissions},
    "TeamMember": {"team": one("team", "team_id"), "member": one("member", "member_id"), "viewerCan": of_place},
}

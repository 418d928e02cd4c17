"""Organizations, their members and offices, and the stations between them."""
from collections.abc import Mapping
from typing import Any

from domain import beginnings, members, stations
from tests.reference import terms
from tests.reference.answers import Answer, below, division, one, rooted
from tests.reference.pages import Arguments, page
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def place(_: World, row: Row, __: Arguments) -> Row | None:
    return row if row["address"] is not None or row["longitude"] is not None else None


def committees_of(world: World, row: Row, arguments: Arguments) -> Any:
    seated = {seat["committee_id"] for seat in world.tables.of("seat") if seat["organization_id"] == row["id"]}
    return page(world, "joint_committee", lambda each: each["organization_id"] == row["id"] or each["id"] in seated,
                arguments)


def viewers_organizations(world: World, _: Row, arguments: Arguments) -> Any:
    return page(world, "organization", lambda each: each["id"] in world.viewer.acts_for, arguments)


def viewers_committees(world: World, row: Row, arguments: Arguments) -> Any:
    seated = {seat["committee_id"] for seat in world.tables.of("seat")
              if seat["member_id"] == row["id"] and world.is_current(seat)}
    return page(world, "joint_committee", lambda each: each["id"] in seated, arguments)


def station_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    unit, community = (world.tables.find("organization", row[side]) for side in ("unit_id", "community_id"))
    assert unit is not None
    assert community is not None
    station = stations.Station(**{name: row[name] for name in ("state", "proposed_by", "unit_id")},
                               unit_home=unit["home_code"], community_code=community["division_code"])
    return told(stations.actions(world.viewer, station))


def begins(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    return told(beginnings.organization_actions(world.viewer, row["kind"], row["division_code"] or ""))


def office_permissions(world: World, row: Row, _: Arguments) -> list[dict[str, Any]]:
    return terms.permissions(world, row, members.OFFICE, world.tables.find("organization", row["organization_id"]))


ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "Query": {"viewer": lambda world, _, __: world.tables.find("member", world.viewer.member_id),
              "organizations": rooted("organization")},
    "Viewer": {"member": lambda _, row, __: row, "organizations": viewers_organizations, "committees": viewers_committees},
    "Organization": {
        "place": place, "homeCode": lambda _, row, __: row["division_code"] or row["home_code"],
        "parent": division("parent_code"), "children": below("organization", "parent_code", "division_code"),
        "stations": below("station", "unit_id"), "stationed": below("station", "community_id"), "committees": committees_of,
        "offices": below("office", "organization_id"), "items": below("item", "publisher_id"),
        "claims": below("claim", "claimant_id"), "viewerCan": begins},
    "Station": {"unit": one("organization", "unit_id"), "community": one("organization", "community_id"),
                "viewerCan": station_permissions},
    "Member": {"offices": below("office", "member_id"), "seats": below("seat", "member_id")},
    "Office": {"member": one("member", "member_id"), "organization": one("organization", "organization_id"),
               "state": terms.state, "viewerCan": office_permissions},
}

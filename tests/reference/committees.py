"""What a committee is made of, as the reference knows it."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain import dates, leads
from domain.compositions import ENTERPRISES, PUBLIC_BODIES, CommitteePart, missing
from domain.terms import Term
from tests.reference.permissions import told
from tests.reference.stored import Row
from tests.reference.world import World


def composition(world: World, row: Row, _: Mapping[str, Any]) -> dict[str, Any]:
    seats = [seat for seat in world.tables.of("seat") if seat["committee_id"] == row["id"] and world.is_current(seat)]

    def organizations(kinds: frozenset[Any]) -> int:
        found = {seat["organization_id"] for seat in seats if seat["kind"] in ("FULL_TIME", "PART_TIME")}
        known = [world.tables.find("organization", each) for each in found if each]
        return sum(each is not None and each["kind"] in kinds for each in known)

    counts = {
        CommitteePart.SECRETARY: sum(seat["kind"] == "SECRETARY" for seat in seats),
        CommitteePart.FIRST_SECRETARY: sum(seat["kind"] == "FIRST_SECRETARY" for seat in seats),
        CommitteePart.PUBLIC_BODIES: organizations(PUBLIC_BODIES), CommitteePart.ENTERPRISES: organizations(ENTERPRISES)}
    return {"secretaries": counts[CommitteePart.SECRETARY], "firstSecretaries": counts[CommitteePart.FIRST_SECRETARY],
            "publicBodies": counts[CommitteePart.PUBLIC_BODIES], "enterprises": counts[CommitteePart.ENTERPRISES],
            "missing": missing(counts), "complete": not missing(counts)}


def complete(world: World, wanted: Any) -> Any:
    return lambda row: composition(world, row, {})["complete"] is wanted


def place(row: Row) -> Any:
    return row["place_id"] or row["id"]


def holder(world: World, seat_id: Any) -> Any:
    """Who holds today a seat, or the one to which it was handed over."""
    named = world.tables.find("seat", seat_id)
    return next((seat["member_id"] for seat in world.tables.of("seat")
                 if named and place(seat) == place(named) and world.is_current(seat)), None)


def progress(world: World, row: Row) -> dict[str, Any]:
    """How many a seat's place leads in the year that runs, and the consents to more."""
    seats = {each["id"] for each in world.tables.of("seat") if place(each) == place(row)}
    year, starts = world.today.year, datetime(world.today.year, 1, 1, tzinfo=dates.CHINA)
    committee = world.tables.find("joint_committee", row["committee_id"])
    assert committee is not None
    led = {item["id"] for item in world.tables.of("item") if item["list"] == "PROJECT" and item["lead_seat_id"] in seats}
    carried = {claim["joint_project_id"] for claim in world.tables.of("claim") if claim["item_id"] in led}
    return {
        "led": sum(item["id"] in led and item["listed_at"] >= starts and item["state"] in ("DRAFT", "PUBLISHED", "COMPLETED")
                   for item in world.tables.of("item"))
        + sum(project["lead_seat_id"] in seats and project["formed_at"] >= starts and project["state"] != "STOPPED"
              and project["id"] not in carried for project in world.tables.of("joint_project")),
        "consented": sum(each["place_id"] == place(row) and each["year"] == year for each in world.tables.of("lead_consent")),
        "quota": committee["lead_quota"]}


def lead(world: World, row: Row, _: Mapping[str, Any]) -> dict[str, Any]:
    made = progress(world, row)
    quota = made["quota"] + made["consented"] if row["kind"] == "PART_TIME" else None
    return {**made, "quota": quota, "year": world.today.year}


def permissions(world: World, row: Row, _: Mapping[str, Any]) -> list[dict[str, Any]]:
    committee = world.tables.find("joint_committee", row["committee_id"])
    home = committee and world.tables.find("organization", committee["organization_id"])
    assert home is not None
    term = Term(starts_on=row["starts_on"], ends_on=row["ends_on"], division_code=home["division_code"])
    known = leads.Place(kind=row["kind"], holder_id=row["member_id"], organization_id=home["id"], term=term,
                        **progress(world, row))
    return told(leads.actions(world.viewer, world.viewer.member_id, known, world.today))


def held_by_viewer(world: World, seat_id: Any) -> bool:
    """Whether the viewer holds today a seat, or one to which it was handed over."""
    named = world.tables.find("seat", seat_id)
    return any(seat["member_id"] == world.viewer.member_id and place(seat) == place(named) and world.is_current(seat)
               for seat in world.tables.of("seat") if named)

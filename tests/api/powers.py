"""What each line of the table in docs/rights.md says, as sets of people, and a mutation for each to be handed in.

Who is where, seen from the community 110111007001, the home of the school:

    inside    `unit`, `two-units` (the school's liaisons), `community` (secretary), `member` (of its committee); `unit-holder`
              (liaison too, with a seat there), `unit-street` (liaison too, and an officer of the street);
              `seat-secretary` (of its committee, without an office)
    beside    `bank` (a unit of the same community), `neighbour` (secretary of the other community where the school is
              stationed), `far-community`, `far-street`, `hospital`, `beside-district`, `beside-city`
    above     `street`, `district`, `city`, `province`, `street-member` (of the street's committee)
    away      `away-...`, the same in another province
    nobody    holds nothing; None is not signed in
"""
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from uuid_utils.compat import uuid7

from db import rows
from domain import credit_codes
from tests import city as place
from tests.api.client import Client, global_id
from tests.city import COMMUNITY, FAR_COMMUNITY, NEIGHBOUR, STREET
from tests.conferences import add_conference

NUMBERS = count()
FURTHER = {"beside_district": ("DISTRICT", "110112"), "beside_city": ("CITY", "1102"), "away_province": ("PROVINCE", "34"),
           "away_city": ("CITY", "3411"), "away_district": ("DISTRICT", "341181"), "away_street": ("STREET", "341181003"),
           "away_community": ("COMMUNITY", "341181003006")}
OFFICES: dict[str, list[tuple[str, str]]] = {
    "beside-district": [("beside_district", "OFFICER")], "beside-city": [("beside_city", "OFFICER")],
    "away-province": [("away_province", "OFFICER")], "away-city": [("away_city", "OFFICER")],
    "away-district": [("away_district", "OFFICER")], "away-street": [("away_street", "OFFICER")],
    "away-community": [("away_community", "SECRETARY")], "away-unit": [("away_unit", "LIAISON")], "away-member": [],
    "unit-holder": [("school", "LIAISON")], "unit-street": [("school", "LIAISON"), ("street", "OFFICER")],
    "seat-secretary": []}
HELD = {**place.OFFICES, **OFFICES}
CODES = {**place.CODES, **{name: code for name, (_, code) in FURTHER.items()}}
HANDLES = tuple(HELD)


def acts_for(organization: str) -> set[str]:
    return {handle for handle, held in HELD.items() if organization in dict(held)}


def over(*division_codes: str) -> set[str]:
    """The officers over all of them."""
    return {handle for handle, held in HELD.items() if all(any(
        kind != "LIAISON" and code.startswith(CODES[at]) for at, kind in held) for code in division_codes)}


OFFICERS = {handle for handle, held in HELD.items() if any(kind != "LIAISON" for _, kind in held)}
UNITS = acts_for("school") | over(COMMUNITY)
COMMUNITYS = over(FAR_COMMUNITY)
BELONGS = {handle for at in ("school", "bank", "community") for handle in acts_for(at)}
SAID: Mapping[tuple[str, str], set[str]] = {
    ("who acts for it", "the publisher"): acts_for("school"),
    ("who acts for it, and who holds the seat, acts for its committee's organisation or is an officer over that",
     "the publisher; the seat"): acts_for("school") & ({"unit-holder"} | acts_for("community") | over(COMMUNITY)),
    ("who acts for it, or officers over its home", "the publisher; the item"): acts_for("school") | over(COMMUNITY),
    ("who acts for it", "the claimant"): acts_for("school"),
    ("who acts for it", "the providing side"): acts_for("school"),
    ("who acts for it", "the receiving side"): acts_for("community"),
    ("officers", "that division"): over(COMMUNITY),
    ("officers", "every community that is named"): over(COMMUNITY, NEIGHBOUR),
    ("who acts for it, or officers over its home", "the organisation"): acts_for("school") | over(COMMUNITY),
    ("officers", "the organisation's home"): over(COMMUNITY),
    ("who acts for the unit or is an officer over its home; officers over the community", "the station"): UNITS | COMMUNITYS,
    ("who is on both sides", "the station"): UNITS & COMMUNITYS,
    ("who acts for the unit or is an officer over its home", "the station"): UNITS,
    ("officers over the community", "the station"): COMMUNITYS,
    ("officers", "any division"): OFFICERS,
    ("officers", "every home of its offices and every committee it sits on, also those to come"): over(COMMUNITY, STREET),
    ("officers", "the division that registered it"): over(COMMUNITY),
    ("officers", "its street or community"): over(NEIGHBOUR),
    ("officers", "the committee's division"): over(COMMUNITY),
    ("officers, or who has its secretary's seat", "the committee's division"): over(COMMUNITY) | {"seat-secretary"},
    ("the committee's members, whoever belongs to its division, and officers over it", "the committee"):
        over(COMMUNITY) | BELONGS | {"member", "unit-holder", "seat-secretary"},
    ("who acts for it or holds the seat", "the owner"): acts_for("school"),
    ("officers", "the committee's division and the organisation's home"): over(COMMUNITY, FAR_COMMUNITY),
    ("everybody who is signed in", "one's own"): {*HANDLES},
}
"""By the second and third cell of a line."""

Input = dict[str, Any]


class Each(dict[str, Any]):
    """A value of an input that is each one's own, by handle."""


Make = Callable[["World"], Awaitable[Input]]


@dataclass
class World:
    """The city, with people of elsewhere; each `make` leaves an object that nobody has touched."""

    client: Client
    further: dict[str, UUID] = field(default_factory=dict)
    seat: UUID = field(default_factory=uuid7)  # of `unit-holder`

    async def build(self) -> None:
        city, add = self.client.city, self.client.desk.add
        for name, (kind, code) in FURTHER.items():
            await add(_organization, self.further.setdefault(name, uuid7()), kind=kind, division_code=code)
        await add(_organization, self.further.setdefault("away_unit", uuid7()), kind="UNIT", home_code=CODES["away_community"])
        await add(place.add_station, self.further["away_unit"], self.further["away_community"])
        for handle, held in OFFICES.items():
            city.members[handle] = await add(place.add_member, handle)
            for organization, kind in held:
                await add(place.add_office, city.members[handle], self.organization(organization), kind)
        away = await add(_committee, self.further["away_community"])
        await add(_seat, uuid7(), away, city.members["away-member"])
        await add(_seat, self.seat, city.committee, city.members["unit-holder"])
        await add(_seat, uuid7(), city.committee, city.members["seat-secretary"], kind="SECRETARY")
        await add(add_conference, city)
        async with self.client.pool.acquire() as connection:
            await city.look(connection)

    def organization(self, name: str) -> UUID:
        return self.further.get(name) or getattr(self.client.city, name)

    def id(self, name: str) -> str:
        return global_id("Organization", self.organization(name))

    async def item(self, publisher: str = "school", **columns: Any) -> UUID:
        """Seen by everybody who acts for anything: a no is not for want of sight."""
        add = self.client.desk.add
        item = await add(place.add_item, self.organization(publisher), COMMUNITY, **columns)
        for organization in {at for held in HELD.values() for at, _ in held}:
            await add(_share, item, self.organization(organization), self.client.city.members["unit"])
        return item

    async def member(self) -> UUID:
        return await self.client.desk.add(place.add_member, f"fresh-{uuid4()}")

    async def station(self, side: str | None) -> Input:
        await self.client.pool.execute("DELETE FROM station WHERE community_id = $1 AND unit_id = $2",
                                       self.client.city.far_community, self.client.city.school)
        station = await self.client.desk.add(
            place.add_station, self.client.city.school, self.client.city.far_community, proposed_by=side,
            state="PROPOSED" if side else "CONFIRMED")
        return {"stationId": global_id("Station", station)}


async def _organization(connection: Any, organization_id: UUID, **columns: Any) -> UUID:
    await rows.insert(connection, "organization", {
        "id": organization_id, "name": "别处", "created_at": place.CREATED, **columns})
    return organization_id


async def _committee(connection: Any, organization_id: UUID) -> UUID:
    await rows.insert(connection, "joint_committee", {
        "id": (committee := uuid7()), "organization_id": organization_id, "level": "COMMUNITY", "name": "别处大党委"})
    return committee


async def _seat(connection: Any, seat: UUID, committee: UUID, member: UUID, starts_on: Any = place.SINCE,
                kind: str = "FULL_TIME") -> UUID:
    await rows.insert(connection, "seat", {"id": seat, "committee_id": committee, "member_id": member, "kind": kind,
                                           "starts_on": starts_on})
    return seat


async def _share(connection: Any, item: UUID, organization: UUID, by: UUID) -> UUID:
    await rows.insert(connection, "share", {"id": (share := uuid7()), "item_id": item, "organization_id": organization,
                                            "shared_by": by, "created_at": place.CREATED})
    return share


def a_code() -> str:
    """A credit code that nobody has."""
    return credit_codes.of(f"91110111MA{next(NUMBERS):06}")


def a_grid() -> str:
    return f"{COMMUNITY}{2 + next(NUMBERS) % 990:03}"  # of which a test takes some dozens

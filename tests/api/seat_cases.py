"""Handovers of seats, for the tests that go through everything."""
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from tests import city as place
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World
from tests.city import City

CASES = [
    Case("transferSeat", "seat { kind member { id } organization { id } startsOn succeeds { id } } former { endsOn }",
         "community", {"seatId": "@seat", "memberId": "@nobody", "startsOn": "2090-01-01"},
         {"seat": {"kind": "PART_TIME", "member": "@nobody", "organization": "@school", "startsOn": "2090-01-01",
                   "succeeds": "@seat"},
          "former": {"endsOn": "2089-12-31"}}, "unit", {}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {"transferSeat": {"startsOn": "2091-01-01"}}
TOLD = {"transferSeat": "seat.transferred seat.taken"}


async def made(_: Client) -> dict[str, tuple[str, UUID]]:
    return {}


async def add(connection: Any, city: City, member: UUID, **columns: Any) -> UUID:
    """A seat on the community's committee, without event."""
    row = {"id": uuid7(), "committee_id": city.committee, "member_id": member, "kind": "FULL_TIME", "starts_on": place.SINCE,
           **columns}
    await rows.insert(connection, "seat", row)
    return UUID(str(row["id"]))


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One that was handed over to another."""
    seat = await add(connection, city, city.members["nobody"], kind="PART_TIME", organization_id=city.school,
                     starts_on=date(2030, 1, 1), ends_on=date(2031, 1, 1), succeeds_id=city.seat, place_id=city.seat)
    return {"seat": seat, "former": seat}


def _of(**organization: str) -> Make:
    async def make(world: World) -> Input:
        city, represented = world.client.city, {name: world.organization(each) for name, each in organization.items()}
        seat = await world.client.desk.add(add, city, await world.member(), **represented)
        return {"seatId": global_id("Seat", seat), "memberId": global_id("Member", await world.member()),
                "startsOn": "2090-01-01"}
    return make


RIGHTS: dict[str, Make] = {
    "`transferSeat`": _of(), "`transferSeat` to a member without an office there": _of(organization_id="hospital")}

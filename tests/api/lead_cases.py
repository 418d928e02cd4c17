"""Leading projects, for the tests that go through everything."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from tests import city as place
from tests.api import seat_cases
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for, over
from tests.city import COMMUNITY, City

AT = datetime(2026, 3, 1, tzinfo=UTC)

CASES = [
    Case("leadProject", "item { ... on Project { leadSeat { id } } } seat { lead { quota consented } }", "community",
         {"itemId": "@toLead", "seatId": "@seat"},
         {"item": {"leadSeat": "@seat"}, "seat": {"lead": {"quota": 2, "consented": 0}}},
         "unit", {}, "NotAllowed"),
    Case("consentToLead", "consent { reason consentedBy { id } } seat { lead { quota consented } }", "street",
         {"seatId": "@seat", "reason": "群众急需"},
         {"consent": {"reason": "群众急需", "consentedBy": "@street-officer"}, "seat": {"lead": {"quota": 3, "consented": 1}}},
         "member", {}, "NotAllowed"),
    Case("setLeadQuota", "committee { leadQuota version }", "community", {"committeeId": "@committee", "quota": 1},
         {"committee": {"leadQuota": 1, "version": 2}}, "unit", {}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {"leadProject": {"itemId": "@other"}, "consentToLead": {"reason": "另一内容"},
                                    "setLeadQuota": {"quota": 3}}
TOLD = {"leadProject": "item.led seat.led", "consentToLead": "seat.consented", "setLeadQuota": "committee.lead_quota_set"}
"""The kinds of events that each of them leaves."""


async def project(client: Client, publisher: str = "bank", **columns: Any) -> UUID:
    return await client.desk.add(place.add_item, getattr(client.city, publisher), COMMUNITY, list="PROJECT", **columns)


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What the cases name."""
    return {"toLead": ("Project", await project(client)), "other": ("Project", await project(client)),
            "street-officer": ("Member", client.city.members["street"])}


async def consent(connection: Any, city: City, **columns: Any) -> UUID:
    row = {"id": uuid7(), "seat_id": city.seat, "place_id": city.seat, "year": 2026, "reason": "群众急需",
           "consented_by": city.members["street"], "consented_at": AT, **columns}
    await rows.insert(connection, "lead_consent", row)
    return UUID(str(row["id"]))


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    return {"consent": (made_one := await consent(connection, city)), "leadconsent": made_one}


async def _led(world: World) -> Input:
    await world.client.pool.execute("UPDATE item SET state = 'WITHDRAWN', closed_at = now() WHERE lead_seat_id IS NOT NULL")
    item = await world.item(list="PROJECT")
    return {"itemId": global_id("Project", item), "seatId": global_id("Seat", world.seat)}


async def _consented(world: World) -> Input:
    seat = await world.client.desk.add(seat_cases.add, world.client.city, await world.member(), kind="PART_TIME")
    return {"seatId": global_id("Seat", seat), "reason": "群众急需"}


async def _quota(world: World) -> Input:
    return {"committeeId": global_id("JointCommittee", world.client.city.committee), "quota": 1}


RIGHTS: dict[str, Make] = {"`leadProject`": _led, "`consentToLead`": _consented, "`setLeadQuota`": _quota}
POWERS = {("who holds the seat, acts for its committee's organisation or is an officer over that", "the seat"):
          {"unit-holder"} | acts_for("community") | over(COMMUNITY)}

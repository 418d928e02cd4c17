"""Pairings for the tests that go through everything: what is there, each mutation in yes and in no, and who may."""
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from domain import dates
from domain.pairings import PROCESS
from resolvers import jobs, scheduler
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for, over
from tests.city import COMMUNITY, City

AT = datetime(2026, 3, 1, tzinfo=UTC)
TERM = {"starts_on": date(2024, 1, 1), "ends_on": date(2095, 12, 31)}


async def add(connection: Any, city: City, *, state: str = "PAIRED", **columns: Any) -> UUID:
    """A pairing of the school with the community, without event: it holds, unless columns say otherwise."""
    needed = {name: {"reason": "搬迁", "proposed_by": "HOST"}.get(name, AT) for name in PROCESS.states[state].has}
    row = {"id": uuid7(), "kind": "UNIT", "host_id": city.community, "home_code": COMMUNITY, "partner_id": city.school,
           "promise": "每月一次义诊", "state": state, "proposed_at": AT, **TERM, **needed, **columns}
    row.setdefault("ends_at", dates.next_day_starts(row["ends_on"]))
    await rows.insert(connection, "pairing", row)
    return UUID(str(row["id"]))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """One that the school proposed to the community, and one of the bank with it."""
    desk = client.desk
    return {"grid": ("Organization", client.city.grid),
            "pairing": ("Pairing", await desk.add(add, client.city, state="PROPOSED", proposed_by="PARTNER",
                                                  starts_on=date(2091, 1, 1))),
            "paired": ("Pairing", await desk.add(add, client.city, partner_id=client.city.bank))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with every value that it can have, and an event of it."""
    pairing = await add(connection, city, state="DISSOLVED", kind="LEADER", leader_id=city.members["unit"], building="3 号楼",
                        proposed_by="HOST")
    await events.write(connection, [events.new(
        at=AT, kind="pairing.dissolved", object_type="Pairing", object_id=pairing, object_version=2,
        actor_id=city.members["unit"], organization_id=city.school, home_code=COMMUNITY, after={"state": "DISSOLVED"})])
    return {"pairing": pairing}


CASES = [
    Case("proposePairing", "pairing { kind state proposedBy host { id } partner { id } building leader { id } promise endsOn }",
         "community", {"hostId": "@grid", "partnerId": "@school", "promise": "每季度一次义诊", "startsOn": "2090-01-01",
                       "endsOn": "2090-12-31", "building": "3 号楼"},
         {"pairing": {"kind": "UNIT", "state": "PROPOSED", "proposedBy": "HOST", "host": "@grid", "partner": "@school",
                      "building": "3 号楼", "leader": None, "promise": "每季度一次义诊", "endsOn": "2090-12-31"}},
         "unit", {"endsOn": "2090-02-01"}, "AlreadyPaired"),
    Case("confirmPairing", "pairing { state version }", "community", {"pairingId": "@pairing"},
         {"pairing": {"state": "PAIRED", "version": 2}}, "community", {"pairingId": "@paired"}, "WrongState"),
    Case("declinePairing", "pairing { state reason }", "unit", {"pairingId": "@pairing", "reason": "改期"},
         {"pairing": {"state": "DECLINED", "reason": "改期"}}, "unit", {}, "WrongState"),
    Case("dissolvePairing", "pairing { state reason }", "bank", {"pairingId": "@paired", "reason": "搬迁"},
         {"pairing": {"state": "DISSOLVED", "reason": "搬迁"}}, "community", {}, "WrongState"),
]
OTHER: dict[str, dict[str, Any]] = {"proposePairing": {"promise": "另一件事"}, "confirmPairing": {"pairingId": "@paired"},
                                    "declinePairing": {"reason": "另有安排"}, "dissolvePairing": {"reason": "另有安排"}}
TOLD = {"proposePairing": "pairing.proposed", "confirmPairing": "pairing.confirmed", "declinePairing": "pairing.declined",
        "dissolvePairing": "pairing.dissolved", "pairings": "pairing.made pairing.ended"}
"""The kinds of events that each of them leaves."""


async def _otherwise(client: Client, _: object) -> None:
    """One that is made by who speaks for both, and one whose term is over."""
    city, now = client.city, datetime.now(UTC)
    community, leader = global_id("Organization", city.community), global_id("Member", city.members["community"])
    await client.write("community", "proposePairing", hostId=community, partnerId=community, leaderId=leader,
                       promise="每周走访", endsOn=str(now.date() + timedelta(days=99)))
    await client.desk.add(add, city, partner_id=city.hospital, ends_at=now - timedelta(hours=1))
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL) == 1


async def _is_seen(client: Client, handle: str, pairing: UUID) -> bool:
    asked = "query($id: ID!) { node(id: $id) { id } }"
    return (await client.read(handle, asked, id=global_id("Pairing", pairing)))["node"] is not None


OTHERS = {"pairings": _otherwise}
SEEN = {"pairing": _is_seen}

HOST, PARTNER = over(COMMUNITY), acts_for("school")
POWERS = {
    ("who acts for the partner; officers over the host", "the pairing"): HOST | PARTNER,
    ("who acts for the partner", "the pairing"): PARTNER,
    ("officers over the host", "the pairing"): HOST,
}
"""By the second and third cell of a line of docs/rights.md, who may."""


async def _proposed(world: World) -> Input:
    await world.client.pool.execute("DELETE FROM pairing")
    return {"hostId": world.id("community"), "partnerId": world.id("school"), "promise": "义诊", "startsOn": "2090-01-01",
            "endsOn": "2090-12-31"}


def _of(state: str, by: str | None = None, **more: Any) -> Make:
    async def make(world: World) -> Input:
        await world.client.pool.execute("DELETE FROM pairing")
        columns = {"proposed_by": by} if by else {}
        pairing = await world.client.desk.add(add, world.client.city, state=state, **columns)
        return {"pairingId": global_id("Pairing", pairing), **more}
    return make


RIGHTS: dict[str, Make] = {
    "`proposePairing`": _proposed,
    "`confirmPairing` that the host proposed": _of("PROPOSED", "HOST"),
    "`confirmPairing` that the partner proposed": _of("PROPOSED", "PARTNER"),
    "`declinePairing`": _of("PROPOSED", "PARTNER", reason="改期"),
    "`dissolvePairing`": _of("PAIRED", reason="搬迁"),
}
"""By its first cell, what is handed in."""

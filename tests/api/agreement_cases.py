"""Agreements for the tests of every mutation: what is there, each in yes and in no, and who may."""
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from domain import dates
from domain.agreements import PROCESS
from resolvers import jobs, scheduler
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import World, acts_for, over
from tests.city import COMMUNITY, City

TERM = {"starts_on": date(2024, 1, 1), "ends_on": date(2095, 12, 31)}


async def add(client: Client, *, host: str = "community", unit: str = "school", state: str = "SIGNED", **columns: Any) -> UUID:
    """An agreement of the community with the school, without event: signed, and in force, unless columns say otherwise."""
    return await client.desk.add(insert, client.city, host=host, unit=unit, state=state, **columns)


async def insert(connection: Any, city: City, *, host: str = "community", unit: str = "school", state: str = "SIGNED",
                 **columns: Any) -> UUID:
    """See `add`."""
    at = datetime(2024, 1, 1, tzinfo=dates.CHINA)
    row = {"id": uuid7(), "host_id": getattr(city, host), "unit_id": getattr(city, unit), "home_code": COMMUNITY,
           "title": "共建协议", "body": "", "state": state, "proposed_by": "HOST", "proposed_at": at, **TERM,
           **{name: "不再需要" if name == "reason" else at for name in PROCESS.states[state].has if name != "proposed_by"},
           **columns}
    if state == "SIGNED":
        row.setdefault("ends_at", dates.next_day_starts(row["ends_on"]))
    await rows.insert(connection, "agreement", row)
    return UUID(str(row["id"]))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """One that the school proposed to the community, and one that the community signed with the bank."""
    return {"agreement": ("Agreement", await add(client, state="PROPOSED", proposed_by="UNIT", starts_on=date(2091, 1, 1))),
            "signed": ("Agreement", await add(client, unit="bank"))}


async def _ours(client: Client) -> UUID:
    return await add(client, host="neighbour", state="PROPOSED", proposed_by="UNIT")


ATTACHED = {"Agreement": (_ours, "unit")}
"""What has attachments: what makes one, and somebody who may see to its files."""
SAID = {"title": "2090 年共建协议", "endsOn": "2091-06-30"}
CASES = [
    Case("proposeAgreement", "agreement { state proposedBy host { id } unit { id } startsOn endsOn hostOffers }", "community",
         {"hostId": "@community", "unitId": "@school", "startsOn": "2090-01-01", "hostOffers": "活动室", "title": "共建协议",
          "endsOn": "2090-12-31"},
         {"agreement": {"state": "PROPOSED", "proposedBy": "HOST", "host": "@community", "unit": "@school",
                        "startsOn": "2090-01-01", "endsOn": "2090-12-31", "hostOffers": "活动室"}},
         "unit", {"endsOn": "2090-02-01"}, "AlreadyAgreed"),
    Case("signAgreement", "agreement { state inForce version }", "community", {"agreementId": "@agreement"},
         {"agreement": {"state": "SIGNED", "inForce": False, "version": 2}}, "community", {"agreementId": "@signed"},
         "NotAllowed"),
    Case("declineAgreement", "agreement { state reason }", "unit", {"agreementId": "@agreement", "reason": "改期"},
         {"agreement": {"state": "DECLINED", "reason": "改期"}}, "unit", {}, "WrongState"),
    Case("renewAgreement", "agreement { state startsOn renews { id } }", "bank",
         {"agreementId": "@signed", "title": "续签", "endsOn": "2097-12-31"},
         {"agreement": {"state": "PROPOSED", "startsOn": "2096-01-01", "renews": "@signed"}},
         "bank", {}, "AlreadyAgreed"),
    Case("terminateAgreement", "agreement { state reason }", "bank", {"agreementId": "@signed", "reason": "搬迁"},
         {"agreement": {"state": "TERMINATED", "reason": "搬迁"}}, "community", {}, "WrongState"),
]
OTHER: dict[str, dict[str, Any]] = {"signAgreement": {"agreementId": "@signed"}}

TOLD = {"proposeAgreement": "agreement.proposed", "signAgreement": "agreement.signed", "declineAgreement": "agreement.declined",
        "renewAgreement": "agreement.proposed agreement.renewal_proposed", "terminateAgreement": "agreement.terminated",
        "agreements": "agreement.ends_soon agreement.renewed agreement.ended"}
"""The kinds of events that each of them leaves."""


async def by_time(client: Client, _: object) -> None:
    """One of which both are to be reminded, one that passes on to another, and one that ends."""
    now = datetime.now(dates.CHINA)
    for number, column in enumerate(("remind_at", "passes_on_at", "ends_at")):
        ends_at = now + timedelta(days=9) if column == "remind_at" else None
        moments: dict[str, Any] = {"ends_at": ends_at, column: now - timedelta(hours=1)}
        day = date(2100 + number, 1, 1)
        await add(client, unit="hospital", starts_on=day, ends_on=day, **moments)
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL) == 3


async def is_seen(client: Client, handle: str, agreement: UUID) -> bool:
    asked = "query($id: ID!) { node(id: $id) { id } }"
    return (await client.read(handle, asked, id=global_id("Agreement", agreement)))["node"] is not None


OTHERS = {"agreements": by_time}
SEEN = {"agreement": is_seen}

# -- who may, by the lines of docs/rights.md

HOST, UNIT = over(COMMUNITY), acts_for("school")
POWERS = {
    ("who acts for the unit; officers over the host", "the agreement"): HOST | UNIT,
    ("who acts for the unit", "the agreement"): UNIT,
    ("officers over the host", "the agreement"): HOST,
}
Make = Callable[[World], Awaitable[dict[str, Any]]]


async def _proposed(world: World) -> dict[str, Any]:
    await world.client.pool.execute("DELETE FROM agreement")
    return {"hostId": world.id("community"), "unitId": world.id("school"), "title": "共建", "startsOn": "2090-01-01",
            "endsOn": "2090-12-31"}


def _of(state: str, **more: Any) -> Make:
    async def make(world: World) -> dict[str, Any]:
        await world.client.pool.execute("DELETE FROM agreement")
        columns = {"proposed_by": more["by"]} if "by" in more else {}
        agreement = await add(world.client, state=state, **columns)
        return {"agreementId": global_id("Agreement", agreement), **{name: more[name] for name in more if name != "by"}}
    return make


RIGHTS: dict[str, Make] = {
    "`proposeAgreement`": _proposed,
    "`signAgreement` that the host proposed": _of("PROPOSED", by="HOST"),
    "`signAgreement` that the unit proposed": _of("PROPOSED", by="UNIT"),
    "`declineAgreement`": _of("PROPOSED", by="UNIT", reason="改期"),
    "`renewAgreement`": _of("SIGNED", title="续签", endsOn=str(TERM["ends_on"] + timedelta(days=300))),
    "`terminateAgreement`": _of("SIGNED", reason="搬迁"),
}

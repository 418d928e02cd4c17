"""Requests for opinions for the tests that go through everything."""
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from domain.opinions import FIGURED, PROCESS
from resolvers import jobs, scheduler
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for
from tests.city import City

AT = datetime(2026, 3, 1, tzinfo=UTC)


async def add(connection: Any, city: City, *, state: str = "ASKED", **columns: Any) -> UUID:
    """The department asks the community about the school, without event, unless columns say otherwise."""
    others = {"position": "RESERVED", "answer": "报到次数偏少", "reason": "不再申报"}
    needed = {name: others.get(name, AT) for name in PROCESS.states[state].has}
    row = {"id": uuid7(), "asker_id": city.department, "community_id": city.community, "unit_id": city.school,
           "purpose": "HONOUR", "question": "是否同意评为先进", "due_on": date(2095, 1, 1), "state": state, "asked_at": AT,
           "figures_from": AT.replace(year=2025), **dict.fromkeys(FIGURED, 3), **needed, **columns}
    await rows.insert(connection, "opinion", row)
    return UUID(str(row["id"]))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """Two that nobody has answered."""
    return {"opinion": ("OpinionRequest", await client.desk.add(add, client.city)),
            "furtherOpinion": ("OpinionRequest", await client.desk.add(add, client.city))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with every value that it can have, and an event of it; and one about a member."""
    opinion = await add(connection, city, state="ANSWERED", reason="无", withdrawn_at=AT, asker_id=city.street, unit_id=None,
                        member_id=city.members["bank"])
    await add(connection, city)
    await events.write(connection, [events.new(
        at=AT, kind="opinion.answered", object_type="OpinionRequest", object_id=opinion, object_version=2,
        actor_id=city.members["community"], organization_id=city.community, home_code=None, after={"state": "ANSWERED"})])
    return {"opinion": opinion, "opinionrequest": opinion, "opinionRequest": opinion, "opinion_request": opinion}


CASES = [
    Case("askOpinion", "opinion { state purpose question asker { id } community { id } unit { id } dueOn }",
         "department", {"communityId": "@community", "subject": {"unitId": "@school"}, "purpose": "HONOUR",
                        "question": "是否同意评为先进单位", "dueOn": "2095-05-31"},
         {"opinion": {"state": "ASKED", "purpose": "HONOUR", "question": "是否同意评为先进单位", "asker": "@department",
                      "community": "@community", "unit": "@school", "dueOn": "2095-05-31"}},
         "unit", {"askerId": "@department"}, "NotAllowed"),
    Case("answerOpinion", "opinion { state position answer version }", "community",
         {"opinionId": "@opinion", "position": "SUPPORTED", "answer": "同意"},
         {"opinion": {"state": "ANSWERED", "position": "SUPPORTED", "answer": "同意", "version": 2}},
         "community", {}, "WrongState"),
    Case("withdrawOpinion", "opinion { state reason }", "department", {"opinionId": "@furtherOpinion", "reason": "不再申报"},
         {"opinion": {"state": "WITHDRAWN", "reason": "不再申报"}}, "department", {}, "WrongState"),
]
OTHER: dict[str, dict[str, Any]] = {
    "askOpinion": {"question": "另一问"}, "answerOpinion": {"answer": "另一答"}, "withdrawOpinion": {"reason": "另有安排"}}
TOLD = {"askOpinion": "opinion.asked", "answerOpinion": "opinion.answered", "withdrawOpinion": "opinion.withdrawn",
        "opinions": "opinion.overdue"}
"""The kinds of events that each of them leaves."""


async def _otherwise(client: Client, _: object) -> None:
    """One that is not answered in time."""
    now = datetime.now(UTC)
    await client.desk.add(add, client.city, overdue_at=now - timedelta(hours=1))
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL)


async def _is_seen(client: Client, handle: str, opinion: UUID) -> bool:
    asked = "query($id: ID!) { node(id: $id) { id } }"
    return (await client.read(handle, asked, id=global_id("OpinionRequest", opinion)))["node"] is not None


OTHERS = {"opinions": _otherwise}
SEEN = {"opinion": _is_seen}

POWERS = {
    ("who acts for it", "the department that asks"): acts_for("department"),
    ("who acts for it", "the street that asks"): acts_for("street"),
    ("the community's secretary", "the community that is asked"): acts_for("community"),
}
"""By the second and third cell of a line of docs/rights.md, who may."""


def _asked(by: str) -> Make:
    async def make(world: World) -> Input:
        return {"communityId": world.id("community"), "askerId": world.id(by), "subject": {"unitId": world.id("school")},
                "purpose": "PROMOTION", "question": "是否同意", "dueOn": "2095-05-31"}
    return make


def _of(**more: Any) -> Make:
    async def make(world: World) -> Input:
        opinion = await world.client.desk.add(add, world.client.city)
        return {"opinionId": global_id("OpinionRequest", opinion), **more}
    return make


RIGHTS: dict[str, Make] = {
    "`askOpinion` by a department": _asked("department"), "`askOpinion` by a street": _asked("street"),
    "`answerOpinion`": _of(position="SUPPORTED", answer="同意"), "`withdrawOpinion`": _of(reason="不再申报")}
"""By its first cell, what is handed in."""

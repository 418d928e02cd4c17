"""The mutations on conferences, for the tests that go through every mutation."""
from typing import Any
from uuid import UUID

from tests import conferences
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World


async def _held_one(client: Client) -> UUID:
    return await client.desk.add(conferences.add_conference, client.city, state="HELD")


ATTACHED = {"JointConference": (_held_one, "community")}
"""What has attachments: what makes one, and somebody who may see to its files."""
CASES = [
    Case("planConference", "conference { state title plannedFor topicsUntil committee { id } }", "community",
         {"committeeId": "@committee", "plannedFor": "2098-03-05"},
         {"conference": {"state": "PLANNED", "title": "第一社区居委会大党委联席会议（2098年3月）", "plannedFor": "2098-03-05",
                         "topicsUntil": "2098-02-28T16:00:00.000000Z", "committee": "@committee"}}, "unit", {}, "NotAllowed"),
    Case("callConference", "conference { state startsAt venue plannedFor }", "community",
         {"conferenceId": "@planned", "startsAt": "2098-03-09T09:00:00+08:00", "venue": "会议室"},
         {"conference": {"state": "CALLED", "startsAt": "2098-03-09T01:00:00.000000Z", "venue": "会议室",
                         "plannedFor": "2098-03-09"}},
         "community", {"conferenceId": "@held"}, "WrongState"),
    Case("holdConference", "conference { state minutes attendance { nodes { presence attendee seat { id } } } }", "community",
         {"conferenceId": "@called", "minutes": "议定三事。", "guests": ["王来宾"],
          "attendance": [{"seatId": "@seat", "presence": "SUBSTITUTED", "substitute": "李代会"}]},
         {"conference": {"state": "HELD", "minutes": "议定三事。", "attendance": {"nodes": [
             {"presence": "SUBSTITUTED", "attendee": "李代会", "seat": "@seat"},
             {"presence": "GUEST", "attendee": "王来宾", "seat": None}]}}},
         "community", {"conferenceId": "@coming"}, "NotYet"),
    Case("publishConference", "conference { state minutes }", "community", {"conferenceId": "@held"},
         {"conference": {"state": "PUBLISHED", "minutes": "议定三事。"}}, "community", {}, "WrongState"),
    Case("cancelConference", "conference { state reason }", "community", {"conferenceId": "@planned", "reason": "改日再议"},
         {"conference": {"state": "CANCELLED", "reason": "改日再议"}}, "unit", {}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {
    "planConference": {"plannedFor": "2098-04-01"}, "callConference": {"venue": "另一处"},
    "holdConference": {"minutes": "另一内容"}, "publishConference": {"conferenceId": "@called"}}
TOLD = {"planConference": "conference.planned", "callConference": "conference.called", "holdConference": "conference.held",
        "publishConference": "conference.published", "cancelConference": "conference.cancelled"}
"""The kinds of events that each of them leaves."""


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What the cases name."""
    async def add(**columns: Any) -> tuple[str, UUID]:
        return "JointConference", await client.desk.add(conferences.add_conference, client.city, **columns)
    return {"planned": await add(), "called": await add(state="CALLED"), "held": await add(state="HELD"),
            "coming": await add(state="CALLED", starts_at=conferences.PAST.replace(year=2098))}


async def _planned(world: World) -> Input:
    return {"committeeId": global_id("JointCommittee", world.client.city.committee), "plannedFor": "2098-03-02"}


def _of_conference(state: str, **more: Any) -> Make:
    async def make(world: World) -> Input:
        conference = await world.client.desk.add(conferences.add_conference, world.client.city, state=state)
        return {"conferenceId": global_id("JointConference", conference), **more}
    return make


RIGHTS: dict[str, Make] = {
    "`planConference`": _planned,
    "`callConference`": _of_conference("PLANNED", startsAt="2098-03-09T09:00:00+08:00", venue="三楼会议室"),
    "`holdConference`": _of_conference("CALLED", minutes="议定三事。"), "`publishConference`": _of_conference("HELD"),
    "`cancelConference`": _of_conference("CALLED", reason="改日再议")}
"""By the first cell of a line of docs/rights.md, what is handed in."""

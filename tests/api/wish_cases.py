"""Micro-wishes for the tests that go through everything: what is there, each mutation in yes and in no, and who may."""
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from domain.wishes import PROCESS
from resolvers import jobs, scheduler
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for
from tests.city import COMMUNITY, City

AT = datetime(2026, 3, 1, tzinfo=UTC)
RESIDENT = {"name": "李奶奶", "phone": "13800001234"}


async def add(connection: Any, city: City, *, state: str = "OPEN", holder: str = "unit", **columns: Any) -> UUID:
    """A wish of the community, without event: of `holder` where its state has one."""
    values = {"holder_id": city.members[holder], "reason": "另有安排", "note": "已送到"}
    needed = {name: values.get(name, AT) for name in PROCESS.states[state].has}
    row = {"id": uuid7(), "community_id": city.community, "home_code": COMMUNITY, "scope": "COMMUNITY",
           "published_by": city.members["community"], "category": "ELDERLY_CARE", "title": "一台收音机", "body": "能听戏就好",
           "state": state, "published_at": AT, "due_at": AT.replace(year=2090), **needed, **columns}
    await rows.insert(connection, "micro_wish", row)
    await rows.insert(connection, "wish_resident", {"wish_id": row["id"], **RESIDENT})
    return UUID(str(row["id"]))


async def _held_by_school(client: Client) -> UUID:
    return await client.desk.add(add, client.city, state="HELD")


ATTACHED = {"MicroWish": (_held_by_school, "unit")}
"""What has attachments: what makes one, and somebody who may see to its files."""


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """One of each state that has a step, by it, and members who might do it."""
    wishes = {f"wish_{state.lower()}": ("MicroWish", await client.desk.add(add, client.city, state=state))
              for state in ("OPEN", "OFFERED", "TAKEN", "HELD", "FULFILLED")}
    return wishes | {f"member_{handle}": ("Member", client.city.members[handle]) for handle in ("unit", "bank")}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with every value that it can have, and an event of it."""
    wish = await add(connection, city, state="FULFILLED", reason="再试一次", over_at=AT)
    await events.write(connection, [events.new(
        at=AT, kind="wish.published", object_type="MicroWish", object_id=wish, object_version=1,
        actor_id=city.members["community"], organization_id=city.community, home_code=COMMUNITY, after={"state": "OPEN"})])
    return {"wish": wish, "microwish": wish}


WISH, NO = {"wishId": "@wish_open"}, "WrongState"
CASES = [
    Case("publishWish", "wish { state title category scope community { id } holder { id } dueAt }", "community",
         {"title": "一副老花镜", "category": "ELDERLY_CARE", "dueAt": "2090-01-01T00:00:00Z", "resident": RESIDENT},
         {"wish": {"state": "OPEN", "title": "一副老花镜", "category": "ELDERLY_CARE", "scope": "COMMUNITY",
                   "community": "@community", "holder": None, "dueAt": "2090-01-01T00:00:00.000000Z"}},
         "unit", {"communityId": "@community"}, "NotAllowed"),
    Case("takeWish", "wish { state holder { id } version }", "unit", WISH, {"wish": {"state": "TAKEN", "holder": "@member_unit",
                                                                                     "version": 2}}, "bank", {}, NO),
    Case("offerWish", "wish { state holder { id } }", "community", {**WISH, "memberId": "@member_unit"},
         {"wish": {"state": "OFFERED", "holder": "@member_unit"}}, "community", {}, NO),
    Case("acceptWish", "wish { state holder { id } }", "unit", {"wishId": "@wish_offered"},
         {"wish": {"state": "HELD", "holder": "@member_unit"}}, "unit", {}, NO),
    Case("giveBackWish", "wish { state holder { id } reason }", "unit", {"wishId": "@wish_held", "reason": "出差"},
         {"wish": {"state": "OPEN", "holder": None, "reason": "出差"}}, "community", {}, NO),
    Case("fulfilWish", "wish { state note resident { name } }", "unit", {"wishId": "@wish_held", "note": "已送到"},
         {"wish": {"state": "FULFILLED", "note": "已送到", "resident": None}}, "unit", {}, NO),
    Case("returnWish", "wish { state reason }", "community", {"wishId": "@wish_fulfilled", "reason": "没有声音"},
         {"wish": {"state": "HELD", "reason": "没有声音"}}, "community", {}, NO),
    Case("confirmWish", "wish { state resident { name } }", "community", {"wishId": "@wish_fulfilled"},
         {"wish": {"state": "CONFIRMED", "resident": None}}, "community", {}, NO),
    Case("withdrawWish", "wish { state reason }", "community", {**WISH, "reason": "已有人送"},
         {"wish": {"state": "WITHDRAWN", "reason": "已有人送"}}, "community", {}, NO),
    Case("eraseWishResident", "wish { state resident { name } version }", "community", {"wishId": "@wish_held"},
         {"wish": {"state": "HELD", "resident": None, "version": 2}}, "unit", {}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {
    "publishWish": {"title": "一把轮椅"}, "takeWish": {"wishId": "@wish_taken"}, "offerWish": {"memberId": "@member_bank"},
    "acceptWish": {"wishId": "@wish_taken"}, "giveBackWish": {"reason": "生病"}, "fulfilWish": {"note": "已装好"},
    "returnWish": {"reason": "坏了"}, "confirmWish": {"wishId": "@wish_held"}, "withdrawWish": {"reason": "重复"},
    "eraseWishResident": {"wishId": "@wish_open"}}
TOLD = {"publishWish": "wish.published", "takeWish": "wish.taken", "offerWish": "wish.offered", "acceptWish": "wish.accepted",
        "giveBackWish": "wish.given_back", "fulfilWish": "wish.fulfilled", "returnWish": "wish.returned",
        "confirmWish": "wish.confirmed", "withdrawWish": "wish.withdrawn", "eraseWishResident": "wish.resident_erased",
        "wishes": "wish.lapsed"}
"""The kinds of events that each of them leaves."""


async def _by_time(client: Client, _: object) -> None:
    now = datetime.now(UTC)
    await client.desk.add(add, client.city, state="HELD", due_at=now - timedelta(hours=1))
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL) == 1


async def _is_seen(client: Client, handle: str, wish: UUID) -> bool:
    asked = "query($id: ID!) { node(id: $id) { id } }"
    return (await client.read(handle, asked, id=global_id("MicroWish", wish)))["node"] is not None


OTHERS = {"wishes": _by_time}
SEEN = {"micro_wish": _is_seen}


async def _new(world: World) -> Input:
    return {"communityId": world.id("community"), "title": "一副老花镜", "category": "ELDERLY_CARE",
            "dueAt": "2090-01-01T00:00:00Z", "resident": RESIDENT}


def _of(state: str, **more: Any) -> Make:
    async def make(world: World) -> Input:
        return {"wishId": global_id("MicroWish", await world.client.desk.add(add, world.client.city, state=state)), **more}
    return make


async def _offered(world: World) -> Input:
    return {**await _of("OPEN")(world), "memberId": global_id("Member", world.client.city.members["bank"])}


RIGHTS: dict[str, Make] = {
    "`publishWish`": _new, "`takeWish`": _of("OPEN"), "`offerWish`": _offered, "`acceptWish` that a member took": _of("TAKEN"),
    "`acceptWish` that was offered": _of("OFFERED"), "`giveBackWish`": _of("HELD", reason="出差"),
    "`fulfilWish`": _of("HELD", note="已送到"), "`returnWish`": _of("FULFILLED", reason="坏了"),
    "`confirmWish`": _of("FULFILLED"), "`withdrawWish`": _of("OPEN", reason="重复"), "`eraseWishResident`": _of("HELD")}
"""By the first cell of a line of docs/rights.md, what is handed in."""
POWERS = {
    ("who acts for it", "the wish's community"): acts_for("community"),
    ("whoever belongs to it, but for the community itself", "the area that the wish is open to"):
        acts_for("school") | acts_for("bank") | {"member", "seat-secretary"},
    ("its holder", "the wish"): {"unit"},
    ("its holder, or who acts for its community", "the wish"): {"unit"} | acts_for("community"),
}
"""By its second and third cell, who may."""

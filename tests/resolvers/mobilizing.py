"""Mobilisations for the tests of them: lists, who is registered, what is counted."""
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.refusals import BadInput
from resolvers import mobilizations
from tests import city as place
from tests.api import dual_report_cases
from tests.desk import Desk

DAY = datetime(2091, 7, 1, tzinfo=UTC)
Post = dict[str, Any]


def shift_of(members: Sequence[UUID] = (), *, begins: float = 8, lasts: float = 4, needed: int | None = None) -> dict[str, Any]:
    starts_at = DAY + timedelta(hours=begins)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=lasts),
            "needed": max(1, len(members)) if needed is None else needed, "member_ids": list(members)}


def post_of(*shifts: dict[str, Any], **more: Any) -> Post:
    return {"name": "桥头", "address": "南桥", "shifts": [*shifts], **more}


def list_of(*posts: Post, **more: Any) -> dict[str, Any]:
    return {"title": "防汛", "reason": "暴雨", "acknowledge_by": DAY, "posts": [*posts], **more}


async def registered(desk: Desk, number: int, community: str = "community", **columns: Any) -> list[UUID]:
    """So many who are registered with a community."""
    made = []
    for each in range(number):
        handle = f"{community}-{each}-{uuid4().hex[:6]}"
        desk.city.members[handle] = await desk.add(place.add_member, handle)
        await desk.add(dual_report_cases.add, desk.city, handle, community, **columns)
        made.append(desk.city.members[handle])
    async with desk.pool.acquire() as connection:
        await desk.city.look(connection)
    return made


def handle_of(desk: Desk, member: UUID) -> str:
    return next(handle for handle, known in desk.city.members.items() if known == member)


async def mobilize(desk: Desk, *posts: Post, by: str = "street", organization: str = "street", **more: Any) -> UUID:
    ids = await desk.ids(by, mobilizations.mobilize, organization_id=getattr(desk.city, organization),
                         **list_of(*posts, **more))
    return ids["mobilization"]


async def wrong_with(desk: Desk, *posts: Post, **more: Any) -> list[str]:
    """The fields that are said to be wrong, of which nothing was written."""
    before = await desk.contents()
    with pytest.raises(BadInput) as wrong:
        await desk.send("street", mobilizations.mobilize, organization_id=desk.city.street, **list_of(*posts, **more))
    assert await desk.contents() == before
    return [each.field for each in wrong.value.all]


async def sent_last(desk: Desk, member: UUID) -> UUID:
    found: UUID = await desk.pool.fetchval("SELECT id FROM assignment WHERE member_id = $1 ORDER BY id DESC LIMIT 1", member)
    return found


async def counted(desk: Desk) -> list[tuple[str, int, int, int]]:
    """Of the shifts in their order: as they have them, which are those of their assignments."""
    rows = await desk.pool.fetch("SELECT id, state, assigned, acknowledged, served FROM shift ORDER BY id")
    for row in rows:
        sent = await desk.pool.fetch("SELECT state FROM assignment WHERE shift_id = $1", row["id"])
        found = [sum(each["state"] in among.split() for each in sent)
                   for among in ("ASSIGNED ACKNOWLEDGED SERVED", "ACKNOWLEDGED SERVED", "SERVED")]
        assert found == [row["assigned"], row["acknowledged"], row["served"]]
    return [tuple(row)[1:] for row in rows]

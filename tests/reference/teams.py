"""Teams as the reference knows them: some rows, and what is asked of them."""
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

import db.rows
from db.driver.connection import Connection
from tests.city import COMMUNITY
from tests.reference.stored import Row
from tests.reference.world import World


async def fill(connection: Connection, of: Mapping[UUID, str], members: Sequence[UUID], moment: Callable[[], datetime],
               choose: Callable[[Any], Any]) -> list[UUID]:
    """Two of each organisation, with some of these in them; returns them.

    of   the code of each organisation's home, of the last, which is a unit, its community's
    """
    made: list[UUID] = []
    for organization, code in of.items():
        scope = COMMUNITY[:6] if organization == list(of)[-1] else code
        for state in ("FORMED", choose(("FORMED", "DISSOLVED"))):
            over = {"over_at": moment(), "reason": "合并"} if state == "DISSOLVED" else {}
            row = {"id": uuid7(), "organization_id": organization, "home_code": code, "scope_code": scope,
                   "kind": choose(("PIONEER", "SHOCK", "VOLUNTEER")), "name": choose(("先锋一队", "防汛 A 队")),
                   "leader_id": choose(members), "state": state, "formed_at": moment(), **over}
            await db.rows.insert(connection, "team", row)
            made.append(UUID(str(row["id"])))
            for member in members:
                if choose((True, False)):
                    await db.rows.insert(connection, "team_member", _place(made[-1], member, moment, choose))
    return made


def _place(team: UUID, member: UUID, moment: Callable[[], datetime], choose: Callable[[Any], Any]) -> dict[str, Any]:
    state = choose(("INVITED", "REQUESTED", "JOINED", "LEFT"))
    return {"id": uuid7(), "team_id": team, "member_id": member, "state": state, "asked_at": moment(),
            "joined_at": moment() if state == "JOINED" else None, "over_at": moment() if state == "LEFT" else None}


def mine(world: World, wanted: bool) -> Callable[[Row], bool]:
    """Whether the viewer is in it, invited, or asks to join."""
    own = {each["team_id"] for each in world.tables.of("team_member")
           if each["member_id"] == world.viewer.member_id and each["state"] != "LEFT"}
    return lambda row: (row["id"] in own) is wanted

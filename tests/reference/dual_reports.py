"""Registrations as the reference knows them: some rows, who sees them, and what is asked of them."""
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

import db.rows
from db.driver.connection import Connection
from domain.dual_reports import STANDING, DualReportState
from tests.reference.stored import Row
from tests.reference.world import World


async def fill(connection: Connection, communities: Mapping[UUID, str], units: Sequence[UUID], members: Sequence[UUID],
               moment: Callable[[], datetime], choose: Callable[[Any], Any]) -> None:
    for row in rows(communities, units, members, moment, choose):
        await db.rows.insert(connection, "dual_report", row)


def rows(communities: Mapping[UUID, str], units: Sequence[UUID], members: Sequence[UUID], moment: Callable[[], datetime],
         choose: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """Of each member some that are over, the later ones following the first, and one that stands.

    communities   the code of each
    choose        one of several
    """
    made: list[dict[str, Any]] = []
    for member in members:
        over = [choose(("MOVED", "ENDED", "DECLINED")) for _ in range(choose((0, 1, 2)))]
        first = None
        for state in [*over, choose(STANDING)]:
            community, at = choose(tuple(communities)), moment()
            made.append({
                "id": uuid7(), "member_id": member, "unit_id": choose(units), "community_id": community,
                "home_code": communities[community], "state": DualReportState(state), "proposed_at": at,
                "confirmed_at": at if state in ("CONFIRMED", "MOVED") else None,
                "over_at": None if state in STANDING else at,
                "reason": "搬家" if state in ("ENDED", "DECLINED") else None, "succeeds_id": first})
            first = first or made[-1]["id"]
    return made


def of(organization: UUID) -> Callable[[Row], bool]:
    return lambda row: organization in (row["community_id"], row["unit_id"])


def mine(world: World, wanted: bool) -> Callable[[Row], bool]:
    return lambda row: (row["member_id"] == world.viewer.member_id) is wanted

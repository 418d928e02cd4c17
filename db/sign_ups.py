"""Who signs up for which activity."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver import faults
from db.driver.connection import Connection
from domain.activities import SEEN, SignUp, TimeConflict
from domain.dual_reports import Registered
from domain.viewer import Viewer

_SEEN = visibility.Numbered(SEEN)
_FOUND = f"SELECT activity_id FROM sign_up s WHERE s.id = $1 AND {_SEEN.sql('s', 2)}"
_LOCKED = "SELECT state, activity_id, member_id, hours, version FROM sign_up WHERE id = $1 FOR NO KEY UPDATE"
_REGISTERED = ("SELECT member_id, unit_id, home_code FROM dual_report WHERE member_id = ANY($1) AND state = 'CONFIRMED' "
               "ORDER BY member_id FOR SHARE")


async def registered(connection: Connection, member_id: UUID) -> Registered | None:
    """Where a member is registered, held until the transaction ends; None: nowhere."""
    return (await all_registered(connection, [member_id])).get(member_id)


async def all_registered(connection: Connection, members: Sequence[UUID]) -> dict[UUID, Registered]:
    """The same of several, of those who are registered somewhere."""
    return {row["member_id"]: Registered(row["unit_id"], row["home_code"])
            for row in await connection.fetch(_REGISTERED, members)}


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a sign-up.

    raises   TimeConflict where the member has one that stands at that time
    """
    with faults.refusing(sign_up_one_at_a_time=TimeConflict):
        await rows.insert(connection, "sign_up", row)


async def activity_of(connection: Connection, viewer: Viewer, sign_up_id: UUID, now: datetime) -> UUID | None:
    """The activity of a sign-up that the viewer sees: it is locked first."""
    activity: UUID | None = await connection.fetchval(_FOUND, sign_up_id, *_SEEN.values(viewer, now))
    return activity


async def locked(connection: Connection, sign_up_id: UUID) -> SignUp:
    """A sign-up that there is, held until the transaction ends."""
    row = await connection.fetchrow(_LOCKED, sign_up_id)
    assert row is not None
    return SignUp(**row)


async def revise(connection: Connection, sign_up_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked sign-up.

    returns  its new version
    raises   TimeConflict where it stands again, and another is at that time by now
    """
    with faults.refusing(sign_up_one_at_a_time=TimeConflict):
        return await rows.revise(connection, "sign_up", sign_up_id, changes)


_INSERT_ALL = (
    "INSERT INTO sign_up (id, activity_id, organization_id, home_code, member_id, unit_id, team_id, starts_at, ends_at, state, "
    "signed_up_at) SELECT c.id, a.id, a.organization_id, a.home_code, c.member_id, c.unit_id, $2, a.starts_at, a.ends_at, "
    "'SIGNED_UP', $3 FROM activity a, unnest($4::uuid[], $5::uuid[], $6::uuid[]) AS c (id, member_id, unit_id) WHERE a.id = $1 "
    "ORDER BY c.member_id ON CONFLICT DO NOTHING RETURNING member_id")


async def insert_all(connection: Connection, activity_id: UUID, team_id: UUID, now: datetime,
                     coming: Sequence[tuple[UUID, UUID, UUID]]) -> set[UUID]:
    """Add a team's sign-ups for an activity, of which it holds the places.

    coming    of each the sign-up's id, the member and its unit
    returns   those members who are signed up; the others have something else at that time
    """
    columns = [[each[number] for each in coming] for number in range(3)]
    return {row["member_id"] for row in await connection.fetch(_INSERT_ALL, activity_id, team_id, now, *columns)}


@dataclass(frozen=True)
class Cancelled:
    id: UUID
    member_id: UUID
    version: int


_WITHDRAW = ("UPDATE sign_up SET state = 'WITHDRAWN', over_at = $3, version = version + 1 "
             "WHERE activity_id = $1 AND team_id = $2 AND state = 'SIGNED_UP' RETURNING id, member_id, version")


async def withdraw(connection: Connection, activity_id: UUID, team_id: UUID, now: datetime) -> Sequence[Cancelled]:
    """Take back all of a team that stand for a locked activity."""
    return [Cancelled(**row) for row in await connection.fetch(_WITHDRAW, activity_id, team_id, now)]


_CANCEL = ("UPDATE sign_up SET state = 'WITHDRAWN', over_at = $2, reason = $3, version = version + 1 "
           "WHERE activity_id = $1 AND state = 'SIGNED_UP' RETURNING id, member_id, version")


async def cancel(connection: Connection, activity_id: UUID, now: datetime, reason: str) -> Sequence[Cancelled]:
    """Take all back that stand of a locked activity, which is cancelled."""
    return [Cancelled(**row) for row in await connection.fetch(_CANCEL, activity_id, now, reason)]

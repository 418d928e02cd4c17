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
from domain.viewer import Viewer

_SEEN = visibility.Numbered(SEEN)
_FOUND = f"SELECT activity_id FROM sign_up s WHERE s.id = $1 AND {_SEEN.sql('s', 2)}"
_LOCKED = "SELECT state, activity_id, member_id, hours, version FROM sign_up WHERE id = $1 FOR NO KEY UPDATE"
_REGISTERED = "SELECT unit_id, home_code FROM dual_report WHERE member_id = $1 AND state = 'CONFIRMED' FOR SHARE"


@dataclass(frozen=True)
class Registered:
    """The registration by which a member signs up.

    home_code   of the community
    """

    unit_id: UUID
    home_code: str


async def registered(connection: Connection, member_id: UUID) -> Registered | None:
    """Where a member is registered, held until the transaction ends; None: nowhere."""
    row = await connection.fetchrow(_REGISTERED, member_id)
    return Registered(**row) if row else None


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


@dataclass(frozen=True)
class Cancelled:
    id: UUID
    member_id: UUID
    version: int


_CANCEL = ("UPDATE sign_up SET state = 'WITHDRAWN', over_at = $2, reason = $3, version = version + 1 "
           "WHERE activity_id = $1 AND state = 'SIGNED_UP' RETURNING id, member_id, version")


async def cancel(connection: Connection, activity_id: UUID, now: datetime, reason: str) -> Sequence[Cancelled]:
    """Take all back that stand of a locked activity, which is cancelled."""
    return [Cancelled(**row) for row in await connection.fetch(_CANCEL, activity_id, now, reason)]

"""Activities and their places."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver.connection import Connection
from domain.activities import SIGHT, Activity
from domain.viewer import Viewer

RULED = "state, organization_id, home_code, starts_at, ends_at, sign_up_until, places, taken, version"
_SEEN = visibility.Numbered(SIGHT)
_LOCKED = f"SELECT {RULED} FROM activity a WHERE a.id = $1 AND {_SEEN.sql('a', 2)} FOR NO KEY UPDATE"
_HELD = f"SELECT {RULED} FROM activity a WHERE a.id = $1 FOR NO KEY UPDATE"
_TAKE = (f"UPDATE activity a SET taken = taken + $3 WHERE a.id = $1 AND taken + $3 <= places AND state = 'PUBLISHED' "
         f"AND sign_up_until > $2 AND starts_with($4, a.home_code) AND {_SEEN.sql('a', 5)} RETURNING {RULED}")


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "activity", row)


async def locked(connection: Connection, viewer: Viewer, activity_id: UUID, now: datetime) -> Activity | None:
    """An activity that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, activity_id, *_SEEN.values(viewer, now))
    return Activity(**row) if row else None


async def held(connection: Connection, activity_id: UUID) -> Activity:
    """The activity of a sign-up that there is, held until the transaction ends."""
    row = await connection.fetchrow(_HELD, activity_id)
    assert row is not None
    return Activity(**row)


async def take(connection: Connection, viewer: Viewer, activity_id: UUID, registered: str, now: datetime,
               coming: int = 1) -> Activity | None:
    """Take places of an activity, by the rule of `domain.activities.check_sign_up`; None where that says no.

    registered   the code of the community where the member is registered
    coming       how many places, all or none
    writes       activity.taken
    """
    row = await connection.fetchrow(_TAKE, activity_id, now, coming, registered, *_SEEN.values(viewer, now))
    return Activity(**row) if row else None


async def release(connection: Connection, activity_id: UUID, places: int = 1) -> None:
    """Give places of a locked activity back."""
    await connection.execute("UPDATE activity SET taken = taken - $2 WHERE id = $1", activity_id, places)


async def revise(connection: Connection, activity_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked activity; returns its new version."""
    return await rows.revise(connection, "activity", activity_id, changes)

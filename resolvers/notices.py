"""What a member does with its own notices, which nobody else sees, and how long they stay."""
from collections.abc import Hashable, Sequence, Set
from datetime import datetime, timedelta
from uuid import UUID

from db import notices
from db.driver.connection import Connection
from domain.languages import Bilingual
from domain.refusals import BadInput
from resolvers.deadlines import Job
from resolvers.writing.use_cases import Ids, Write, use_case

MOST = 100  # named at once
KEPT_FOR = timedelta(days=90)  # how long a notice stays after it was read; an unread one stays


@use_case(own=True)
async def read(write: Write, *, ids: Sequence[UUID] | None = None, up_to: datetime | None = None) -> Ids:
    """Mark the viewer's unread notices as read: those named, or up to a moment, or all; others' are left alone.

    raises   BadInput
    writes   notice.read_at
    """
    if ids is not None and len(ids) > MOST:
        raise BadInput("ids", Bilingual(f"最多 {MOST} 条。", f"At most {MOST}."))
    await notices.read(write.connection, write.viewer.member_id, ids, up_to, write.now)
    return {"viewer": write.viewer.member_id}


@use_case(own=True)
async def prefer(write: Write, *, kind: str, muted: bool) -> Ids:
    """Let no notice of a kind be written for the viewer, or let them again.

    raises   nothing
    writes   notice_muted
    """
    await notices.mute(write.connection, write.viewer.member_id, kind, muted=muted)
    return {"viewer": write.viewer.member_id}


async def _forget(connection: Connection, now: datetime, limit: int) -> Set[Hashable]:
    return await notices.forget(connection, now - KEPT_FOR, limit)


FORGET = Job("notices are forgotten", _forget)

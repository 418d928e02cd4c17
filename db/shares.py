"""Shares: an item, a topic or a joint project shown to an organisation or a joint committee that would not see it."""
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.driver.connection import Connection


@dataclass(frozen=True)
class Share:
    """
    item_id, topic_id, project_id   one of them: what is shared
    """

    item_id: UUID | None
    topic_id: UUID | None
    project_id: UUID | None
    organization_id: UUID
    guest_id: UUID | None
    ends_at: datetime | None


_FIND = "SELECT item_id, topic_id, project_id, organization_id, guest_id, ends_at FROM share WHERE id = $1"
_END = "UPDATE share SET ends_at = $2 WHERE id = $1 AND (ends_at IS NULL OR ends_at > $2) RETURNING true"
_PUT = """
    INSERT INTO share (id, {subject}, organization_id, guest_id, shared_by, ends_at, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ({subject}, organization_id) DO UPDATE SET
    guest_id = excluded.guest_id, ends_at = excluded.ends_at, shared_by = excluded.shared_by"""


async def put(connection: Connection, subject: str, subject_id: UUID, *, share_id: UUID, organization_id: UUID,
              guest_id: UUID | None, shared_by: UUID, ends_at: datetime | None, now: datetime) -> None:
    """Share something, or set it anew where it is shared with the organisation already; None: without end.

    subject           the column that names it: `item_id`, `topic_id`, `project_id`
    organization_id   whose people see it; of a committee's its street's or community's
    guest_id          the joint committee whose members see it, too; None: an organisation alone
    """
    await connection.execute(_PUT.format(subject=subject), share_id, subject_id, organization_id, guest_id, shared_by,
                             ends_at, now)


async def find(connection: Connection, share_id: UUID) -> Share | None:
    """Whoever may see it. What it is of is to be held before it is changed."""
    row = await connection.fetchrow(_FIND, share_id)
    return Share(**row) if row else None


async def end(connection: Connection, share_id: UUID, now: datetime) -> bool:
    """Let a share end now; whether it had not ended before."""
    return bool(await connection.fetchval(_END, share_id, now))

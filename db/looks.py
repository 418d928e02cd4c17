"""The record of who saw whose personal data whole."""
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from db.driver.connection import Connection


async def record(connection: Connection, looks: Collection[tuple[str, UUID]], member_id: UUID, request_id: str,
                 now: datetime) -> None:
    """Write down that a member saw the data of these whole; in one statement.

    looks    type and id of the object that the data is about
    writes   contact_read
    """
    await connection.execute(
        "INSERT INTO contact_read (id, subject_type, subject_id, member_id, request_id, at) "
        "SELECT look.id, look.subject_type, look.subject_id, $4, $5, $6 "
        "FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS look (id, subject_type, subject_id)",
        [uuid7() for _ in looks], [subject for subject, _ in looks], [row_id for _, row_id in looks],
        member_id, request_id, now)

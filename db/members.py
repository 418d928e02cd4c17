"""Members and their offices."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from db import rows
from db.driver import faults
from db.driver.connection import Connection
from domain.members import AlreadyAppointed, AlreadyRegistered, GridHasHead


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a member.

    raises   AlreadyRegistered
    """
    with faults.refusing(member_subject_once=lambda: AlreadyRegistered(row["subject"]),
                         member_handle_once=lambda: AlreadyRegistered(row["handle"])):
        await rows.insert(connection, "member", row)


async def of_handle(connection: Connection, handle: str) -> UUID | None:
    """The active member with that handle."""
    member: UUID | None = await connection.fetchval("SELECT id FROM member WHERE handle = $1 AND active", handle)
    return member


async def of_subject(connection: Connection, subject: str) -> UUID | None:
    """The member to whom a token's subject belongs, active or not."""
    member: UUID | None = await connection.fetchval("SELECT id FROM member WHERE subject = $1", subject)
    return member


async def lock(connection: Connection, member_id: UUID) -> bool | None:
    """Hold a member against others' changes of it, its offices and its seats.

    returns   whether it is active; None when there is none
    """
    active: bool | None = await connection.fetchval("SELECT active FROM member WHERE id = $1 FOR NO KEY UPDATE",
                                                    member_id)
    return active


_TIES = """
    SELECT coalesce(g.division_code, g.home_code) AS code FROM office o JOIN organization g ON g.id = o.organization_id
    WHERE o.member_id = $1 AND (o.ends_on IS NULL OR o.ends_on >= $2)
    UNION
    SELECT g.division_code FROM seat s JOIN joint_committee j ON j.id = s.committee_id
    JOIN organization g ON g.id = j.organization_id WHERE s.member_id = $1 AND (s.ends_on IS NULL OR s.ends_on >= $2)"""


async def ties(connection: Connection, member_id: UUID, today: date) -> list[str | None]:
    """What a member is tied to by offices and seats that are not over, also by those that begin later.

    returns   the codes of the homes of the organisations, and of the committees' divisions; None for one without a home
    """
    return [row["code"] for row in await connection.fetch(_TIES, member_id, today)]


async def registered_in(connection: Connection, member_id: UUID) -> str | None:
    """The code of the division that registered a member; None: not known."""
    code: str | None = await connection.fetchval("SELECT home_code FROM member WHERE id = $1", member_id)
    return code


async def serves(connection: Connection, member_id: UUID, organization_id: UUID, today: date) -> bool:
    """Whether the member has an office there that is not over."""
    return bool(await connection.fetchval(
        "SELECT true FROM office WHERE member_id = $1 AND organization_id = $2 AND (ends_on IS NULL OR ends_on >= $3) LIMIT 1",
        member_id, organization_id, today))


async def deactivate(connection: Connection, member_id: UUID) -> int:
    """Take all rights from a locked member; returns its new version."""
    return await rows.revise(connection, "member", member_id, {"active": False})


async def holds_office(connection: Connection, member_id: UUID, organization_id: UUID, kind: str, starts_on: date,
                       ends_on: date | None) -> bool:
    """Whether the member has that office on a day of the term."""
    return bool(await connection.fetchval(
        "SELECT true FROM office WHERE member_id = $1 AND organization_id = $2 AND kind = $3 "
        "AND daterange(starts_on, ends_on, '[]') && daterange($4, $5, '[]') LIMIT 1",
        member_id, organization_id, kind, starts_on, ends_on))


async def appoint(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add an office.

    raises   AlreadyAppointed; GridHasHead where a head of the same grid has some of its days
    """
    with faults.refusing(office_once=AlreadyAppointed, office_one_head=GridHasHead):
        await rows.insert(connection, "office", row)


@dataclass(frozen=True)
class Office:
    """An office as the rules need it."""

    member_id: UUID
    organization_id: UUID
    kind: str
    starts_on: date
    ends_on: date | None


async def locked_office(connection: Connection, office_id: UUID) -> Office | None:
    row = await connection.fetchrow("SELECT member_id, organization_id, kind, starts_on, ends_on FROM office "
                                    "WHERE id = $1 FOR NO KEY UPDATE", office_id)
    return Office(**row) if row else None


async def end_office(connection: Connection, office_id: UUID, ends_on: date) -> None:
    """Set the last day of a locked office."""
    await connection.execute("UPDATE office SET ends_on = $2 WHERE id = $1", office_id, ends_on)

"""Joint committees and their seats."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from db import rows
from db.driver import faults
from db.driver.connection import Connection
from domain.committees import AlreadyFounded, AlreadySeated


def holder(seat: str, today: str) -> str:
    """The SQL expression of the member who holds a seat on a day, or the one to which it was handed over; null: nobody does.

    seat, today   SQL expressions
    """
    return ("(SELECT s.member_id FROM seat o JOIN seat s ON coalesce(s.place_id, s.id) = coalesce(o.place_id, o.id) "
            f"WHERE o.id = {seat} AND s.starts_on <= {today} AND (s.ends_on IS NULL OR s.ends_on >= {today}) LIMIT 1)")


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a committee.

    raises   AlreadyFounded
    """
    with faults.refusing(joint_committee_once=AlreadyFounded):
        await rows.insert(connection, "joint_committee", row)


async def division_of(connection: Connection, committee_id: UUID) -> str | None:
    """The code of the division whose committee it is; None when there is none."""
    code: str | None = await connection.fetchval(
        "SELECT g.division_code FROM joint_committee j JOIN organization g ON g.id = j.organization_id WHERE j.id = $1",
        committee_id)
    return code


async def is_seated(connection: Connection, committee_id: UUID, member_id: UUID, starts_on: date,
                    ends_on: date | None) -> bool:
    """Whether the member has a seat there on a day of the term."""
    return bool(await connection.fetchval(
        "SELECT true FROM seat WHERE committee_id = $1 AND member_id = $2 "
        "AND daterange(starts_on, ends_on, '[]') && daterange($3, $4, '[]') LIMIT 1",
        committee_id, member_id, starts_on, ends_on))


async def has(connection: Connection, committee_id: UUID, kind: str, starts_on: date, ends_on: date | None) -> bool:
    """Whether a committee, held against others' changes of its seats, has a seat of a kind on a day of the term."""
    await connection.execute("SELECT FROM joint_committee WHERE id = $1 FOR NO KEY UPDATE", committee_id)
    return bool(await connection.fetchval(
        "SELECT true FROM seat WHERE committee_id = $1 AND kind = $2 "
        "AND daterange(starts_on, ends_on, '[]') && daterange($3, $4, '[]') LIMIT 1", committee_id, kind, starts_on, ends_on))


async def has_seat(connection: Connection, committee_id: UUID, seat_id: UUID, today: date) -> bool:
    """Whether it is a seat that the committee has today."""
    return bool(await connection.fetchval(
        "SELECT true FROM seat WHERE id = $1 AND committee_id = $2 AND starts_on <= $3 AND (ends_on IS NULL OR ends_on >= $3)",
        seat_id, committee_id, today))


async def is_joined(connection: Connection, committee_id: UUID, home_code: str, organization_id: UUID, today: date) -> bool:
    """Whether an organisation has a seat on a committee today, or is paired with somebody in the committee's division.

    home_code   of that division
    """
    return bool(await connection.fetchval(
        "SELECT EXISTS (SELECT FROM seat WHERE committee_id = $1 AND organization_id = $3 AND starts_on <= $4 "
        "AND (ends_on IS NULL OR ends_on >= $4)) OR EXISTS (SELECT FROM pairing WHERE partner_id = $3 AND state = 'PAIRED' "
        "AND $4 BETWEEN starts_on AND ends_on AND starts_with(home_code, $2))",
        committee_id, home_code, organization_id, today))


async def seat(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a seat.

    raises   AlreadySeated
    """
    with faults.refusing(seat_once=AlreadySeated):
        await rows.insert(connection, "seat", row)


@dataclass(frozen=True)
class Seat:
    """A seat as the rules need it; `organization_id` and `division_code` are of its committee's street or community.

    place_id       the first seat of its place
    represents_id  the organisation that its holder represents
    lead_quota     of its committee
    """

    committee_id: UUID
    organization_id: UUID
    member_id: UUID
    kind: str
    starts_on: date
    ends_on: date | None
    division_code: str
    place_id: UUID
    represents_id: UUID | None
    lead_quota: int


async def locked_seat(connection: Connection, seat_id: UUID) -> Seat | None:
    """A seat, held against others' changes of it and of the projects it leads."""
    row = await connection.fetchrow(
        "SELECT s.committee_id, j.organization_id, s.member_id, s.kind, s.starts_on, s.ends_on, g.division_code, "
        "coalesce(s.place_id, s.id) AS place_id, s.organization_id AS represents_id, j.lead_quota FROM seat s "
        "JOIN joint_committee j ON j.id = s.committee_id JOIN organization g ON g.id = j.organization_id "
        "WHERE s.id = $1 FOR NO KEY UPDATE OF s", seat_id)
    return Seat(**row) if row else None


async def end_seat(connection: Connection, seat_id: UUID, ends_on: date) -> None:
    """Set the last day of a locked seat."""
    await connection.execute("UPDATE seat SET ends_on = $2 WHERE id = $1", seat_id, ends_on)

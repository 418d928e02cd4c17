"""Addresses by which members' calendars are fetched, and what is in them."""
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.driver.connection import Connection

_CONFERENCES = """
    SELECT id, version, state, title, planned_for, starts_at, venue FROM joint_conference
    WHERE (committee_id = ANY($1) OR organization_id = ANY($2)) AND planned_for BETWEEN $3 AND $4
    ORDER BY planned_for, id LIMIT $5"""
_SEATS = """ARRAY(
        SELECT o.id FROM seat s JOIN seat o ON coalesce(o.place_id, o.id) = coalesce(s.place_id, s.id)
        WHERE s.member_id = $1 AND s.starts_on <= $6 AND (s.ends_on IS NULL OR s.ends_on >= $6))"""
_DUE = f"""
    SELECT r.id, r.version, r.text, r.due_on FROM {{table}} r
    WHERE r.state = 'OPEN' AND r.due_on BETWEEN $3 AND $4 AND (r.owner_id = ANY($2) OR r.owner_seat_id = ANY({_SEATS}))
    ORDER BY r.due_on, r.id LIMIT $5"""
_RESOLUTIONS, _COMMITMENTS = _DUE.format(table="resolution"), _DUE.format(table="commitment")


@dataclass(frozen=True)
class Meeting:
    """A conference of a calendar; `starts_at` is None until it is called."""

    id: UUID
    version: int
    state: str
    title: str
    planned_for: date
    starts_at: datetime | None
    venue: str | None


@dataclass(frozen=True)
class Due:
    """A resolution, or a commitment, that is to be done by a day."""

    id: UUID
    version: int
    text: str
    due_on: date


async def issue(connection: Connection, member_id: UUID, hashed: bytes, now: datetime) -> None:
    """Give a member an address, known by its hash; what was the member's before is good no more.

    writes   calendar_address
    """
    await connection.execute(
        "INSERT INTO calendar_address (member_id, hash, created_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (member_id) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at", member_id, hashed, now)


async def revoke(connection: Connection, member_id: UUID) -> None:
    """Let a member's address be good no more, if there is one.

    writes   calendar_address
    """
    await connection.execute("DELETE FROM calendar_address WHERE member_id = $1", member_id)


async def member_of(connection: Connection, hashed: bytes) -> UUID | None:
    """Whose address it is that has this hash."""
    member: UUID | None = await connection.fetchval("SELECT member_id FROM calendar_address WHERE hash = $1", hashed)
    return member


async def meetings(connection: Connection, committees: Collection[UUID], organizations: Collection[UUID], first: date,
                   last: date, most: int) -> list[Meeting]:
    """The conferences of these committees, and of those of these organisations, on the days from first to last."""
    return [Meeting(**row) for row in await connection.fetch(
        _CONFERENCES, list(committees), list(organizations), first, last, most)]


async def resolutions(connection: Connection, member_id: UUID, organizations: Collection[UUID], first: date, last: date,
                      most: int, today: date) -> list[Due]:
    """The resolutions that these organisations or the member's seats of today have to do, due from first to last."""
    return [Due(**row) for row in await connection.fetch(
        _RESOLUTIONS, member_id, list(organizations), first, last, most, today)]


async def commitments(connection: Connection, member_id: UUID, organizations: Collection[UUID], first: date, last: date,
                      most: int, today: date) -> list[Due]:
    """The same of commitments."""
    return [Due(**row) for row in await connection.fetch(
        _COMMITMENTS, member_id, list(organizations), first, last, most, today)]

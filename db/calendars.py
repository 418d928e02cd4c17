"""Addresses by which members' calendars are fetched, and what is in them."""
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.driver.connection import Connection
from domain.conferences import PROCESS

# Of each value by which somebody has a day as many rows as fill the calendar, by an index that has them in its order.
PAGE = "AND {day} BETWEEN $3 AND $4 ORDER BY {day}, id LIMIT $5"
_MEETING = "SELECT id, version, state, title, planned_for, starts_at, venue FROM joint_conference WHERE {} " + PAGE.format(
    day="planned_for")
_CONFERENCES = f"""
    SELECT * FROM (
        SELECT m.* FROM unnest($1::uuid[]) k (id) CROSS JOIN LATERAL ({_MEETING.format('committee_id = k.id')}) m
        UNION SELECT m.* FROM unnest($2::uuid[]) k (id) CROSS JOIN unnest($6::text[]) s (state)
        CROSS JOIN LATERAL ({_MEETING.format('state = s.state AND organization_id = k.id')}) m) m
    ORDER BY planned_for, id LIMIT $5"""
SEATS = """
    SELECT o.id FROM seat s JOIN seat o ON coalesce(o.place_id, o.id) = coalesce(s.place_id, s.id)
    WHERE s.member_id = $1 AND s.starts_on <= $6 AND (s.ends_on IS NULL OR s.ends_on >= $6)"""
_OWED = "SELECT id, version, text, due_on FROM {{table}} WHERE state = 'OPEN' AND {} " + PAGE.format(day="due_on")
_DUE = f"""
    SELECT * FROM (
        SELECT r.* FROM unnest($2::uuid[]) k (id) CROSS JOIN LATERAL ({_OWED.format('owner_id = k.id')}) r
        UNION SELECT r.* FROM ({SEATS}) k CROSS JOIN LATERAL ({_OWED.format('owner_seat_id = k.id')}) r) r
    ORDER BY due_on, id LIMIT $5"""
# Of a list the next of its two days is in the index's order; the other one is less than a year later.
_LIST = ("SELECT * FROM commitment_list l WHERE l.state = s.state AND {} AND l.due_on BETWEEN $3::date - 366 AND $4 "
         "ORDER BY l.due_on, l.id LIMIT $5")
_LISTS = f"""
    SELECT l.id, l.version, l.year, d.step, d.due_on FROM (VALUES ('ADOPTED'), ('CHECKED')) s (state) CROSS JOIN LATERAL (
        SELECT l.* FROM ({SEATS}) k CROSS JOIN LATERAL ({_LIST.format('l.seat_id = k.id')}) l
        UNION ALL SELECT l.* FROM unnest($2::uuid[]) k (id)
        CROSS JOIN LATERAL ({_LIST.format("l.committee_id = k.id AND l.kind = 'COMMITTEE'")}) l) l
    CROSS JOIN LATERAL (VALUES ('CHECK', l.check_due_on, l.state = 'ADOPTED'), ('REPORT', l.report_due_on, true))
        d (step, due_on, waits)
    WHERE d.waits AND d.due_on BETWEEN $3 AND $4 ORDER BY d.due_on, l.id, d.step LIMIT $5"""
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


@dataclass(frozen=True)
class ListDay:
    """A day by which a list of commitments is to be checked, or reported.

    step   which of the two, of ListStep
    """

    id: UUID
    version: int
    year: int
    step: str
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
        _CONFERENCES, list(committees), list(organizations), first, last, most, list(PROCESS.states))]


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


async def lists(connection: Connection, member_id: UUID, committees: Collection[UUID], first: date, last: date, most: int,
                today: date) -> list[ListDay]:
    """The days of the lists of commitments of the member's seats of today, and of these committees' own, from first to last."""
    return [ListDay(**row) for row in await connection.fetch(_LISTS, member_id, list(committees), first, last, most, today)]

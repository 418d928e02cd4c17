"""Joint conferences, and who attended them."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection
from domain.conferences import Conference


@dataclass(frozen=True)
class Committee:
    """A joint committee, and the street or community whose it is."""

    id: UUID
    name: str
    organization_id: UUID
    division_code: str


_COMMITTEE = ("SELECT j.id, j.name, j.organization_id, g.division_code FROM joint_committee j "
              "JOIN organization g ON g.id = j.organization_id WHERE j.id = $1")
_FOUND = ("SELECT state, committee_id, organization_id, home_code, starts_at, topics_until, planned_for, version "
          "FROM joint_conference "
          "WHERE id = $1 FOR NO KEY UPDATE")
_SEATS = ("SELECT id FROM seat WHERE committee_id = $1 AND starts_on <= $2 AND (ends_on IS NULL OR ends_on >= $2) ORDER BY id")


async def committee(connection: Connection, committee_id: UUID) -> Committee | None:
    row = await connection.fetchrow(_COMMITTEE, committee_id)
    return Committee(**row) if row else None


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "joint_conference", row)


async def locked(connection: Connection, conference_id: UUID) -> Conference | None:
    """A conference, held against others' steps until the transaction ends."""
    row = await connection.fetchrow(_FOUND, conference_id)
    return Conference(**row) if row else None


async def revise(connection: Connection, conference_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked conference; returns its new version."""
    return await rows.revise(connection, "joint_conference", conference_id, changes)


async def seats(connection: Connection, committee_id: UUID, day: date) -> list[UUID]:
    """The seats that a committee has on a day."""
    return [row["id"] for row in await connection.fetch(_SEATS, committee_id, day)]


async def attend(connection: Connection, conference_id: UUID, attendance: Sequence[Mapping[str, Any]]) -> None:
    """Say who was there; `attendance` as `domain.conferences.attendance` makes it."""
    await connection.executemany(
        "INSERT INTO attendance (id, conference_id, seat_id, presence, name) VALUES ($1, $2, $3, $4, $5)",
        [(uuid7(), conference_id, each["seat_id"], each["presence"], each["name"]) for each in attendance])


@dataclass(frozen=True)
class Closing:
    """A conference for which topics are collected no more: `version` after that."""

    id: UUID
    fill_at: datetime
    state: str
    version: int
    committee_id: UUID
    organization_id: UUID
    home_code: str
    planned_for: date


_CLOSING = """
    WITH due AS (SELECT id, fill_at FROM joint_conference WHERE state IN ('PLANNED', 'CALLED') AND fill_at <= $1
                 ORDER BY fill_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE joint_conference c SET fill_at = NULL, version = c.version + 1 FROM due WHERE c.id = due.id
    RETURNING c.id, due.fill_at, c.state, c.version, c.committee_id, c.organization_id, c.home_code, c.planned_for"""


async def close(connection: Connection, now: datetime, limit: int) -> list[Closing]:
    """Let the collecting of topics end where its moment has come; of none of them it ends again."""
    return [Closing(**row) for row in await connection.fetch(_CLOSING, now, limit)]

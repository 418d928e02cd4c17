"""Requests for communities' opinions, and the figures that go with them."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver.connection import Connection
from domain.opinions import SIGHT, Opinion
from domain.viewer import Viewer

_SEEN = visibility.Numbered(SIGHT)
_LOCKED = (f"SELECT state, asker_id, community_id, version FROM opinion o WHERE o.id = $1 AND {_SEEN.sql('o', 2)} "
           "FOR NO KEY UPDATE")


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "opinion", row)


async def locked(connection: Connection, viewer: Viewer, opinion_id: UUID, now: datetime) -> Opinion | None:
    """A request that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, opinion_id, *_SEEN.values(viewer, now))
    return Opinion(**row) if row else None


async def revise(connection: Connection, opinion_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked request; returns its new version."""
    return await rows.revise(connection, "opinion", opinion_id, changes)


# What a unit did in a community, or a member did: claims on what is at home there, joint projects that it is part of
# or leads, conferences there that it attended.
_FIGURES = """
    WITH done AS (
        SELECT c.* FROM claim c JOIN item i ON i.id = c.item_id
        WHERE {claimed} = $1 AND starts_with(i.home_code, $2) AND c.proposed_at >= $3 AND c.proposed_at <= $4)
    SELECT (SELECT count(*) FROM done)::int AS claims_proposed,
           (SELECT count(*) FROM done WHERE state IN ('ACCEPTED', 'DELIVERED', 'REWORK', 'CONFIRMED'))::int AS claims_accepted,
           (SELECT count(*) FROM done WHERE state IN ('DELIVERED', 'REWORK', 'CONFIRMED'))::int AS claims_delivered,
           (SELECT count(*) FROM done WHERE state = 'CONFIRMED')::int AS claims_confirmed,
           (SELECT count(*) FROM joint_project p WHERE starts_with(p.home_code, $2) AND p.formed_at >= $3 AND p.formed_at <= $4
            AND {took_part})::int AS projects,
           (SELECT count(*) FROM joint_conference j WHERE starts_with(j.home_code, $2) AND j.held_at >= $3 AND j.held_at <= $4
            AND EXISTS (SELECT FROM attendance a JOIN seat s ON s.id = a.seat_id WHERE a.conference_id = j.id
                        AND {attended}))::int AS conferences"""
_OF_UNIT = _FIGURES.format(
    claimed="c.claimant_id",
    took_part=("(p.lead_unit_id = $1 OR EXISTS (SELECT FROM project_part r WHERE r.project_id = p.id "
               "AND r.organization_id = $1))"),
    attended="s.organization_id = $1 AND a.presence IN ('PRESENT', 'SUBSTITUTED')")
_OF_MEMBER = _FIGURES.format(
    claimed="c.proposed_by",
    took_part="EXISTS (SELECT FROM seat s WHERE s.id = p.lead_seat_id AND s.member_id = $1)",
    attended="s.member_id = $1 AND a.presence = 'PRESENT'")


async def figures(connection: Connection, *, unit_id: UUID | None, member_id: UUID | None, community_code: str, since: datetime,
                  now: datetime) -> dict[str, int]:
    """What a unit or a member took part in, in a community, by the columns of `domain.opinions.FIGURED`."""
    row = await connection.fetchrow(_OF_UNIT if unit_id else _OF_MEMBER, unit_id or member_id, community_code, since, now)
    assert row is not None
    return dict(row)


@dataclass(frozen=True)
class Served:
    """Where a member holds an office: the organisation, and the code of the division where it is at home."""

    organization_id: UUID
    home_code: str | None


async def served(connection: Connection, member_id: UUID, today: date) -> Sequence[Served]:
    """Where a member holds an office today, or is to."""
    return [Served(**row) for row in await connection.fetch(
        "SELECT f.organization_id, coalesce(g.division_code, g.home_code) AS home_code FROM office f "
        "JOIN organization g ON g.id = f.organization_id WHERE f.member_id = $1 AND (f.ends_on IS NULL OR f.ends_on >= $2)",
        member_id, today)]

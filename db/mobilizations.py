"""Mobilisations, their posts and shifts."""
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from db import rows, visibility
from db.driver.connection import Connection
from domain.assignments import Counts
from domain.mobilizations import SHIFT_SIGHT, SIGHT, Mobilization, Shift
from domain.viewer import Viewer

_SEEN, _SHIFT_SEEN = visibility.Numbered(SIGHT), visibility.Numbered(SHIFT_SIGHT)
_LOCKED = ("SELECT state, organization_id, home_code, ends_at, version FROM mobilization m WHERE m.id = $1 "
           f"AND {_SEEN.sql('m', 2)} FOR NO KEY UPDATE")
RULED = "state, mobilization_id, organization_id, home_code, starts_at, ends_at, needed, assigned"
_SHIFT = f"SELECT {RULED} FROM shift s WHERE s.id = $1 AND {_SHIFT_SEEN.sql('s', 2)} FOR NO KEY UPDATE"
_HELD = f"SELECT {RULED} FROM shift WHERE id = $1 FOR NO KEY UPDATE"
_DIVISIONS = ("SELECT id, division_code FROM organization WHERE id = ANY($1) AND kind IN ('COMMUNITY', 'GRID', 'STREET') "
              "AND starts_with(division_code, $2)")
_POSTS = ("INSERT INTO mobilization_post (id, mobilization_id, number, name, address, division_code) "
          "SELECT g.id, $1, g.number, g.name, g.address, g.code "
          "FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS g (id, name, address, code, number)")
_SHIFTS = (
    "INSERT INTO shift (id, post_id, mobilization_id, organization_id, home_code, division_code, acknowledge_by, starts_at, "
    "ends_at, needed, assigned) "
    "SELECT g.id, p.id, m.id, m.organization_id, m.home_code, p.division_code, m.acknowledge_by, g.starts_at, g.ends_at, "
    "g.needed, g.assigned FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::int[], $7::int[]) "
    "AS g (id, post_id, starts_at, ends_at, needed, assigned) JOIN mobilization_post p ON p.id = g.post_id "
    "JOIN mobilization m ON m.id = $1")
_COUNT = ("UPDATE shift SET assigned = assigned + $2, acknowledged = acknowledged + $3, served = served + $4 "
          "WHERE id = $1 AND assigned + $2 <= needed RETURNING true")
_CANCEL_SHIFTS = ("UPDATE shift SET cancelled_at = $2, assigned = served, acknowledged = served "
                  "WHERE mobilization_id = $1")


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "mobilization", row)


async def divisions(connection: Connection, ids: Collection[UUID], within: str) -> dict[UUID, str]:
    """Of these, the divisions that lie within another one: their codes."""
    return {row["id"]: row["division_code"] for row in await connection.fetch(_DIVISIONS, list(ids), within)}


async def insert_posts(connection: Connection, mobilization_id: UUID, ids: Sequence[UUID], names: Sequence[str],
                       addresses: Sequence[str], codes: Sequence[str]) -> None:
    """Add posts in the order of a list."""
    await connection.execute(_POSTS, mobilization_id, ids, names, addresses, codes)


async def insert_shifts(connection: Connection, mobilization_id: UUID, ids: Sequence[UUID], posts: Sequence[UUID],
                        shifts: Sequence[tuple[datetime, datetime, int, int]]) -> None:
    """Add shifts of posts.

    shifts   when each begins and ends, how many it needs, and how many are assigned to it
    """
    starts, ends, needed, assigned = (list(column) for column in zip(*shifts, strict=True))
    await connection.execute(_SHIFTS, mobilization_id, ids, posts, starts, ends, needed, assigned)


async def locked(connection: Connection, viewer: Viewer, mobilization_id: UUID, now: datetime) -> Mobilization | None:
    """A mobilisation that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, mobilization_id, *_SEEN.values(viewer, now))
    return Mobilization(**row) if row else None


async def revise(connection: Connection, mobilization_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked mobilisation; returns its new version."""
    return await rows.revise(connection, "mobilization", mobilization_id, changes)


async def keep(connection: Connection, of: Literal["shift", "assignment"], row_id: UUID) -> None:
    """Let nobody cancel the mobilisation of a shift or an assignment, if there is one, until the transaction ends: who does
    releases those who are assigned by then, and would not see one more. It is held before its shifts and assignments.
    """
    await connection.execute(f"SELECT FROM mobilization WHERE id = (SELECT mobilization_id FROM {of} WHERE id = $1) FOR SHARE",
                             row_id)


async def locked_shift(connection: Connection, viewer: Viewer, shift_id: UUID, now: datetime) -> Shift | None:
    """A shift that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_SHIFT, shift_id, *_SHIFT_SEEN.values(viewer, now))
    return Shift(**row) if row else None


async def seen_shift(connection: Connection, viewer: Viewer, shift_id: UUID, now: datetime) -> Shift | None:
    """The same, held by nobody."""
    row = await connection.fetchrow(_SHIFT.removesuffix(" FOR NO KEY UPDATE"), shift_id, *_SHIFT_SEEN.values(viewer, now))
    return Shift(**row) if row else None


async def held_shift(connection: Connection, shift_id: UUID) -> Shift:
    """The shift of an assignment that there is, held until the transaction ends."""
    row = await connection.fetchrow(_HELD, shift_id)
    assert row is not None
    return Shift(**row)


async def count(connection: Connection, shift_id: UUID, more: Counts) -> bool:
    """Let so many more count among those of a shift, less where negative; whether it needs as many.

    writes   shift.assigned, shift.acknowledged, shift.served
    """
    return bool(await connection.fetchval(_COUNT, shift_id, more.assigned, more.acknowledged, more.served))


async def cancel_shifts(connection: Connection, mobilization_id: UUID, now: datetime) -> None:
    """Cancel the shifts of a locked mobilisation, of which those stay counted who were there.

    writes   shift
    """
    await connection.execute(_CANCEL_SHIFTS, mobilization_id, now)

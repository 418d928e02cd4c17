"""Calls that are linked to one that says the same."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from db import visibility
from db.driver.connection import Connection
from domain.viewer import Viewer
from domain.whistles import SIGHT, Whistle

_SEEN = visibility.Numbered(SIGHT)
_RULED = ", ".join(f"w.{each.name}" for each in fields(Whistle))
_ORIGINAL = f"SELECT coalesce(w.duplicate_of_id, w.id) FROM whistle w WHERE w.id = $1 AND {_SEEN.sql('w', 2)}"
_LOCKED = (f"SELECT w.id, {_RULED} FROM whistle w WHERE w.id = ANY($1::uuid[]) AND {_SEEN.sql('w', 2)} ORDER BY w.id "
           "FOR NO KEY UPDATE")
_TOLD = "w.id, w.raiser_id, w.home_code, w.kind, w.level, w.version"
_LINKED = (f"SELECT {_TOLD} FROM whistle w WHERE w.duplicate_of_id = $1 AND w.state = 'LINKED' ORDER BY w.id "
           "FOR NO KEY UPDATE")


@dataclass(frozen=True)
class Linked:
    """A call that was linked, as it is now."""

    id: UUID
    raiser_id: UUID
    home_code: str
    kind: str
    level: str
    version: int


async def original(connection: Connection, viewer: Viewer, whistle_id: UUID, now: datetime) -> UUID | None:
    """Of a call that the viewer sees its original, which may be itself; None when there is none such."""
    found: UUID | None = await connection.fetchval(_ORIGINAL, whistle_id, *_SEEN.values(viewer, now))
    return found


async def locked(connection: Connection, viewer: Viewer, whistle_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, Whistle]:
    """Of these calls those that the viewer sees, held against others' steps until the transaction ends, by their ids."""
    found = [dict(row) for row in await connection.fetch(_LOCKED, whistle_ids, *_SEEN.values(viewer, now))]
    return {row.pop("id"): Whistle(**row) for row in found}


async def linked(connection: Connection, original_id: UUID) -> list[Linked]:
    """Lock what is linked to a locked call, in the order of the ids."""
    return [Linked(**row) for row in await connection.fetch(_LINKED, original_id)]


async def change(connection: Connection, original_id: UUID, columns: Mapping[str, Any]) -> list[Linked]:
    """Change these columns of all that is linked to a locked call; returns it as it is now.

    columns   at least one
    """
    set_ = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, 2))
    found = await connection.fetch(
        f"UPDATE whistle w SET {set_}, version = w.version + 1 FROM ({_LINKED}) d WHERE w.id = d.id RETURNING {_TOLD}",
        original_id, *columns.values())
    return [Linked(**row) for row in sorted(found, key=lambda row: row["id"])]


async def result(connection: Connection, whistle_id: UUID) -> str | None:
    """What was done about a call."""
    said: str | None = await connection.fetchval("SELECT result FROM whistle WHERE id = $1", whistle_id)
    return said

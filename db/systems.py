"""Systems and their keys, of which the hashes are kept."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver.connection import Connection
from domain.systems import SIGHT
from domain.systems import System as Ruled
from domain.viewer import Viewer

_SEEN = visibility.Numbered(SIGHT)
_RULED = "SELECT y.state, y.home_code, y.organization_id, y.allow, y.cost, y.sight, y.version, y.id FROM system y"
_LOCKED = f"{_RULED} WHERE y.id = $1 AND {_SEEN.sql('y', 2)} FOR NO KEY UPDATE"
_NAMED = f"{_RULED} JOIN member m ON m.id = y.id WHERE m.subject = $1 FOR NO KEY UPDATE OF y"
_OF_KEY = "SELECT m.subject FROM system_key k JOIN member m ON m.id = k.system_id WHERE k.hash = $1"
_TOO_OLD = ("DELETE FROM system_key WHERE hash IN (SELECT hash FROM system_key WHERE system_id = $1 "
            "ORDER BY made_at DESC, hash OFFSET $2) RETURNING true")
_ALL = ("SELECT m.subject, m.name, y.state, y.allow, y.cost, y.sight, "
        "(SELECT count(*) FROM system_key k WHERE k.system_id = y.id)::int AS keys "
        "FROM system y JOIN member m ON m.id = y.id ORDER BY y.registered_at, y.id")


@dataclass(frozen=True, kw_only=True)
class Locked(Ruled):
    """A system as who changes it needs it."""

    id: UUID
    organization_id: UUID
    allow: list[str]
    cost: int
    sight: str


@dataclass(frozen=True)
class System:
    """keys   how many it has"""

    subject: str
    name: str
    state: str
    allow: list[str]
    cost: int
    sight: str
    keys: int


async def insert(connection: Connection, row: Mapping[str, Any], most: int) -> bool:
    """Add a system, whose member is there, unless its organisation has so many already; whether it was added.

    writes   system; of the same organisation one at a time
    """
    await connection.execute("SELECT FROM organization WHERE id = $1 FOR NO KEY UPDATE", row["organization_id"])
    if await connection.fetchval("SELECT count(*) >= $2 FROM system WHERE organization_id = $1 AND state <> 'CLOSED'",
                                 row["organization_id"], most):
        return False
    await rows.insert(connection, "system", row)
    return True


async def add_key(connection: Connection, system_id: UUID, key_hash: bytes, most: int, now: datetime) -> int:
    """Give a system one more key, of which it keeps so many: the newest; returns how many it lost.

    writes   system_key
    """
    await rows.insert(connection, "system_key", {"hash": key_hash, "system_id": system_id, "made_at": now})
    return len(await connection.fetch(_TOO_OLD, system_id, most))


async def remove_keys(connection: Connection, system_id: UUID) -> None:
    await connection.execute("DELETE FROM system_key WHERE system_id = $1", system_id)


async def locked(connection: Connection, viewer: Viewer, system_id: UUID, now: datetime) -> Locked | None:
    """A system that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, system_id, *_SEEN.values(viewer, now))
    return Locked(**row) if row else None


async def named(connection: Connection, subject: str) -> Locked | None:
    """The system of a subject, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_NAMED, subject)
    return Locked(**row) if row else None


async def of_member(connection: Connection, member_id: UUID) -> Locked | None:
    """The system that a member is, held until the transaction ends; None of a person."""
    row = await connection.fetchrow(f"{_RULED} WHERE y.id = $1 FOR NO KEY UPDATE", member_id)
    return Locked(**row) if row else None


async def revise(connection: Connection, system_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked system; returns its new version."""
    return await rows.revise(connection, "system", system_id, changes)


async def of_key(connection: Connection, key_hash: bytes) -> str | None:
    """The subject of the system that has a key of this hash; one that is closed has none."""
    subject: str | None = await connection.fetchval(_OF_KEY, key_hash)
    return subject


async def every(connection: Connection) -> list[System]:
    return [System(**row) for row in await connection.fetch(_ALL)]

"""Systems and their keys, of which the hashes are kept."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db import rows
from db.driver.connection import Connection

_OF_KEY = "SELECT m.subject FROM system_key k JOIN member m ON m.id = k.system_id AND m.active WHERE k.hash = $1"
_TOO_OLD = ("DELETE FROM system_key WHERE hash IN (SELECT hash FROM system_key WHERE system_id = $1 "
            "ORDER BY made_at DESC, hash OFFSET $2) RETURNING true")
_ALL = ("SELECT m.subject, m.name, m.active, s.operations, s.cost, "
        "(SELECT count(*) FROM system_key k WHERE k.system_id = m.id)::int AS keys "
        "FROM system s JOIN member m ON m.id = s.member_id ORDER BY s.registered_at, m.id")


@dataclass(frozen=True)
class System:
    """keys   how many it has"""

    subject: str
    name: str
    active: bool
    operations: list[str]
    cost: int
    keys: int


async def insert(connection: Connection, member_id: UUID, operations: Sequence[str], cost: int, now: datetime) -> None:
    await rows.insert(connection, "system", {"member_id": member_id, "operations": operations, "cost": cost,
                                             "registered_at": now})


async def add_key(connection: Connection, system_id: UUID, key_hash: bytes, most: int, now: datetime) -> int:
    """Give a system one more key, of which it keeps so many: the newest; returns how many it lost.

    writes   system_key
    """
    await rows.insert(connection, "system_key", {"hash": key_hash, "system_id": system_id, "made_at": now})
    return len(await connection.fetch(_TOO_OLD, system_id, most))


async def remove_keys(connection: Connection, system_id: UUID) -> None:
    await connection.execute("DELETE FROM system_key WHERE system_id = $1", system_id)


async def locked(connection: Connection, subject: str) -> tuple[UUID, bool] | None:
    """A system's member, held until the transaction ends, and whether it is active; None when there is none."""
    row = await connection.fetchrow("SELECT m.id, m.active FROM member m JOIN system s ON s.member_id = m.id "
                                    "WHERE m.subject = $1 FOR NO KEY UPDATE OF m", subject)
    return (row["id"], row["active"]) if row else None


async def of_key(connection: Connection, key_hash: bytes) -> str | None:
    """The subject of the system, active, that has a key of this hash."""
    subject: str | None = await connection.fetchval(_OF_KEY, key_hash)
    return subject


async def every(connection: Connection) -> list[System]:
    return [System(**row) for row in await connection.fetch(_ALL)]

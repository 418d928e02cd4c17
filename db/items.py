"""The three lists' items."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from asyncpg import Record

from db import idempotency, returning, rows, visibility
from db.driver import faults
from db.driver.connection import Connection
from db.idempotency import AlreadyAnswered, CommitRecord
from db.log import events
from db.returning import Part, Write
from domain.items import SIGHT, Item, ItemState
from domain.viewer import Viewer

RULED = "list, state, publisher_id, home_code, scope, quantity, claimed, deadline, resource_kind, version"
REVISED = ("title, body, category, quantity, unit, starts_at, deadline, address, longitude, latitude, urgency, "
           "budget_yuan, scope, paired_days, community_days, street_days")
CONTENT = f"list, publisher_id, home_code, {REVISED}, grid_id, resource_kind, lead_seat_id"
_SEEN_BY = visibility.Numbered(SIGHT)
visible, viewed, SEEN_BY = _SEEN_BY.sql, _SEEN_BY.values, _SEEN_BY.names


def seen_by(viewer: Viewer) -> list[Any]:
    """Of SEEN_BY."""
    return [visibility.parameters(viewer)[name] for name in SEEN_BY]


_SEEN = f"SELECT {RULED} FROM item i WHERE id = $1 AND {visible('i', 2)}"
_LOCKED = _SEEN + " FOR NO KEY UPDATE"
_REVISABLE = f"SELECT {RULED}, {REVISED}, next_stage_at FROM item i WHERE id = $1 AND {visible('i', 2)} FOR NO KEY UPDATE"


async def publish(connection: Connection, row: Mapping[str, Any], contact: tuple[str, str] | None,
                  record: CommitRecord) -> Record | None:
    """Add an item, and write all that comes of it, in one statement.

    row      a value for each column that is not generated or null
    contact  name and phone
    record   with one event
    returns  the payload's row, or just one when that is read later
    raises   AlreadyAnswered
    writes   item, contact, event, notice, idempotency_key
    """
    select, values = record.payload or (None, ())
    given = [*record.values, *row.values(), *(contact or ())]
    statement = returning.behind(_publishing(tuple(row), with_contact=contact is not None,
                                             published=row["state"] == ItemState.PUBLISHED), select)
    with faults.refusing(idempotency_key_pkey=AlreadyAnswered):
        return await connection.fetchrow(statement, *given, *values)


@cache
def _publishing(columns: tuple[str, ...], *, with_contact: bool, published: bool) -> Write:
    """Each part reads what the one before it wrote: that makes their order."""
    first = 1 + idempotency.PARAMETERS + events.PARAMETERS
    last = first + len(columns)
    places = ", ".join(f"${number}" for number in range(first, last))
    contact = Part("contact", f"INSERT INTO contact (item_id, name, phone) SELECT item.id, ${last}, ${last + 1} FROM item",
                   returns="contact", reads={"item": ["id"]})
    parts = [
        Part("item", f"INSERT INTO item ({', '.join(columns)}) VALUES ({places})", returns="item"),
        *([contact] if with_contact else []),
        *events.parts(["item.published"] if published else [], f"SELECT {events.row(1 + idempotency.PARAMETERS)} "
                      f"FROM {'contact' if with_contact else 'item'}"),
        Part("done", f"{idempotency.INSERT} FROM recorded RETURNING true"),
    ]
    return Write(tuple(parts), "done", last - 1 + 2 * with_contact)


async def seen(connection: Connection, viewer: Viewer, item_id: UUID, now: datetime) -> Item | None:
    """The item as the rules need it; None when there is none that the viewer sees."""
    row = await connection.fetchrow(_SEEN, item_id, *viewed(viewer, now))
    return Item(**row) if row else None


async def locked(connection: Connection, viewer: Viewer, item_id: UUID, now: datetime) -> Item | None:
    """The same, held against others' changes and claims until the transaction ends; without `open_claims`."""
    row = await connection.fetchrow(_LOCKED, item_id, *viewed(viewer, now))
    return Item(**row) if row else None


@dataclass(frozen=True)
class Revisable:
    """A locked item: as the rules need it, and what a revision can change, by column name."""

    item: Item
    columns: Mapping[str, Any]


async def revisable(connection: Connection, viewer: Viewer, item_id: UUID, now: datetime) -> Revisable | None:
    """The item with all that a revision can change, held like `locked`."""
    row = await connection.fetchrow(_REVISABLE, item_id, *viewed(viewer, now))
    if row is None:
        return None
    return Revisable(Item(**_picked(row, f"{RULED}, next_stage_at")), _picked(row, f"{REVISED}, next_stage_at"))


def _picked(row: Record, columns: str) -> dict[str, Any]:
    return {column: row[column] for column in columns.split(", ")}


async def revise(connection: Connection, item_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked item; returns its new version."""
    return await rows.revise(connection, "item", item_id, changes)


async def content(connection: Connection, item_id: UUID) -> dict[str, Any]:
    """What was said when it was written, or since; without what was left out."""
    row = await connection.fetchrow(f"SELECT {CONTENT} FROM item WHERE id = $1", item_id)
    return {column: value for column, value in (row or {}).items() if value is not None}


async def discard(connection: Connection, item_id: UUID) -> None:
    """Delete a locked draft and its contact. Nothing else can name it: only what was published is claimed or shared.

    writes   item, contact
    """
    await connection.execute("DELETE FROM contact WHERE item_id = $1", item_id)
    await connection.execute("DELETE FROM item WHERE id = $1 AND state = 'DRAFT'", item_id)


@dataclass(frozen=True)
class Expired:
    """An item whose deadline passed: what its event needs."""

    id: UUID
    list: str
    publisher_id: UUID
    home_code: str
    deadline: datetime
    version: int


async def expire(connection: Connection, now: datetime, limit: int) -> list[Expired]:
    """End up to `limit` items whose deadline has passed, leaving those that others hold for the next time."""
    expired = await connection.fetch(
        "UPDATE item SET state = 'EXPIRED', closed_at = $1, version = version + 1 WHERE id IN ("
        "SELECT id FROM item WHERE state = 'PUBLISHED' AND deadline <= $1 ORDER BY deadline, id LIMIT $2 "
        "FOR NO KEY UPDATE SKIP LOCKED) RETURNING id, list, publisher_id, home_code, deadline, version", now, limit)
    return [Expired(**row) for row in expired]

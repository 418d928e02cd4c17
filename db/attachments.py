"""Uploads, and the attachments that they become; the content of both lies in the hub's store, by their id."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver.connection import Connection
from domain.attachments import AttachmentOf
from domain.viewer import Viewer

_MOVED = "id, name, secret, type, size, digest"


@dataclass(frozen=True)
class File:
    """What sending, attaching or fetching one needs to know.

    secret              by which its addresses are signed
    type, size, digest  None: its content is not there yet
    """

    secret: bytes
    name: str
    type: str | None
    size: int | None
    digest: str | None


async def begin(connection: Connection, row: Mapping[str, Any], most: int) -> bool:
    """Add an upload to a member's, unless so many wait already; whether it was.

    row      id, member_id, name, secret, begun_at, keep_until
    writes   upload; of the same member one at a time
    """
    await _hold(connection, row["member_id"])
    added = await connection.execute(
        "INSERT INTO upload (id, member_id, name, secret, begun_at, keep_until) SELECT $1, $2, $3, $4, $5, $6 "
        "WHERE (SELECT count(*) FROM upload WHERE member_id = $2 AND keep_until > $5) < $7",
        *(row[name] for name in ("id", "member_id", "name", "secret", "begun_at", "keep_until")), most)
    return bool(added == "INSERT 0 1")


async def is_known(connection: Connection, upload_id: UUID, member_id: UUID) -> bool:
    """Whether a member has such an upload, or there is an attachment that it became; of the same member one at a time."""
    await _hold(connection, member_id)
    known: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM upload WHERE id = $1) OR EXISTS (SELECT FROM attachment WHERE id = $1)", upload_id)
    return known


async def _hold(connection: Connection, member_id: UUID) -> None:
    await connection.execute("SELECT FROM member WHERE id = $1 FOR NO KEY UPDATE", member_id)


async def awaited(connection: Connection, upload_id: UUID, now: datetime, *, hold: bool = False) -> File | None:
    """An upload whose content may come; None when there is none such.

    hold   whether until the transaction ends
    """
    held = " FOR UPDATE" if hold else ""
    return await _found(connection, f"upload WHERE id = $1 AND received_at IS NULL AND keep_until > $2{held}", upload_id, now)


async def stored(connection: Connection, attachment_id: UUID) -> File | None:
    return await _found(connection, "attachment WHERE id = $1", attachment_id)


async def locked(connection: Connection, upload_id: UUID, member_id: UUID, now: datetime) -> File | None:
    """A member's own upload, held until the transaction ends; None when there is none that may be attached still."""
    return await _found(connection, "upload WHERE id = $1 AND member_id = $2 AND keep_until > $3 FOR UPDATE",
                        upload_id, member_id, now)


async def _found(connection: Connection, among: str, *values: Any) -> File | None:
    row = await connection.fetchrow(f"SELECT secret, name, type, size, digest FROM {among}", *values)
    return File(**row) if row else None


async def receive(connection: Connection, upload_id: UUID, type: str, size: int, digest: str, now: datetime) -> bool:
    """Say that the content of an awaited upload is there; whether it was awaited.

    size, digest   bytes; SHA-256 in hex
    writes         upload
    """
    done = await connection.execute(
        "UPDATE upload SET received_at = $5, type = $2, size = $3, digest = $4 "
        "WHERE id = $1 AND received_at IS NULL AND keep_until > $5", upload_id, type, size, digest, now)
    return bool(done == "UPDATE 1")


@dataclass(frozen=True)
class Held:
    """An object that has attachments, held until the transaction ends.

    own, beside   the columns that the rule is given, and those of what it is seen with
    subject_id    of whose history its events stand in, and the table of that
    home_code     of its home division
    """

    own: Mapping[str, Any]
    beside: Mapping[str, Any]
    subject_id: UUID
    subject_type: str
    home_code: str | None


@cache
def _held(of: AttachmentOf) -> tuple[str, visibility.Numbered]:
    """The statement by which an object is held, behind whose id stand the viewer's values."""
    seen = visibility.Numbered(of.seen)
    places = [f"w{number}" for number in range(len(of.among))] or ["o"]
    home = f"coalesce({', '.join(f'{place}.{of.home}' for place in places)})" if of.home else "NULL"
    tables = [each.table for each in of.among] or [of.table]
    cases = " ".join(f"WHEN {place}.id IS NOT NULL THEN '{table}'" for place, table in zip(places, tables, strict=True))
    beside = [f"w0.{name} AS beside_{number}" for number, name in enumerate(of.beside)]
    subject_id = f"coalesce({', '.join(f'{place}.id' for place in places)})"
    asked = ", ".join([f"{subject_id} AS subject_id", f"CASE {cases} END AS subject_type",
                       f"{home} AS home_code", *(f"o.{name}" for name in of.needs), *beside])
    kept = "LEFT " if len(of.among) > 1 else ""
    joined = "".join(f" {kept}JOIN {each.table} {place} ON {place}.id = o.{each.column}"
                     for each, place in zip(of.among, places, strict=False))
    return (f"SELECT {asked} FROM {of.table} o{joined} WHERE o.id = $1 AND {seen.sql('o', 2)} FOR NO KEY UPDATE OF o"
            + (" FOR SHARE OF w0" if of.beside else "")), seen


async def hold(connection: Connection, viewer: Viewer, of: AttachmentOf, object_id: UUID, now: datetime) -> Held | None:
    """An object that the viewer sees; None when there is none."""
    statement, seen = _held(of)
    row = await connection.fetchrow(statement, object_id, *seen.values(viewer, now))
    return None if row is None else Held(
        {name: row[name] for name in of.needs},
        {name: row[f"beside_{number}"] for number, name in enumerate(of.beside)}, row["subject_id"],
        row["subject_type"], row["home_code"])


_SEEN = visibility.Numbered("ATTACHMENT")
_OBJECT = f"SELECT t.object_type, t.object_id FROM attachment t WHERE t.id = $1 AND {_SEEN.sql('t', 2)}"


async def object_of(connection: Connection, viewer: Viewer, attachment_id: UUID, now: datetime) -> tuple[str, UUID] | None:
    """The type and the id of what an attachment belongs to that the viewer sees; None when there is none such."""
    row = await connection.fetchrow(_OBJECT, attachment_id, *_SEEN.values(viewer, now))
    return (row["object_type"], row["object_id"]) if row else None


async def count_up(connection: Connection, of: AttachmentOf, object_id: UUID) -> int:
    """The version of a held object, counted up; 1 of what has none."""
    return await rows.revise(connection, of.table, object_id, {}) if of.versioned else 1


async def count(connection: Connection, object_id: UUID) -> int:
    """How many attachments a held object has."""
    number: int = await connection.fetchval("SELECT count(*) FROM attachment WHERE object_id = $1", object_id)
    return number


async def attach(connection: Connection, upload_id: UUID, columns: Mapping[str, Any]) -> None:
    """Let a locked upload that is there become an attachment.

    columns   what it belongs to, and who attached it for whom, when
    writes    upload, attachment
    """
    places = ", ".join(f"${number}" for number in range(2, 2 + len(columns)))
    await connection.execute(
        f"WITH moved AS (DELETE FROM upload WHERE id = $1 RETURNING {_MOVED}) "
        f"INSERT INTO attachment ({_MOVED}, {', '.join(columns)}) SELECT {_MOVED}, {places} FROM moved",
        upload_id, *columns.values())


async def detach(connection: Connection, attachment_id: UUID, now: datetime) -> str | None:
    """Let an attachment of a held object be an upload again, whose time is over; its digest, None when there is none any more.

    writes   attachment, upload
    """
    digest: str | None = await connection.fetchval(
        f"WITH moved AS (DELETE FROM attachment WHERE id = $1 RETURNING {_MOVED}, attached_by, attached_at) "
        f"INSERT INTO upload ({_MOVED}, member_id, begun_at, keep_until, received_at) "
        f"SELECT {_MOVED}, attached_by, attached_at, $2, attached_at FROM moved RETURNING digest", attachment_id, now)
    return digest


async def over(connection: Connection, now: datetime, limit: int) -> Sequence[UUID]:
    """Lock up to `limit` uploads whose time is over, leaving those that others hold."""
    return [row["id"] for row in await connection.fetch(
        "SELECT id FROM upload WHERE keep_until <= $1 ORDER BY keep_until, id LIMIT $2 FOR UPDATE SKIP LOCKED", now, limit)]


async def forget(connection: Connection, upload_ids: Sequence[UUID]) -> None:
    """Remove locked uploads whose content is gone."""
    await connection.execute("DELETE FROM upload WHERE id = ANY($1)", upload_ids)

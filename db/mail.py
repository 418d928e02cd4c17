"""Members' addresses, what they want by mail, and the queue of mails."""
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.driver.connection import Connection

_LAST = "(SELECT coalesce(max(pos), 0) FROM event)"
_NOTICES = ("FROM notice n JOIN event e ON e.id = n.event_id WHERE n.member_id = $1 AND e.pos > $2 AND e.pos <= $3 "
            "AND n.channel = $4")


@dataclass(frozen=True)
class Schedule:
    cadence: str
    hour: int
    quiet_from: int
    quiet_until: int
    language: str


async def put(connection: Connection, member_id: UUID, address: str, code: str, code_until: datetime, usual: Schedule,
              now: datetime) -> None:
    """Set a member's address, which is still to be confirmed. What was to be sent to the one before it waits for that.

    usual    of one who has said nothing else
    writes   mail_address
    """
    await connection.execute(
        "INSERT INTO mail_address (member_id, address, set_at, code, code_until, cadence, hour, quiet_from, quiet_until, "
        f"language, pos) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, {_LAST}) ON CONFLICT (member_id) DO UPDATE SET "
        "address = excluded.address, set_at = excluded.set_at, code = excluded.code, code_until = excluded.code_until, "
        "confirmed_at = NULL, digest_at = NULL", member_id, address, now, code, code_until, usual.cadence, usual.hour,
        usual.quiet_from, usual.quiet_until, usual.language)


@dataclass(frozen=True)
class Stored:
    """A member's address as it is confirmed."""

    code: str | None
    code_until: datetime | None
    confirmed_at: datetime | None
    cadence: str
    hour: int
    digest_at: datetime | None


async def locked(connection: Connection, member_id: UUID) -> Stored | None:
    row = await connection.fetchrow("SELECT code, code_until, confirmed_at, cadence, hour, digest_at "
                                    "FROM mail_address WHERE member_id = $1 FOR NO KEY UPDATE", member_id)
    return Stored(**row) if row else None


async def confirm(connection: Connection, member_id: UUID, digest_at: datetime | None, now: datetime) -> None:
    """Note that a member has proven its address; it is told what happens from now on.

    writes   mail_address
    """
    await connection.execute("UPDATE mail_address SET confirmed_at = $2, code = NULL, code_until = NULL, digest_at = $3 "
                             "WHERE member_id = $1", member_id, now, digest_at)


async def schedule(connection: Connection, member_id: UUID, wanted: Schedule, digest_at: datetime | None) -> None:
    """Set when a member is mailed, and how.

    writes   mail_address
    """
    await connection.execute(
        "UPDATE mail_address SET cadence = $2, hour = $3, quiet_from = $4, quiet_until = $5, language = $6, digest_at = $7 "
        "WHERE member_id = $1", member_id, wanted.cadence, wanted.hour, wanted.quiet_from, wanted.quiet_until, wanted.language,
        digest_at)


async def remove(connection: Connection, member_id: UUID) -> None:
    """Forget a member's address, and what was to be sent there.

    writes   mail_address, mailing
    """
    await connection.execute("DELETE FROM mail_address WHERE member_id = $1", member_id)
    await connection.execute("UPDATE mailing SET state = 'DEAD' WHERE member_id = $1 AND state = 'WAITING'", member_id)


async def prefer(connection: Connection, member_id: UUID, kind: str, channel: str | None) -> None:
    """Set how a member is mailed notices of a kind that are written from now on; None: in the digest.

    writes   notice_channel
    """
    if channel is None:
        await connection.execute("DELETE FROM notice_channel WHERE member_id = $1 AND kind = $2", member_id, kind)
    else:
        await connection.execute("INSERT INTO notice_channel (member_id, kind, channel) VALUES ($1, $2, $3) "
                                 "ON CONFLICT (member_id, kind) DO UPDATE SET channel = excluded.channel",
                                 member_id, kind, channel)


# -- the queue

async def codes_since(connection: Connection, member_id: UUID, since: datetime) -> int:
    """How many codes a member was sent, or is to be."""
    count: int = await connection.fetchval("SELECT count(*) FROM mailing WHERE member_id = $1 AND purpose = 'CODE' "
                                           "AND queued_at > $2", member_id, since)
    return count


async def queue_code(connection: Connection, member_id: UUID, now: datetime) -> None:
    """Queue the mail by which a member's address is proven; those before it are sent no more.

    writes   mailing
    """
    await connection.execute("UPDATE mailing SET state = 'DEAD' WHERE member_id = $1 AND purpose = 'CODE' "
                             "AND state = 'WAITING'", member_id)
    await connection.execute("INSERT INTO mailing (member_id, purpose, period, since_pos, until_pos, queued_at, state, try_at) "
                             "VALUES ($1, 'CODE', $2, 0, 0, $3, 'WAITING', $3)", member_id, now.isoformat(), now)


@dataclass(frozen=True)
class Due:
    """An address of which a digest is due."""

    member_id: UUID
    cadence: str
    hour: int
    digest_at: datetime


async def due(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Lock up to so many, leaving those that others hold."""
    return [Due(**row) for row in await connection.fetch(
        "SELECT member_id, cadence, hour, digest_at FROM mail_address WHERE confirmed_at IS NOT NULL AND digest_at <= $1 "
        "ORDER BY digest_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED", now, limit)]


async def queue_digest(connection: Connection, member_id: UUID, period: str, next_at: datetime | None, now: datetime) -> None:
    """Queue a locked address's digest, if there is something to tell. What happened in a period that has had its digest is
    told in the next.

    next_at  when the next is due; None: none is, unless something is left to tell
    writes   mailing, mail_address
    """
    row = await connection.fetchrow("SELECT pos, greatest(pos, (SELECT mail_pos FROM outgoing)) AS last FROM mail_address "
                                    "WHERE member_id = $1", member_id)
    assert row is not None
    pos, last = row["pos"], row["last"]
    if await connection.fetchval(f"SELECT EXISTS (SELECT {_NOTICES})", member_id, pos, last, "DIGEST"):
        queued = await connection.fetchval(
            "INSERT INTO mailing (member_id, purpose, period, since_pos, until_pos, queued_at, state, try_at) "
            "VALUES ($1, 'DIGEST', $2, $3, $4, $5, 'WAITING', $5) ON CONFLICT ON CONSTRAINT mailing_once DO NOTHING "
            "RETURNING true", member_id, period, pos, last, now)
        last = last if queued else pos
    await connection.execute(
        "UPDATE mail_address SET digest_at = coalesce($2, CASE WHEN EXISTS (SELECT FROM notice n JOIN event e "
        "ON e.id = n.event_id WHERE n.member_id = $1 AND n.channel = 'DIGEST' AND (e.pos IS NULL OR e.pos > $3)) "
        "THEN digest_at + interval '1 day' END), pos = $3 WHERE member_id = $1", member_id, next_at, last)


@dataclass(frozen=True)
class Hurried:
    """A member who is to be told at once of something between two places of the log; `pos` up to which it was told before."""

    member_id: UUID
    pos: int
    quiet_from: int
    quiet_until: int


async def hurried(connection: Connection, limit: int) -> tuple[int, int, list[Hurried]]:
    """From where the last time ended to where it ends now, so many events on, and whom to tell at once; in a transaction."""
    since = await connection.fetchval("SELECT mail_pos FROM outgoing FOR UPDATE") or 0
    until = await connection.fetchval("SELECT max(pos) FROM (SELECT pos FROM event WHERE pos > $1 ORDER BY pos LIMIT $2) e",
                                      since, limit) or since
    found = await connection.fetch(
        "SELECT DISTINCT a.member_id, a.pos, a.quiet_from, a.quiet_until FROM event e JOIN notice n ON n.event_id = e.id "
        "JOIN mail_address a ON a.member_id = n.member_id AND a.pos < e.pos WHERE n.channel = 'AT_ONCE' AND e.pos > $1 "
        "AND e.pos <= $2",
        since, until) if until > since else []
    return since, until, [Hurried(**row) for row in found]


async def queue_at_once(connection: Connection, member_id: UUID, since: int, until: int, try_at: datetime,
                        now: datetime) -> None:
    """Queue a mail of what is told at once; what waits for the end of the quiet hours becomes one.

    writes   mailing
    """
    await connection.execute(
        "INSERT INTO mailing (member_id, purpose, period, since_pos, until_pos, queued_at, state, try_at) "
        "VALUES ($1, 'AT_ONCE', $2::bigint::text, $3, $2, $5, 'WAITING', $4) "
        "ON CONFLICT (member_id) WHERE purpose = 'AT_ONCE' AND state = 'WAITING' AND tries = 0 "
        "DO UPDATE SET until_pos = excluded.until_pos", member_id, until, since, try_at, now)


async def passed(connection: Connection, until: int) -> None:
    """Note up to where what is told at once has been queued.

    writes   outgoing
    """
    await connection.execute("INSERT INTO outgoing (pos, mail_pos) VALUES (0, $1) "
                             "ON CONFLICT (one) DO UPDATE SET mail_pos = excluded.mail_pos", until)


@dataclass(frozen=True)
class Begun:
    """A mail that is to be sent now; `code` of one that proves an address.

    address   None: there is nowhere to send it any more
    quiet_*   the member's quiet hours, where there is an address
    """

    id: UUID
    member_id: UUID
    purpose: str
    since_pos: int
    until_pos: int
    tries: int
    queued_at: datetime
    address: str | None
    language: str | None
    quiet_from: int | None
    quiet_until: int | None
    code: str | None


async def begin(connection: Connection, now: datetime, until: datetime, limit: int) -> list[Begun]:
    """Begin up to so many mails, which nobody else begins until a moment; not what waits for a new address to be confirmed.

    writes   mailing
    """
    return [Begun(**row) for row in await connection.fetch(
        "WITH begun AS (UPDATE mailing SET tries = tries + 1, try_at = $2 WHERE id = ANY(ARRAY("
        "SELECT id FROM mailing m WHERE state = 'WAITING' AND try_at <= $1 AND (purpose = 'CODE' OR NOT EXISTS ("
        "SELECT FROM mail_address a WHERE a.member_id = m.member_id AND a.confirmed_at IS NULL)) ORDER BY try_at LIMIT $3 "
        "FOR NO KEY UPDATE SKIP LOCKED)) RETURNING id, member_id, purpose, since_pos, until_pos, tries, queued_at) "
        "SELECT b.*, a.address, a.language, a.quiet_from, a.quiet_until, "
        "CASE WHEN b.purpose = 'CODE' THEN a.code END AS code FROM begun b "
        "JOIN member m ON m.id = b.member_id LEFT JOIN mail_address a ON a.member_id = b.member_id AND m.active "
        "AND CASE WHEN b.purpose = 'CODE' THEN a.code_until > $1 ELSE a.confirmed_at IS NOT NULL END", now, until, limit)]


async def put_off(connection: Connection, mail_id: UUID, until: datetime) -> None:
    """Let a mail that was just begun wait until a moment, as if it had not been.

    writes   mailing
    """
    await connection.execute("UPDATE mailing SET tries = tries - 1, try_at = $2 WHERE id = $1", mail_id, until)


@dataclass(frozen=True)
class Notice:
    kind: str
    at: datetime
    object_type: str
    object_id: UUID


async def notices(connection: Connection, mail: Begun) -> Sequence[Notice]:
    """What a mail tells, the newest first."""
    return [Notice(**row) for row in await connection.fetch(
        f"SELECT n.kind, n.at, n.object_type, n.object_id {_NOTICES} ORDER BY n.at DESC, n.id", mail.member_id,
        mail.since_pos, mail.until_pos, mail.purpose)]


async def note(connection: Connection, mail_id: UUID, state: str, try_at: datetime) -> None:
    """Note what became of a mail; `try_at` of one that waits on.

    writes   mailing
    """
    await connection.execute("UPDATE mailing SET state = $2, try_at = $3 WHERE id = $1 AND state = 'WAITING'", mail_id, state,
                             try_at)


@dataclass(frozen=True)
class Figures:
    waiting: int
    dead: int


async def figures(connection: Connection) -> Figures:
    """How many mails wait, and how many were given up."""
    row = await connection.fetchrow("SELECT (SELECT count(*) FROM mailing WHERE state = 'WAITING') AS waiting, "
                                    "(SELECT count(*) FROM mailing WHERE state = 'DEAD') AS dead")
    assert row is not None
    return Figures(**row)


async def forget(connection: Connection, before: datetime, limit: int) -> set[Hashable]:
    """Remove up to `limit` mails that were queued before a moment; returns their ids."""
    forgotten = await connection.fetch(
        "DELETE FROM mailing WHERE id = ANY(ARRAY(SELECT id FROM mailing WHERE queued_at < $1 "
        "ORDER BY queued_at LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING id", before, limit)
    return {row["id"] for row in forgotten}

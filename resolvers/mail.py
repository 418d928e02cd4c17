"""Mail to members: what each sets for itself, and the mails that are queued, sent by the hub, then noted.

Between sending and noting the hub may die: then a mail comes again, under the same Message-ID. It is never lost.
"""
import secrets
from collections.abc import Hashable, Sequence, Set
from datetime import datetime, timedelta
from typing import Literal

from db import mail
from db.driver.connection import Connection, Pool
from db.mail import Begun, Figures, Notice, Schedule
from domain import dates, outgoing
from domain import mail as rules
from domain.faults import Faults
from domain.languages import Bilingual
from domain.mail import DigestCadence, MailChannel, MailLanguage, TooManyCodes
from domain.refusals import BadInput, NotFound
from resolvers.deadlines import Job
from resolvers.writing import transactions
from resolvers.writing.use_cases import Ids, Write, use_case

BATCH = 100
KEPT_FOR = timedelta(days=90)  # how long it is known that a mail was sent
USUAL = Schedule(DigestCadence.DAILY, 8, 22, 7, MailLanguage.ZH)
"""Of a member who has said nothing else."""
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # of codes: none that is taken for another


@use_case(TooManyCodes, own=True)
async def set_address(write: Write, *, address: str | None = None) -> Ids:
    """Set where the viewer gets mail, once it has confirmed it by the code that is sent there; where the hub sends mail.

    address  None: nowhere any more; what was to be sent is not
    raises   BadInput, TooManyCodes
    writes   mail_address, mailing
    """
    member_id = write.viewer.member_id
    if address is None:
        await mail.remove(write.connection, member_id)
        return {"viewer": member_id}
    address = rules.check_address(address)
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    await mail.put(write.connection, member_id, address, code, write.now + rules.GOOD_FOR, USUAL, write.now)
    if await mail.codes_since(write.connection, member_id, write.now - timedelta(days=1)) >= rules.MOST_CODES:  # one at a time
        raise TooManyCodes(rules.MOST_CODES)
    if write.context.mails:
        await mail.queue_code(write.connection, member_id, write.now)
    return {"viewer": member_id}


@use_case(own=True)
async def confirm_address(write: Write, *, code: str) -> Ids:
    """Prove by its code that mail arrives at the viewer's address; one that is confirmed stays as it is.

    raises   NotFound where there is no address, BadInput
    writes   mail_address
    """
    stored = await mail.locked(write.connection, write.viewer.member_id)
    if stored is None:
        raise NotFound("code")
    if stored.confirmed_at is None:
        assert stored.code is not None and stored.code_until is not None
        if stored.code_until <= write.now or not secrets.compare_digest(stored.code.encode(), code.strip().upper().encode()):
            raise BadInput("code", Bilingual("确认码不对，或已过期。", "This is not the code, or its time is over."))
        await mail.confirm(write.connection, write.viewer.member_id,
                           rules.next_digest(stored.cadence, stored.hour, write.now), write.now)
    return {"viewer": write.viewer.member_id}


@use_case(own=True)
async def set_digest(write: Write, *, cadence: str = USUAL.cadence, hour: int = USUAL.hour, quiet_from: int = USUAL.quiet_from,
                     quiet_until: int = USUAL.quiet_until, language: str = USUAL.language) -> Ids:
    """Set when the viewer is mailed, and in which language. Who wants no digest any more still gets the one that was due.

    raises   NotFound where there is no address, BadInput
    writes   mail_address
    """
    with Faults() as faults:
        faults.of(rules.check_hours, hour, quiet_from, quiet_until)
    stored = await mail.locked(write.connection, write.viewer.member_id)
    if stored is None:
        raise NotFound("cadence")
    due = rules.next_digest(cadence, hour, write.now) or stored.digest_at if stored.confirmed_at else None
    wanted = Schedule(cadence, hour, quiet_from, quiet_until, language)
    await mail.schedule(write.connection, write.viewer.member_id, wanted, due)
    return {"viewer": write.viewer.member_id}


@use_case(own=True)
async def prefer(write: Write, *, kind: str, channel: str) -> Ids:
    """Set by which way the viewer is mailed notices of a kind; what waits is told as it was wanted when it happened.

    raises   nothing
    writes   notice_channel
    """
    await mail.prefer(write.connection, write.viewer.member_id, kind, None if channel == MailChannel.DIGEST else channel)
    return {"viewer": write.viewer.member_id}


# -- what the hub sends

async def queue(pool: Pool, now: datetime) -> None:
    """Queue what is told at once, then the digests that are due, each once a period, of what has happened up to there.

    writes   mailing, mail_address, outgoing
    """
    while await _at_once(pool, now) == outgoing.BATCH:
        pass
    while await _digests(pool, now) == BATCH:
        pass


async def _digests(pool: Pool, now: datetime) -> int:
    async with transactions.opened(pool) as connection:
        due = await mail.due(connection, now, BATCH)
        for each in due:
            await mail.queue_digest(connection, each.member_id, dates.day(each.digest_at).isoformat(),
                                    rules.next_digest(each.cadence, each.hour, now), now)
        return len(due)


async def _at_once(pool: Pool, now: datetime) -> int:
    async with transactions.opened(pool) as connection:
        since, until, members = await mail.hurried(connection, outgoing.BATCH)
        for each in members:
            await mail.queue_at_once(connection, each.member_id, max(since, each.pos), until,
                                     rules.awake(now, each.quiet_from, each.quiet_until), now)
        if until > since:
            await mail.passed(connection, until)
        return until - since


async def begin(pool: Pool, now: datetime, limit: int) -> list[tuple[Begun, Sequence[Notice]]]:
    """Begin up to so many mails: each with what it tells. One that is not noted is begun again, five minutes later. What is
    late, or comes again, waits for the end of the quiet hours too.

    writes   mailing
    """
    async with transactions.opened(pool) as connection:
        begun: list[tuple[Begun, Sequence[Notice]]] = []
        for each in await mail.begin(connection, now, now + rules.LEASE, limit):
            if (until := _awake(each, now)) > now:
                await mail.put_off(connection, each.id, until)
            else:
                begun.append((each, await mail.notices(connection, each)))
        return begun


def _awake(one: Begun, now: datetime) -> datetime:
    """When a mail may be sent; a code, for which its member waits, at any hour."""
    if one.purpose == "CODE" or one.quiet_from is None or one.quiet_until is None:
        return now
    return rules.awake(now, one.quiet_from, one.quiet_until)


async def note(pool: Pool, one: Begun, outcome: Literal["SENT", "DEAD", "FAILED"], now: datetime, chance: float) -> None:
    """Note what became of a mail; one that failed is tried again, so often.

    chance   from 0 to 1: by how much later
    writes   mailing
    """
    state = outcome if outcome != "FAILED" else "DEAD" if one.tries >= rules.MOST_TRIES else "WAITING"
    async with transactions.opened(pool) as connection:
        await mail.note(connection, one.id, state, outgoing.try_again_at(one.tries, now, chance))


async def figures(connection: Connection) -> Figures:
    return await mail.figures(connection)


async def _forget(connection: Connection, now: datetime, limit: int) -> Set[Hashable]:
    return await mail.forget(connection, now - KEPT_FOR, limit)


FORGET = Job("mails are forgotten", _forget)

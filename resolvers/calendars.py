"""Calendars: what a member's own calendar program fetches by an address that nobody else knows. They leave no event."""
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from db import calendars, due_dates, viewers
from db.calendars import Due, ListDay, Meeting
from db.driver.connection import Pool
from db.due_dates import DueDate
from domain import dates

BACK, AHEAD = timedelta(days=90), timedelta(days=400)
MOST = 500  # of conferences, resolutions, commitments, their lists, projects, claims and agreements, of each, in one calendar


@dataclass(frozen=True)
class Calendar:
    """What a member has to come to and to do; only what it may see."""

    meetings: list[Meeting]
    resolutions: list[Due]
    commitments: list[Due]
    lists: list[ListDay]
    others: list[DueDate]


async def issue(pool: Pool, member_id: UUID, hashed: bytes, now: datetime, patience: float) -> None:
    """Give a member an address; the one before is good no more.

    hashed     of the secret, which is not kept
    patience   seconds to wait for a connection
    raises     what the driver raises when the database is out of reach
    writes     calendar_address
    """
    async with pool.acquire(who=member_id, timeout=patience) as connection:
        await calendars.issue(connection, member_id, hashed, now)


async def revoke(pool: Pool, member_id: UUID, patience: float) -> None:
    """Let a member's address be good no more.

    patience, raises   as above
    writes             calendar_address
    """
    async with pool.acquire(who=member_id, timeout=patience) as connection:
        await calendars.revoke(connection, member_id)


async def fetched(pool: Pool, hashed: bytes, now: datetime, patience: float) -> Calendar | None:
    """The calendar of whose address has this hash, by the rights of this moment; None: it is nobody's.

    patience, raises   as above
    """
    async with pool.acquire(timeout=patience) as connection:
        member_id = await calendars.member_of(connection, hashed)
        viewer = member_id and await viewers.of_member(connection, member_id, now)
        if not viewer:
            return None
        today = dates.day(now)
        days = today - BACK, today + AHEAD
        secretary_of = [committee for committee in viewer.sits_on if viewer.is_secretary_of(committee)]
        own = viewer.acts_for.keys()
        return Calendar(
            await calendars.meetings(connection, viewer.sits_on.keys(), own, *days, MOST),
            await calendars.resolutions(connection, viewer.member_id, own, *days, MOST, today),
            await calendars.commitments(connection, viewer.member_id, own, *days, MOST, today),
            await calendars.lists(connection, viewer.member_id, secretary_of, *days, MOST, today),
            [*await due_dates.of_projects(connection, viewer.member_id, own, *days, MOST, today),
             *await due_dates.of_claims(connection, own, now - BACK, now + AHEAD, MOST),
             *await due_dates.of_agreements(connection, own, *days, MOST)])

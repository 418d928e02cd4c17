"""Everything that happens because time passes: a line for each deadline that a process declares, and what else is repeated."""
from collections.abc import Hashable, Set
from datetime import datetime, timedelta

from db import idempotency
from db.driver.connection import Connection
from resolvers import (
    activities,
    admissions,
    agreements,
    cadences,
    checkpoints,
    claims,
    commitments,
    conferences,
    deliveries,
    dispatches,
    items,
    mail,
    milestones,
    mobilizations,
    notices,
    opinions,
    pairings,
    projects,
    resolutions,
    tickets,
    webhooks,
    widening,
    wishes,
    yearly_reports,
)
from resolvers.deadlines import Job

REMEMBERED = timedelta(days=30)  # how long a retry gets the same answer


async def _forget(connection: Connection, now: datetime, limit: int) -> Set[Hashable]:
    return await idempotency.forget(connection, now - REMEMBERED, limit)


FORGET_ANSWERS = Job("answers are forgotten", _forget)
DEADLINES: tuple[Job, ...] = (
    claims.LAPSE,
    claims.REMIND,
    items.EXPIRE,
    widening.STAGE_ENDED,
    admissions.END,
    opinions.FALL_OVERDUE,
    agreements.REMIND,
    agreements.PASS_ON,
    agreements.END,
    pairings.END,
    activities.END,
    mobilizations.TELL,
    mobilizations.END,
    yearly_reports.CLOSE,
    cadences.MISSED,
    conferences.FILL,
    resolutions.FALL_OVERDUE,
    commitments.LISTS_FALL_OVERDUE,
    commitments.FALL_OVERDUE,
    projects.FALL_OVERDUE,
    milestones.FALL_OVERDUE,
    checkpoints.ASK,
    checkpoints.FALL_OVERDUE,
    webhooks.GIVE_UP,
    wishes.LAPSE,
    dispatches.ESCALATED,
)
ALL: tuple[Job, ...] = (*DEADLINES, FORGET_ANSWERS, notices.FORGET, tickets.FORGET, deliveries.FORGET, mail.FORGET)

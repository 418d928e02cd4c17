"""Pledges, from the promise to its being kept, or not."""
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from db import organizations, pledges
from db.driver.connection import Connection
from domain import access, texts
from domain import pledges as rules
from domain.faults import Faults
from domain.pledges import PROCESS, PledgeState, PledgeStep
from domain.refusals import NotFound
from resolvers.deadlines import Taken, by_clock
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case()
async def make(write: Write, *, receiver_id: UUID, task: str, due_at: datetime, maker_id: UUID | None = None) -> Ids:
    """Promise another organisation something by a moment.

    maker_id   for whom; None: the one organisation the viewer acts for
    raises     NotFound, NotAllowed, BadInput
    writes     pledge, event pledge.made
    """
    with Faults() as faults:  # all that is wrong with what was given is said at once
        task = faults.of(texts.required, "task", task)
        maker_id = access.acting_organization(write.viewer, maker_id, field="maker_id", action=rules.MAKE)
        rules.check_new(maker_id, receiver_id, due_at, write.now)
    if await organizations.find(write.connection, receiver_id) is None:
        raise NotFound("receiver_id")
    pledge_id = uuid7()
    await pledges.insert(write.connection, {
        "id": pledge_id, "maker_id": maker_id, "receiver_id": receiver_id, "made_by": write.viewer.member_id,
        "task": task, "state": PledgeState.OPEN, "due_at": due_at, "made_at": write.now})
    write.record("pledge.made", object_type="Pledge", object_id=pledge_id, object_version=1, organization_id=maker_id,
                 after={"state": PledgeState.OPEN, "receiver_id": receiver_id, "due_at": due_at, "task": task})
    return {"pledge": pledge_id}


@use_case(step=PROCESS.steps[PledgeStep.KEEP])
async def keep(write: Write, *, pledge_id: UUID) -> Ids:
    """Say that a pledge is kept.

    raises   NotFound, NotAllowed, WrongState
    writes   pledge, event pledge.kept
    """
    pledge = await pledges.locked(write.connection, write.viewer, pledge_id, write.now)
    if pledge is None:
        raise NotFound("pledge_id")
    rules.check_step(write.viewer, PledgeStep.KEEP, pledge, write.now)
    step = PROCESS.steps[PledgeStep.KEEP]
    version = await pledges.revise(write.connection, pledge_id, {"state": step.target, "kept_at": write.now})
    write.record(step.event, object_type="Pledge", object_id=pledge_id, object_version=version,
                 organization_id=pledge.maker_id, before={"state": pledge.state}, after={"state": step.target})
    return {"pledge": pledge_id}


async def _lapse(connection: Connection, now: datetime, limit: int) -> list[Taken]:
    return [Taken(id=each.id, state=PledgeState.OPEN, due_at=each.due_at, version=each.version,
                  organization_id=each.maker_id, home_code=None) for each in await pledges.lapse(connection, now, limit)]


LAPSE = by_clock(PROCESS, rules.LAPSE, _lapse)

"""How often committees hold conferences."""
from datetime import datetime
from uuid import UUID

from db import cadences
from db.driver.connection import Connection
from domain import cadences as rules
from domain import conferences
from domain.cadences import MISS, PROCESS, CommitteeStep
from domain.refusals import NotFound
from resolvers.conferences import acting_for
from resolvers.deadlines import Taken, by_clock
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(step=PROCESS.steps[CommitteeStep.SET_CADENCE])
async def set_(write: Write, *, committee_id: UUID, cadence: str) -> Ids:
    """Say how often a committee holds a conference: from the period that runs on.

    cadence  a name of `domain.cadences.Cadence`
    raises   NotFound, NotAllowed, WrongState
    """
    committee = await cadences.locked(write.connection, committee_id)
    if committee is None:
        raise NotFound("committee_id")
    code = committee.division_code
    conferences.check_arranges(write.viewer, committee_id, code, PROCESS.action(CommitteeStep.SET_CADENCE))
    version = await cadences.set_cadence(write.connection, committee_id, cadence, rules.due_at(cadence, write.now))
    write.record(PROCESS.steps[CommitteeStep.SET_CADENCE].event, object_type="JointCommittee", object_id=committee_id,
                 object_version=version, organization_id=await acting_for(write, committee.organization_id, code),
                 home_code=code, before={"cadence": committee.cadence}, after={"cadence": cadence})
    return {"committee": committee_id}


async def _miss(connection: Connection, now: datetime, limit: int) -> list[Taken]:
    """Let periods pass; of a committee that held no conference in one, that is told."""
    missed = await cadences.pass_periods(connection, now, limit)
    return [Taken(id=each.id, state=rules.FOUNDED, due_at=each.due_at, version=each.version,
                  organization_id=each.organization_id, home_code=each.division_code,
                  columns={"missed_since": each.missed_since}) for each in missed]


MISSED = by_clock(PROCESS, MISS, _miss)

"""Resolutions, until they are done."""
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db import resolutions, topics
from domain import dates, sight, texts
from domain import resolutions as rules
from domain import topics as brought
from domain.refusals import NotFound
from domain.resolutions import OVERDUE, PROCESS, Resolution, ResolutionStep, Role
from resolvers.conferences import acting_for
from resolvers.deadlines import falls_overdue
from resolvers.writing.use_cases import Ids, Write, use_case

PUT_BACK = brought.PROCESS.steps[brought.TopicStep.PUT_BACK]


@use_case(step=PROCESS.steps[ResolutionStep.COMPLETE])
async def complete(write: Write, *, resolution_id: UUID, report: str | None = None) -> Ids:
    """Say that a resolution is done; its owner's.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    columns = {"completed_at": write.now, "report": texts.optional("report", report)}
    return await _step(write, ResolutionStep.COMPLETE, resolution_id, columns)


@use_case(step=PROCESS.steps[ResolutionStep.RETURN])
async def return_(write: Write, *, resolution_id: UUID, reason: str) -> Ids:
    """Send back what its owner says is done.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    return await _step(write, ResolutionStep.RETURN, resolution_id, {"reason": texts.required("reason", reason)})


@use_case(step=PROCESS.steps[ResolutionStep.CONFIRM])
async def confirm(write: Write, *, resolution_id: UUID) -> Ids:
    """raises   NotFound, NotAllowed, WrongState"""
    return await _step(write, ResolutionStep.CONFIRM, resolution_id, {"confirmed_at": write.now})


@use_case(step=PROCESS.steps[ResolutionStep.DROP])
async def drop(write: Write, *, resolution_id: UUID, reason: str) -> Ids:
    """Say that nothing is to be done of a resolution any more; what has it on an agenda is put back.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   resolution, topic, events resolution.dropped and topic.put_back
    """
    why = texts.required("reason", reason)
    committee_id = await resolutions.committee_of(write.connection, resolution_id)
    if committee_id is None:
        raise NotFound("resolution_id")
    await topics.lock_committee(write.connection, committee_id)
    ids = await _step(write, ResolutionStep.DROP, resolution_id, {"reason": why})
    for each in await topics.put_back_of(write.connection, resolution_id, why):
        write.record(PUT_BACK.event, object_type="Topic", object_id=each.id, object_version=each.version,
                     organization_id=await acting_for(write, each.organization_id, each.home_code), home_code=each.home_code,
                     before={"stage": each.stage}, after={"stage": PUT_BACK.target})
    return ids


async def _step(write: Write, step: ResolutionStep, resolution_id: UUID, columns: Mapping[str, Any]) -> Ids:
    resolution = await resolutions.locked(write.connection, resolution_id, dates.day(write.now))
    if resolution is None or not _sees(write, resolution):
        raise NotFound("resolution_id")
    rules.check_step(write.viewer, write.viewer.member_id, step, resolution)
    taken = PROCESS.steps[step]
    version = await resolutions.revise(write.connection, resolution_id, {"state": taken.target, **columns})
    write.record(taken.event, object_type="Resolution", object_id=resolution_id, object_version=version,
                 organization_id=await _acting(write, taken.by, resolution), home_code=resolution.home_code,
                 before={"state": resolution.state}, after={"state": taken.target})
    return {"resolution": resolution_id}


def _sees(write: Write, resolution: Resolution) -> bool:
    return sight.sees(rules.SIGHT, write.viewer, resolution, {}, write.now)


async def _acting(write: Write, by: str, resolution: Resolution) -> UUID | None:
    if by == Role.OWNER:
        return resolution.owner_id
    return await acting_for(write, resolution.organization_id, resolution.home_code)


FALL_OVERDUE = falls_overdue(PROCESS, OVERDUE)

"""Stationing units in communities: one side proposes, the other confirms."""
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import organizations, stations
from domain import dates
from domain import stations as rules
from domain.actions import Action
from domain.languages import Bilingual
from domain.organizations import UNIT_KINDS, OrganizationKind
from domain.refusals import BadInput, NotAllowed, NotFound
from domain.stations import PROCESS, AlreadyStationed, Side, Station, StationState, StationStep
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(AlreadyStationed)
async def propose(write: Write, *, unit_id: UUID, community_id: UUID, since: date | None = None) -> Ids:
    """Propose that a unit is stationed in a further community; it is, at once, where the viewer speaks for both.

    since    None: today
    raises   NotFound, NotAllowed, BadInput, AlreadyStationed
    writes   station, event station.proposed or station.added
    """
    community = await organizations.find(write.connection, community_id)
    unit = await organizations.locked(write.connection, unit_id)
    if community is None or unit is None:
        raise NotFound("community_id" if community is None else "unit_id")
    if community.kind != OrganizationKind.COMMUNITY or community.division_code is None:
        raise BadInput("community_id", Bilingual("不是社区。", "It is no community."))
    if unit.kind not in UNIT_KINDS:
        raise BadInput("unit_id", Bilingual("不是单位。", "It is no unit."))
    sides = rules.sides(write.viewer, Station(
        state=StationState.PROPOSED, proposed_by=None, unit_id=unit_id, unit_home=unit.home_code,
        community_code=community.division_code))
    if not sides:
        raise NotAllowed(Action.STATION_UNIT)
    by = None if len(sides) == len(Side) else next(iter(sides))
    return {"station": await add(write, unit_id, unit.home_code, community_id, community.division_code,
                                 since or dates.day(write.now), by)}


async def add(write: Write, unit_id: UUID, unit_home: str | None, community_id: UUID, community_code: str, since: date,
              by: Side | None = None) -> UUID:
    """Add a station, which the other side has to confirm when it is proposed `by` one."""
    station_id = uuid7()
    row = {"unit_id": unit_id, "community_id": community_id, "since": since}
    state = StationState.PROPOSED if by else StationState.CONFIRMED
    await stations.insert(write.connection, {"id": station_id, **row, "state": state, "proposed_by": by})
    write.record(PROCESS.begins[state], object_type="Station", object_id=station_id, object_version=1,
                 organization_id=await _acting_for(write, unit_id, community_code, unit_home), home_code=community_code,
                 after=row)
    return station_id


@use_case(AlreadyStationed, step=PROCESS.steps[StationStep.CONFIRM])
async def confirm(write: Write, *, station_id: UUID) -> Ids:
    """raises   NotFound, NotAllowed, WrongState, AlreadyStationed"""
    return await _step(write, StationStep.CONFIRM, station_id)


@use_case(step=PROCESS.steps[StationStep.DECLINE])
async def decline(write: Write, *, station_id: UUID) -> Ids:
    """Decline a proposed station; of who proposed it: take it back.

    raises   NotFound, NotAllowed, WrongState
    """
    return await _step(write, StationStep.DECLINE, station_id)


@use_case(step=PROCESS.steps[StationStep.END])
async def end(write: Write, *, station_id: UUID) -> Ids:
    """End a station, today; its sight ends at once. The unit's home stays where it is.

    raises   NotFound, NotAllowed, WrongState
    """
    return await _step(write, StationStep.END, station_id, ended_on=dates.day(write.now))


async def _step(write: Write, step: StationStep, station_id: UUID, **columns: Any) -> Ids:
    station = await stations.locked(write.connection, station_id)
    if station is None:
        raise NotFound("station_id")
    rules.check_step(write.viewer, step, station)
    changes = {"state": PROCESS.steps[step].target, **columns}
    version = await stations.revise(write.connection, station_id, changes)
    write.record(PROCESS.steps[step].event, object_type="Station", object_id=station_id, object_version=version,
                 organization_id=await _acting_for(write, station.unit_id, station.community_code, station.unit_home),
                 home_code=station.community_code, before={"state": station.state},
                 after={"unit_id": station.unit_id, **changes})
    return {"station": station_id}


async def _acting_for(write: Write, unit_id: UUID, *codes: str | None) -> UUID | None:
    """The unit itself when the viewer acts for it, else the viewer's division over the first of these codes that has one."""
    if unit_id in write.viewer.acts_for:
        return unit_id
    over = next((code for code in codes if code and write.viewer.is_officer_over(code)), None)
    return await acting_over(write, over) if over else None

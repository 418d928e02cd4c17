"""Joint conferences, from the plan to the published minutes."""
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import cadences, conferences
from db.driver.connection import Connection
from db.log import events
from domain import conferences as rules
from domain import dates, sight, texts
from domain.conferences import PROCESS, Conference, ConferenceState, ConferenceStep
from domain.faults import Faults
from domain.refusals import NotFound, NotYet
from resolvers import agendas
from resolvers.agendas import Agenda
from resolvers.deadlines import Taken, by_clock
from resolvers.offices import acting_over
from resolvers.writing import traces
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case()
async def plan(write: Write, *, committee_id: UUID, planned_for: date, title: str | None = None,
               topics_until: datetime | None = None) -> Ids:
    """Plan a joint conference of a committee for a day.

    title          None: the usual one
    topics_until   up to when topics are collected; None: as usual
    raises         NotFound, NotAllowed, BadInput
    writes         joint_conference, event conference.planned
    """
    committee = await conferences.committee(write.connection, committee_id)
    if committee is None:
        raise NotFound("committee_id")
    code = committee.division_code
    rules.check_arranges(write.viewer, committee_id, code, rules.PLAN)
    with Faults() as faults:
        faults.of(rules.check_day, planned_for, dates.day(write.now))
        title = faults.of(texts.optional_line, "title", title, texts.TITLE) or rules.usual_title(committee.name, planned_for)
        topics_until = rules.topics_close(planned_for, topics_until, write.now)
    row: dict[str, Any] = {
        "id": uuid7(), "committee_id": committee_id, "organization_id": committee.organization_id, "home_code": code,
        "state": ConferenceState.PLANNED, "planned_for": planned_for,
        "title": title, "topics_until": topics_until, "fill_at": topics_until}
    await conferences.insert(write.connection, row)
    write.record(PROCESS.begins[ConferenceState.PLANNED], object_type="JointConference", object_id=row["id"], object_version=1,
                 organization_id=await acting_for(write, committee.organization_id, code), home_code=code,
                 after={name: row[name] for name in ("state", "committee_id", "title", "planned_for", "topics_until")})
    await _fill(write, Agenda(row["id"], committee_id, committee.organization_id, code, planned_for))
    return {"conference": row["id"]}


@use_case(step=PROCESS.steps[ConferenceStep.CALL])
async def call(write: Write, *, conference_id: UUID, starts_at: datetime, venue: str,
               topics_until: datetime | None = None) -> Ids:
    """Call a conference: invite its committee's members to a time and venue; called again, it is moved.

    topics_until   None: as it was, but never after the day
    raises         NotFound, NotAllowed, WrongState, BadInput
    writes         joint_conference, event conference.called, by which the members are told
    """
    conference = await _locked(write, ConferenceStep.CALL, conference_id)
    day = dates.day(starts_at)
    until = min(conference.topics_until or write.now, dates.next_day_starts(day))
    with Faults() as faults:
        faults.of(rules.check_start, starts_at, write.now)
        if topics_until:
            until = faults.of(rules.topics_close, day, topics_until, write.now)
        venue = faults.of(texts.line, "venue", venue)
    told = {"planned_for": day, "topics_until": until, "starts_at": starts_at}
    columns = {**told, "venue": venue, "called_at": write.now, "fill_at": until}
    ids = await _step(write, ConferenceStep.CALL, conference_id, conference, columns, told)
    await _fill(write, Agenda(conference_id, conference.committee_id, conference.organization_id, conference.home_code, day))
    return ids


@use_case(NotYet, step=PROCESS.steps[ConferenceStep.HOLD])
async def hold(write: Write, *, conference_id: UUID, minutes: str, attendance: Sequence[Mapping[str, Any]] = (),
               guests: Sequence[str] = ()) -> Ids:
    """Record that a conference was held.

    attendance   by seat; of which nothing is said, was absent
    guests       their names, who have no seat
    raises       NotFound, NotAllowed, WrongState, NotYet, BadInput
    writes       joint_conference, attendance, event conference.held
    """
    conference = await _locked(write, ConferenceStep.HOLD, conference_id)
    rules.check_held(conference, write.now)
    day = dates.day(conference.starts_at or write.now)
    seats = await conferences.seats(write.connection, conference.committee_id, day)
    with Faults() as faults:
        columns = {"held_at": write.now, "minutes": faults.of(texts.required, "minutes", minutes, texts.BODY)}
        told = [{**each, "substitute": faults.of(texts.optional_line, f"attendance[{number}].substitute",
                                                 each.get("substitute"))} for number, each in enumerate(attendance)]
        named = [faults.of(texts.line, f"guests[{number}]", each) for number, each in enumerate(guests)]
    await cadences.held(write.connection, conference.committee_id)
    await conferences.attend(write.connection, conference_id, rules.attendance(seats, told, named))
    return await _step(write, ConferenceStep.HOLD, conference_id, conference, columns)


@use_case(step=PROCESS.steps[ConferenceStep.PUBLISH])
async def publish(write: Write, *, conference_id: UUID) -> Ids:
    """Publish a conference's minutes to its committee's division.

    raises   NotFound, NotAllowed, WrongState
    """
    conference = await _locked(write, ConferenceStep.PUBLISH, conference_id)
    return await _step(write, ConferenceStep.PUBLISH, conference_id, conference, {"published_at": write.now})


@use_case(step=PROCESS.steps[ConferenceStep.CANCEL])
async def cancel(write: Write, *, conference_id: UUID, reason: str) -> Ids:
    """raises   NotFound, NotAllowed, WrongState, BadInput"""
    conference = await _locked(write, ConferenceStep.CANCEL, conference_id)
    return await _step(write, ConferenceStep.CANCEL, conference_id, conference, {"reason": texts.required("reason", reason)})


async def _locked(write: Write, step: ConferenceStep, conference_id: UUID) -> Conference:
    """raises   NotFound, NotAllowed, WrongState"""
    conference = await conferences.locked(write.connection, conference_id)
    if conference is None or not sight.sees(rules.SIGHT, write.viewer, conference, {}, write.now):
        raise NotFound("conference_id")
    rules.check_step(write.viewer, step, conference)
    return conference


async def _step(write: Write, step: ConferenceStep, conference_id: UUID, conference: Conference, columns: Mapping[str, Any],
                told: Mapping[str, Any] | None = None) -> Ids:
    """
    told   what the event says besides the state
    """
    state = {"state": PROCESS.steps[step].target}
    version = await conferences.revise(write.connection, conference_id, {**state, **columns})
    write.record(PROCESS.steps[step].event, object_type="JointConference", object_id=conference_id, object_version=version,
                 organization_id=await acting_for(write, conference.organization_id, conference.home_code),
                 home_code=conference.home_code, before={"state": conference.state}, after={**state, **(told or {})})
    return {"conference": conference_id}


async def acting_for(write: Write, organization_id: UUID, division_code: str) -> UUID:
    """For whom somebody arranges a committee's work: the viewer's lowest division around it, or the committee's own."""
    return await acting_over(write, division_code) or organization_id


async def _fill(write: Write, agenda: Agenda) -> None:
    for event in await agendas.fill_next(write.connection, agenda, write.now):
        write.record(**event)


async def _close(connection: Connection, now: datetime, limit: int) -> list[Taken]:
    """Collect no more topics for conferences whose moment for that has come, and fill their agendas."""
    taken = []
    for each in await conferences.close(connection, now, limit):
        agenda = Agenda(each.id, each.committee_id, each.organization_id, each.home_code, each.planned_for)
        found = await agendas.fill(connection, agenda, now)
        if found:
            await events.write(connection, [traces.event(actor_id=None, at=now, request_id=None, before=None, **event)
                                            for event in found])
        taken.append(Taken(id=each.id, state=each.state, due_at=each.fill_at, version=each.version,
                           organization_id=each.organization_id, home_code=each.home_code))
    return taken


FILL = by_clock(PROCESS, rules.FILL, _close)

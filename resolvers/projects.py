"""Joint projects, from the claims that they are made of to what came of them."""
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import committees, milestones, organizations, projects
from db.deadlines import Whose
from db.projects import Found
from domain import checkpoints, dates, forming, texts
from domain import projects as rules
from domain.claims import AlreadyJoined
from domain.committees import LeadQuotaReached
from domain.faults import Faults
from domain.projects import OVERDUE, PROCESS, MilestonesOpen, Project, ProjectState, ProjectStep, Role
from domain.refusals import NotFound, WrongState
from resolvers import guests, publishing
from resolvers.deadlines import falls_overdue
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case

FORMED = ("state", "host_id", "lead_unit_id", "lead_seat_id", "committee_id", "ends_on")
"""What is told of a project that is formed."""


@use_case(WrongState, AlreadyJoined, LeadQuotaReached)
async def form(write: Write, *, claim_ids: Sequence[UUID], title: str, ends_on: date, lead_unit_id: UUID,
               lead_seat_id: UUID | None = None, host_id: UUID | None = None, body: str | None = None,
               shares: Sequence[Mapping[str, Any]] = ()) -> Ids:
    """Join accepted claims into one project.

    lead_unit_id   the unit that leads, one of those that carry the claims out
    lead_seat_id   the seat that leads; None: none
    host_id        for whom it is carried out; None: the one for whom all of the claims are
    shares         unit_id and share of each unit, in percent; none: equal ones
    raises         NotFound, BadInput, NotAllowed, WrongState of a claim, AlreadyJoined, LeadQuotaReached
    writes         joint_project, project_part, claim, event project.formed
    """
    forming.check_number(claim_ids)
    found = await projects.claims_to_join(write.connection, write.viewer, claim_ids, write.now)
    if missing := [number for number, claim_id in enumerate(claim_ids) if claim_id not in {each.id for each in found}]:
        raise NotFound(f"claim_ids[{missing[0]}]")
    joined = [each.joined for each in found]
    with Faults() as faults:
        said = {"title": faults.of(texts.line, "title", title, texts.TITLE),
                "body": faults.of(texts.optional, "body", body) or ""}
        faults.of(forming.check_ends, ends_on, dates.day(write.now))
        host_id = host_id or faults.of(forming.usual_host, joined)
    host_id, home_code = await _host(write, host_id, joined)
    forming.check_claims(joined)
    parts = forming.shares(lead_unit_id, joined, shares)
    committee_id = await _led(write, found, home_code, lead_seat_id) or await projects.committee_of(write.connection, host_id)
    columns = {"host_id": host_id, "home_code": home_code, "committee_id": committee_id, "lead_unit_id": lead_unit_id,
               "lead_seat_id": lead_seat_id, **said, "ends_on": ends_on}
    return await _add(write, columns, parts, [each.id for each in found])


async def _host(write: Write, host_id: UUID, joined: Sequence[forming.Joined]) -> tuple[UUID, str]:
    """For whom it is carried out, and the code of that division.

    raises   NotFound, NotAllowed, BadInput
    """
    host = await organizations.find(write.connection, host_id)
    if host is None:
        raise NotFound("host_id")
    home_code = host.home_code or next((each.receiver_home for each in joined), "")
    forming.check_form(write.viewer, host_id, home_code)
    forming.check_host(host_id, host.division_code, joined)
    return host_id, home_code


async def _led(write: Write, found: Sequence[Found], home_code: str, seat_id: UUID | None) -> UUID | None:
    """The committee whose seat leads; one that leads an item of these claims already was let to.

    raises   NotFound, BadInput, NotAllowed, LeadQuotaReached
    """
    if seat_id is None:
        return None
    if seat_id not in {each.led_by for each in found}:
        await publishing.settle_lead(write, home_code, seat_id)
    seat = await committees.locked_seat(write.connection, seat_id)
    return seat.committee_id if seat else None


async def _add(write: Write, columns: Mapping[str, Any], parts: Mapping[UUID, int], claim_ids: Sequence[UUID]) -> Ids:
    row = {"id": uuid7(), "state": ProjectState.FORMED, "formed_at": write.now,
           "overdue_at": dates.next_day_starts(columns["ends_on"]), **columns}
    await projects.insert(write.connection, row, parts, claim_ids)
    write.record(PROCESS.begins[ProjectState.FORMED], object_type="JointProject", object_id=row["id"], object_version=1,
                 organization_id=await _acting_for_host(write, row["host_id"], row["home_code"]), home_code=row["home_code"],
                 after={name: row[name] for name in FORMED})
    return {"joint_project": row["id"]}


@use_case(step=PROCESS.steps[ProjectStep.START])
async def start(write: Write, *, joint_project_id: UUID) -> Ids:
    """Say that a project has begun; its lead's.

    raises   NotFound, NotAllowed, WrongState
    """
    return await _step(write, ProjectStep.START, joint_project_id,
                       {"started_at": write.now, "checkpoint_at": checkpoints.next_at(write.now)})


@use_case(MilestonesOpen, step=PROCESS.steps[ProjectStep.COMPLETE])
async def complete(write: Write, *, joint_project_id: UUID, summary: str | None = None) -> Ids:
    """Say that a project is completed, all of its milestones being confirmed, and what came of it.

    raises   NotFound, NotAllowed, WrongState, MilestonesOpen, BadInput
    """
    columns = {"over_at": write.now, "overdue_at": None, "summary": texts.optional("summary", summary)}
    return await _step(write, ProjectStep.COMPLETE, joint_project_id, columns)


@use_case(step=PROCESS.steps[ProjectStep.STOP])
async def stop(write: Write, *, joint_project_id: UUID, reason: str) -> Ids:
    """Stop a project; its claims stay as they are, and can be joined anew.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    columns = {"over_at": write.now, "overdue_at": None, "reason": texts.required("reason", reason)}
    ids = await _step(write, ProjectStep.STOP, joint_project_id, columns)
    await milestones.let_go(write.connection, joint_project_id)
    return ids


@use_case(step=PROCESS.steps[ProjectStep.NOTE])
async def note(write: Write, *, joint_project_id: UUID, body: str) -> Ids:
    """Write how a project goes; whoever carries it out.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   progress_note, joint_project.version, event project.noted
    """
    project = await locked(write, joint_project_id)
    rules.check_step(write.viewer, write.viewer.member_id, ProjectStep.NOTE, project)
    row: dict[str, Any] = {
        "id": uuid7(), "project_id": joint_project_id, "organization_id": await acting(write, Role.UNITS, project),
        "written_by": write.viewer.member_id, "body": texts.required("body", body, texts.BODY), "written_at": write.now}
    await projects.note(write.connection, row)
    await _take(write, ProjectStep.NOTE, joint_project_id, project, {})
    return {"progress_note": row["id"], "joint_project": joint_project_id}


@use_case(step=PROCESS.steps[ProjectStep.SHARE])
async def share(write: Write, *, joint_project_id: UUID, committee_id: UUID, ends_at: datetime) -> Ids:
    """Show a project to another joint committee, as a guest; sharing again sets another end.

    raises   NotFound (the project or the committee), NotAllowed, WrongState, BadInput
    writes   share, event project.shared
    """
    project = await locked(write, joint_project_id)
    rules.check_step(write.viewer, write.viewer.member_id, ProjectStep.SHARE, project)
    guest = await guests.settle_committee(write, "committee_id", committee_id, ends_at)
    await guests.put(write, "project_id", joint_project_id, guest)
    write.record("project.shared", object_type="JointProject", object_id=joint_project_id, object_version=project.version,
                 organization_id=await _acting_for_host(write, project.host_id, project.home_code),
                 home_code=project.home_code, after=guest.told)
    return {"joint_project": joint_project_id}


async def locked(write: Write, project_id: UUID, field: str = "joint_project_id") -> Project:
    """A project that the viewer sees, held until the transaction ends.

    raises   NotFound
    """
    project = await projects.locked(write.connection, write.viewer, project_id, dates.day(write.now), write.now)
    if project is None:
        raise NotFound(field)
    return project


async def _step(write: Write, step: ProjectStep, project_id: UUID, columns: Mapping[str, Any]) -> Ids:
    project = await locked(write, project_id)
    if step == ProjectStep.COMPLETE:
        left = await milestones.count(write.connection, project_id, open_only=True)
        project = replace(project, open_milestones=left)
    rules.check_step(write.viewer, write.viewer.member_id, step, project)
    await _take(write, step, project_id, project, columns)
    return {"joint_project": project_id}


async def _take(write: Write, step: ProjectStep, project_id: UUID, project: Project, columns: Mapping[str, Any]) -> None:
    taken = PROCESS.steps[step]
    state = taken.target or project.state
    version = await projects.revise(write.connection, project_id, {"state": state, **columns})
    write.record(taken.event, object_type="JointProject", object_id=project_id, object_version=version,
                 organization_id=await acting(write, taken.by, project), home_code=project.home_code,
                 before={"state": project.state},
                 after={"state": state, **{name: None for name in columns if name in ("summary", "reason")}})


async def acting(write: Write, by: str, project: Project) -> UUID | None:
    """The organisation for which somebody takes a step.

    by   whose it is, of `Role`
    """
    if by == Role.UNITS and (own := sorted(unit for unit in project.unit_ids if unit in write.viewer.acts_for)):
        return project.lead_unit_id if project.lead_unit_id in own else own[0]
    if by != Role.HOST:
        return project.lead_unit_id
    return await _acting_for_host(write, project.host_id, project.home_code)


async def _acting_for_host(write: Write, host_id: UUID, home_code: str) -> UUID | None:
    return host_id if host_id in write.viewer.acts_for else await acting_over(write, home_code)


WHOSE_PART = Whose("p.host_id", "p.home_code", within=("joint_project", "project_id"))
"""Who is told that a part of a project is overdue."""
FALL_OVERDUE = falls_overdue(PROCESS, OVERDUE, Whose("t.host_id"))

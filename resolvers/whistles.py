"""Calls with time limits, from raising to closing."""
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import organizations, whistle_repeats, whistles
from domain import access, systems, texts, whistle_callers, whistle_clock, whistle_parties
from domain import whistles as rules
from domain.faults import Faults
from domain.refusals import NotFound
from domain.systems import ReferenceTaken
from domain.whistles import PROCESS, BoundByDiagnosis, PartiesUnreported, Role, Whistle, WhistleState, WhistleStep
from resolvers import linked, phones
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case

TOLD = ("state", "kind", "category", "lead_id", "accept_by", "handle_by")
"""What events tell of the columns that a step changes."""


@use_case(ReferenceTaken)
async def raise_(write: Write, *, kind: str, category: str, title: str, body: str = "", place: Mapping[str, Any] | None = None,
                 resident: Mapping[str, Any] | None = None, raiser_id: UUID | None = None, reference: str | None = None) -> Ids:
    """Raise a call, for a resident or not.

    resident    name and phone: personal data
    raiser_id   a street, a community or a grid, of a system also below its own division; None: the one organisation the viewer
                acts for
    reference   of a system, its own number of the call, one call each
    raises      NotFound, NotAllowed, BadInput, ReferenceTaken
    writes      whistle, whistle_resident, event whistle.reported
    """
    with Faults() as faults:
        said: dict[str, Any] = {"title": faults.of(texts.line, "title", title, texts.TITLE),
                                "body": faults.of(texts.optional, "body", body) or ""}
        where = faults.of(texts.place, place)
        said["reference"] = faults.of(systems.reference, write.viewer, reference)
        reached = None if resident is None else faults.of(phones.contact, resident, "resident")
        raiser_id = await _raiser(write, raiser_id)
    raiser = await organizations.find(write.connection, raiser_id)
    if raiser is None:
        raise NotFound("raiser_id")
    level, home_code = rules.level_of(raiser.kind), rules.home_of(str(raiser.division_code))
    due = whistle_clock.waiting(kind).ends(write.now)
    row = {"id": uuid7(), "state": WhistleState.REPORTED, "raiser_id": raiser_id, "raised_by": write.viewer.member_id,
           "system_id": write.viewer.system_id, "home_code": home_code, "level": level, "kind": kind, "category": category,
           **said, **where, **await _offices(write, home_code), "reported_at": write.now, "due_at": due,
           "escalate_at": whistle_clock.escalates_at(level, kind, due, write.now)}
    await whistles.insert(write.connection, row, reached)
    await whistle_repeats.mark(write.connection, row["id"])
    write.record(PROCESS.begins[WhistleState.REPORTED], object_type="Whistle", object_id=row["id"], object_version=1,
                 organization_id=whistle_callers.caller_of(write.viewer, raiser_id), home_code=home_code,
                 after={name: row[name] for name in ("state", "kind", "category", "raiser_id")})
    return {"whistle": row["id"]}


async def _raiser(write: Write, asked: UUID | None) -> UUID:
    """Who raises a call.

    raises   NotAllowed, BadInput when it has to be chosen
    """
    viewer = write.viewer
    if asked is not None and viewer.system_id is not None:
        named, *own = [await organizations.find(write.connection, each) for each in (asked, *viewer.acts_for)]
        if named and whistle_callers.is_below(named.division_code, [each.division_code for each in own if each]):
            return asked
    return access.acting_organization(viewer, asked, field="raiser_id", action=rules.RAISE)


async def _offices(write: Write, home_code: str) -> Mapping[str, UUID | None]:
    """Of the street and the district around a call, those that are in the hub."""
    codes = {"street_id": home_code[:rules.STREET], "district_id": home_code[:rules.DISTRICT]}
    there = await whistles.divisions(write.connection, [*codes.values()])
    return {name: there.get(code) for name, code in codes.items()}


@use_case(step=PROCESS.steps[WhistleStep.ACCEPT])
async def accept(write: Write, *, whistle_id: UUID) -> Ids:
    """Accept a call; the lead's.

    raises   NotFound, NotAllowed, WrongState
    writes   whistle, whistle_party, event whistle.accepted
    """
    whistle = await held(write, WhistleStep.ACCEPT, whistle_id)
    await _answer(write, whistle_id, whistle, state="ACCEPTED", answered_at=write.now)
    await take(write, WhistleStep.ACCEPT, whistle_id, whistle, accepted_at=write.now)
    return {"whistle": whistle_id}


@use_case(BoundByDiagnosis, step=PROCESS.steps[WhistleStep.RETURN])
async def return_(write: Write, *, whistle_id: UUID, reason: str) -> Ids:
    """Say that a call is not one's affair; the lead's. Once a second department says so, the level above may decide.

    raises   NotFound, NotAllowed, WrongState, BadInput, BoundByDiagnosis
    writes   whistle, whistle_party, event whistle.returned
    """
    whistle = await held(write, WhistleStep.RETURN, whistle_id)
    why = texts.required("reason", reason)
    await _answer(write, whistle_id, whistle, state="RETURNED", answered_at=write.now, reason=why)
    await take(write, WhistleStep.RETURN, whistle_id, whistle, returned_at=write.now, reason=why,
               disputed=await whistles.refusing(write.connection, whistle_id) >= rules.DISPUTE)
    return {"whistle": whistle_id}


@use_case(step=PROCESS.steps[WhistleStep.REPORT])
async def report(write: Write, *, whistle_id: UUID, report: str, organization_id: UUID | None = None) -> Ids:
    """Say what one that assists did; it may say so again as long as the call is not handled.

    organization_id   for which; None: the one for which the viewer acts
    raises            NotFound, NotAllowed, WrongState, BadInput
    writes            whistle_party, event whistle.part_reported
    """
    whistle = await held(write, WhistleStep.REPORT, whistle_id)
    party_id = whistle_parties.reporting(write.viewer, whistle, organization_id)
    await whistles.answer(write.connection, whistle_id, party_id, {
        "state": "REPORTED", "reported_at": write.now, "report": texts.required("report", report, texts.BODY)})
    version = await whistles.revise(write.connection, whistle_id, {})
    write.record(PROCESS.steps[WhistleStep.REPORT].event, object_type="Whistle", object_id=whistle_id, object_version=version,
                 organization_id=party_id, home_code=whistle.home_code, after={"state": whistle.state})
    return {"whistle": whistle_id}


@use_case(PartiesUnreported, step=PROCESS.steps[WhistleStep.HANDLE])
async def handle(write: Write, *, whistle_id: UUID, result: str, unreported_reason: str | None = None) -> Ids:
    """Say what was done; the lead's.

    unreported_reason   why it does not wait for those that assist and have not reported
    raises              NotFound, NotAllowed, WrongState, BadInput, PartiesUnreported
    writes              whistle, whistle_party, event whistle.handled
    """
    whistle = await held(write, WhistleStep.HANDLE, whistle_id)
    with Faults() as faults:
        said = faults.of(texts.required, "result", result, texts.BODY)
        why = faults.of(texts.optional, "unreported_reason", unreported_reason, texts.LINE)
    missing = await whistles.unreported(write.connection, whistle_id)
    whistle_parties.check_reported(missing, why)
    await _answer(write, whistle_id, whistle, state="REPORTED", reported_at=write.now, report=said)
    await take(write, WhistleStep.HANDLE, whistle_id, whistle, handled_at=write.now, result=said,
               unreported_reason=why if missing else None)
    return {"whistle": whistle_id}


@use_case(step=PROCESS.steps[WhistleStep.VERIFY])
async def verify(write: Write, *, whistle_id: UUID, evidence: str) -> Ids:
    """Say that it is done, and how one knows; the caller's.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    return await step_of(write, WhistleStep.VERIFY, whistle_id, verified_at=write.now,
                         evidence=texts.required("evidence", evidence, texts.BODY))


@use_case(step=PROCESS.steps[WhistleStep.REWORK])
async def rework(write: Write, *, whistle_id: UUID, reason: str) -> Ids:
    """Send back what was handled, for another time as long as the first one; the caller's.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    whistle = await held(write, WhistleStep.REWORK, whistle_id)
    await _answer(write, whistle_id, whistle, state="ACCEPTED", answered_at=write.now)
    await take(write, WhistleStep.REWORK, whistle_id, whistle, reason=texts.required("reason", reason),
               handle_by=whistle_clock.handling(whistle).ends(write.now))
    return {"whistle": whistle_id}


@use_case(step=PROCESS.steps[WhistleStep.WITHDRAW])
async def withdraw(write: Write, *, whistle_id: UUID, reason: str) -> Ids:
    """Take a call back that nobody works at yet; the caller's.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    return await step_of(write, WhistleStep.WITHDRAW, whistle_id, withdrawn_at=write.now, **linked.APART,
                         reason=texts.required("reason", reason))


@use_case(step=PROCESS.steps[WhistleStep.RATE])
async def rate(write: Write, *, whistle_id: UUID, responded: bool, resolved: bool, satisfied: bool) -> Ids:
    """Say what the resident says of a call that was handled; again, if he is asked again. The caller's.

    raises   NotFound, NotAllowed, WrongState
    writes   whistle, event whistle.rated
    """
    whistle = await held(write, WhistleStep.RATE, whistle_id)
    said = {"responded": responded, "resolved": resolved, "satisfied": satisfied}
    version = await whistles.revise(write.connection, whistle_id, {"rated_at": write.now, **said})
    write.record(PROCESS.steps[WhistleStep.RATE].event, object_type="Whistle", object_id=whistle_id, object_version=version,
                 organization_id=whistle_callers.caller_of(write.viewer, whistle.raiser_id), home_code=whistle.home_code,
                 after={"state": whistle.state, **said})
    return {"whistle": whistle_id}


@use_case(step=PROCESS.steps[WhistleStep.ERASE])
async def erase(write: Write, *, whistle_id: UUID) -> Ids:
    """Erase the resident's data, whatever becomes of the call; where they are erased, that is all there is to it. The caller's.

    raises   NotFound, NotAllowed, WrongState
    writes   whistle_resident, whistle.version, event whistle.resident_erased
    """
    whistle = await held(write, WhistleStep.ERASE, whistle_id)
    if await whistles.erase_resident(write.connection, whistle_id):
        version = await whistles.revise(write.connection, whistle_id, {})
        write.record(PROCESS.steps[WhistleStep.ERASE].event, object_type="Whistle", object_id=whistle_id,
                     object_version=version, organization_id=whistle_callers.caller_of(write.viewer, whistle.raiser_id),
                     home_code=whistle.home_code, before={"state": whistle.state}, after={"state": whistle.state})
    return {"whistle": whistle_id}


async def held(write: Write, step: WhistleStep, whistle_id: UUID) -> Whistle:
    """A call with which the viewer may take a step.

    raises   NotFound, NotAllowed, WrongState
    """
    whistle = await whistles.locked(write.connection, write.viewer, whistle_id, write.now)
    if whistle is None:
        raise NotFound("whistle_id")
    rules.check_step(write.viewer, step, whistle)
    return whistle


async def step_of(write: Write, step: WhistleStep, whistle_id: UUID, **columns: Any) -> Ids:
    """Take a step that needs nothing but what these columns say."""
    await take(write, step, whistle_id, await held(write, step, whistle_id), **columns)
    return {"whistle": whistle_id}


async def _answer(write: Write, whistle_id: UUID, whistle: Whistle, **columns: Any) -> None:
    """What the lead says of itself."""
    assert whistle.lead_id
    await whistles.answer(write.connection, whistle_id, whistle.lead_id, columns)


async def take(write: Write, step: WhistleStep, whistle_id: UUID, whistle: Whistle, *, due: datetime | None = None,
               **columns: Any) -> Whistle:
    """Take a step, and let what is linked to the call follow; returns the call after it.

    due   until when the next one is taken; None: as the rules have it of the state to which it leads
    """
    taken = PROCESS.steps[step]
    state = str(taken.target or whistle.state)
    due = due or whistle_clock.due_at(state, whistle, write.now)
    stands = state == WhistleState.SUSPENDED
    changes = {"state": state, "due_at": due, "disputed": False, **columns,
               "escalate_at": None if stands else whistle_clock.escalates_at(whistle.level, whistle.kind, due, write.now)}
    version = await whistles.revise(write.connection, whistle_id, changes)
    told = {name: changes[name] for name in (*TOLD, "reason", "result", "evidence", "diagnosis") if name in changes}
    write.record(taken.event, object_type="Whistle", object_id=whistle_id, object_version=version,
                 organization_id=await _acting(write, taken.by, whistle), home_code=whistle.home_code,
                 before={"state": whistle.state}, after=told)
    await linked.follow(write, step, whistle_id, whistle, changes.get("result"))
    return replace(whistle, state=state, due_at=due, version=version)


async def _acting(write: Write, by: str, whistle: Whistle) -> UUID | None:
    """The organisation for which somebody takes a step."""
    if by in (Role.DISPATCHER, Role.ABOVE):
        return await acting_over(write, whistle.home_code)
    return whistle_callers.caller_of(write.viewer, whistle.raiser_id) if by == Role.CALLER else whistle.lead_id

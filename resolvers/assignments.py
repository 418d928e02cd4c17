"""Assignments: made, acknowledged or declined, replaced or released, and confirmed by the caller."""
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import assignments, mobilizations
from domain import assignments as rules
from domain import mobilizations as calling
from domain import texts
from domain.activities import TimeConflict
from domain.assignments import PROCESS, Assignment, AssignmentState, AssignmentStep, Counts
from domain.faults import Faults
from domain.languages import Bilingual
from domain.mobilizations import Shift, ShiftFull
from domain.refusals import BadInput, DeadlinePassed, NotAllowed, NotFound, NotYet, WrongState
from resolvers.writing.use_cases import Ids, Write, use_case

ONE = Counts(1, 0, 0)


@use_case(WrongState, DeadlinePassed, ShiftFull, TimeConflict)
async def assign(write: Write, *, shift_id: UUID, member_id: UUID) -> Ids:
    """Send one member more to a shift that is short.

    raises   NotFound, NotAllowed, WrongState, DeadlinePassed, ShiftFull, TimeConflict, BadInput
    writes   assignment, shift, event assignment.made
    """
    await mobilizations.keep(write.connection, "shift", shift_id)
    shift = await mobilizations.locked_shift(write.connection, write.viewer, shift_id, write.now)
    if shift is None:
        raise NotFound("shift_id")
    calling.check_assign(write.viewer, shift, write.now)
    await mobilizations.count(write.connection, shift_id, ONE)
    return {"assignment": await _send(write, shift_id, shift, member_id), "shift": shift_id}


async def _send(write: Write, shift_id: UUID, shift: Shift, member_id: UUID, replaces: UUID | None = None) -> UUID:
    """Add an assignment for which there is a place.

    raises   BadInput, TimeConflict
    """
    units = await assignments.registered(write.connection, [member_id], shift.home_code)
    if member_id not in units:
        raise rules.not_registered("member_id")
    if await assignments.busy(write.connection, [member_id], [shift.starts_at], [shift.ends_at]):
        raise TimeConflict
    made = uuid7()
    await assignments.insert(write.connection, [made], [shift_id], [member_id], [units[member_id]], write.now, replaces)
    write.record(PROCESS.begins[AssignmentState.ASSIGNED], object_type="Assignment", object_id=made, object_version=1,
                 organization_id=shift.organization_id, home_code=shift.home_code,
                 after={"state": AssignmentState.ASSIGNED, "shift_id": shift_id, "unit_id": units[member_id],
                        "replaces_id": replaces})
    return made


@use_case(DeadlinePassed, step=PROCESS.steps[AssignmentStep.ACKNOWLEDGE])
async def acknowledge(write: Write, *, assignment_id: UUID) -> Ids:
    """Say that the member will be there; also by the unit.

    raises   NotFound, NotAllowed, WrongState, DeadlinePassed
    writes   assignment, shift, event assignment.acknowledged
    """
    found = await _found(write, AssignmentStep.ACKNOWLEDGE, assignment_id)
    return await _step(write, AssignmentStep.ACKNOWLEDGE, assignment_id, found, {"acknowledged_at": write.now})


@use_case(WrongState)
async def acknowledge_all(write: Write, *, mobilization_id: UUID, unit_id: UUID | None = None) -> Ids:
    """Acknowledge at once all of one's own assignments of a mobilisation that are ahead, or those of a unit's people.

    unit_id   the unit, for which one acts; None: one's own
    raises    NotFound, NotAllowed, WrongState
    writes    assignment, shift, event mobilization.acknowledged
    """
    found = await mobilizations.locked(write.connection, write.viewer, mobilization_id, write.now)
    if found is None:
        raise NotFound("mobilization_id")
    if unit_id and unit_id not in write.viewer.acts_for:
        raise NotAllowed(calling.ACKNOWLEDGE)
    calling.PROCESS.check(calling.MobilizationStep.CANCEL, found.state_at(write.now))  # while it is going on
    await assignments.acknowledge(write.connection, mobilization_id, write.viewer.member_id, unit_id, write.now)
    write.record("mobilization.acknowledged", object_type="Mobilization", object_id=mobilization_id,
                 object_version=found.version, organization_id=unit_id, home_code=found.home_code)
    return {"mobilization": mobilization_id}


@use_case(WrongState, NotYet)
async def confirm_shift(write: Write, *, shift_id: UUID, absent_ids: Sequence[UUID] | None = None) -> Ids:
    """Say of everybody sent to a shift of whom it is not said yet that they were there for all of it, but for some.

    absent_ids   the assignments of those who were not
    raises       NotFound, NotAllowed, WrongState, NotYet, BadInput
    writes       assignment, shift, event shift.confirmed
    """
    shift = await mobilizations.seen_shift(write.connection, write.viewer, shift_id, write.now)
    if shift is None:
        raise NotFound("shift_id")
    calling.check_confirm(write.viewer, shift, write.now)
    known = await assignments.ahead(write.connection, shift_id, absent_ids or [])
    with Faults() as faults:
        for number, each in enumerate(absent_ids or ()):
            if each not in known:
                faults.note(BadInput(f"absent_ids[{number}]", Bilingual(
                    "不是该班次待确认的派遣。", "It is no assignment to this shift that is still to be confirmed.")))
    await assignments.confirm(write.connection, shift_id, absent_ids or [], write.now)
    write.record("shift.confirmed", object_type="Shift", object_id=shift_id, object_version=1,
                 subject_id=shift.mobilization_id, organization_id=shift.organization_id, home_code=shift.home_code)
    return {"shift": shift_id}


@use_case(DeadlinePassed, step=PROCESS.steps[AssignmentStep.DECLINE])
async def decline(write: Write, *, assignment_id: UUID, reason: str) -> Ids:
    """Say that the member will not be there, and why; also by the unit.

    raises   NotFound, NotAllowed, WrongState, DeadlinePassed, BadInput
    writes   assignment, shift, event assignment.declined
    """
    found = await _found(write, AssignmentStep.DECLINE, assignment_id)
    changes = {"over_at": write.now, "reason": texts.required("reason", reason)}
    return await _step(write, AssignmentStep.DECLINE, assignment_id, found, changes)


@use_case(DeadlinePassed, step=PROCESS.steps[AssignmentStep.RELEASE])
async def release(write: Write, *, assignment_id: UUID, reason: str) -> Ids:
    """Say that the member is not needed, and why.

    raises   NotFound, NotAllowed, WrongState, DeadlinePassed, BadInput
    writes   assignment, shift, event assignment.released
    """
    found = await _found(write, AssignmentStep.RELEASE, assignment_id)
    changes = {"over_at": write.now, "reason": texts.required("reason", reason)}
    return await _step(write, AssignmentStep.RELEASE, assignment_id, found, changes)


@use_case(DeadlinePassed, ShiftFull, TimeConflict, step=PROCESS.steps[AssignmentStep.REPLACE])
async def replace(write: Write, *, assignment_id: UUID, member_id: UUID) -> Ids:
    """Send another member instead: both assignments stay, and the new one names the one before.

    raises   NotFound, NotAllowed, WrongState, DeadlinePassed, ShiftFull, TimeConflict, BadInput
    writes   assignment, shift, events assignment.replaced and assignment.made
    """
    await mobilizations.keep(write.connection, "assignment", assignment_id)
    found = await _found(write, AssignmentStep.REPLACE, assignment_id)
    rules.check_another(member_id, found)
    shift = await mobilizations.held_shift(write.connection, found.shift_id)
    ids = await _step(write, AssignmentStep.REPLACE, assignment_id, found, {"over_at": write.now})
    if not await mobilizations.count(write.connection, found.shift_id, ONE):
        raise ShiftFull(shift.needed)
    made = await _send(write, found.shift_id, shift, member_id, assignment_id)
    return {**ids, "assignment": made, "former_assignment": assignment_id}


@use_case(NotYet, ShiftFull, TimeConflict, step=PROCESS.steps[AssignmentStep.SERVE])
async def serve(write: Write, *, assignment_id: UUID, hours: Decimal | None = None) -> Ids:
    """Say that the member was there, and for how many hours; said again, it is corrected.

    hours    None: for the whole shift
    raises   NotFound, NotAllowed, WrongState, NotYet, ShiftFull, TimeConflict, BadInput
    writes   assignment, shift, event assignment.served
    """
    found = await _found(write, AssignmentStep.SERVE, assignment_id)
    changes = {"hours": rules.hours(hours, found), "confirmed_at": write.now}
    return await _step(write, AssignmentStep.SERVE, assignment_id, found, changes)


@use_case(NotYet, step=PROCESS.steps[AssignmentStep.MISS])
async def miss(write: Write, *, assignment_id: UUID) -> Ids:
    """Say that the member was not there.

    raises   NotFound, NotAllowed, WrongState, NotYet
    writes   assignment, shift, event assignment.missed
    """
    found = await _found(write, AssignmentStep.MISS, assignment_id)
    return await _step(write, AssignmentStep.MISS, assignment_id, found, {"hours": None, "confirmed_at": write.now})


async def _found(write: Write, step: AssignmentStep, assignment_id: UUID) -> Assignment:
    """An assignment that the viewer may take a step with, locked.

    raises   NotFound, NotAllowed, WrongState, DeadlinePassed, NotYet
    """
    found = await assignments.locked(write.connection, write.viewer, assignment_id, write.now)
    if found is None:
        raise NotFound("assignment_id")
    rules.check_step(write.viewer, step, found, write.now)
    return found


async def _step(write: Write, step: AssignmentStep, assignment_id: UUID, found: Assignment, changes: Mapping[str, Any]) -> Ids:
    """Write a step of a locked assignment, and what it makes of its shift's numbers.

    raises   ShiftFull of one that stands again when its place is another's; TimeConflict
    """
    target = str(PROCESS.steps[step].target)
    version = await assignments.revise(write.connection, assignment_id, {"state": target, **changes})
    if not await mobilizations.count(write.connection, found.shift_id, rules.counts(target).less(rules.counts(found.state))):
        raise ShiftFull((await mobilizations.held_shift(write.connection, found.shift_id)).needed)
    hours = {"hours": changes["hours"]} if "hours" in changes else {}
    reason = {"reason": None} if "reason" in changes else {}
    by_member = PROCESS.steps[step].by == rules.Role.MEMBER
    acted = found.unit_id if found.unit_id in write.viewer.acts_for else None
    write.record(PROCESS.steps[step].event, object_type="Assignment", object_id=assignment_id, object_version=version,
                 organization_id=acted if by_member else found.organization_id, home_code=found.home_code,
                 before={"state": found.state, **({"hours": found.hours} if hours else {})},
                 after={"state": target, **hours, **reason})
    return {"assignment": assignment_id, "shift": found.shift_id}

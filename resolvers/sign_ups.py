"""Sign-ups: a registered member takes a place, gives it back, and has its hours confirmed."""
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import activities, assignments, sign_ups
from domain import activities as rules
from domain.activities import SIGN_UP, Activity, ActivityFull, NotRegistered, SignUp, SignUpState, SignUpStep, TimeConflict
from domain.refusals import DeadlinePassed, NotFound, NotYet, WrongState
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(NotRegistered, WrongState, DeadlinePassed, ActivityFull, TimeConflict)
async def sign_up(write: Write, *, activity_id: UUID) -> Ids:
    """Take a place of an activity of the community where one is registered, or of its street.

    raises   NotFound, NotRegistered, WrongState, DeadlinePassed, ActivityFull, TimeConflict
    writes   activity.taken, sign_up, event sign_up.made
    """
    member_id = write.viewer.member_id
    known = await sign_ups.registered(write.connection, member_id)
    activity = await _place(write, activity_id, known.home_code if known else None)
    assert known
    if await assignments.busy(write.connection, [member_id], [activity.starts_at], [activity.ends_at]):
        raise TimeConflict
    row: dict[str, Any] = {
        "id": uuid7(), "activity_id": activity_id, "organization_id": activity.organization_id,
        "home_code": activity.home_code, "member_id": member_id, "unit_id": known.unit_id, "starts_at": activity.starts_at,
        "ends_at": activity.ends_at, "state": SignUpState.SIGNED_UP, "signed_up_at": write.now}
    await sign_ups.insert(write.connection, row)
    write.record(SIGN_UP.begins[SignUpState.SIGNED_UP], object_type="SignUp", object_id=row["id"], object_version=1,
                 organization_id=known.unit_id if known.unit_id in write.viewer.acts_for else None,
                 home_code=activity.home_code, after={name: row[name] for name in ("state", "activity_id", "unit_id")})
    return {"sign_up": row["id"], "activity": activity_id}


async def _place(write: Write, activity_id: UUID, registered: str | None) -> Activity:
    """Take a place, or say why none is to be had: only who gets none has to ask, and may get one that was given back meanwhile.

    registered   the code of the community where the member is registered; None: nowhere
    raises       NotFound, NotRegistered, WrongState, DeadlinePassed, ActivityFull
    """
    asked = write.connection, write.viewer, activity_id
    if registered and (activity := await activities.take(*asked, registered, write.now)):
        return activity
    seen = await activities.locked(*asked, write.now)
    if seen is None:
        raise NotFound("activity_id")
    rules.check_sign_up(seen, registered, write.now)
    activity = await activities.take(*asked, registered or "", write.now)
    if activity is None:
        raise AssertionError("the rule lets pass what the guarded update refuses")
    return activity


@use_case(DeadlinePassed, step=SIGN_UP.steps[SignUpStep.WITHDRAW])
async def withdraw(write: Write, *, sign_up_id: UUID) -> Ids:
    """Give a place back, until sign-ups end.

    raises   NotFound, NotAllowed, WrongState, DeadlinePassed
    writes   activity.taken, sign_up, event sign_up.withdrawn
    """
    signed, activity = await _held(write, SignUpStep.WITHDRAW, sign_up_id)
    await activities.release(write.connection, signed.activity_id)
    return await _step(write, SignUpStep.WITHDRAW, sign_up_id, signed, activity, over_at=write.now)


@use_case(NotYet, TimeConflict, step=SIGN_UP.steps[SignUpStep.CONFIRM])
async def confirm(write: Write, *, sign_up_id: UUID, hours: Decimal) -> Ids:
    """Say that the member was there, and for how many hours; said again, it is corrected.

    raises   NotFound, NotAllowed, WrongState, NotYet, TimeConflict, BadInput
    writes   sign_up, event sign_up.confirmed
    """
    signed, activity = await _held(write, SignUpStep.CONFIRM, sign_up_id)
    rules.check_hours(hours, activity)
    return await _step(write, SignUpStep.CONFIRM, sign_up_id, signed, activity, hours=hours, confirmed_at=write.now)


@use_case(NotYet, step=SIGN_UP.steps[SignUpStep.MISS])
async def miss(write: Write, *, sign_up_id: UUID) -> Ids:
    """Say that the member was not there.

    raises   NotFound, NotAllowed, WrongState, NotYet
    writes   sign_up, event sign_up.missed
    """
    signed, activity = await _held(write, SignUpStep.MISS, sign_up_id)
    return await _step(write, SignUpStep.MISS, sign_up_id, signed, activity, hours=None, confirmed_at=write.now)


async def _held(write: Write, step: SignUpStep, sign_up_id: UUID) -> tuple[SignUp, Activity]:
    """A sign-up that the viewer may take a step with, and its activity, which is locked first: who cancels it does so too.

    raises   NotFound, NotAllowed, WrongState, DeadlinePassed, NotYet
    """
    activity_id = await sign_ups.activity_of(write.connection, write.viewer, sign_up_id, write.now)
    if activity_id is None:
        raise NotFound("sign_up_id")
    activity = await activities.held(write.connection, activity_id)
    signed = await sign_ups.locked(write.connection, sign_up_id)
    rules.check_sign_up_step(write.viewer, step, signed, activity, write.now)
    return signed, activity


async def _step(write: Write, step: SignUpStep, sign_up_id: UUID, signed: SignUp, activity: Activity, **columns: Any) -> Ids:
    target = SIGN_UP.steps[step].target
    version = await sign_ups.revise(write.connection, sign_up_id, {"state": target, **columns})
    told = {"hours": columns["hours"]} if "hours" in columns else {}
    by_member = step == SignUpStep.WITHDRAW
    write.record(SIGN_UP.steps[step].event, object_type="SignUp", object_id=sign_up_id, object_version=version,
                 organization_id=None if by_member else activity.organization_id, home_code=activity.home_code,
                 before={"state": signed.state, **({"hours": signed.hours} if told else {})}, after={"state": target, **told})
    return {"sign_up": sign_up_id, "activity": signed.activity_id}

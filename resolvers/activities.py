"""Activities: published by a community or street, cancelled by it, ended by the clock."""
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import activities, organizations, sign_ups
from domain import activities as rules
from domain import texts
from domain.activities import PROCESS, ActivityState, ActivityStep, SignUpState
from domain.faults import Faults
from domain.refusals import NotFound
from resolvers.deadlines import passes
from resolvers.writing.use_cases import Ids, Write, use_case

_TOLD = ("state", "organization_id", "title", "starts_at", "ends_at", "sign_up_until", "places")


@use_case()
async def publish(write: Write, *, organization_id: UUID, title: str, address: str, starts_at: datetime, ends_at: datetime,
                  sign_up_until: datetime, places: int, body: str | None = None) -> Ids:
    """Publish an activity of a community or street, for its registered members.

    places   how many may sign up
    raises   NotFound, NotAllowed, BadInput
    writes   activity, event activity.published
    """
    organization = await organizations.find(write.connection, organization_id)
    if organization is None:
        raise NotFound("organization_id")
    with Faults() as faults:
        said = {"title": faults.of(texts.line, "title", title, texts.TITLE),
                "address": faults.of(texts.line, "address", address), "body": faults.of(texts.optional, "body", body) or ""}
        faults.of(rules.check_times, starts_at, ends_at, sign_up_until, write.now)
        faults.of(rules.check_places, places)
        rules.check_publish(write.viewer, organization_id, organization.kind)
    row: dict[str, Any] = {
        "id": uuid7(), "organization_id": organization_id, "home_code": str(organization.division_code),
        "published_by": write.viewer.member_id, **said, "starts_at": starts_at, "ends_at": ends_at,
        "sign_up_until": sign_up_until, "places": places, "state": ActivityState.PUBLISHED, "published_at": write.now}
    await activities.insert(write.connection, row)
    write.record(PROCESS.begins[ActivityState.PUBLISHED], object_type="Activity", object_id=row["id"], object_version=1,
                 organization_id=organization_id, home_code=row["home_code"], after={name: row[name] for name in _TOLD})
    return {"activity": row["id"]}


@use_case(step=PROCESS.steps[ActivityStep.CANCEL])
async def cancel(write: Write, *, activity_id: UUID, reason: str) -> Ids:
    """Cancel an activity: whoever is signed up is told.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   activity, sign_up, events activity.cancelled and sign_up.cancelled
    """
    activity = await activities.locked(write.connection, write.viewer, activity_id, write.now)
    if activity is None:
        raise NotFound("activity_id")
    rules.check_cancel(write.viewer, activity, write.now)
    reason = texts.required("reason", reason)
    freed = await sign_ups.cancel(write.connection, activity_id, write.now, reason)
    changes = {"state": ActivityState.CANCELLED, "over_at": write.now, "reason": reason, "taken": activity.taken - len(freed)}
    version = await activities.revise(write.connection, activity_id, changes)
    about: dict[str, Any] = {"organization_id": activity.organization_id, "home_code": activity.home_code}
    write.record(PROCESS.steps[ActivityStep.CANCEL].event, object_type="Activity", object_id=activity_id,
                 object_version=version, before={"state": activity.state},
                 after={"state": ActivityState.CANCELLED, "reason": None}, **about)
    for each in freed:
        write.record(rules.SIGN_UP.steps[rules.CANCELLED_WITH].event, object_type="SignUp", object_id=each.id,
                     object_version=each.version, before={"state": SignUpState.SIGNED_UP},
                     after={"state": SignUpState.WITHDRAWN, "reason": None}, **about)
    return {"activity": activity_id}


END = passes(PROCESS, "END", "over_at = $1")

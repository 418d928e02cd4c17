"""Mobilisations: called by one list, in a handful of statements whatever its size; cancelled by the caller, ended by time."""
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import assignments, mobilizations, organizations
from domain import assignments as sending
from domain import mobilization_list, texts
from domain import mobilizations as rules
from domain.activities import TimeConflict
from domain.faults import Faults
from domain.languages import Bilingual
from domain.mobilization_list import Listed, Told
from domain.mobilizations import PROCESS, MobilizationState, MobilizationStep
from domain.refusals import BadInput, NotFound
from resolvers.deadlines import passes
from resolvers.writing.use_cases import Ids, Write, use_case

_TOLD = ("state", "organization_id", "title", "starts_at", "ends_at", "acknowledge_by")


@use_case(TimeConflict)
async def mobilize(write: Write, *, organization_id: UUID, title: str, reason: str, acknowledge_by: datetime,
                   posts: Sequence[Mapping[str, Any]]) -> Ids:
    """Call members to posts, all of the list or none of it. One event tells of all, and everybody who is named, with who acts
    for the units.

    posts    as `domain.mobilization_list.read` takes them
    raises   NotFound, NotAllowed, BadInput, TimeConflict
    writes   mobilization, mobilization_post, shift, assignment, event mobilization.called
    """
    caller = await organizations.find(write.connection, organization_id)
    if caller is None:
        raise NotFound("organization_id")
    rules.check_mobilize(write.viewer, organization_id, caller.kind)
    with Faults() as faults:
        said = {"title": faults.of(texts.line, "title", title, texts.TITLE),
                "reason": faults.of(texts.required, "reason", reason)}
        listed = faults.of(mobilization_list.read, posts, write.now)
        if not faults.found:
            faults.of(mobilization_list.check_days, listed, acknowledge_by, write.now)
    home = str(caller.division_code)
    codes, units = await _codes(write, listed, home), await _units(write, listed, home)
    row: dict[str, Any] = {
        "id": uuid7(), "organization_id": organization_id, "home_code": home, "called_by": write.viewer.member_id, **said,
        "starts_at": listed.starts_at, "ends_at": listed.ends_at, "acknowledge_by": acknowledge_by, "tell_at": acknowledge_by,
        "state": MobilizationState.CALLED, "called_at": write.now}
    await mobilizations.insert(write.connection, row)
    await _fill(write, row["id"], listed, codes, units)
    write.record(PROCESS.begins[MobilizationState.CALLED], object_type="Mobilization", object_id=row["id"], object_version=1,
                 organization_id=organization_id, home_code=home, after={name: row[name] for name in _TOLD})
    return {"mobilization": row["id"]}


async def _codes(write: Write, listed: Listed, home: str) -> list[str]:
    """The code of where each post is.

    raises   BadInput
    """
    named = {each["division_id"] for each in listed.posts if each["division_id"]}
    known = await mobilizations.divisions(write.connection, named, home)
    with Told() as faults:
        for number, each in enumerate(listed.posts):
            if each["division_id"] and each["division_id"] not in known:
                faults.note(BadInput(f"posts[{number}].division_id", Bilingual(
                    "须为本区划内的街道、社区或网格。", "It must be a street, a community or a grid within the division.")))
    return [known.get(each["division_id"], home) for each in listed.posts]


async def _units(write: Write, listed: Listed, home: str) -> list[UUID]:
    """The unit of each who is assigned, who are held until the transaction ends.

    raises   BadInput
    """
    known = await assignments.registered(write.connection, sorted({member for _, member in listed.assignments}), home)
    times = [listed.shifts[shift] for shift, _ in listed.assignments]
    found = {number: sending.not_registered(listed.places[number])
             for number, (_, member) in enumerate(listed.assignments) if member not in known}
    for number in await assignments.busy(write.connection, [member for _, member in listed.assignments],
                                         [each[1] for each in times], [each[2] for each in times]):
        found.setdefault(number, sending.busy(listed.places[number]))
    with Told() as faults:
        for number in sorted(found):
            faults.note(found[number])
    return [known[member] for _, member in listed.assignments]


async def _fill(write: Write, mobilization_id: UUID, listed: Listed, codes: Sequence[str], units: Sequence[UUID]) -> None:
    """Add the posts, their shifts and who is sent there."""
    posts, shifts = [uuid7() for _ in listed.posts], [uuid7() for _ in listed.shifts]
    sent = [0] * len(shifts)
    for shift, _ in listed.assignments:
        sent[shift] += 1
    await mobilizations.insert_posts(write.connection, mobilization_id, posts, [each["name"] for each in listed.posts],
                                     [each["address"] for each in listed.posts], codes)
    await mobilizations.insert_shifts(
        write.connection, mobilization_id, shifts, [posts[post] for post, *_ in listed.shifts],
        [(begin, end, needed, sent[number]) for number, (_, begin, end, needed) in enumerate(listed.shifts)])
    await assignments.insert(write.connection, [uuid7() for _ in units], [shifts[shift] for shift, _ in listed.assignments],
                             [member for _, member in listed.assignments], units, write.now)


@use_case(step=PROCESS.steps[MobilizationStep.CANCEL])
async def cancel(write: Write, *, mobilization_id: UUID, reason: str) -> Ids:
    """Cancel a mobilisation: whoever has not been at a post yet is released, and told by the event of all.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   mobilization, assignment, shift, event mobilization.cancelled
    """
    found = await mobilizations.locked(write.connection, write.viewer, mobilization_id, write.now)
    if found is None:
        raise NotFound("mobilization_id")
    rules.check_step(write.viewer, MobilizationStep.CANCEL, found, write.now)
    reason = texts.required("reason", reason)
    await assignments.release(write.connection, mobilization_id, write.now, reason)
    await mobilizations.cancel_shifts(write.connection, mobilization_id, write.now)
    changes = {"state": MobilizationState.CANCELLED, "over_at": write.now, "cancel_reason": reason, "tell_at": None}
    version = await mobilizations.revise(write.connection, mobilization_id, changes)
    write.record(PROCESS.steps[MobilizationStep.CANCEL].event, object_type="Mobilization", object_id=mobilization_id,
                 object_version=version, organization_id=found.organization_id, home_code=found.home_code,
                 before={"state": found.state}, after={"state": MobilizationState.CANCELLED, "cancel_reason": None})
    return {"mobilization": mobilization_id}


END = passes(PROCESS, "END", "over_at = $1")
TELL = passes(PROCESS, "TELL_UNACKNOWLEDGED", "tell_at = NULL")

"""Founding joint committees, and filling and ending their seats."""
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import committees, members, organizations
from domain import access, cadences, dates, terms, texts
from domain import committees as rules
from domain.actions import Action
from domain.cadences import Cadence
from domain.languages import Bilingual
from domain.refusals import AlreadyFounded, AlreadySeated, BadInput, MemberInactive, NotFound
from domain.terms import Term, TermStep
from resolvers.members import check_can_serve
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(AlreadyFounded)
async def found(write: Write, *, organization_id: UUID, name: str | None = None) -> Ids:
    """Found the joint committee of a street or a community.

    name     None: the usual one
    raises   NotFound, NotAllowed, AlreadyFounded, BadInput
    """
    organization = await organizations.find(write.connection, organization_id)
    if organization is None:
        raise NotFound("organization_id")
    rules.check_level(organization.kind)
    access.check_officer_over_home(write.viewer, organization.division_code, Action.FOUND_COMMITTEE)
    chosen = texts.optional_line("name", name, texts.TITLE)
    called = texts.name("name", chosen) if chosen else rules.usual_name(organization.kind, organization.name)
    row: dict[str, Any] = {"id": uuid7(), "organization_id": organization_id, "level": organization.kind,
           "name": called, "founded_on": dates.day(write.now),
           "conference_due_at": cadences.due_at(Cadence.QUARTERLY, write.now)}
    await committees.insert(write.connection, row)
    code = str(organization.division_code)
    write.record("committee.founded", object_type="JointCommittee", object_id=row["id"], object_version=1,
                 organization_id=await acting_over(write, code), home_code=code,
                 after={key: value for key, value in row.items() if key not in ("id", "conference_due_at")})
    return {"committee": row["id"]}


@use_case(MemberInactive, AlreadySeated)
async def seat(write: Write, *, committee_id: UUID, member_id: UUID, kind: str, organization_id: UUID | None = None,
               starts_on: date | None = None, ends_on: date | None = None) -> Ids:
    """Give a member a seat on a committee.

    kind             a name of SeatKind
    organization_id  whom the member represents
    starts_on        None: today; ends_on, its last day: None: open
    raises           NotFound, NotAllowed, MemberInactive, AlreadySeated, BadInput
    """
    starts_on = starts_on or dates.day(write.now)
    terms.check_days(starts_on, ends_on)
    code = await committees.division_of(write.connection, committee_id)
    if code is None:
        raise NotFound("committee_id")
    access.check_officer_over(write.viewer, [code], Action.SEAT_MEMBER)
    await check_can_serve(write, member_id)
    await _check_represented(write, member_id, organization_id)
    if await committees.is_seated(write.connection, committee_id, member_id, starts_on, ends_on):
        raise AlreadySeated
    row: dict[str, Any] = {
        "id": uuid7(), "committee_id": committee_id, "member_id": member_id, "organization_id": organization_id,
        "kind": kind, "starts_on": starts_on, "ends_on": ends_on}
    await committees.seat(write.connection, row)
    write.record("seat.taken", object_type="Seat", object_id=row["id"], object_version=1,
                 organization_id=await acting_over(write, code), home_code=code,
                 after={key: value for key, value in row.items() if key != "id"})
    return {"seat": row["id"]}


async def _check_represented(write: Write, member_id: UUID, organization_id: UUID | None) -> None:
    """Let a seat's holder speak for an organisation, or for none.

    raises   BadInput, NotAllowed
    """
    if organization_id is None:
        return
    organization = await organizations.find(write.connection, organization_id)
    if organization is None:
        raise BadInput("organization_id", Bilingual("没有该组织。", "There is no such organisation."))
    serves = await members.serves(write.connection, member_id, organization_id, dates.day(write.now))
    access.check_represented(write.viewer, holds_office=serves, home_code=organization.home_code)


@use_case(step=rules.SEAT.steps[TermStep.END])
async def end_seat(write: Write, *, seat_id: UUID, ends_on: date | None = None) -> Ids:
    """End a seat; its rights last to the end of the day `ends_on`, today when None.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    held = await committees.locked_seat(write.connection, seat_id)
    if held is None:
        raise NotFound("seat_id")
    today = dates.day(write.now)
    term = Term(starts_on=held.starts_on, ends_on=held.ends_on, division_code=held.division_code)
    access.check_end_term(write.viewer, rules.SEAT, term, today)
    terms.check_last_day(term, ends_on or today)
    await committees.end_seat(write.connection, seat_id, ends_on or today)
    write.record("seat.ended", object_type="Seat", object_id=seat_id, object_version=2,
                 organization_id=await acting_over(write, held.division_code), home_code=held.division_code,
                 before={"ends_on": held.ends_on},
                 after={"member_id": held.member_id, "ends_on": ends_on or today})
    return {"seat": seat_id}

"""Founding joint committees, and filling and ending their seats."""
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import committees, members, organizations
from db.organizations import Organization
from domain import access, cadences, compositions, dates, terms, texts
from domain import committees as rules
from domain.actions import Action
from domain.cadences import Cadence
from domain.committees import AlreadyFounded, AlreadySeated, SeatTaken
from domain.languages import Bilingual
from domain.members import MemberInactive
from domain.refusals import BadInput, NotFound
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
           "conference_due_at": cadences.due_at(Cadence.QUARTERLY, write.now),
           "lead_quota": write.context.lead_quota}
    await committees.insert(write.connection, row)
    code = str(organization.division_code)
    write.record("committee.founded", object_type="JointCommittee", object_id=row["id"], object_version=1,
                 organization_id=await acting_over(write, code), home_code=code,
                 after={key: value for key, value in row.items() if key not in ("id", "conference_due_at", "lead_quota")})
    return {"committee": row["id"]}


@use_case(MemberInactive, AlreadySeated, SeatTaken)
async def seat(write: Write, *, committee_id: UUID, member_id: UUID, kind: str, organization_id: UUID | None = None,
               starts_on: date | None = None, ends_on: date | None = None) -> Ids:
    """Give a member a seat on a committee.

    kind             a name of SeatKind
    organization_id  whom the member represents
    starts_on        None: today; ends_on, its last day: None: open
    raises           NotFound, NotAllowed, MemberInactive, AlreadySeated, SeatTaken, BadInput
    """
    starts_on = starts_on or dates.day(write.now)
    terms.check_days(starts_on, ends_on)
    code = await committees.division_of(write.connection, committee_id)
    if code is None:
        raise NotFound("committee_id")
    access.check_officer_over(write.viewer, [code], Action.SEAT_MEMBER)
    await check_can_serve(write, member_id)
    represented = await _represented(write, member_id, organization_id)
    compositions.check_from_above(kind, represented.kind if represented else None,
                           represented.division_code if represented else None, code)
    if await committees.is_seated(write.connection, committee_id, member_id, starts_on, ends_on):
        raise AlreadySeated
    if kind in rules.SINGLE and await committees.has(write.connection, committee_id, kind, starts_on, ends_on):
        raise SeatTaken(kind)
    row: dict[str, Any] = {
        "id": uuid7(), "committee_id": committee_id, "member_id": member_id, "organization_id": organization_id,
        "kind": kind, "starts_on": starts_on, "ends_on": ends_on}
    return {"seat": await _take(write, row, code)}


async def _take(write: Write, row: Mapping[str, Any], code: str) -> UUID:
    """
    writes   seat, event seat.taken
    """
    await committees.seat(write.connection, row)
    write.record("seat.taken", object_type="Seat", object_id=row["id"], object_version=1,
                 organization_id=await acting_over(write, code), home_code=code,
                 after={key: value for key, value in row.items() if key not in ("id", "place_id")})
    return UUID(str(row["id"]))


async def _represented(write: Write, member_id: UUID, organization_id: UUID | None) -> Organization | None:
    """The organisation for which a seat's holder may speak; None: for none.

    raises   BadInput, NotAllowed
    """
    if organization_id is None:
        return None
    organization = await organizations.find(write.connection, organization_id)
    if organization is None:
        raise BadInput("organization_id", Bilingual("没有该组织。", "There is no such organisation."))
    serves = await members.serves(write.connection, member_id, organization_id, dates.day(write.now))
    access.check_represented(write.viewer, holds_office=serves, home_code=organization.home_code)
    return organization


@use_case(MemberInactive, AlreadySeated, step=rules.SEAT.steps[TermStep.TRANSFER])
async def transfer(write: Write, *, seat_id: UUID, member_id: UUID, starts_on: date | None = None) -> Ids:
    """Hand a seat over to another member: it ends the day before, and another of the same place begins, with its kind, for the
    same organisation, to the end of the same term. What the place owes and leads stays with it.

    starts_on   None: today; then the rights of who had it end at once
    raises      NotFound, NotAllowed, WrongState, MemberInactive, AlreadySeated, BadInput
    writes      seat, events seat.transferred, seat.taken
    """
    held, term = await _locked(write, TermStep.TRANSFER, seat_id)
    starts_on = starts_on or dates.day(write.now)
    last = terms.last_before(term, starts_on, dates.day(write.now))
    await check_can_serve(write, member_id)
    await _represented(write, member_id, held.represents_id)
    if await committees.is_seated(write.connection, held.committee_id, member_id, starts_on, held.ends_on):
        raise AlreadySeated
    await committees.end_seat(write.connection, seat_id, last)
    write.record("seat.transferred", object_type="Seat", object_id=seat_id, object_version=2,
                 organization_id=await acting_over(write, held.division_code), home_code=held.division_code,
                 before={"ends_on": held.ends_on}, after={"member_id": held.member_id, "ends_on": last})
    row = {"id": uuid7(), "committee_id": held.committee_id, "member_id": member_id, "organization_id": held.represents_id,
           "kind": held.kind, "starts_on": starts_on, "ends_on": held.ends_on, "succeeds_id": seat_id,
           "place_id": held.place_id}
    return {"seat": await _take(write, row, held.division_code), "former": seat_id}


async def _locked(write: Write, step: TermStep, seat_id: UUID) -> tuple[committees.Seat, Term]:
    """raises   NotFound, NotAllowed, WrongState"""
    held = await committees.locked_seat(write.connection, seat_id)
    if held is None:
        raise NotFound("seat_id")
    term = Term(starts_on=held.starts_on, ends_on=held.ends_on, division_code=held.division_code)
    access.check_term(write.viewer, rules.SEAT, step, term, dates.day(write.now))
    return held, term


@use_case(step=rules.SEAT.steps[TermStep.END])
async def end_seat(write: Write, *, seat_id: UUID, ends_on: date | None = None) -> Ids:
    """End a seat; its rights last to the end of the day `ends_on`, today when None.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    held, term = await _locked(write, TermStep.END, seat_id)
    today = dates.day(write.now)
    terms.check_last_day(term, ends_on or today)
    await committees.end_seat(write.connection, seat_id, ends_on or today)
    write.record("seat.ended", object_type="Seat", object_id=seat_id, object_version=2,
                 organization_id=await acting_over(write, held.division_code), home_code=held.division_code,
                 before={"ends_on": held.ends_on},
                 after={"member_id": held.member_id, "ends_on": ends_on or today})
    return {"seat": seat_id}

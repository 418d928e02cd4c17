"""Registering members, and giving and ending their offices."""
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import members, organizations
from db import systems as of_systems
from db.organizations import Organization
from domain import access, dates, terms, texts
from domain import members as rules
from domain.actions import Action
from domain.faults import Faults
from domain.members import AlreadyAppointed, AlreadyRegistered, GridHasHead, MemberInactive, MemberStep
from domain.refusals import NotFound
from domain.terms import Term, TermStep
from resolvers import offices, systems
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(AlreadyRegistered)
async def register(write: Write, *, subject: str, name: str, handle: str | None = None) -> Ids:
    """Register a person who signs in.

    subject   the `sub` of the person's tokens
    handle    a short name for the command line
    raises    NotAllowed, AlreadyRegistered, BadInput
    """
    access.check_officer(write.viewer, Action.REGISTER_MEMBER)
    organization_id, code = offices.highest(write)
    with Faults() as faults:
        said = {"subject": faults.of(texts.exact, "subject", subject), "name": faults.of(texts.name, "name", name),
                "handle": faults.of(texts.optional_line, "handle", handle, texts.TITLE)}
    row: dict[str, Any] = {"id": uuid7(), "home_code": code, **said, "created_at": write.now}
    await members.insert(write.connection, row)
    write.record("member.registered", object_type="Member", object_id=row["id"], object_version=1,
                 organization_id=organization_id)
    return {"member": row["id"]}


@use_case(step=rules.PROCESS.steps[MemberStep.DEACTIVATE])
async def deactivate(write: Write, *, member_id: UUID) -> Ids:
    """Take all rights from a member, at once; its offices and seats stay in the trail. Only who has power over all of them may:
    a seat or an office elsewhere, though it begins later, is not for others to end.

    raises   NotFound, NotAllowed, WrongState
    writes   member, of a system also what `systems.shut` does; events
    """
    system = await of_systems.of_member(write.connection, member_id)
    active = await members.lock(write.connection, member_id)
    if active is None:
        raise NotFound("member_id")
    ties = await members.ties(write.connection, member_id, dates.day(write.now))
    rules.check_deactivate(write.viewer, ties, await members.registered_in(write.connection, member_id))
    rules.PROCESS.check(MemberStep.DEACTIVATE, rules.state(active=active))
    version = await members.deactivate(write.connection, member_id)
    write.record("member.deactivated", object_type="Member", object_id=member_id, object_version=version,
                 organization_id=offices.highest(write)[0], home_code=min(filter(None, ties), default=None),
                 before={"active": True}, after={"active": False})
    if system is not None:
        await systems.shut(write, system)
    return {"member": member_id}


async def check_can_serve(write: Write, member_id: UUID) -> None:
    """Hold a member, who is to get an office or a seat.

    raises   NotFound, MemberInactive
    """
    active = await members.lock(write.connection, member_id)
    if active is None:
        raise NotFound("member_id")
    if not active:
        raise MemberInactive


@use_case(MemberInactive, AlreadyAppointed, GridHasHead)
async def appoint(write: Write, *, member_id: UUID, organization_id: UUID, kind: str, starts_on: date | None = None,
                  ends_on: date | None = None) -> Ids:
    """Give a member an office at an organisation.

    kind       a name of OfficeKind
    starts_on  None: today; ends_on, its last day: None: open
    raises     NotFound, NotAllowed, MemberInactive, AlreadyAppointed, GridHasHead, BadInput
    """
    starts_on = starts_on or dates.day(write.now)
    terms.check_days(starts_on, ends_on)
    organization = await organizations.find(write.connection, organization_id)
    if organization is None:
        raise NotFound("organization_id")
    access.check_officer_over_home(write.viewer, organization.home_code, Action.APPOINT_MEMBER)
    rules.check_office(kind, organization.kind)
    await check_can_serve(write, member_id)
    if await members.holds_office(write.connection, member_id, organization_id, kind, starts_on, ends_on):
        raise AlreadyAppointed
    row: dict[str, Any] = {"id": uuid7(), "member_id": member_id, "organization_id": organization_id, "kind": kind,
           "starts_on": starts_on, "ends_on": ends_on}
    await members.appoint(write.connection, row)
    await _record(write, "office.appointed", row["id"], 1, organization,
                  after={key: value for key, value in row.items() if key != "id"})
    return {"office": row["id"]}


@use_case(step=rules.OFFICE.steps[TermStep.END])
async def end_office(write: Write, *, office_id: UUID, ends_on: date | None = None) -> Ids:
    """End an office; its rights last to the end of the day `ends_on`, today when None.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    office = await members.locked_office(write.connection, office_id)
    organization = await organizations.find(write.connection, office.organization_id) if office else None
    if office is None or organization is None:
        raise NotFound("office_id")
    today = dates.day(write.now)
    term = Term(starts_on=office.starts_on, ends_on=office.ends_on, division_code=organization.home_code)
    access.check_term(write.viewer, rules.OFFICE, TermStep.END, term, today)
    terms.check_last_day(term, ends_on or today)
    await members.end_office(write.connection, office_id, ends_on or today)
    await _record(write, "office.ended", office_id, 2, organization, before={"ends_on": office.ends_on},
                  after={"member_id": office.member_id, "ends_on": ends_on or today})
    return {"office": office_id}


async def _record(write: Write, kind: str, office_id: UUID, version: int, organization: Organization, *,
                  after: dict[str, object], before: dict[str, object] | None = None) -> None:
    home_code = str(organization.home_code)  # whoever passed is an officer over it
    write.record(kind, object_type="Office", object_id=office_id, object_version=version,
                 organization_id=await acting_over(write, home_code), home_code=home_code,
                 before=before, after=after)

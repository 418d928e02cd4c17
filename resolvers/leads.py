"""Leading projects: a seat takes the lead of one, an officer consents to one more, a committee says how many."""
from uuid import UUID

from uuid_utils.compat import uuid7

from db import cadences, committees, items, leads
from domain import conferences, dates, texts
from domain import leads as rules
from domain.cadences import PROCESS, CommitteeStep
from domain.committees import SEAT, AlreadyLed, LeadQuotaReached
from domain.items import ItemState, List
from domain.languages import Bilingual
from domain.leads import Place
from domain.refusals import BadInput, ItemClosed, NotFound
from domain.terms import Term, TermStep
from resolvers.conferences import acting_for
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(AlreadyLed, ItemClosed, LeadQuotaReached, step=SEAT.steps[TermStep.LEAD])
async def lead(write: Write, *, item_id: UUID, seat_id: UUID) -> Ids:
    """Let a seat lead a published project that nobody leads.

    raises   NotFound, NotAllowed, WrongState (of the seat), ItemClosed, AlreadyLed, LeadQuotaReached, BadInput
    writes   item, events item.led, by which its publisher is told, and seat.led
    """
    item = await items.locked(write.connection, write.viewer, item_id, write.now)
    if item is None:
        raise NotFound("item_id")
    if item.list != List.PROJECT:
        raise BadInput("item_id", Bilingual("不是项目。", "It is no project."))
    seat = await _seat(write, seat_id)
    rules.check_lead(write.viewer, write.viewer.member_id, await place(write, seat), dates.day(write.now))
    rules.check_within(item.home_code, seat.division_code, "seat_id")
    if item.state != ItemState.PUBLISHED:
        raise ItemClosed(item.state)
    if await leads.is_led(write.connection, item_id):
        raise AlreadyLed
    version = await items.revise(write.connection, item_id, {"lead_seat_id": seat_id})
    acting = await _acting_for(write, seat)
    write.record("item.led", object_type="Project", object_id=item_id, object_version=version, organization_id=acting,
                 home_code=item.home_code, after={"lead_seat_id": seat_id})
    write.record(SEAT.steps[TermStep.LEAD].event, object_type="Seat", object_id=seat_id, object_version=1,
                 organization_id=acting, home_code=seat.division_code)
    return {"item": item_id, "seat": seat_id}


@use_case(step=SEAT.steps[TermStep.CONSENT])
async def consent(write: Write, *, seat_id: UUID, reason: str) -> Ids:
    """Consent to a part-time member's leading one more project in this calendar year.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   lead_consent, event seat.consented, by which its holder is told
    """
    seat = await _seat(write, seat_id)
    today = dates.day(write.now)
    rules.check_consent(write.viewer, await place(write, seat), today)
    consent_id = uuid7()
    await leads.consent(write.connection, {
        "id": consent_id, "seat_id": seat_id, "place_id": seat.place_id, "year": today.year,
        "reason": texts.required("reason", reason), "consented_by": write.viewer.member_id, "consented_at": write.now})
    write.record(SEAT.steps[TermStep.CONSENT].event, object_type="Seat", object_id=seat_id, object_version=1,
                 organization_id=await acting_over(write, seat.division_code), home_code=seat.division_code,
                 after={"reason": None})
    return {"consent": consent_id, "seat": seat_id}


@use_case(step=PROCESS.steps[CommitteeStep.SET_LEAD_QUOTA])
async def set_quota(write: Write, *, committee_id: UUID, quota: int) -> Ids:
    """Say how many projects each of a committee's part-time members leads in a year.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   joint_committee.lead_quota, event committee.lead_quota_set
    """
    committee = await cadences.locked(write.connection, committee_id)
    if committee is None:
        raise NotFound("committee_id")
    code = committee.division_code
    conferences.check_arranges(write.viewer, committee_id, code, PROCESS.action(CommitteeStep.SET_LEAD_QUOTA))
    rules.check_quota(quota)
    before, version = await leads.set_quota(write.connection, committee_id, quota)
    write.record(PROCESS.steps[CommitteeStep.SET_LEAD_QUOTA].event, object_type="JointCommittee", object_id=committee_id,
                 object_version=version, organization_id=await acting_for(write, committee.organization_id, code),
                 home_code=code, before={"lead_quota": before}, after={"lead_quota": quota})
    return {"committee": committee_id}


async def _seat(write: Write, seat_id: UUID) -> committees.Seat:
    """A seat, held so that no two projects pass as its last one.

    raises   NotFound
    """
    seat = await committees.locked_seat(write.connection, seat_id)
    if seat is None:
        raise NotFound("seat_id")
    return seat


async def _acting_for(write: Write, seat: committees.Seat) -> UUID | None:
    """Its holder acts for whom the seat represents, anybody else for a division around the committee's."""
    if write.viewer.member_id == seat.member_id:
        return seat.represents_id
    return await acting_for(write, seat.organization_id, seat.division_code)


async def place(write: Write, seat: committees.Seat, but: UUID | None = None) -> Place:
    """A locked seat, and what its place leads in the year: held by its first seat, since two of its seats are two rows.

    but   a project that does not count
    """
    await committees.locked_seat(write.connection, seat.place_id)
    return Place(
        kind=seat.kind, holder_id=seat.member_id, organization_id=seat.organization_id, quota=seat.lead_quota,
        term=Term(starts_on=seat.starts_on, ends_on=seat.ends_on, division_code=seat.division_code),
        led=await leads.count(write.connection, seat.place_id, dates.year_starts(write.now), but),
        consented=await leads.consented(write.connection, seat.place_id, dates.day(write.now).year))

"""Agreements: one side proposes, the other signs; either renews or terminates; the clock reminds and ends."""
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import agreements, organizations
from db.deadlines import Whose
from db.driver.connection import Connection
from domain import agreements as rules
from domain import dates, terms, texts
from domain.agreements import PROCESS, Agreement, AgreementSide, AgreementState, AgreementStep, AlreadyAgreed, TermOver
from domain.faults import Faults
from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound
from resolvers.deadlines import Taken, by_clock, passes
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(AlreadyAgreed)
async def propose(write: Write, *, host_id: UUID, unit_id: UUID, title: str, ends_on: date, starts_on: date | None = None,
                  body: str = "", host_offers: str | None = None, unit_offers: str | None = None) -> Ids:
    """Propose an agreement between a community or street and a unit, for the other side to sign.

    starts_on   None: today
    raises      NotFound, NotAllowed, BadInput, AlreadyAgreed
    writes      agreement, event agreement.proposed
    """
    starts_on = starts_on or dates.day(write.now)
    with Faults() as faults:
        said = faults.of(_said, title, body, host_offers, unit_offers)
        faults.of(terms.check_agreed, starts_on, ends_on, dates.day(write.now), rules.LONGEST)
        host = await organizations.find(write.connection, host_id)
        unit = await organizations.find(write.connection, unit_id)
        if host is None or unit is None:
            raise NotFound("host_id" if host is None else "unit_id")
        rules.check_sides(host.kind, unit.kind)
    home_code = str(host.division_code)
    side = rules.check_propose(write.viewer, unit_id, home_code)
    return {"agreement": await _add(write, side, host_id=host_id, unit_id=unit_id, home_code=home_code, starts_on=starts_on,
                                    ends_on=ends_on, **said)}


def _said(title: str, body: str, host_offers: str | None, unit_offers: str | None) -> dict[str, Any]:
    with Faults() as faults:
        return {"title": faults.of(texts.name, "title", title), "body": faults.of(texts.optional, "body", body) or "",
                "host_offers": faults.of(texts.optional, "host_offers", host_offers),
                "unit_offers": faults.of(texts.optional, "unit_offers", unit_offers)}


async def _add(write: Write, side: AgreementSide, **columns: Any) -> UUID:
    agreement_id = uuid7()
    row = {"id": agreement_id, "state": AgreementState.PROPOSED, "proposed_by": side, "proposed_at": write.now, **columns}
    await agreements.insert(write.connection, row)
    write.record(PROCESS.begins[AgreementState.PROPOSED], object_type="Agreement", object_id=agreement_id, object_version=1,
                 organization_id=await _acting_for(write, side, columns["unit_id"], columns["home_code"]),
                 home_code=columns["home_code"],
                 after={name: row[name] for name in ("host_id", "unit_id", "starts_on", "ends_on")})
    return agreement_id


@use_case(TermOver, step=PROCESS.steps[AgreementStep.SIGN])
async def sign(write: Write, *, agreement_id: UUID) -> Ids:
    """Sign what the other side proposed; of one that goes on from another, that one is renewed when this one begins.

    raises   NotFound, NotAllowed, WrongState, TermOver
    writes   agreement, event agreement.signed
    """
    agreement, side, renews_id = await _held(write, AgreementStep.SIGN, agreement_id)
    rules.check_in_time(agreement, dates.day(write.now))
    ends_at = dates.next_day_starts(agreement.ends_on)
    await _step(write, AgreementStep.SIGN, agreement_id, agreement, side, signed_at=write.now, ends_at=ends_at,
                remind_at=rules.next_reminder(ends_at, write.now))
    if renews_id:
        await agreements.pass_on(write.connection, renews_id, rules.begins_at(agreement.starts_on))
    return {"agreement": agreement_id}


@use_case(step=PROCESS.steps[AgreementStep.DECLINE])
async def decline(write: Write, *, agreement_id: UUID, reason: str) -> Ids:
    """Decline a proposed agreement; of who proposed it: take it back.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    agreement, side, _ = await _held(write, AgreementStep.DECLINE, agreement_id)
    return await _step(write, AgreementStep.DECLINE, agreement_id, agreement, side, over_at=write.now,
                       reason=texts.required("reason", reason))


@use_case(step=PROCESS.steps[AgreementStep.TERMINATE])
async def terminate(write: Write, *, agreement_id: UUID, reason: str) -> Ids:
    """End a signed agreement before its term is over; what it lets the unit see ends at once.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    agreement, side, renews_id = await _held(write, AgreementStep.TERMINATE, agreement_id)
    if renews_id:
        over = rules.begins_at(agreement.starts_on)
        await agreements.end_after_all(write.connection, renews_id, rules.next_reminder(over, write.now))
    return await _step(write, AgreementStep.TERMINATE, agreement_id, agreement, side, over_at=write.now,
                       reason=texts.required("reason", reason))


@use_case(AlreadyAgreed, step=PROCESS.steps[AgreementStep.RENEW])
async def renew(write: Write, *, agreement_id: UUID, ends_on: date, title: str, body: str = "",
                host_offers: str | None = None, unit_offers: str | None = None) -> Ids:
    """Propose the agreement that goes on from a signed one, from the day after its last; the other side signs it.

    raises   NotFound, NotAllowed, WrongState, BadInput, AlreadyAgreed
    writes   agreement, events agreement.proposed, agreement.renewal_proposed
    """
    agreement, side, _ = await _held(write, AgreementStep.RENEW, agreement_id)
    starts_on = rules.next_term(agreement.ends_on)
    with Faults() as faults:
        said = faults.of(_said, title, body, host_offers, unit_offers)
        if ends_on < starts_on:
            raise BadInput("ends_on", Bilingual(f"须不早于 {starts_on}。", f"It must be {starts_on} or later."))
        terms.check_agreed(starts_on, ends_on, dates.day(write.now), rules.LONGEST)
    further = await _add(write, side, host_id=agreement.host_id, unit_id=agreement.unit_id, home_code=agreement.home_code,
                         starts_on=starts_on, ends_on=ends_on, renews_id=agreement_id, **said)
    await _step(write, AgreementStep.RENEW, agreement_id, agreement, side)
    return {"agreement": further}


async def _held(write: Write, step: AgreementStep, agreement_id: UUID) -> tuple[Agreement, AgreementSide, UUID | None]:
    """An agreement that the viewer may take a step with, and for which side.

    raises   NotFound, NotAllowed, WrongState
    """
    held = await agreements.locked(write.connection, write.viewer, agreement_id, write.now)
    if held is None:
        raise NotFound("agreement_id")
    return held.agreement, rules.check_step(write.viewer, step, held.agreement, write.now), held.renews_id


async def _step(write: Write, step: AgreementStep, agreement_id: UUID, agreement: Agreement, side: AgreementSide,
                **columns: Any) -> Ids:
    target, kind = PROCESS.steps[step].from_(agreement.state)
    state = target or agreement.state
    version = await agreements.revise(write.connection, agreement_id, {"state": state, **columns})
    write.record(kind, object_type="Agreement", object_id=agreement_id, object_version=version,
                 organization_id=await _acting_for(write, side, agreement.unit_id, agreement.home_code),
                 home_code=agreement.home_code, before={"state": agreement.state},
                 after={"unit_id": agreement.unit_id, "state": state,
                        **{name: None for name in columns if name == "reason"}})
    return {"agreement": agreement_id}


async def _acting_for(write: Write, side: AgreementSide, unit_id: UUID, home_code: str) -> UUID | None:
    return unit_id if side == AgreementSide.UNIT else await acting_over(write, home_code)


async def _remind(connection: Connection, now: datetime, limit: int) -> Sequence[Taken]:
    if due := await agreements.due_to_remind(connection, now, limit):
        await agreements.remind_at(connection, {one.id: rules.next_reminder(one.ends_at, now) for one in due})
    return [_taken(one) for one in due]


def _taken(one: agreements.Due) -> Taken:
    return Taken(id=one.id, state=AgreementState.SIGNED, due_at=one.due_at, version=one.version, organization_id=one.host_id,
                 home_code=one.home_code, columns={"unit_id": one.unit_id})


_OVER, _HOST = "over_at = $1, remind_at = NULL", Whose("t.host_id")
REMIND = by_clock(PROCESS, "REMIND", _remind)
PASS_ON = passes(PROCESS, "PASS_ON", _OVER, _HOST, told=("unit_id",))
END = passes(PROCESS, "END", _OVER, _HOST, told=("unit_id",))

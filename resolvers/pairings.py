"""Pairings: one side proposes, the other confirms; either dissolves it; the clock ends it with its term."""
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import members, organizations, pairings
from db.deadlines import Whose
from db.organizations import Organization
from domain import dates, terms, texts
from domain import pairings as rules
from domain.faults import Faults
from domain.languages import Bilingual
from domain.pairings import PROCESS, AlreadyPaired, Pairing, PairingKind, PairingSide, PairingState, PairingStep
from domain.refusals import BadInput, NotFound
from resolvers.deadlines import passes
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(AlreadyPaired)
async def propose(write: Write, *, host_id: UUID, partner_id: UUID, promise: str, ends_on: date, starts_on: date | None = None,
                  leader_id: UUID | None = None, building: str | None = None) -> Ids:
    """Propose a pairing for the other side to confirm; who speaks for both makes it at once.

    partner_id  the unit or department, or the organisation whose leader it is
    starts_on   None: today
    raises      NotFound, NotAllowed, BadInput, AlreadyPaired
    writes      pairing, event pairing.proposed or pairing.made
    """
    starts_on, today = starts_on or dates.day(write.now), dates.day(write.now)
    with Faults() as faults:
        said = {"promise": faults.of(texts.required, "promise", promise, texts.BODY),
                "building": faults.of(texts.optional_line, "building", building)}
        faults.of(terms.check_agreed, starts_on, ends_on, today, rules.LONGEST)
        host, kind = await _ends(write, host_id, partner_id, leader_id)
    code = str(host.division_code)
    side = rules.check_propose(write.viewer, partner_id, code)
    await _check_leader(write, leader_id, partner_id)
    state = PairingState.PROPOSED if side else PairingState.PAIRED
    row: dict[str, Any] = {
        "id": uuid7(), "kind": kind, "host_id": host_id, "home_code": code, "partner_id": partner_id, "leader_id": leader_id,
        **said, "starts_on": starts_on, "ends_on": ends_on, "ends_at": dates.next_day_starts(ends_on), "state": state,
        "proposed_by": side, "proposed_at": write.now, "paired_at": None if side else write.now}
    await pairings.insert(write.connection, row)
    write.record(PROCESS.begins[state], object_type="Pairing", object_id=row["id"], object_version=1,
                 organization_id=await _acting_for(write, side or PairingSide.HOST, partner_id, code), home_code=code,
                 after={name: row[name] for name in ("kind", "host_id", "partner_id", "state", "starts_on", "ends_on")})
    return {"pairing": row["id"]}


async def _ends(write: Write, host_id: UUID, partner_id: UUID, leader_id: UUID | None) -> tuple[Organization, PairingKind]:
    """The host, and what a pairing with the partner is.

    raises   NotFound, BadInput
    """
    host = await organizations.find(write.connection, host_id)
    partner = await organizations.find(write.connection, partner_id)
    if host is None or partner is None:
        raise NotFound("host_id" if host is None else "partner_id")
    rules.check_host(host.kind)
    return host, rules.kind_of(partner.kind, of_leader=leader_id is not None)


async def _check_leader(write: Write, leader_id: UUID | None, partner_id: UUID) -> None:
    """raises   NotFound, BadInput"""
    if leader_id is None:
        return
    if await members.lock(write.connection, leader_id) is None:
        raise NotFound("leader_id")
    if not await members.serves(write.connection, leader_id, partner_id, dates.day(write.now)):
        raise BadInput("leader_id",
                       Bilingual("须在 partnerId 的组织任职。",
                                 "The leader must hold an office at the organisation of partnerId."))


@use_case(step=PROCESS.steps[PairingStep.CONFIRM])
async def confirm(write: Write, *, pairing_id: UUID) -> Ids:
    """Confirm what the other side proposed.

    raises   NotFound, NotAllowed, WrongState
    writes   pairing, event pairing.confirmed
    """
    pairing, side = await _held(write, PairingStep.CONFIRM, pairing_id)
    return await _step(write, PairingStep.CONFIRM, pairing_id, pairing, side, paired_at=write.now)


@use_case(step=PROCESS.steps[PairingStep.DECLINE])
async def decline(write: Write, *, pairing_id: UUID, reason: str) -> Ids:
    """Decline a proposed pairing; of who proposed it: take it back.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    return await _over(write, PairingStep.DECLINE, pairing_id, reason)


@use_case(step=PROCESS.steps[PairingStep.DISSOLVE])
async def dissolve(write: Write, *, pairing_id: UUID, reason: str) -> Ids:
    """End a pairing before its term is over.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    return await _over(write, PairingStep.DISSOLVE, pairing_id, reason)


async def _over(write: Write, step: PairingStep, pairing_id: UUID, reason: str) -> Ids:
    pairing, side = await _held(write, step, pairing_id)
    return await _step(write, step, pairing_id, pairing, side, over_at=write.now, reason=texts.required("reason", reason))


async def _held(write: Write, step: PairingStep, pairing_id: UUID) -> tuple[Pairing, PairingSide]:
    """A pairing that the viewer may take a step with, and for which side.

    raises   NotFound, NotAllowed, WrongState
    """
    pairing = await pairings.locked(write.connection, write.viewer, pairing_id, write.now)
    if pairing is None:
        raise NotFound("pairing_id")
    return pairing, rules.check_step(write.viewer, step, pairing, write.now)


async def _step(write: Write, step: PairingStep, pairing_id: UUID, pairing: Pairing, side: PairingSide, **columns: Any) -> Ids:
    target, sides = PROCESS.steps[step].target, {"host_id": pairing.host_id, "partner_id": pairing.partner_id}
    version = await pairings.revise(write.connection, pairing_id, {"state": target, **columns})
    write.record(PROCESS.steps[step].event, object_type="Pairing", object_id=pairing_id, object_version=version,
                 organization_id=await _acting_for(write, side, pairing.partner_id, pairing.home_code),
                 home_code=pairing.home_code, before={"state": pairing.state},
                 after={"state": target, **sides, **{name: None for name in columns if name == "reason"}})
    return {"pairing": pairing_id}


async def _acting_for(write: Write, side: PairingSide, partner_id: UUID, home_code: str) -> UUID | None:
    return partner_id if side == PairingSide.PARTNER else await acting_over(write, home_code)


END = passes(PROCESS, "END", "over_at = $1", Whose("t.host_id"), told=("host_id", "partner_id"))

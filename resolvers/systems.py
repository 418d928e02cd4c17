"""Systems, kept by the officers over the organisation for which each acts, and by who runs the hub on the command line.

A key is in one answer, the first one, and nowhere else: not in an event, not in what is kept for a retry (decision 0177).
"""
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from uuid_utils.compat import uuid7

from db import members, organizations, systems
from db.systems import Locked
from domain import dates, texts
from domain import systems as rules
from domain.faults import Faults
from domain.refusals import NotFound
from domain.systems import PROCESS, SystemSight, SystemState, SystemStep, TooManySystems
from domain.viewer import OfficeKind
from resolvers import bootstrap, webhooks
from resolvers.offices import acting_over
from resolvers.writing.by_hand import ByHand
from resolvers.writing.use_cases import Ids, Write, use_case

Hand: TypeAlias = Write | ByHand
"""Who does it: an officer by the API, or who runs the hub."""


@dataclass(frozen=True, kw_only=True)
class _New:
    """A system to be let in, checked."""

    name: str
    allow: Sequence[str]
    cost: int
    sight: str


def _checked(name: str, allow: Sequence[str], known: Collection[str] | None, cost: int, sight: str) -> _New:
    """raises   BadInput"""
    with Faults() as faults:
        name = faults.of(texts.name, "name", name)
        allow = faults.of(rules.root_fields, allow, known)
        faults.of(rules.check_cost, cost)
    return _New(name=name, allow=allow, cost=cost, sight=sight)


@use_case(TooManySystems)
async def register(write: Write, *, name: str, organization_id: UUID, allow: Sequence[str], cost: int | None = None,
                   sight: str = SystemSight.OWN) -> Ids:
    """Let a program of others in, to act for a division.

    allow    root fields that it may ask for
    cost     that it may have a minute; None: as much as is usual
    sight    a name of SystemSight
    raises   NotFound, NotAllowed, BadInput, TooManySystems
    writes   member, office, system, system_key, events member.registered, office.appointed, system.registered
    """
    organization = await organizations.find(write.connection, organization_id)
    if organization is None or organization.division_code is None:
        raise NotFound("organization_id")
    rules.check_over(write.viewer, rules.home_of(organization.division_code), rules.REGISTER)
    new = _checked(name, allow, write.context.root_fields, rules.COST if cost is None else cost, sight)
    _, system_id, key = await _let_in(write, new, organization_id, organization.division_code,
                                      await acting_over(write, organization.division_code), write.viewer.member_id)
    write.once["key"] = key
    return {"system": system_id}


async def register_by_hand(hand: ByHand, *, name: str, division_code: str, allow: Sequence[str],
                           known: Collection[str], cost: int, sight: str = SystemSight.OWN) -> tuple[str, str]:
    """The same, of a division that its code names.

    known     the root fields that there are
    returns   its subject, by which it is meant, and its key, which is nowhere else
    raises    NotFound (the division), BadInput, TooManySystems
    writes    as `register`
    """
    new = _checked(name, allow, known, cost, sight)
    organization_id, code = await bootstrap.division(hand, division_code)
    subject, _, key = await _let_in(hand, new, organization_id, code, organization_id, None)
    return subject, key


async def _let_in(hand: Hand, new: _New, organization_id: UUID, code: str, acting_id: UUID | None,
                  registered_by: UUID | None) -> tuple[str, UUID, str]:
    """Make a member with an office that signs in by a key; returns its subject, its id and the key.

    acting_id   for whom it is let in
    raises      TooManySystems
    """
    system_id, office_id, subject = uuid7(), uuid7(), f"system:{uuid4().hex}"
    home = rules.home_of(code)
    office: dict[str, Any] = {"member_id": system_id, "organization_id": organization_id, "kind": str(OfficeKind.OFFICER),
                              "starts_on": dates.day(hand.now), "ends_on": None}
    row: dict[str, Any] = {
        "id": system_id, "organization_id": organization_id, "home_code": home, "allow": new.allow, "cost": new.cost,
        "sight": new.sight, "state": SystemState.ACTIVE, "registered_by": registered_by, "registered_at": hand.now,
        "key_made_at": hand.now}
    await members.insert(hand.connection, {"id": system_id, "subject": subject, "name": new.name, "handle": None,
                                           "home_code": code, "created_at": hand.now})
    if not await systems.insert(hand.connection, row, rules.MOST):
        raise TooManySystems(rules.MOST)
    await members.appoint(hand.connection, {"id": office_id, **office})
    key = await _new_key(hand, system_id)
    for kind, type_, object_id, after in (
            ("member.registered", "Member", system_id, None), ("office.appointed", "Office", office_id, office),
            ("system.registered", "System", system_id,
             {each: row[each] for each in ("state", "organization_id", "allow", "cost", "sight")})):
        hand.record(kind, object_type=type_, object_id=object_id, object_version=1, organization_id=acting_id,
                    home_code=home, after=after)
    return subject, system_id, key


@use_case(step=PROCESS.steps[SystemStep.REPLACE_KEY])
async def replace_key(write: Write, *, system_id: UUID) -> Ids:
    """Give a system another key; the one before stays good until the next, older ones do not.

    raises   NotFound, NotAllowed, WrongState
    writes   system_key, system, event system.key_replaced
    """
    write.once["key"] = await _replace_key(write, await _held(write, SystemStep.REPLACE_KEY, system_id))
    return {"system": system_id}


async def replace_key_by_hand(hand: ByHand, *, subject: str) -> str:
    """The same; returns the key, which is nowhere else.

    raises    NotFound
    """
    return await _replace_key(hand, await _named(hand, subject))


async def _replace_key(hand: Hand, system: Locked) -> str:
    key = await _new_key(hand, system.id)
    await _step(hand, SystemStep.REPLACE_KEY, system, {}, key_made_at=hand.now)
    return key


@use_case(step=PROCESS.steps[SystemStep.ALLOW])
async def allow(write: Write, *, system_id: UUID, allow: Sequence[str] | None = None, cost: int | None = None,
                sight: str | None = None) -> Ids:
    """Say what a system may ask for, how much, and what it sees; it holds from the next request on.

    allow    root fields; None: as they are
    cost     that it may have a minute; None: as it is
    sight    a name of SystemSight; None: as it is
    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   system, event system.allowed
    """
    await _allow(write, await _held(write, SystemStep.ALLOW, system_id), allow, write.context.root_fields, cost, sight)
    return {"system": system_id}


async def allow_by_hand(hand: ByHand, *, subject: str, allow: Sequence[str] | None, known: Collection[str],
                        cost: int | None, sight: str | None = None) -> None:
    """The same.

    known     the root fields that there are
    raises    NotFound, BadInput
    """
    await _allow(hand, await _named(hand, subject), allow, known, cost, sight)


async def _allow(hand: Hand, system: Locked, allow: Sequence[str] | None, known: Collection[str] | None,
                 cost: int | None, sight: str | None) -> None:
    with Faults() as faults:
        allow = system.allow if allow is None else faults.of(rules.root_fields, allow, known)
        cost = system.cost if cost is None else cost
        faults.of(rules.check_cost, cost)
    before = {"allow": system.allow, "cost": system.cost, "sight": system.sight}
    await _step(hand, SystemStep.ALLOW, system, before, allow=allow, cost=cost, sight=system.sight if sight is None else sight)


@use_case(step=PROCESS.steps[SystemStep.CLOSE])
async def close(write: Write, *, system_id: UUID) -> Ids:
    """Let a system in no more, for good: its keys are gone, what it has open ends.

    raises   NotFound, NotAllowed, WrongState
    writes   system, system_key, member.active, events member.deactivated, system.closed
    """
    await _close(write, await _held(write, SystemStep.CLOSE, system_id))
    return {"system": system_id}


async def close_by_hand(hand: ByHand, *, subject: str) -> None:
    """The same.

    raises    NotFound
    """
    await _close(hand, await _named(hand, subject))


async def _close(hand: Hand, system: Locked) -> None:
    version = await members.deactivate(hand.connection, system.id)
    hand.record("member.deactivated", object_type="Member", object_id=system.id, object_version=version,
                organization_id=await _acting(hand, system), home_code=system.home_code,
                before={"active": True}, after={"active": False})
    await shut(hand, system)


async def shut(hand: Hand, system: Locked) -> None:
    """Take the keys from a system whose member is active no more.

    writes   system_key, system, event system.closed; its webhooks, with theirs
    """
    await webhooks.remove_of_system(hand, system.id)
    await systems.remove_keys(hand.connection, system.id)
    await _step(hand, SystemStep.CLOSE, system, {"state": system.state}, state=SystemState.CLOSED, closed_at=hand.now)


async def _held(write: Write, step: SystemStep, system_id: UUID) -> Locked:
    """A system with which the viewer may take a step.

    raises   NotFound, NotAllowed, WrongState
    """
    system = await systems.locked(write.connection, write.viewer, system_id, write.now)
    if system is None:
        raise NotFound("system_id")
    rules.check_step(write.viewer, step, system)
    return system


async def _named(hand: ByHand, subject: str) -> Locked:
    """raises   NotFound: there is none, or it is closed"""
    system = await systems.named(hand.connection, subject)
    if system is None or system.state == SystemState.CLOSED:
        raise NotFound("system")
    return system


async def _step(hand: Hand, step: SystemStep, system: Locked, before: dict[str, Any], **changes: Any) -> None:
    version = await systems.revise(hand.connection, system.id, changes)
    hand.record(PROCESS.steps[step].event, object_type="System", object_id=system.id, object_version=version,
                organization_id=await _acting(hand, system), home_code=system.home_code, before=before or None, after=changes)


async def _acting(hand: Hand, system: Locked) -> UUID | None:
    """For whom it is done: of who runs the hub, for nobody."""
    return await acting_over(hand, system.home_code) if isinstance(hand, Write) else None


async def _new_key(hand: Hand, system_id: UUID) -> str:
    key = rules.PREFIX + secrets.token_urlsafe(32)
    await systems.add_key(hand.connection, system_id, rules.hashed(key), rules.KEYS, hand.now)
    return key
